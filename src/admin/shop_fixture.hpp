#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "admin/routes.hpp"
#include "admin/staff_action.hpp"
#include "inventory/inventory.hpp"
#include "payments/gateway.hpp"
#include "payments/payments.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "platform/http/sessions.hpp"

namespace hurtrock::admin::testing {

class PlainFrames final : public layout::FrameSource {
 public:
  layout::Frame frame_for(const http::Request&) override { return {}; }
};

class NoSessions final : public http::SessionStarter {
 public:
  Started start(const http::Request&) override { return {}; }
};

/// Answers every question about a payment with `report`; nothing: it cannot be reached.
class ScriptedGateway final : public payments::Gateway {
 public:
  std::optional<payments::Report> report;
  /// Whom it was asked about, in turn.
  std::vector<std::string> asked;

  std::expected<payments::Opened, payments::GatewayFailure> open(const payments::PaymentRequest&) override {
    return std::unexpected(payments::GatewayFailure{});
  }
  std::expected<payments::Report, payments::GatewayFailure> status(const payments::AttemptName& attempt) override {
    asked.push_back(attempt.reference);
    if (!report) return std::unexpected(payments::GatewayFailure{});
    return *report;
  }
  std::expected<payments::Closing, payments::GatewayFailure> cancel(const payments::AttemptName&) override {
    return payments::Closing::kNotAttempted;
  }
  std::expected<payments::Closing, payments::GatewayFailure> expire(const payments::AttemptName&) override {
    return payments::Closing::kNotAttempted;
  }
  std::expected<payments::Closing, payments::GatewayFailure> close_page(std::string_view) override {
    return payments::Closing::kDone;
  }
  std::expected<payments::RefundOutcome, payments::GatewayFailure> refund(const payments::RefundRequest&) override {
    return std::unexpected(payments::GatewayFailure{});
  }
  std::expected<payments::Notification, payments::NotificationRefusal> read_notification(
      const payments::WebhookMessage&) override {
    return std::unexpected(payments::NotificationRefusal::kMalformed);
  }
};

struct Buyer {
  std::string name = "Budi Santoso", email = "budi@mail.id", phone = "+628211555803";
};

/// A shop with one staff member, two products and a courier, in a database of its own.
class ShopTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static constexpr Time kNoon = from_micros(1'795'323'600'000'000);  // 2026-11-22 12:00 in WIB

  ShopTest() {
    db_->write([&](db::Tx& tx) {
      const std::int64_t now = to_micros(kNoon);
      tx.execute("INSERT INTO users (id, email, name, role, created_at) VALUES (7, 'ani@shop.id', 'Ani', 'staff', $1)",
                 now);
      tx.run_script(
          "INSERT INTO brands (id, slug, name) VALUES (1, 'ibanez', 'Ibanez');"
          "INSERT INTO categories (id, slug, name_id, name_en) VALUES (1, 'gitar', 'Gitar', 'Guitars');"
          "INSERT INTO products (id, slug, name, model, brand_id, category_id, description_id, description_en, "
          "created_at, "
          "updated_at) VALUES (1, 'rg550', 'Ibanez RG550', 'RG550', 1, 1, '', '', 0, 0), "
          "(2, 'slinky', 'Senar Slinky', 'Slinky', 1, 1, '', '', 0, 0);"
          "INSERT INTO variants (id, product_id, sku, price, weight_g, length_mm, width_mm, height_mm, created_at) "
          "VALUES "
          "(1, 1, 'RG550-RF', 15000000, 4000, 1100, 400, 150, 0), (2, 2, 'SLK-10', 150000, 80, 120, 120, 10, 0);"
          "INSERT INTO stock_levels (variant_id, on_hand, low_stock_threshold, changed_at) VALUES (1, 5, 5, 0), "
          "(2, 50, 5, 0);"
          "INSERT INTO shipping_services (code, courier, name, base_price, price_per_kg, volumetric_divisor, min_days, "
          "max_days, is_pickup) VALUES ('jne-reg', 'JNE', 'JNE REG', 3000, 8000, 6000, 2, 4, 0), "
          "('pickup', 'Toko', 'Ambil di toko', 0, 0, 6000, 0, 0, 1);");
    });
  }

  /// A guitar and three packs of strings, the way checkout leaves it.
  std::string place(std::string_view method, const Buyer& buyer = {}) {
    return db_->write([&](db::Tx& tx) {
      const Time now = clock_.now();
      const bool cash = method == "cod";
      const std::vector<pricing::Line> priced{{Money{15'000'000}, 1}, {Money{150'000}, 3}};
      orders::NewOrder order{
          .state = cash ? orders::State::kProcessing : orders::State::kPending,
          .payment_method = std::string(method),
          .contact = {buyer.name, buyer.email, buyer.phone},
          .address = {.street = "Jl. Braga 1", .area_code = "3273", .kota = "Kota Bandung"},
          .shipping = {.code = "jne-reg", .name = "JNE REG", .courier = "JNE"},
          .totals = pricing::total_of(pricing::goods_total(priced), Money{24'000}),
          .lines = {{ProductId{1}, VariantId{1}, "RG550-RF", "Ibanez RG550", "", 1, Money{15'000'000}, 4000},
                    {ProductId{2}, VariantId{2}, "SLK-10", "Senar Slinky", "", 3, Money{150'000}, 80}}};
      if (!cash) order.hold_until = now + std::chrono::hours{24};
      const auto placed = orders::place(tx, order, now);
      const std::vector<inventory::Wanted> wanted{{placed.lines[0], VariantId{1}, 1},
                                                  {placed.lines[1], VariantId{2}, 3}};
      EXPECT_TRUE(inventory::reserve(tx, placed.id, wanted, now));
      if (cash) inventory::commit(tx, placed.id, now);
      payments::create_attempt(tx,
                               {.order = placed.id,
                                .order_number = placed.number,
                                .provider = std::string(method),
                                .amount = order.totals.total,
                                .state = cash ? payments::AttemptState::kPending : payments::AttemptState::kOpening},
                               now);
      return placed.number;
    });
  }

  /// The same for somebody who fetches it.
  std::string place_to_fetch(std::string_view method) {
    std::string number = place(method);
    db_->write([&](db::Tx& tx) {
      tx.execute(
          "UPDATE orders SET shipping_code = 'pickup', shipping_name = 'Ambil di toko', shipping_courier = 'Toko' "
          "WHERE number = $1",
          number);
    });
    return number;
  }

  std::string place_paid(const Buyer& buyer = {}) {
    std::string number = place("midtrans", buyer);
    db_->write([&](db::Tx& tx) {
      const auto order = *orders::find(tx, number);
      const auto attempt = payments::attempts_of(tx, order.id).front();
      payments::record_capture(tx, attempt.id, attempt.amount, true, {payments::AttemptState::kPaid, "t-1", "qris"},
                               clock_.now());
      EXPECT_TRUE(orders::mark_paid(tx, order.id, orders::Actor::gateway(), clock_.now()));
      inventory::commit(tx, order.id, clock_.now());
    });
    return number;
  }

  orders::Order order(std::string_view number) {
    return db_->read([&](db::Tx& tx) { return *orders::find(tx, number); });
  }
  SeenOrder seen(const std::string& number) { return {number, order(number).version}; }
  std::vector<orders::Line> lines(std::string_view number) {
    return db_->read([&](db::Tx& tx) { return orders::lines_of(tx, orders::find(tx, number)->id); });
  }
  Parcel parcel(const std::string& number, std::int64_t guitars, std::int64_t strings, std::string tracking) {
    const auto of_order = lines(number);
    Parcel packed{"JNE REG", std::move(tracking), {}};
    if (guitars > 0) packed.pieces.push_back({of_order[0].id, guitars});
    if (strings > 0) packed.pieces.push_back({of_order[1].id, strings});
    return packed;
  }
  template <class T>
  T one(std::string_view sql) {
    return db_->read([&](db::Tx& tx) { return tx.one<T>(sql); });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  FakeClock clock_{kNoon};
  PlainFrames frames_;
  NoSessions sessions_;
  ScriptedGateway gateway_;
  int woken_ = 0;
  orders::Mails mails_{.public_url = "https://shop.id",
                       .session_secret = Secret("0123456789abcdef0123456789abcdef"),
                       .shop_name = "Hurtrock"};
  checkout::Services checkout_{.db = *db_,
                               .clock = clock_,
                               .frames = frames_,
                               .sessions = sessions_,
                               .gateway = [this](std::string_view provider) -> payments::GatewayPointer {
                                 return provider == "midtrans" ? payments::borrowed(gateway_) : nullptr;
                               },
                               .mails = mails_,
                               .settings = {.public_url = "https://shop.id", .session_secret = mails_.session_secret},
                               .wake_jobs = [this] { ++woken_; }};
  images::Helper helper_{"/no/helper"};
  catalog::ImageServices images_{.db = *db_,
                                 .clock = clock_,
                                 .helper = helper_,
                                 .media = {},
                                 .originals = {},
                                 .scratch = {},
                                 .catalogue_changed = [] {},
                                 .wake_jobs = [] {}};
  Services shop_{.db = *db_,
                 .clock = clock_,
                 .frames = frames_,
                 .checkout = checkout_,
                 .mails = mails_,
                 .wake_jobs = [this] { ++woken_; },
                 .images = images_};
  StaffMember ani_{.id = UserId{7}, .name = "Ani", .remote_address = "10.0.0.9"};
};

}  // namespace hurtrock::admin::testing
