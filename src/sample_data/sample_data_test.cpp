#include "sample_data/sample_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/core/crypto.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/testing/testing.hpp"
#include "sample_data/seeds.hpp"

namespace hurtrock::sample_data {
namespace {

namespace fs = std::filesystem;

const FakeClock kClock{from_micros(1'795'000'000'000'000)};

class SampleData : public ::testing::TestWithParam<db::Dialect> {
 protected:
  void SetUp() override { crypto::start(); }
  void TearDown() override { fs::remove_all(media_); }

  Loaded load_products(std::int64_t products) {
    return load(*database_, {.products = products, .media_folder = media_.string()}, kClock);
  }
  std::int64_t count(const std::string& from) {
    return database_->read([&](db::Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM " + from); });
  }

  std::unique_ptr<db::Database> database_ = db::testing::migrated_database(GetParam());
  fs::path media_ = fs::temp_directory_path() / ("hurtrock-media-" + std::to_string(::getpid()));
};

TEST_P(SampleData, fills_an_empty_database_with_every_seed) {
  ASSERT_TRUE(is_empty(*database_));
  const Loaded loaded = load_products(0);
  const Catalogue seeds = read_catalogue();
  EXPECT_TRUE(loaded.was_empty);
  EXPECT_EQ(loaded.products, std::ssize(seeds.products));
  EXPECT_EQ(count("products"), loaded.products);
  EXPECT_EQ(count("variants"), loaded.variants);
  EXPECT_EQ(count("stock_levels"), loaded.variants);
  EXPECT_EQ(count("categories"), std::ssize(seeds.categories));
  EXPECT_EQ(count("brands"), std::ssize(seeds.brands));
  EXPECT_EQ(count("suppliers"), std::ssize(seeds.suppliers));
  EXPECT_EQ(count("spec_definitions"), std::ssize(seeds.definitions));
  EXPECT_EQ(count("products WHERE featured = 1"), 12);
  EXPECT_EQ(count("shipping_services"), 6);
  EXPECT_EQ(count("opening_hours"), 6);
  EXPECT_EQ(count("store_profile"), 1);
  EXPECT_EQ(count("users WHERE password_hash IS NOT NULL"), 3);
  EXPECT_EQ(count("catalogue_version WHERE version > 1"), 1);
  EXPECT_FALSE(is_empty(*database_));
}

TEST_P(SampleData, the_movements_of_every_variant_add_up_to_its_stock) {
  load_products(600);
  EXPECT_EQ(count("stock_levels l WHERE on_hand <> (SELECT COALESCE(SUM(delta), 0) FROM stock_movements m "
                  "WHERE m.variant_id = l.variant_id)"),
            0);
  EXPECT_GT(count("stock_levels WHERE on_hand = 0"), 0);
}

TEST_P(SampleData, every_product_has_one_thumbnail_and_every_picture_exists) {
  load_products(600);
  EXPECT_EQ(count("product_images WHERE is_thumbnail = 1"), 600);
  const auto files =
      database_->read([](db::Tx& tx) { return tx.all<std::string>("SELECT DISTINCT file FROM product_images"); });
  for (const auto& [file] : files) EXPECT_GT(fs::file_size(media_ / file), 200U) << file;
}

TEST_P(SampleData, pictures_of_a_variant_belong_to_its_own_product) {
  load_products(600);
  EXPECT_EQ(count("product_images i JOIN variants v ON v.id = i.variant_id WHERE v.product_id <> i.product_id"), 0);
  EXPECT_GT(count("product_images WHERE variant_id IS NOT NULL"), 0);
}

TEST_P(SampleData, no_two_pictures_of_a_product_are_described_alike) {
  load_products(0);
  EXPECT_EQ(count("(SELECT product_id FROM product_images GROUP BY product_id, alt_id HAVING COUNT(*) > 1) AS alike"),
            0);
  EXPECT_EQ(count("(SELECT product_id FROM product_images GROUP BY product_id, alt_en HAVING COUNT(*) > 1) AS alike"),
            0);
}

TEST_P(SampleData, loading_again_changes_nothing) {
  const Loaded first = load_products(0);
  const Loaded second = load_products(5'000);
  EXPECT_FALSE(second.was_empty);
  EXPECT_EQ(second.products, 0);
  EXPECT_EQ(count("products"), first.products);
  EXPECT_EQ(count("users WHERE password_hash IS NOT NULL"), 3);
}

TEST_P(SampleData, two_programs_loading_at_once_fill_the_shop_once) {
  std::vector<std::int64_t> loaded(2);
  std::vector<std::thread> loaders;
  for (std::size_t n = 0; n < loaded.size(); ++n)
    loaders.emplace_back([&, n] {
      const fs::path folder = media_ / std::to_string(n);
      loaded[n] = load(*database_, {.media_folder = folder.string()}, kClock).products;
    });
  for (std::thread& loader : loaders) loader.join();
  EXPECT_EQ(count("products"), loaded[0] + loaded[1]);
  EXPECT_EQ(std::min(loaded[0], loaded[1]), 0);
}

TEST_P(SampleData, scales_up_to_the_number_asked_for) {
  const Loaded loaded = load_products(3'000);
  EXPECT_EQ(loaded.products, 3'000);
  EXPECT_EQ(count("products"), 3'000);
  EXPECT_EQ(count("variants"), loaded.variants);
}

TEST_P(SampleData, staff_can_add_a_product_afterwards) {
  load_products(0);
  EXPECT_NO_THROW(database_->write([](db::Tx& tx) {
    tx.execute(
        "INSERT INTO products (slug, name, model, brand_id, category_id, description_id, description_en, created_at, "
        "updated_at) SELECT 'baru', 'Baru', 'Baru', MIN(brand_id), MIN(category_id), '', '', 1, 1 FROM products");
  }));
}

TEST_P(SampleData, the_admin_can_sign_in_with_the_documented_password) {
  load_products(0);
  const auto hash = database_->read([](db::Tx& tx) {
    return tx.one<std::string>("SELECT password_hash FROM users WHERE email = 'admin@hurtrock.com' AND role = 'admin'");
  });
  EXPECT_TRUE(crypto::verify_password(hash, Secret{"admin123"}));
}

TEST_P(SampleData, every_review_is_by_a_buyer_who_has_received_the_product) {
  load_products(0);
  EXPECT_EQ(count("reviews"), std::ssize(read_reviews()));
  EXPECT_EQ(count("reviews r WHERE EXISTS (SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.id = "
                  "r.order_id AND o.state = 'delivered' AND o.user_id = r.user_id AND l.product_id = r.product_id)"),
            std::ssize(read_reviews()));
  EXPECT_EQ(count("outbox_mails WHERE state <> 'sent'"), 0);
  EXPECT_EQ(count("outbox_mails m JOIN orders o ON o.id = m.order_id WHERE m.subject = o.number"), 0)
      << "a subject says what has happened";
}

TEST_P(SampleData, orders_of_every_week_of_the_last_two_months_are_over_by_yesterday) {
  load_products(0);
  const Time today = start_of_wib_day(kClock.now());
  const auto orders = [&](int from, int before) {
    return count("orders WHERE placed_at >= " + std::to_string(to_micros(today - std::chrono::days{from})) +
                 " AND placed_at < " + std::to_string(to_micros(today - std::chrono::days{before})));
  };
  for (int week = 0; week < 8; ++week) EXPECT_GE(orders((week + 1) * 7, week * 7), 3) << week;
  EXPECT_GE(orders(1, 0), 1);
  EXPECT_EQ(count("orders WHERE state NOT IN ('shipped', 'delivered', 'cancelled')"), 0);
  EXPECT_GE(count("orders WHERE state = 'shipped'"), 1);
  EXPECT_GE(count("orders WHERE state = 'cancelled'"), 1);
  EXPECT_EQ(count("orders"), std::ssize(read_reviews()) + std::ssize(read_orders()));
}

TEST_P(SampleData, nothing_has_happened_today_or_later) {
  load_products(0);
  const std::string today = std::to_string(to_micros(start_of_wib_day(kClock.now())));
  for (const char* moment :
       {"orders WHERE placed_at", "orders WHERE paid_at", "orders WHERE cancelled_at", "orders WHERE delivered_at",
        "order_events WHERE at", "shipments WHERE shipped_at", "shipments WHERE delivered_at",
        "invoices WHERE issued_at", "ledger_entries WHERE created_at", "payments WHERE updated_at",
        "stock_movements WHERE reason <> 'initial' AND created_at", "outbox_mails WHERE created_at"})
    EXPECT_EQ(count(std::string(moment) + " >= " + today), 0) << moment;
}

TEST_P(SampleData, invoices_are_numbered_in_the_order_of_their_days) {
  load_products(0);
  EXPECT_EQ(count("invoices a JOIN invoices b ON b.year = a.year AND b.sequence = a.sequence + 1 "
                  "WHERE b.issued_at < a.issued_at"),
            0);
  EXPECT_GE(count("invoices"), 100);
}

TEST_P(SampleData, the_provider_is_asked_about_none_of_its_payments) {
  load_products(0);
  // As far back as the reconciliation of yesterday does.
  const std::string looked_at = std::to_string(to_micros(start_of_wib_day(kClock.now()) - std::chrono::days{8}));
  EXPECT_EQ(count("payments WHERE provider = 'midtrans' AND updated_at >= " + looked_at), 0);
}

TEST_P(SampleData, leaves_the_well_known_accounts_out_when_told_so) {
  load(*database_, {.media_folder = media_.string(), .with_accounts = false}, kClock);
  EXPECT_EQ(count("users"), 0);
}

TEST_P(SampleData, refuses_more_than_a_million_products) {
  EXPECT_THROW(load_products(1'000'001), std::invalid_argument);
  EXPECT_TRUE(is_empty(*database_));
}

INSTANTIATE_TEST_SUITE_P(Databases, SampleData, ::testing::ValuesIn(db::testing::all_dialects()),
                         [](const auto& dialect) { return db::testing::dialect_name(dialect.param); });

}  // namespace
}  // namespace hurtrock::sample_data
