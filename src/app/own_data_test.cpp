#include "app/own_data.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <support/checkout_fixture.hpp>

#include "accounts/chat_token.hpp"
#include "cart/cart.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "platform/mail/outbox.hpp"
#include "wishlist/wishlist.hpp"

namespace hurtrock::app {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Secret kMaster{"a secret of at least thirty-two bytes"};

/// A chat service with one room, which remembers who asked.
class FakeChat final : public fetch::Client {
 public:
  fetch::Answer send(const fetch::Call& call) override {
    if (away) return {.outcome = fetch::Answer::Outcome::kNotSent, .error = "no connection"};
    const auto token = std::string_view(call.authorization.reveal()).substr(std::string_view("Bearer ").size());
    const auto identity = accounts::read_chat_token(kMaster, token, fixture::kNoon);
    if (!identity) return {.outcome = fetch::Answer::Outcome::kAnswered, .status = 401};
    asked_by = identity->name;
    const bool is_list = call.url.find("/messages") == std::string::npos;
    const bool is_first = call.url.find("after_seq=0") != std::string::npos;
    return {.outcome = fetch::Answer::Outcome::kAnswered,
            .status = 200,
            .body = is_list    ? R"({"items": [{"id": 7}], "total": 1})"
                    : is_first ? R"({"items": [{"seq": 1, "sent_at": "2026-11-22T05:00:00Z", "body": "Masih ada?",
                                 "sender": {"name": "Ani", "role": "buyer"}, "product": {"slug": "rg550"},
                                 "attachment": null}]})"
                               : R"({"items": []})"};
  }
  bool away = false;
  std::string asked_by;
};

class OwnDataTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  void SetUp() override {
    ani_ = shop_.add_user("ani@contoh.id");
    shop_.run(fmt::format("UPDATE users SET name = 'Ani', password_hash = '$argon2id$x' WHERE id = {}", ani_.value()));
    variant_ = shop_.add_variant();
  }

  orders::Placed order_of(UserId user, orders::State state = orders::State::kDelivered) {
    orders::NewOrder order = shop_.describe_order({variant_});
    order.user = user;
    order.state = state;
    order.contact = {.name = "Ani", .email = "ani@contoh.id", .phone = "+628123456789"};
    order.note = "Pagar biru";
    return shop_.db().write([&](db::Tx& tx) { return orders::place(tx, order, shop_.now()); });
  }
  json::object exported(UserId user, std::string* text = nullptr) {
    const std::string path = ::testing::TempDir() + "/own-data-" + crypto::random_token(8);
    own_data_.write(user, i18n::Language::kIndonesian, path);
    std::ifstream file(path);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    std::filesystem::remove(path);
    if (text != nullptr) *text = content;
    return json::parse(content).as_object();
  }
  void forget() {
    shop_.db().write([&](db::Tx& tx) {
      const auto user = *accounts::lock_account(tx, ani_);
      own_data_.forget(tx, user);
      accounts::delete_account(tx, ani_, shop_.now());
    });
  }
  std::vector<std::string> open_numbers() {
    std::vector<std::string> numbers;
    for (const auto& order : shop_.db().read([&](db::Tx& tx) { return open_orders(tx, ani_); }))
      numbers.push_back(order.number + (order.waits_for_money ? " money" : ""));
    return numbers;
  }
  void add_mail(const std::string& event, std::optional<OrderId> order) {
    shop_.db().write([&](db::Tx& tx) {
      mail::enqueue_mail(tx,
                         {.kind = "order_delivered",
                          .event_key = event,
                          .order_id = order ? std::optional{order->value()} : std::nullopt,
                          .to_address = "ani@contoh.id",
                          .to_name = "Ani",
                          .language = "id",
                          .subject = "Pesanan",
                          .html = "<p>Ani</p>",
                          .text = "Ani"},
                         shop_.now());
    });
  }
  std::string one(const std::string& sql) {
    return shop_.db().read([&](db::Tx& tx) { return tx.one<std::string>(sql); });
  }

  fixture::CheckoutShop shop_{GetParam()};
  FakeChat chat_;
  OwnData own_data_{
      shop_.db(), shop_.clock, {.client = chat_, .url = "http://chat.example", .session_secret = kMaster}};
  UserId ani_;
  VariantId variant_;
};
INSTANTIATE_TEST_SUITE_P(, OwnDataTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(OwnDataTest, the_file_holds_the_account_and_what_belongs_to_it) {
  const auto placed = order_of(ani_);
  shop_.db().write([&](db::Tx& tx) {
    accounts::add_address(
        tx, ani_, {.recipient = "Ani", .phone = "+628123456789", .street = "Jl Mawar 1", .area_code = "32.73.01.1001"},
        shop_.now());
  });
  add_mail("order_delivered:1", placed.id);
  std::string text;
  const json::object file = exported(ani_, &text);
  EXPECT_EQ(file.at("account").at("email").as_string(), "ani@contoh.id");
  EXPECT_EQ(file.at("addresses").as_array().at(0).at("street").as_string(), "Jl Mawar 1");
  const json::array& orders = file.at("orders").as_array();
  ASSERT_EQ(orders.size(), 1U);
  EXPECT_EQ(orders[0].at("number").as_string(), placed.number);
  EXPECT_EQ(orders[0].at("note").as_string(), "Pagar biru");
  EXPECT_EQ(orders[0].at("lines").as_array().size(), 1U);
  for (const char* const part : {"payments", "refunds", "shipments"}) EXPECT_TRUE(orders[0].at(part).is_array());
  EXPECT_EQ(file.at("mails").as_array().size(), 1U);
  EXPECT_EQ(file.at("chat").at("rooms").as_array().at(0).at("messages").as_array().at(0).at("text").as_string(),
            "Masih ada?");
  EXPECT_THAT(text, HasSubstr("\n    \"email\": \"ani@contoh.id\"")) << "people read it too";
  EXPECT_THAT(text, Not(HasSubstr("argon2")));
}

TEST_P(OwnDataTest, the_file_holds_nothing_of_others) {
  const UserId budi = shop_.add_user("budi@contoh.id");
  const auto others = order_of(budi);
  std::string text;
  EXPECT_THAT(exported(ani_, &text).at("orders").as_array(), IsEmpty());
  EXPECT_THAT(text, Not(HasSubstr(others.number)));
  EXPECT_THAT(text, Not(HasSubstr("budi@contoh.id")));
}

TEST_P(OwnDataTest, many_orders_are_all_there_and_each_once) {
  for (int i = 0; i < 405; ++i) order_of(ani_);
  const json::object file = exported(ani_);
  std::set<std::string> numbers;
  for (const json::value& order : file.at("orders").as_array()) {
    numbers.emplace(order.at("number").as_string());
    EXPECT_EQ(order.at("lines").as_array().size(), 1U);
  }
  EXPECT_EQ(numbers.size(), 405U);
}

TEST_P(OwnDataTest, a_chat_that_is_away_does_not_keep_the_rest_back) {
  chat_.away = true;
  const json::object file = exported(ani_);
  EXPECT_TRUE(file.at("chat").at("rooms").is_null());
  EXPECT_FALSE(file.at("chat").at("note").as_string().empty());
  EXPECT_EQ(file.at("account").at("name").as_string(), "Ani");
}

TEST_P(OwnDataTest, an_order_under_way_keeps_the_account) {
  order_of(ani_, orders::State::kDelivered);
  order_of(ani_, orders::State::kCancelled);
  EXPECT_THAT(open_numbers(), IsEmpty());
  for (const auto state : {orders::State::kPaid, orders::State::kProcessing, orders::State::kShipped}) {
    const auto placed = order_of(ani_, state);
    EXPECT_THAT(open_numbers(), ElementsAre(placed.number));
    shop_.run(fmt::format("UPDATE orders SET state = 'delivered' WHERE id = {}", placed.id.value()));
  }
  order_of(shop_.add_user("budi@contoh.id"), orders::State::kPaid);
  EXPECT_THAT(open_numbers(), IsEmpty()) << "others' orders are others'";
}

TEST_P(OwnDataTest, money_that_has_to_go_back_keeps_the_account) {
  const auto placed = order_of(ani_, orders::State::kCancelled);
  const std::int64_t order = placed.id.value();
  shop_.run(fmt::format(
      "INSERT INTO payments (id, order_id, attempt, provider, reference, amount, state, captured, created_at, "
      "updated_at) VALUES (9001, {}, 1, 'midtrans', 'R-1', 1000, 'paid', 1000, 0, 0)",
      order));
  EXPECT_THAT(open_numbers(), ElementsAre(placed.number + " money")) << "it came after the order was given up";
  shop_.run(fmt::format(
      "INSERT INTO refunds (id, order_id, payment_id, refund_key, amount, state, reason, created_at, settled_at) "
      "VALUES (9001, {}, 9001, 'K-1', 1000, 'succeeded', 'order_cancelled', 0, 0)",
      order));
  EXPECT_THAT(open_numbers(), IsEmpty());
  shop_.run("UPDATE refunds SET state = 'by_hand', settled_at = NULL");
  EXPECT_THAT(open_numbers(), ElementsAre(placed.number + " money"));
}

TEST_P(OwnDataTest, orders_keep_what_an_invoice_must_show_and_nothing_else) {
  const auto placed = order_of(ani_);
  const auto others = order_of(shop_.add_user("budi@contoh.id"));
  forget();
  const orders::Order order = shop_.order(placed.id);
  EXPECT_EQ(order.contact.name, "Ani");
  EXPECT_FALSE(order.address.street.empty());
  EXPECT_EQ(order.contact.email + order.contact.phone + order.note + order.address.note, "");
  EXPECT_EQ(order.user, ani_) << "a new account of the mailbox does not get it";
  EXPECT_EQ(shop_.order(others.id).contact.email, "ani@contoh.id");
}

TEST_P(OwnDataTest, carts_and_wish_lists_go) {
  shop_.db().write([&](db::Tx& tx) {
    const cart::Owner owner{.user = ani_, .session = std::nullopt};
    EXPECT_TRUE(cart::add(tx, owner, variant_, 2, shop_.now()));
    EXPECT_TRUE(wishlist::add(tx, owner, variant_, shop_.now()));
    wishlist::share(tx, owner, shop_.now());
  });
  EXPECT_EQ(exported(ani_).at("wishlist").as_array().size(), 1U);
  forget();
  for (const char* const table : {"carts", "cart_items", "wishlists", "wishlist_items"})
    EXPECT_EQ(shop_.count(table), 0) << table;
}

TEST_P(OwnDataTest, drafts_that_staff_keep_for_the_account_are_told_and_go) {
  shop_.run(fmt::format(
      "INSERT INTO draft_orders (id, request_key, user_id, contact_name, email, phone, street, area_code, postal_code, "
      "address_note, shipping_code, payment_method, language, staff_note, created_by, created_at, changed_at) VALUES "
      "(9001, 'a', {0}, 'Ani', 'ani@contoh.id', '', 'Jl. Merdeka', '', '', '', '', '', 'id', 'cerewet', {0}, 0, 0), "
      "(9002, 'b', NULL, 'Budi', '', '', '', '', '', '', '', '', 'id', '', {0}, 0, 0); "
      "INSERT INTO draft_order_lines (draft_id, position, variant_id, quantity, unit_price_seen) VALUES "
      "(9001, 1, {1}, 3, 0)",
      ani_.value(), variant_.value()));
  const json::array drafts = exported(ani_).at("draft_orders").as_array();
  ASSERT_EQ(drafts.size(), 1U);
  EXPECT_EQ(drafts[0].at("street").as_string(), "Jl. Merdeka");
  EXPECT_EQ(drafts[0].at("lines").as_array()[0].at("quantity").as_int64(), 3);
  EXPECT_EQ(json::serialize(drafts).find("cerewet"), std::string::npos) << "what the staff tell each other is theirs";
  forget();
  EXPECT_EQ(shop_.count("draft_orders"), 1);
  EXPECT_EQ(shop_.count("draft_order_lines"), 0);
}

TEST_P(OwnDataTest, filters_that_were_saved_as_staff_go) {
  shop_.run(fmt::format(
      "INSERT INTO saved_filters (owner_id, list, name, query, shared, created_at) VALUES ({}, 'orders', 'Lunas', "
      "'state=paid', 1, 0)",
      ani_.value()));
  const json::array filters = exported(ani_).at("saved_filters").as_array();
  ASSERT_EQ(filters.size(), 1U);
  EXPECT_EQ(filters[0].at("filter").as_string(), "state=paid");
  forget();
  EXPECT_EQ(shop_.count("saved_filters"), 0);
}

TEST_P(OwnDataTest, what_the_mailbox_waits_for_is_told_to_its_proved_owner_and_goes_with_the_account) {
  shop_.run(fmt::format(
      "INSERT INTO stock_wishes (variant_id, email, language, asked_at) VALUES ({0}, 'ani@contoh.id', 'id', 0), "
      "({0}, 'budi@contoh.id', 'id', 0)",
      variant_.value()));
  EXPECT_THAT(exported(ani_).at("stock_wishes").as_array(), IsEmpty()) << "anybody may register that mailbox";
  shop_.run("UPDATE users SET email_verified_at = 1");
  const json::object file = exported(ani_);
  ASSERT_EQ(file.at("stock_wishes").as_array().size(), 1U);
  EXPECT_EQ(file.at("stock_wishes").as_array()[0].at("state").as_string(), "waiting");
  forget();
  EXPECT_EQ(shop_.count("stock_wishes WHERE email = 'ani@contoh.id'"), 0);
  EXPECT_EQ(shop_.count("stock_wishes"), 1);
}

TEST_P(OwnDataTest, whoever_registers_a_strangers_mailbox_neither_reads_its_mails_nor_ends_what_it_waits_for) {
  shop_.run(fmt::format(
      "INSERT INTO stock_wishes (variant_id, email, language, asked_at) VALUES ({}, 'ani@contoh.id', 'id', 0)",
      variant_.value()));
  add_mail("back_in_stock:1", std::nullopt);
  shop_.run("UPDATE outbox_mails SET kind = 'back_in_stock'");
  orders::NewOrder guest = shop_.describe_order({variant_});
  guest.contact.email = "ani@contoh.id";
  add_mail("order_delivered:1", shop_.db().write([&](db::Tx& tx) { return orders::place(tx, guest, shop_.now()); }).id);
  add_mail("order_delivered:2", order_of(ani_).id);
  const json::array mails = exported(ani_).at("mails").as_array();
  EXPECT_EQ(mails.size(), 1U) << "of its own order: " << json::serialize(mails);
  forget();
  EXPECT_EQ(shop_.count("stock_wishes"), 1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE event_key = 'back_in_stock:1'"), 1) << "audit asks for it";
}

TEST_P(OwnDataTest, mails_about_orders_stay_as_a_record_and_are_not_sent) {
  const auto placed = order_of(ani_);
  add_mail("order_delivered:1", placed.id);
  add_mail("account_reset:1", std::nullopt);
  const auto others = order_of(shop_.add_user("budi@contoh.id"));
  add_mail("order_delivered:2", others.id);
  forget();
  EXPECT_EQ(shop_.count("outbox_mails WHERE event_key = 'account_reset:1'"), 0);
  EXPECT_EQ(shop_.count("outbox_mails WHERE event_key = 'order_delivered:1' AND state = 'dead' AND to_address = '' AND "
                        "to_name = '' AND body_html = '' AND body_text = ''"),
            1);
  EXPECT_EQ(shop_.count("outbox_mails WHERE event_key = 'order_delivered:2' AND state = 'waiting'"), 1);
  EXPECT_EQ(shop_.db().read([](db::Tx& tx) { return mail::count_outbox(tx); }).dead, 0) << "nobody can act on it";
}

TEST_P(OwnDataTest, the_name_leaves_the_chat_once_no_token_can_bring_it_back) {
  forget();
  const auto run_at = shop_.db().read(
      [](db::Tx& tx) { return tx.one<Time>("SELECT run_at FROM jobs WHERE kind = $1", OwnData::kLeaveChat); });
  EXPECT_GT(run_at, shop_.now() + accounts::kChatTokenLife);
  const jobs::Job job{.id = 1, .kind = {}, .payload = one("SELECT payload FROM jobs")};
  chat_.away = true;
  EXPECT_EQ(own_data_.leave_chat(job).kind(), jobs::Outcome::Kind::kRetry);
  chat_.away = false;
  EXPECT_EQ(own_data_.leave_chat(job).kind(), jobs::Outcome::Kind::kDone);
  EXPECT_EQ(chat_.asked_by, "Akun dihapus");
}

TEST_P(OwnDataTest, the_last_letter_is_forgotten_a_month_after_it_was_sent) {
  add_mail("deleted:1", std::nullopt);
  shop_.run("UPDATE outbox_mails SET kind = 'account_deleted'");
  shop_.clock.advance(std::chrono::hours{24 * 31});
  own_data_.forget_farewells();
  EXPECT_EQ(shop_.count("outbox_mails"), 1) << "it has not been sent yet";
  shop_.run("UPDATE outbox_mails SET state = 'sent'");
  own_data_.forget_farewells();
  EXPECT_EQ(shop_.count("outbox_mails"), 0);
}

}  // namespace
}  // namespace hurtrock::app
