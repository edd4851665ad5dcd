#include <gmock/gmock.h>

#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "shipping/services.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::shipping {
namespace {

using ::testing::ElementsAre;

class ServiceStore : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  static ServiceDraft regular(std::string code = "reg") {
    return {.code = std::move(code),
            .courier = "Kurir",
            .name = "Reguler",
            .base_price = Money{3'000},
            .price_per_kg = Money{8'000},
            .rounding_tolerance_g = 300,
            .max_weight_g = 50'000,
            .min_days = 2,
            .max_days = 4,
            .zones = {{.province = "31", .base_price = Money{4'000}, .price_per_kg = Money{14'000}},
                      {.province = "94", .base_price = Money{9'000}, .price_per_kg = Money{76'000}, .extra_days = 3}}};
  }
  std::expected<ShippingServiceId, ServiceRefusal> create(const ServiceDraft& draft) {
    return db_->write([&](db::Tx& tx) { return create_service(tx, draft); });
  }
  std::expected<void, ServiceRefusal> update(ShippingServiceId service, std::int64_t seen, const ServiceDraft& draft) {
    return db_->write([&](db::Tx& tx) { return update_service(tx, service, seen, draft); });
  }
  std::optional<ServiceRecord> find(ShippingServiceId service) {
    return db_->read([&](db::Tx& tx) { return find_service(tx, service); });
  }
  std::vector<std::string> order() {
    std::vector<std::string> codes;
    for (const auto& record : db_->read(all_services)) codes.push_back(record.service.code);
    return codes;
  }
  std::vector<std::string> offered() {
    constexpr Article kStrings[] = {
        {.quantity = 1, .weight_g = 500, .length_mm = 100, .width_mm = 100, .height_mm = 20}};
    std::vector<std::string> codes;
    for (const auto& quote : db_->read([&](db::Tx& tx) { return quotes(tx, "31", kStrings, Money{1}); }))
      codes.push_back(quote.service_code);
    return codes;
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, ServiceStore, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ServiceStore, a_service_reads_as_it_was_written) {
  const auto id = create(regular());
  ASSERT_TRUE(id);
  const auto found = find(*id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->version, 1);
  EXPECT_EQ(found->service.code, "reg");
  EXPECT_EQ(found->service.price_per_kg, Money{8'000});
  EXPECT_EQ(found->service.max_weight_g, 50'000);
  EXPECT_EQ(found->service.zones, regular().zones);
  EXPECT_EQ(db_->read(all_services).at(0).service.zones, regular().zones);
  EXPECT_FALSE(find(ShippingServiceId{99}));
}

TEST_P(ServiceStore, a_change_counts_for_the_next_quote_and_keeps_the_code) {
  const auto id = *create(regular());
  ServiceDraft changed = regular("other");
  changed.zones = {{.province = "31", .base_price = Money{1'000}, .price_per_kg = Money{2'000}}};
  ASSERT_TRUE(update(id, 1, changed));
  EXPECT_EQ(find(id)->version, 2);
  EXPECT_EQ(find(id)->service.code, "reg");
  EXPECT_EQ(find(id)->service.zones, changed.zones);
  const auto services = db_->read([](db::Tx& tx) { return services_for(tx, "31"); });
  EXPECT_EQ(services.at(0).base_price, Money{1'000});
  changed.active = false;
  ASSERT_TRUE(update(id, 2, changed));
  EXPECT_THAT(offered(), ElementsAre());
}

TEST_P(ServiceStore, nobody_overwrites_what_they_have_not_seen) {
  const auto id = *create(regular());
  ASSERT_TRUE(update(id, 1, regular()));
  EXPECT_EQ(update(id, 1, regular()).error(), ServiceRefusal::kChanged);
  EXPECT_EQ(update(ShippingServiceId{99}, 1, regular()).error(), ServiceRefusal::kNoSuchService);
}

TEST_P(ServiceStore, a_code_is_given_once) {
  ASSERT_TRUE(create(regular()));
  EXPECT_EQ(create(regular()).error(), ServiceRefusal::kCodeTaken);
  EXPECT_THAT(order(), ElementsAre("reg"));
}

TEST_P(ServiceStore, the_shops_order_is_the_buyers) {
  const auto first = *create(regular("a"));
  create(regular("b"));
  create(regular("c"));
  const auto move = [&](ShippingServiceId id, std::int64_t seen, Towards towards) {
    return db_->write([&](db::Tx& tx) { return move_service(tx, id, seen, towards); });
  };
  EXPECT_THAT(order(), ElementsAre("a", "b", "c"));
  ASSERT_TRUE(move(first, 1, Towards::kFront));
  EXPECT_THAT(order(), ElementsAre("a", "b", "c")) << "it is at the front already";
  ASSERT_TRUE(move(first, 1, Towards::kBack));
  EXPECT_THAT(order(), ElementsAre("b", "a", "c"));
  EXPECT_THAT(offered(), ElementsAre("b", "a", "c"));
  EXPECT_EQ(move(first, 1, Towards::kBack).error(), ServiceRefusal::kChanged);
  EXPECT_EQ(move(ShippingServiceId{99}, 1, Towards::kBack).error(), ServiceRefusal::kNoSuchService);
}

}  // namespace
}  // namespace hurtrock::shipping
