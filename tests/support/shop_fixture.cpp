#include "support/shop_fixture.hpp"

#include <fmt/format.h>

#include <exception>
#include <latch>
#include <ostream>
#include <thread>

#include "platform/core/crypto.hpp"

namespace hurtrock::fixture {

void PrintTo(const Stock& stock, std::ostream* out) {
  *out << fmt::format("on hand {}, reserved {}, movements {}", stock.on_hand, stock.reserved, stock.movements);
}

Shop::Shop(db::Dialect dialect) {
  crypto::start();
  db_ = db::testing::migrated_database(dialect);
  run("INSERT INTO brands (id, slug, name) VALUES (1, 'merek', 'Merek');"
      "INSERT INTO categories (id, slug, name_id, name_en) VALUES (1, 'gitar', 'Gitar', 'Guitars');"
      "INSERT INTO shipping_services (code, courier, name, base_price, price_per_kg, volumetric_divisor, min_days, "
      "max_days, max_weight_g, is_pickup, position) VALUES "
      "('REG', 'Kurir', 'Kurir Reguler', 0, 10000, 6000, 1, 3, 50000, 0, 1), "
      "('AMBIL', 'Toko', 'Ambil di toko', 0, 0, 6000, 0, 0, NULL, 1, 2)");
}

VariantId Shop::add_variant(const Goods& goods) {
  const std::string name = fmt::format("barang-{}", ++added_);
  return db_->write([&](db::Tx& tx) {
    const auto product = tx.one<ProductId>(
        "INSERT INTO products (slug, name, model, brand_id, category_id, description_id, description_en, created_at, "
        "updated_at) VALUES ($1, $1, 'M', 1, 1, '', '', $2, $2) RETURNING id",
        name, now());
    const auto variant = tx.one<VariantId>(
        "INSERT INTO variants (product_id, sku, price, weight_g, length_mm, width_mm, height_mm, created_at) "
        "VALUES ($1, $2, $3, $4, 100, 100, 100, $5) RETURNING id",
        product, name, goods.price, goods.weight_g, now());
    tx.execute("INSERT INTO stock_levels (variant_id, on_hand, backorder_limit, changed_at) VALUES ($1, $2, $3, $4)",
               variant, goods.on_hand, goods.backorder_limit, now());
    if (goods.on_hand > 0)
      tx.execute("INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES ($1, $2, 'initial', $3)",
                 variant, goods.on_hand, now());
    return variant;
  });
}

SessionId Shop::add_session() {
  const std::string token = fmt::format("token-{}", ++added_);
  return db_->write([&](db::Tx& tx) {
    return tx.one<SessionId>(
        "INSERT INTO sessions (token_hash, created_at, last_seen_at, expires_at, remote_address, user_agent) "
        "VALUES ($1, $2, $2, $2, '127.0.0.1', 'test') RETURNING id",
        token, now());
  });
}

UserId Shop::add_user(std::string_view mailbox) {
  const std::string email = mailbox.empty() ? fmt::format("pembeli-{}@example.com", ++added_) : std::string(mailbox);
  return db_->write([&](db::Tx& tx) {
    return tx.one<UserId>("INSERT INTO users (email, name, created_at) VALUES ($1, 'Sari', $2) RETURNING id", email,
                          now());
  });
}

orders::NewOrder Shop::describe_order(const std::vector<VariantId>& variants, std::int64_t quantity) {
  orders::NewOrder order{
      .payment_method = "midtrans",
      .contact = {.name = "Sari", .email = "sari@example.com", .phone = "081234567890"},
      .address = {.street = "Jalan Merdeka 1",
                  .kelurahan = "Gambir",
                  .kota = "Jakarta Pusat",
                  .provinsi = "DKI Jakarta"},
      .shipping = {.code = "REG", .name = "Kurir Reguler", .courier = "Kurir"},
      .hold_until = now() + std::chrono::hours{24},
  };
  std::vector<pricing::Line> priced;
  for (const VariantId variant : variants) {
    const auto [product, sku, price] = db_->read([&](db::Tx& tx) {
      return tx.one<ProductId, std::string, Money>("SELECT product_id, sku, price FROM variants WHERE id = $1",
                                                   variant);
    });
    order.lines.push_back({.product = product,
                           .variant = variant,
                           .sku = sku,
                           .name = sku,
                           .quantity = quantity,
                           .unit_price = price,
                           .weight_g = 500});
    priced.push_back({price, quantity});
  }
  order.totals = pricing::total_of(pricing::goods_total(priced), Money{10'000});
  return order;
}

orders::Placed Shop::add_order(const std::vector<VariantId>& variants, std::int64_t quantity, orders::State state) {
  orders::NewOrder order = describe_order(variants, quantity);
  order.state = state;
  return db_->write([&](db::Tx& tx) { return orders::place(tx, order, now()); });
}

Stock Shop::stock_of(VariantId variant) {
  return db_->read([&](db::Tx& tx) {
    const auto [on_hand, reserved] =
        tx.one<std::int64_t, std::int64_t>("SELECT on_hand, reserved FROM stock_levels WHERE variant_id = $1", variant);
    return Stock{
        on_hand, reserved,
        tx.one<std::int64_t>("SELECT COALESCE(SUM(delta), 0) FROM stock_movements WHERE variant_id = $1", variant)};
  });
}

orders::Order Shop::order(OrderId id) {
  return db_->read([&](db::Tx& tx) { return *orders::find(tx, id); });
}

std::vector<std::string> Shop::event_kinds(OrderId id) {
  std::vector<std::string> kinds;
  for (auto& event : db_->read([&](db::Tx& tx) { return orders::events_of(tx, id); })) kinds.push_back(event.kind);
  return kinds;
}

std::int64_t Shop::count(const std::string& from) {
  return db_->read([&](db::Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM " + from); });
}

void Shop::run(const std::string& sql) {
  db_->write([&](db::Tx& tx) { tx.run_script(sql); });
}

void at_once(int threads, const std::function<void(int)>& action) {
  std::latch start(threads);
  std::vector<std::exception_ptr> failures(static_cast<std::size_t>(threads));
  {
    std::vector<std::jthread> running;
    for (int n = 0; n < threads; ++n)
      running.emplace_back([&, n] {
        start.arrive_and_wait();
        try {
          action(n);
        } catch (...) {
          failures[static_cast<std::size_t>(n)] = std::current_exception();
        }
      });
  }
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace hurtrock::fixture
