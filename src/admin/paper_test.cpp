#include "admin/paper.hpp"

#include <gmock/gmock.h>

#include "admin/print.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/staff_action.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Paper : public testing::ShopTest {
 protected:
  OrderOnPaper paper(const std::string& number) {
    return *db_->read([&](db::Tx& tx) { return order_on_paper(tx, number); });
  }
  /// So many guitars and packs of strings of an order placed by the fixture.
  void ship(const std::string& number, std::int64_t guitars, std::int64_t strings, std::string_view resi) {
    const auto lines = paper(number).lines;
    std::vector<orders::Packed> pieces;
    if (guitars > 0) pieces.push_back({lines[0].id, guitars});
    if (strings > 0) pieces.push_back({lines[1].id, strings});
    const OrderId id = order(number).id;
    db_->write([&](db::Tx& tx) {
      ASSERT_TRUE(orders::ship(tx, id, pieces, "J&T EZ", resi, orders::Actor::staff(UserId{7}), clock_.now()));
    });
  }
  documents::Label label(const std::string& number, std::size_t parcel) {
    const auto on_paper = paper(number);
    return label_of(on_paper, parcels_of(on_paper)[parcel],
                    {.name = "Hurtrock", .city = "Kota Bandung", .province = "Jawa Barat"},
                    {.public_url = "https://shop.test", .session_secret = Secret{"a secret of 32 bytes, for tests."}});
  }
};

INSTANTIATE_TEST_SUITE_P(, Paper, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Paper, AnOrderThatHasNotLeftIsOneParcelWithoutNumber) {
  const auto parcels = parcels_of(paper(place("cod")));
  ASSERT_THAT(parcels, SizeIs(1));
  EXPECT_FALSE(parcels[0].has_left);
  EXPECT_EQ(parcels[0].courier, "JNE REG");
  EXPECT_THAT(parcels[0].tracking_number, IsEmpty());
  EXPECT_THAT(parcels[0].contents, SizeIs(2));
}

TEST_P(Paper, WhatIsStillInTheShopIsAtHandUntilAllHasLeft) {
  const auto number = place("cod");
  ship(number, 0, 2, "JT-1");
  ASSERT_THAT(parcels_at_hand(paper(number)), SizeIs(1));
  const auto rest = parcels_at_hand(paper(number)).front();
  EXPECT_FALSE(rest.has_left);
  EXPECT_EQ(rest.number, 2);
  ASSERT_THAT(rest.contents, SizeIs(2));
  EXPECT_EQ(rest.contents[1].quantity, 1);
  EXPECT_THAT(contents_to_pack(paper(number)), SizeIs(2));

  ship(number, 1, 1, "JT-2");
  EXPECT_THAT(parcels_at_hand(paper(number)), SizeIs(2));
  EXPECT_EQ(contents_to_pack(paper(number))[1].quantity, 3);
}

TEST_P(Paper, ALabelWeighsAndNamesWhatIsInItsParcel) {
  const auto number = place("cod");
  ship(number, 0, 2, "JT-1");
  const auto first = label(number, 0), rest = label(number, 1);
  EXPECT_EQ(first.weight, "0,160 kg");
  EXPECT_EQ(first.courier, "J&T EZ");
  EXPECT_EQ(first.tracking_number, "JT-1");
  ASSERT_THAT(first.pieces, SizeIs(1));
  EXPECT_EQ(first.pieces[0].name, "Senar Slinky");
  EXPECT_EQ(rest.weight, "4,080 kg");
  EXPECT_EQ(rest.parcels, 2);
}

TEST_P(Paper, CashIsCollectedWithTheLastParcelOnly) {
  const auto number = place("cod");
  EXPECT_EQ(label(number, 0).cash, order(number).totals.total);
  ship(number, 0, 2, "JT-1");
  EXPECT_EQ(label(number, 0).cash, std::nullopt);
  EXPECT_EQ(label(number, 1).cash, order(number).totals.total);
}

TEST_P(Paper, NoCashIsCollectedWhilePiecesAreAwaited) {
  db_->write([](db::Tx& tx) {
    tx.run_script("UPDATE stock_levels SET on_hand = 1, backorder_limit = 5 WHERE variant_id = 2");
  });
  const auto number = place("cod");
  ASSERT_EQ(paper(number).lines[1].awaited, 2);
  EXPECT_EQ(label(number, 0).cash, std::nullopt);
  ship(number, 1, 1, "JT-1");
  EXPECT_EQ(label(number, 0).cash, std::nullopt);

  db_->write([&](db::Tx& tx) {
    tx.run_script("UPDATE stock_levels SET on_hand = 2 WHERE variant_id = 2");
    inventory::serve_waiting(tx, VariantId{2}, clock_.now());
  });
  EXPECT_EQ(label(number, 0).cash, std::nullopt);
  EXPECT_EQ(label(number, 1).cash, order(number).totals.total);
  ship(number, 0, 2, "JT-2");
  EXPECT_EQ(label(number, 1).cash, order(number).totals.total);
}

TEST_P(Paper, NoParcelAsksForCashThatCameWithTheFirst) {
  const auto number = place("cod");
  ship(number, 0, 2, "JT-1");
  ASSERT_TRUE(take_cash(shop_, ani_, seen(number)));
  EXPECT_EQ(label(number, 1).cash, std::nullopt);
}

TEST_P(Paper, APaidOrderAsksForNoCash) { EXPECT_EQ(label(place_paid(), 0).cash, std::nullopt); }

TEST_P(Paper, TheLabelOfWhatIsFetchedKnowsNeitherAddressNorWholePhone) {
  const auto fetched = label(place_to_fetch("cod"), 0);
  EXPECT_TRUE(fetched.is_pickup);
  EXPECT_EQ(fetched.recipient.name, "Budi Santoso");
  EXPECT_EQ(fetched.recipient.phone, "5803");
  for (const auto part : {&documents::Party::street, &documents::Party::district, &documents::Party::city})
    EXPECT_THAT(fetched.recipient.*part, IsEmpty());
  EXPECT_EQ(fetched.cash, order(fetched.order_number).totals.total);
}

TEST_P(Paper, WhatIsSentByCourierAfterAllHasALabelWithTheAddress) {
  const auto number = place_to_fetch("cod");
  ship(number, 0, 2, "JT-1");
  const auto sent = label(number, 0), rest = label(number, 1);
  EXPECT_FALSE(sent.is_pickup);
  EXPECT_EQ(sent.recipient.street, "Jl. Braga 1");
  EXPECT_EQ(sent.recipient.phone, "+628211555803");
  EXPECT_TRUE(rest.is_pickup);
}

TEST_P(Paper, ThePackingListOfWhatIsFetchedHasNoAddress) {
  const auto lines_for = [&](const std::string& number) {
    const auto on_paper = paper(number);
    return packing_list_of(on_paper, contents_to_pack(on_paper), "Hurtrock",
                           i18n::Texts::of(i18n::Language::kIndonesian))
        .recipient_lines;
  };
  EXPECT_THAT(lines_for(place_to_fetch("cod")), ::testing::ElementsAre("Budi Santoso", "+628211555803"));
  EXPECT_THAT(lines_for(place("cod")), ::testing::Contains("Jl. Braga 1"));
}

TEST_P(Paper, ALabelLeadsToTheTrackingPage) {
  const auto number = place("cod");
  EXPECT_THAT(label(number, 0).tracking_url, HasSubstr("https://shop.test/track/" + number + "?t="));
  EXPECT_EQ(label(number, 0).sender.city, "Kota Bandung, Jawa Barat");
}

}  // namespace
}  // namespace hurtrock::admin
