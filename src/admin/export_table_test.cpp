#include "admin/export_table.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <variant>

#include "admin/export_products.hpp"
#include "admin/list_export.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/table_file.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Exports : public testing::ShopTest {
 protected:
  using Row = std::vector<std::string>;

  static std::string worded(const std::string& text) { return text; }
  static std::string worded(std::int64_t number) { return std::to_string(number); }
  static std::string worded(Money money) { return std::to_string(money.rupiah()); }

  std::vector<Row> rows_of(const ExportTable& table) {
    return db_->read([&](db::Tx& tx) {
      std::vector<Row> rows;
      const auto count = table.rows(tx, [&](std::span<const spreadsheet::Cell> cells) {
        Row row;
        for (const auto& cell : cells) row.push_back(std::visit([](const auto& value) { return worded(value); }, cell));
        EXPECT_EQ(row.size(), table.titles.size());
        rows.push_back(std::move(row));
      });
      EXPECT_EQ(count, std::ssize(rows));
      return rows;
    });
  }
  static std::size_t column_of(const ExportTable& table, std::string_view title) {
    return static_cast<std::size_t>(std::ranges::find(table.titles, title) - table.titles.begin());
  }
  /// One column of every row.
  Row column(const ExportTable& table, std::string_view title) {
    Row cells;
    for (const auto& row : rows_of(table)) cells.push_back(row.at(column_of(table, title)));
    return cells;
  }
  /// One cell of the only row.
  std::string cell(const ExportTable& table, std::string_view title) {
    const auto cells = column(table, title);
    EXPECT_EQ(cells.size(), 1U);
    return cells.at(0);
  }
  static Days sunday() { return day_of(kNoon); }
};

INSTANTIATE_TEST_SUITE_P(, Exports, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Exports, an_order_is_one_row_with_its_goods_in_one_cell) {
  const auto number = place("midtrans");
  const auto orders = orders_table({});
  EXPECT_EQ(cell(orders, "number"), number);
  EXPECT_EQ(cell(orders, "placed_at"), "2026-11-22 12:00:00");
  EXPECT_EQ(cell(orders, "state"), "pending");
  EXPECT_EQ(cell(orders, "paid_at"), "");
  EXPECT_EQ(cell(orders, "items"), "RG550-RF x 1\nSLK-10 x 3");
  EXPECT_EQ(cell(orders, "pieces"), "4");
  EXPECT_EQ(cell(orders, "goods_total"), "15450000");
  EXPECT_EQ(cell(orders, "total"), "15474000");
  EXPECT_EQ(cell(orders, "email"), "budi@mail.id");
}

TEST_P(Exports, a_paid_order_says_when) {
  place_paid();
  EXPECT_EQ(cell(orders_table({}), "payment_state"), "paid");
  EXPECT_EQ(cell(orders_table({}), "paid_at"), "2026-11-22 12:00:00");
}

TEST_P(Exports, what_has_gone_back_stands_beside_the_total) {
  const auto number = place_paid();
  db_->write([&](db::Tx& tx) {
    tx.execute(
        "INSERT INTO refunds (order_id, payment_id, refund_key, amount, state, reason, created_at, settled_at) SELECT "
        "p.order_id, p.id, 'k', 150000, 'succeeded', 'R', 0, 0 FROM payments p JOIN orders o ON o.id = p.order_id "
        "WHERE o.number = $1",
        number);
  });
  EXPECT_EQ(cell(orders_table({}), "refunded"), "150000");
  EXPECT_EQ(cell(customers_table({}), "spent"), "15324000");
}

TEST_P(Exports, orders_of_some_days_are_those_placed_in_them) {
  const auto on_sunday = place("cod");
  clock_.advance(std::chrono::hours{12});  // Monday, at midnight
  const auto on_monday = place("cod");
  EXPECT_THAT(column(orders_table(sunday()), "number"), ElementsAre(on_sunday));
  EXPECT_THAT(column(orders_table(day_of(clock_.now())), "number"), ElementsAre(on_monday));
  EXPECT_THAT(column(orders_table({}), "number"), ElementsAre(on_sunday, on_monday));
}

TEST_P(Exports, no_page_loses_or_repeats_an_order_of_one_moment) {
  Row placed;
  for (int i = 0; i < 5; ++i) placed.push_back(place("cod"));
  for (const std::int64_t per_page : {1, 2, 5, 6})
    EXPECT_EQ(column(orders_table({}, per_page), "number"), placed) << per_page;
}

TEST_P(Exports, a_mailbox_is_one_customer_however_often_it_orders) {
  place_paid();
  clock_.advance(std::chrono::hours{48});
  place("cod", {.name = "Budi S.", .email = "budi@mail.id", .phone = "+62811"});
  const auto customers = customers_table({});
  EXPECT_EQ(cell(customers, "email"), "budi@mail.id");
  EXPECT_EQ(cell(customers, "name"), "Budi S.");
  EXPECT_EQ(cell(customers, "account"), "0");
  EXPECT_EQ(cell(customers, "orders"), "2");
  EXPECT_EQ(cell(customers, "paid_orders"), "1");
  EXPECT_EQ(cell(customers, "spent"), "15474000");
  EXPECT_EQ(cell(customers, "first_order_at"), "2026-11-22 12:00:00");
  EXPECT_EQ(cell(customers, "last_order_at"), "2026-11-24 12:00:00");
}

TEST_P(Exports, customers_of_some_days_are_counted_by_the_orders_of_them) {
  place("cod");
  clock_.advance(std::chrono::hours{48});
  place("cod");
  place("cod", {.name = "Siti", .email = "siti@mail.id"});
  EXPECT_THAT(column(customers_table(sunday()), "email"), ElementsAre("budi@mail.id"));
  EXPECT_EQ(cell(customers_table(sunday()), "orders"), "1");
}

TEST_P(Exports, accounts_of_buyers_are_customers_before_their_first_order) {
  db_->write([&](db::Tx& tx) {
    tx.execute("INSERT INTO users (email, name, role, created_at) VALUES ('wati@mail.id', 'Wati', 'buyer', $1)", kNoon);
  });
  place("cod");
  const auto customers = customers_table({}, 1);
  EXPECT_THAT(column(customers, "email"), ElementsAre("budi@mail.id", "wati@mail.id"));
  EXPECT_THAT(column(customers, "name"), ElementsAre("Budi Santoso", "Wati"));
  EXPECT_THAT(column(customers, "account"), ElementsAre("0", "1"));
  EXPECT_THAT(column(customers, "orders"), ElementsAre("1", "0"));
  EXPECT_THAT(column(customers, "registered_at"), ElementsAre("", "2026-11-22 12:00:00"));
}

TEST_P(Exports, stock_is_what_is_there_and_what_of_it_is_promised) {
  place("midtrans");
  for (const std::int64_t per_page : {1, 2, 500}) {
    const auto stock = stock_table({}, per_page);
    EXPECT_THAT(column(stock, "sku"), ElementsAre("RG550-RF", "SLK-10"));
    EXPECT_THAT(column(stock, "category"), ElementsAre("Gitar", "Gitar"));
    EXPECT_THAT(column(stock, "on_hand"), ElementsAre("5", "50"));
    EXPECT_THAT(column(stock, "reserved"), ElementsAre("1", "3"));
    EXPECT_THAT(column(stock, "free"), ElementsAre("4", "47"));
    EXPECT_THAT(column(stock, "unit_cost"), ElementsAre("", ""));
  }
}

TEST_P(Exports, stock_of_some_days_is_that_which_moved_in_them) {
  db_->write([&](db::Tx& tx) {
    tx.run_script("DELETE FROM stock_movements");
    tx.execute(
        "INSERT INTO stock_movements (variant_id, delta, reason, created_at) SELECT MIN(id), 1, 'correction', "
        "CAST($1 AS BIGINT) FROM variants",
        kNoon);
    tx.execute(
        "INSERT INTO stock_movements (variant_id, delta, reason, created_at) SELECT MAX(id), 1, 'correction', "
        "CAST($1 AS BIGINT) FROM variants",
        sunday().before);
  });
  for (const std::int64_t per_page : {1, 500}) {
    EXPECT_THAT(column(stock_table(sunday(), per_page), "sku"), ElementsAre("RG550-RF"));
    EXPECT_THAT(column(stock_table(day_of(sunday().before), per_page), "sku"), ElementsAre("SLK-10"));
  }
}

TEST_P(Exports, products_of_some_days_are_those_that_were_changed_last_in_them) {
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE products SET updated_at = $1", kNoon);
    tx.execute("UPDATE products SET updated_at = $1 WHERE id = (SELECT MAX(id) FROM products)", sunday().before);
  });
  const auto all = column(products_table("https://toko.example"), "slug");
  auto changed = column(products_table("https://toko.example", sunday()), "slug");
  const auto later = column(products_table("https://toko.example", day_of(sunday().before)), "slug");
  EXPECT_FALSE(changed.empty());
  EXPECT_FALSE(later.empty());
  changed.insert(changed.end(), later.begin(), later.end());
  EXPECT_EQ(changed, all);
}

TEST_P(Exports, a_list_of_orders_is_written_as_it_stands_whatever_its_pages) {
  const auto first = place("cod");
  const auto paid = place_paid();
  const auto last = place("cod");
  for (const std::int64_t per_page : {1, 2, 500})
    EXPECT_THAT(column(listed_orders_table({}, per_page), "number"), ElementsAre(last, paid, first)) << per_page;
  EXPECT_THAT(column(listed_orders_table({.state = orders::State::kPaid}), "number"), ElementsAre(paid));
  EXPECT_THAT(column(listed_orders_table({.search = first}), "number"), ElementsAre(first));
  EXPECT_EQ(cell(listed_orders_table({.search = paid}), "items"), "RG550-RF x 1\nSLK-10 x 3");
}

TEST_P(Exports, a_list_of_users_is_written_with_what_they_ordered) {
  db_->write([&](db::Tx& tx) {
    tx.execute("INSERT INTO users (email, name, role, created_at) VALUES ('wati@mail.id', 'Wati', 'buyer', $1)", kNoon);
    tx.execute("INSERT INTO users (email, name, role, created_at) VALUES ('budi@mail.id', 'Budi', 'buyer', $1)", kNoon);
  });
  place_paid();
  for (const std::int64_t per_page : {1, 2, 500}) {
    const auto buyers = listed_users_table({.role = http::Role::kBuyer}, per_page);
    EXPECT_THAT(column(buyers, "email"), ElementsAre("budi@mail.id", "wati@mail.id")) << per_page;
    EXPECT_THAT(column(buyers, "spent"), ElementsAre("15474000", "0"));
  }
  EXPECT_EQ(cell(listed_users_table({.search = "wati"}), "name"), "Wati");
}

TEST_P(Exports, a_list_of_stock_is_written_in_its_order) {
  for (const std::int64_t per_page : {1, 2, 500}) {
    EXPECT_THAT(column(listed_stock_table({.sort = StockSort::kFree}, per_page), "sku"),
                ElementsAre("RG550-RF", "SLK-10"));
    EXPECT_THAT(column(listed_stock_table({.sort = StockSort::kMost}, per_page), "sku"),
                ElementsAre("SLK-10", "RG550-RF"));
  }
  EXPECT_EQ(cell(listed_stock_table({.search = "slk"}), "on_hand"), "50");
}

TEST(ListExport, is_of_what_the_list_was_narrowed_to) {
  EXPECT_EQ(list_export("/admin/orders").csv_url, "/admin/orders/export.csv");
  EXPECT_EQ(list_export("/admin/orders?q=a&state=paid").xlsx_url, "/admin/orders/export.xlsx?q=a&state=paid");
}

TEST_P(Exports, a_name_that_looks_like_a_formula_is_guarded_in_the_file) {
  place("cod", {.name = "=HYPERLINK(\"http://x\")", .email = "x@mail.id", .phone = "+62811"});
  crypto::start();
  const std::string path =
      (std::filesystem::temp_directory_path() / ("hurtrock-export-" + crypto::random_token(6))).string();
  EXPECT_EQ(write_csv(*db_, customers_table({}), path), 1);
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::filesystem::remove(path);
  EXPECT_TRUE(
      bytes.starts_with("\xEF\xBB\xBF"
                        "email,name,"));
  EXPECT_THAT(bytes, HasSubstr("x@mail.id,\"'=HYPERLINK(\"\"http://x\"\")\",\"'+62811\","));
}

TEST_P(Exports, a_file_that_cannot_be_written_is_an_error) {
  EXPECT_THROW(write_csv(*db_, stock_table({}), "/no/such/folder/stock.csv"), std::runtime_error);
  EXPECT_THROW(write_xlsx(*db_, stock_table({}), "/no/such/folder/stock.xlsx", std::filesystem::temp_directory_path()),
               std::runtime_error);
}

TEST_P(Exports, a_list_knows_whether_it_has_more_rows_than_that) {
  place("cod");
  place_paid();
  db_->write([&](db::Tx& tx) {
    tx.execute("INSERT INTO users (email, name, role, created_at) VALUES ('wati@mail.id', 'Wati', 'buyer', $1)", kNoon);
  });
  const auto has_more = [&](const ExportTable& table, std::int64_t rows) {
    return db_->read([&](db::Tx& tx) { return table.has_more_than(tx, rows); });
  };
  EXPECT_TRUE(has_more(listed_orders_table({}), 1));
  EXPECT_FALSE(has_more(listed_orders_table({}), 2));
  EXPECT_FALSE(has_more(listed_orders_table({.state = orders::State::kPaid}), 1));
  EXPECT_TRUE(has_more(listed_users_table({.before = 1}), 1)) << "the whole list";
  EXPECT_FALSE(has_more(listed_users_table({.role = http::Role::kBuyer}), 1));
  EXPECT_TRUE(has_more(listed_stock_table({}), 1));
  EXPECT_FALSE(has_more(listed_stock_table({}), 2));
}

TEST_P(Exports, more_rows_than_a_sheet_holds_are_offered_as_csv) {
  crypto::start();
  const auto folder = std::filesystem::temp_directory_path() / ("hurtrock-export-" + crypto::random_token(6));
  std::filesystem::create_directories(folder);
  images_.scratch = folder;
  http::Request request;
  request.path = "/admin/orders/export.xlsx";
  request.query = *http::Fields::decode("state=paid&q=budi");
  request.visitor.language = i18n::Language::kEnglish;
  const auto read_one_and_full = [](db::Tx&, const RowSink& sink) -> std::int64_t {
    sink(std::vector<spreadsheet::Cell>{std::string("RG550")});
    throw spreadsheet::SheetIsFull{};
  };
  const auto unread = [](db::Tx&, const RowSink&) -> std::int64_t {
    ADD_FAILURE() << "rows that have been counted are not read";
    return 0;
  };
  const ExportTable counted{
      .titles = {"sku"}, .rows = unread, .has_more_than = [](db::Tx&, std::int64_t rows) { return rows == 1'048'575; }};
  for (const ExportTable& table : {counted, ExportTable{.titles = {"sku"}, .rows = read_one_and_full}}) {
    const auto answer = table_file(request, shop_, table, "orders", FileKind::kXlsx);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.body, HasSubstr("1,048,575 rows"));
    EXPECT_THAT(answer.body, HasSubstr("href=\"/admin/orders/export.csv?q=budi&amp;state=paid\""));
    EXPECT_TRUE(std::filesystem::is_empty(folder));
  }
  std::filesystem::remove_all(folder);
}

TEST_P(Exports, a_sheet_is_written_to_its_file_and_half_of_one_is_removed) {
  crypto::start();
  const auto folder = std::filesystem::temp_directory_path() / ("hurtrock-export-" + crypto::random_token(6));
  std::filesystem::create_directories(folder);
  const std::string path = folder / "stock.xlsx";
  EXPECT_EQ(write_xlsx(*db_, stock_table({}), path, folder), 2);
  EXPECT_GT(std::filesystem::file_size(path), 1000U);
  const ExportTable broken{.titles = {"sku"}, .rows = [](db::Tx&, const RowSink& sink) -> std::int64_t {
                             sink(std::vector<spreadsheet::Cell>{std::string("RG550")});
                             throw std::runtime_error("the database is gone");
                           }};
  EXPECT_THROW(write_xlsx(*db_, broken, path, folder), std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hurtrock::admin
