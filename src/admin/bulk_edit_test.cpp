#include <fmt/format.h>
#include <gmock/gmock.h>

#include "admin/bulk_run.hpp"
#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/jobs/store.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

/// Two products, and what a list finds of them.
class ChangesOfList : public testing::ShopTest {
 protected:
  ChangesOfList() { run("UPDATE products SET description_id = 'Isi', description_en = 'Text' WHERE id = 1"); }

  static http::Request request(std::string_view query, std::string_view form = "") {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.form = *http::Fields::decode(form);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return request;
  }
  /// "all=1&return=…&do=…" of all that the list with that query finds.
  static std::string of_list(std::string_view query, std::string_view change) {
    const std::string address = fmt::format("/admin/products{}{}", query.empty() ? "" : "?", query);
    return fmt::format("all=1&{}&{}", http::Fields({{"return", address}}).canonical(), change);
  }
  std::string preview(const std::string& fields) {
    const auto page = show_bulk_edit(request(fields), shop_);
    EXPECT_EQ(page.status, 200);
    return page.body;
  }
  /// What the form of the preview sends of it.
  static std::string seen_in_page(const std::string& page) {
    constexpr std::string_view kField = "name=\"seen\" value=\"";
    const auto at = page.find(kField);
    if (at == std::string::npos) return {};
    const auto start = at + kField.size();
    return page.substr(start, page.find('"', start) - start);
  }
  http::Response apply(const std::string& fields, const std::string& seen) {
    return create_bulk_edit(request("", fields + "&seen=" + seen), shop_);
  }
  /// Its number, from the address of its page.
  store::BulkRunId begun(const std::string& fields) {
    const auto answer = apply(fields, seen_in_page(preview(fields)));
    EXPECT_EQ(answer.status, 303);
    return run_of(answer);
  }
  static store::BulkRunId run_of(const http::Response& answer) {
    const std::string_view location = answer.header("Location");
    EXPECT_TRUE(location.starts_with("/admin/products/bulk/"));
    return store::BulkRunId{std::stoll(std::string(location.substr(location.rfind('/') + 1)))};
  }
  bool work(store::BulkRunId id, microseconds span) {
    return work_on_bulk_run({*db_, clock_}, id, clock_.now() + span);
  }
  http::Response shown(store::BulkRunId id) {
    http::Request asked = request("");
    asked.params = {{"id", std::to_string(id.value())}};
    return show_bulk_run(asked, shop_);
  }
  std::string page_of(store::BulkRunId id) { return shown(id).body; }
  std::int64_t price(int variant) {
    return one<std::int64_t>(fmt::format("SELECT price FROM variants WHERE id = {}", variant));
  }
  void run(const std::string& script) {
    db_->write([&](db::Tx& tx) { tx.run_script(script); });
  }
  void add_products(int count) {
    run(fmt::format(
        "INSERT INTO products (id, slug, name, model, brand_id, category_id, description_id, description_en, "
        "created_at, updated_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
        "SELECT 100 + i, 'massal-' || i, 'Massal ' || i, 'M', 1, 1, 'Isi', 'Text', 0, 0 FROM n",
        count));
  }
};
INSTANTIATE_TEST_SUITE_P(, ChangesOfList, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ChangesOfList, are_shown_before_they_are_made) {
  const std::string page = preview(of_list("brand=1", "do=percent&value=10&rounding=1"));
  EXPECT_THAT(page, HasSubstr("Apply to 2 products"));
  EXPECT_THAT(page, HasSubstr(format_rupiah(Money{16'500'000})));
  EXPECT_THAT(page, HasSubstr("name=\"all\" value=\"1\""));
  EXPECT_THAT(page, Not(HasSubstr("name=\"product\"")));
  EXPECT_EQ(price(1), 15'000'000);
}

TEST_P(ChangesOfList, are_made_to_what_it_finds_and_stand_in_the_history) {
  const auto id = begun(of_list("q=rg550", "do=percent&value=10&rounding=1"));
  EXPECT_EQ(price(1), 15'000'000);
  EXPECT_FALSE(work(id, 1h));
  EXPECT_EQ(price(1), 16'500'000);
  EXPECT_EQ(price(2), 150'000);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'product.changed' AND actor_id = 7"), 1);
  const std::string page = page_of(id);
  EXPECT_THAT(page, HasSubstr("1 product changed."));
  EXPECT_THAT(page, HasSubstr("Change prices by a percentage: +10 %"));
}

TEST_P(ChangesOfList, are_made_once_however_often_they_are_sent) {
  const std::string fields = of_list("", "do=amount&value=1.000&rounding=1");
  const std::string seen = seen_in_page(preview(fields));
  const auto first = run_of(apply(fields, seen));
  EXPECT_EQ(run_of(apply(fields, seen)), first);
  EXPECT_FALSE(work(first, 1h));
  EXPECT_FALSE(work(first, 1h));
  EXPECT_EQ(price(1), 15'001'000);
  EXPECT_EQ(apply(fields, seen).status, 409);
  EXPECT_EQ(price(1), 15'001'000);
}

TEST_P(ChangesOfList, are_different_runs_when_previews_of_one_moment_are_of_different_changes) {
  const std::string dearer = of_list("", "do=amount&value=1.000&rounding=1");
  const std::string seen = seen_in_page(preview(dearer));
  const auto first = run_of(apply(dearer, seen));
  for (const char* change : {"do=featured", "do=amount&value=2.000&rounding=1", "do=percent&value=1&rounding=1"}) {
    const std::string other = of_list("", change);
    ASSERT_EQ(seen_in_page(preview(other)), seen) << change;
    EXPECT_NE(run_of(apply(other, seen)), first) << change;
  }
}

TEST_P(ChangesOfList, are_refused_when_it_finds_something_else_by_now) {
  const std::string fields = of_list("", "do=featured");
  const std::string seen = seen_in_page(preview(fields));
  run(fmt::format("UPDATE products SET version = 2, updated_at = {} WHERE id = 2", to_micros(clock_.now())));
  const auto answer = apply(fields, seen);
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("products then: 2, now: 2"));
  EXPECT_THAT(answer.body, HasSubstr("Changed or new since: Senar Slinky."));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM bulk_runs"), 0);
  EXPECT_EQ(apply(fields, seen_in_page(answer.body)).status, 303);
}

TEST_P(ChangesOfList, are_refused_without_a_preview) {
  for (const std::string nonsense : {"", "2", "2:1:abc", "0:0:", "::"})
    EXPECT_EQ(apply(of_list("", "do=featured"), nonsense).status, 409) << nonsense;
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM bulk_runs"), 0);
}

TEST_P(ChangesOfList, are_of_no_product_when_it_is_no_list_of_products) {
  for (const std::string address :
       {"", "%2Fadmin%2Forders", "%2Fadmin%2Fproducts%2F1", "%2Fadmin%2Fproductsx", "https%3A%2F%2Fevil.example"}) {
    const std::string fields = "all=1&do=featured&return=" + address;
    EXPECT_THAT(preview(fields), HasSubstr("No products chosen")) << address;
    EXPECT_EQ(apply(fields, "2:1:" + std::string(64, 'a')).status, 422) << address;
  }
}

TEST_P(ChangesOfList, are_of_no_product_when_a_filter_of_it_cannot_be_read) {
  for (const std::string query :
       {"brand=abc", "brand=&brand=abc", "brand_name=x", "brand=1&supplier_name=x", "supplier=0", "category=-1",
        "state=stolen", "stock=1", "pictures=some", "q=%01", "after=x"}) {
    const std::string fields = of_list(query, "do=featured");
    EXPECT_THAT(preview(fields), HasSubstr("No products chosen")) << query;
    EXPECT_EQ(apply(fields, "2:1:" + std::string(64, 'a')).status, 422) << query;
  }
  EXPECT_THAT(preview(of_list("q=&brand=&brand_name=+&state=&sort=?", "do=featured")),
              HasSubstr("Apply to 2 products"));
}

TEST_P(ChangesOfList, are_not_offered_for_a_brand_that_there_is_not) {
  add_products(58);
  for (const std::string query : {"brand_name=Yamaha", "brand_name=%01", "brand=1&brand_name=Yamaha"}) {
    const std::string body = show_products(request(query), shop_).body;
    EXPECT_THAT(body, HasSubstr(">No product matches<")) << query;
    EXPECT_THAT(body, HasSubstr("<p>There is no brand called")) << query;
    EXPECT_THAT(body, HasSubstr("class=\"filters__clear\"")) << query;
    EXPECT_THAT(body, Not(HasSubstr("name=\"all\""))) << query;
    EXPECT_THAT(body, Not(HasSubstr("name=\"product\""))) << query;
  }
}

TEST_P(ChangesOfList, leave_out_what_cannot_be_changed_and_say_why) {
  const std::string fields = of_list("", "do=active");
  const std::string page = preview(fields);
  EXPECT_THAT(page, HasSubstr("1 product cannot be changed and stays as it is"));
  EXPECT_THAT(page, HasSubstr("no description in both languages yet"));
  EXPECT_THAT(page, HasSubstr("Apply to 1 product<"));
  run("UPDATE products SET state = 'hidden'");
  EXPECT_FALSE(work(begun(fields), 1h));
  EXPECT_EQ(one<std::string>("SELECT state FROM products WHERE id = 1"), "active");
  EXPECT_EQ(one<std::string>("SELECT state FROM products WHERE id = 2"), "hidden");
}

TEST_P(ChangesOfList, leave_alone_what_somebody_else_changes_before_its_turn) {
  const auto id = begun(of_list("", "do=amount&value=1.000&rounding=1"));
  run("UPDATE products SET version = version + 1 WHERE id = 1; UPDATE products SET state = 'archived' WHERE id = 2");
  EXPECT_FALSE(work(id, 1h));
  EXPECT_EQ(price(1), 15'000'000);
  const std::string page = page_of(id);
  EXPECT_THAT(page, HasSubstr("0 products changed."));
  EXPECT_THAT(page, HasSubstr("2 products stay as they were"));
  EXPECT_THAT(page, HasSubstr("changed by somebody else since the preview"));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log"), 0);
}

TEST_P(ChangesOfList, go_on_where_a_process_has_left_them) {
  add_products(58);
  const auto id = begun(of_list("", "do=featured"));
  EXPECT_TRUE(work(id, 0s));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM products WHERE featured = 1"), 25);
  EXPECT_THAT(page_of(id), HasSubstr("25 of 60 products."));
  EXPECT_THAT(show_products(request(""), shop_).body, HasSubstr("Products are being changed: 25 of 60"));
  EXPECT_FALSE(work(id, 1h));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM products WHERE featured = 1 AND version = 2"), 60);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log"), 60);
  EXPECT_THAT(page_of(id), HasSubstr("60 products changed."));
  EXPECT_THAT(show_products(request(""), shop_).body, Not(HasSubstr("Products are being changed")));
}

TEST_P(ChangesOfList, that_something_unexpected_has_stopped_say_how_far_they_came_and_may_go_on) {
  add_products(58);
  const auto id = begun(of_list("", "do=featured"));
  EXPECT_TRUE(work(id, 0s));
  db_->write([&](db::Tx& tx) { store::stop_bulk_run(tx, id); });
  EXPECT_THAT(page_of(id), HasSubstr("The change has been stopped by an error"));
  EXPECT_THAT(show_products(request(""), shop_).body, HasSubstr("A change has stopped after 25 of 60 products"));
  EXPECT_FALSE(work(id, 1h));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM products WHERE featured = 1 AND version = 2"), 60);
}

TEST_P(ChangesOfList, whose_process_has_died_in_the_last_attempt_have_stopped_until_that_is_tried_again) {
  add_products(58);
  const auto id = begun(of_list("", "do=featured"));
  EXPECT_TRUE(work(id, 0s));
  EXPECT_EQ(shown(id).header("Refresh"), "2");
  run("UPDATE jobs SET attempts = max_attempts, lease_until = 0, lease_owner = 'gone'");
  EXPECT_EQ(db_->write([&](db::Tx& tx) { return jobs::bury_abandoned(tx, clock_.now()); }), 1);
  EXPECT_EQ(shown(id).header("Refresh"), "");
  EXPECT_THAT(page_of(id), HasSubstr("The change has been stopped by an error"));
  EXPECT_THAT(show_products(request(""), shop_).body, HasSubstr("A change has stopped after 25 of 60 products"));
  EXPECT_EQ(db_->write([&](db::Tx& tx) { return jobs::retry_dead(tx, "admin.bulk_run", clock_.now()); }), 1);
  EXPECT_EQ(shown(id).header("Refresh"), "2");
  EXPECT_THAT(show_products(request(""), shop_).body, HasSubstr("Products are being changed: 25 of 60"));
  EXPECT_FALSE(work(id, 1h));
  EXPECT_THAT(page_of(id), HasSubstr("60 products changed."));
}

TEST_P(ChangesOfList, whose_job_runs_are_told_from_another_that_has_died) {
  const auto first = begun(of_list("q=rg550", "do=featured"));
  run("UPDATE jobs SET state = 'dead', finished_at = 0");
  const auto second = begun(of_list("", "do=unfeatured"));
  EXPECT_EQ(shown(first).header("Refresh"), "");
  EXPECT_EQ(shown(second).header("Refresh"), "2");
}

TEST_P(ChangesOfList, are_offered_where_it_goes_beyond_its_page) {
  EXPECT_THAT(show_products(request(""), shop_).body, Not(HasSubstr("products found, on other pages too")));
  add_products(58);
  EXPECT_THAT(show_products(request(""), shop_).body, HasSubstr("Choose all 60 products found, on other pages too"));
  const std::string page = preview(of_list("", "do=featured"));
  EXPECT_THAT(page, HasSubstr("Below are the first 50."));
  EXPECT_THAT(page, HasSubstr("Apply to 60 products"));
}

TEST_P(ChangesOfList, are_refused_beyond_ten_thousand) {
  add_products(9'999);
  const std::string fields = of_list("", "do=featured");
  const std::string page = preview(fields);
  EXPECT_THAT(page, HasSubstr("More than 10,000 products found"));
  EXPECT_EQ(seen_in_page(page), "");
  EXPECT_EQ(apply(fields, "10000:1:" + std::string(64, 'a')).status, 409);
  run("UPDATE products SET state = 'archived' WHERE id = 2");
  EXPECT_THAT(preview(fields), HasSubstr("Apply to 10000 products"));
  const auto id = begun(fields);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM bulk_run_products"), 10'000);
  EXPECT_TRUE(work(id, 0s));
}

TEST_P(ChangesOfList, of_a_category_that_is_gone_are_refused) {
  const std::string fields = of_list("", "do=category&category=999");
  EXPECT_EQ(apply(fields, seen_in_page(preview(fields))).status, 409);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM bulk_runs"), 0);
}

TEST_P(ChangesOfList, are_forgotten_with_their_products_when_they_are_old) {
  const auto id = begun(of_list("", "do=featured"));
  const auto forget = [&](Time before) {
    return db_->write([&](db::Tx& tx) { return store::forget_bulk_run(tx, before); });
  };
  EXPECT_FALSE(forget(clock_.now()));
  EXPECT_TRUE(forget(clock_.now() + 1s));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM bulk_run_products"), 0);
  EXPECT_FALSE(work(id, 1h));
}

}  // namespace
}  // namespace hurtrock::admin
