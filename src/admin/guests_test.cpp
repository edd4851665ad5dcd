#include <gmock/gmock.h>

#include "admin/export_table.hpp"
#include "admin/guests_store.hpp"
#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Guests : public testing::ShopTest {
 protected:
  void order_as(const std::string& name) {
    clock_.advance(std::chrono::minutes{1});
    place("cod", {.name = name, .email = name + "@mail.id"});
  }
  void register_as(const std::string& name) {
    db_->write([&](db::Tx& tx) {
      tx.execute("INSERT INTO users (email, name, role, created_at) VALUES ($1, $2, 'buyer', $3)", name + "@mail.id",
                 name, kNoon);
    });
  }
  store::GuestSlice slice(const std::optional<OrderFilter::Cursor>& after, std::size_t limit) {
    return db_->read([&](db::Tx& tx) { return store::guests_from(tx, {.search = {}, .after = after}, limit); });
  }
  std::vector<std::string> names(std::size_t per_page = 10) { return found("", per_page); }
  std::vector<std::string> found(const std::string& search, std::size_t per_page = 10) {
    std::vector<std::string> names;
    GuestFilter filter{.search = search, .after = {}};
    do {
      const auto page = db_->read([&](db::Tx& tx) { return store::guests_from(tx, filter, per_page); });
      for (const auto& guest : page.guests) names.push_back(guest.name);
      filter.after = page.end;
    } while (filter.after);
    return names;
  }
  std::string body_of(std::string_view query) {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kAdmin};
    request.visitor.language = i18n::Language::kEnglish;
    return show_guests(request, shop_).body;
  }
};

INSTANTIATE_TEST_SUITE_P(, Guests, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Guests, are_listed_once_by_their_last_order_whatever_the_pages) {
  for (const auto* name : {"wati", "budi", "wati", "sari"}) order_as(name);
  for (const std::size_t per_page : {1U, 2U, 3U, 10U})
    EXPECT_THAT(names(per_page), ElementsAre("sari", "wati", "budi"));
  const auto page = slice(std::nullopt, 2);
  EXPECT_EQ(page.guests[1].orders, 2);
  EXPECT_TRUE(page.end);
  EXPECT_FALSE(slice(std::nullopt, 3).end) << "nobody follows";
}

TEST_P(Guests, are_those_without_an_account) {
  for (const auto* name : {"wati", "budi"}) order_as(name);
  register_as("budi");
  EXPECT_THAT(names(), ElementsAre("wati"));
}

TEST_P(Guests, stay_listed_when_somebody_with_an_account_orders_for_them) {
  order_as("wati");
  order_as("sari");
  clock_.advance(std::chrono::minutes{1});
  const auto present = place("cod", {.name = "wati", .email = "wati@mail.id"});
  db_->write([&](db::Tx& tx) { tx.execute("UPDATE orders SET user_id = 7 WHERE number = $1", present); });
  EXPECT_THAT(names(), ElementsAre("sari", "wati"));
}

TEST_P(Guests, are_found_beyond_many_orders_of_one_of_them) {
  order_as("sari");
  order_as("toko");
  db_->write([&](db::Tx& tx) {
    // More than are looked at at once.
    for (int copy = 1; copy <= 300; ++copy)
      tx.execute(
          "INSERT INTO orders (number, placed_at, state, payment_state, payment_method, language, contact_name, email, "
          "phone, street, area_code, kelurahan, kecamatan, kota, provinsi, postal_code, address_note, note, "
          "shipping_code, shipping_name, shipping_courier, shipping_min_days, shipping_max_days, chargeable_weight_g, "
          "goods_total, shipping_total, total) "
          "SELECT $1, $2, state, payment_state, payment_method, language, contact_name, email, "
          "phone, street, area_code, kelurahan, kecamatan, kota, provinsi, postal_code, address_note, note, "
          "shipping_code, shipping_name, shipping_courier, shipping_min_days, shipping_max_days, chargeable_weight_g, "
          "goods_total, shipping_total, total FROM orders WHERE email = 'toko@mail.id' ORDER BY id LIMIT 1",
          "HRT-" + std::to_string(copy), clock_.now() + std::chrono::seconds{copy});
  });
  EXPECT_THAT(names(1), ElementsAre("toko", "sari"));
}

TEST_P(Guests, are_found_by_a_part_of_a_name_or_mailbox) {
  for (const auto* name : {"wati", "budi", "sari", "wati"}) order_as(name);
  EXPECT_THAT(found("ATI"), ElementsAre("wati"));
  EXPECT_THAT(found("budi@m"), ElementsAre("budi"));
  EXPECT_THAT(found("a"), ElementsAre("wati", "sari", "budi")) << "mail.id";
  for (const auto* nobody : {"%", "_", "tuti", "0812999888"}) EXPECT_THAT(found(nobody), IsEmpty()) << nobody;
  register_as("sari");
  EXPECT_THAT(found("sari"), IsEmpty());
}

TEST_P(Guests, are_found_by_a_whole_mailbox_alone) {
  for (const auto* name : {"sari", "ari", "sari"}) order_as(name);
  EXPECT_THAT(found("Ari@mail.id"), ElementsAre("ari"));
  EXPECT_THAT(found("ari@mail"), ElementsAre("sari", "ari"));
}

TEST_P(Guests, are_found_by_their_phone_however_it_is_written) {
  order_as("wati");
  order_as("budi");
  clock_.advance(std::chrono::minutes{1});
  place("cod", {.name = "tuti", .email = "tuti@mail.id", .phone = "+6281312345678"});
  for (const auto* typed : {"081312345678", "0813-1234-5678", "+62 813 1234 5678", "81312345678"})
    EXPECT_THAT(found(typed), ElementsAre("tuti")) << typed;
  EXPECT_THAT(found("08211555803"), ElementsAre("budi", "wati")) << "two mailboxes";
  EXPECT_THAT(found("08131234567"), ElementsAre("tuti")) << "a part";
}

TEST_P(Guests, are_found_by_what_an_earlier_order_of_theirs_says) {
  clock_.advance(std::chrono::minutes{1});
  place("cod", {.name = "melati", .email = "wati@mail.id", .phone = "+6281312345678"});
  for (const auto* name : {"budi", "wati", "sari"}) order_as(name);
  for (const auto* typed : {"melati", "081312345678", "+62 813 1234 5678", "08131234567"})
    EXPECT_THAT(found(typed), ElementsAre("wati")) << typed;
  // The page stands where the last order does.
  for (const std::size_t per_page : {1U, 2U, 10U})
    EXPECT_THAT(found("a", per_page), ElementsAre("sari", "wati", "budi")) << "mail.id";
  clock_.advance(std::chrono::minutes{1});
  place("cod", {.name = "tuti", .email = "tuti@mail.id", .phone = "+6281312345678"});
  for (const std::size_t per_page : {1U, 10U})
    EXPECT_THAT(found("081312345678", per_page), ElementsAre("tuti", "wati")) << "both have it";
}

TEST_P(Guests, that_are_found_have_pages_and_files) {
  for (const auto* name : {"wati", "budi", "sari", "tono"}) order_as(name);
  for (const std::size_t per_page : {1U, 2U, 10U}) EXPECT_THAT(found("a", per_page), SizeIs(4)) << "mail.id";
  const auto table = listed_guests_table({.search = "budi"}, 1);
  EXPECT_EQ(db_->read([&](db::Tx& tx) { return table.rows(tx, [](std::span<const spreadsheet::Cell>) {}); }), 1);
  const auto body = body_of("q=mail&older=1795323600000000-999");
  EXPECT_THAT(body, HasSubstr("href=\"/admin/users/guests?q=mail\""));
  EXPECT_THAT(body_of("q=budi"), HasSubstr("href=\"/admin/users/guests/export.csv?q=budi\""));
  EXPECT_THAT(body_of("q=tuti"), HasSubstr("No guest matches"));
}

TEST_P(Guests, stand_on_a_page_that_leads_to_their_orders) {
  order_as("wati");
  order_as("budi");
  register_as("budi");
  const auto body = body_of("");
  EXPECT_THAT(body, HasSubstr("href=\"/admin/orders?q=wati%40mail.id\""));
  EXPECT_THAT(body, HasSubstr("1 order"));
  EXPECT_THAT(body, HasSubstr("href=\"/admin/users/guests/export.csv\""));
  EXPECT_THAT(body, Not(HasSubstr("budi@mail.id")));
}

TEST_P(Guests, are_written_as_customers_are) {
  for (const auto* name : {"wati", "budi", "sari"}) order_as(name);
  for (const std::int64_t per_page : {1, 2, 500}) {
    const auto table = listed_guests_table({}, per_page);
    std::vector<std::string> mailboxes;
    const auto rows = db_->read([&](db::Tx& tx) {
      return table.rows(tx, [&](std::span<const spreadsheet::Cell> cells) {
        EXPECT_EQ(cells.size(), table.titles.size());
        mailboxes.push_back(std::get<std::string>(cells[0]));
      });
    });
    EXPECT_EQ(rows, 3);
    EXPECT_THAT(mailboxes, ElementsAre("sari@mail.id", "budi@mail.id", "wati@mail.id"));
  }
}

}  // namespace
}  // namespace hurtrock::admin
