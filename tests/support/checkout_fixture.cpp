#include "support/checkout_fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "checkout/open_payment.hpp"

namespace hurtrock::fixture {
namespace {

/// Nothing that these tests call shows a page or starts a session.
class NoFrames final : public layout::FrameSource {
  layout::Frame frame_for(const http::Request&) override { throw std::logic_error("no pages here"); }
};
class NoSessions final : public http::SessionStarter {
  Started start(const http::Request&) override { throw std::logic_error("no sessions here"); }
};
NoFrames no_frames;
NoSessions no_sessions;

constexpr const char* kPublicUrl = "https://toko.test";

}  // namespace

CheckoutShop::CheckoutShop(db::Dialect dialect)
    : Shop(dialect),
      services{.db = db(),
               .clock = clock,
               .frames = no_frames,
               .sessions = no_sessions,
               .gateway = [this](std::string_view name) -> payments::GatewayPointer {
                 if (!has_keys_) return nullptr;
                 if (name == "stripe") return payments::borrowed(card_provider);
                 return name == "midtrans" ? payments::borrowed(provider) : nullptr;
               },
               .mails = {.public_url = kPublicUrl,
                         .session_secret = Secret{"a secret of 32 bytes, for tests."},
                         .shop_name = "Toko"},
               .settings = {.public_url = kPublicUrl, .session_secret = Secret{"a secret of 32 bytes, for tests."}},
               .wake_jobs = [] {}} {}

void CheckoutShop::put_into_cart(const checkout::Buyer& buyer, VariantId variant, std::int64_t quantity) {
  const auto added = db().write([&](db::Tx& tx) { return cart::add(tx, buyer.owner, variant, quantity, now()); });
  if (!added) throw std::logic_error("the cart refused the test's goods");
}

checkout::Buyer CheckoutShop::buyer_of(VariantId variant, std::int64_t quantity) {
  checkout::Buyer buyer{.owner = {.user = {}, .session = add_session()}, .idempotency_key = "key", .body_hash = "body"};
  put_into_cart(buyer, variant, quantity);
  return buyer;
}

checkout::PlaceRequest CheckoutShop::filled_form() {
  return {.contact = {.name = "Sari", .email = "sari@example.com", .phone = "081234567890"},
          .address = {.street = "Jalan Merdeka 1",
                      .area_code = "31.71.01.1001",
                      .kelurahan = "Gambir",
                      .kecamatan = "Gambir",
                      .kota = "Jakarta Pusat",
                      .provinsi = "DKI Jakarta",
                      .postal_code = "10110",
                      .note = ""},
          .province_code = "31",
          .shipping_service = "REG",
          .payment_method = "midtrans",
          .note = "",
          .accepted_total = {}};
}

OrderId CheckoutShop::place(VariantId variant, std::int64_t quantity) {
  const auto placed = checkout::place_order(services, buyer_of(variant, quantity), filled_form());
  if (!placed) throw std::logic_error(fmt::format("no order was placed: {}", static_cast<int>(placed.error().why)));
  return placed->order;
}

OrderId CheckoutShop::place_and_open(VariantId variant, std::int64_t quantity) {
  const OrderId id = place(variant, quantity);
  checkout::open_payment(services, id);
  return id;
}

std::vector<payments::Attempt> CheckoutShop::attempts_of(OrderId id) {
  return db().read([&](db::Tx& tx) { return payments::attempts_of(tx, id); });
}

std::vector<std::string> CheckoutShop::staff_tasks() {
  std::vector<std::string> kinds;
  for (auto& task : db().read([](db::Tx& tx) { return payments::open_staff_tasks(tx, 100); }))
    kinds.push_back(task.kind);
  std::ranges::sort(kinds);
  return kinds;
}

std::int64_t CheckoutShop::mails(OrderId id, const std::string& kind) {
  return count(fmt::format("outbox_mails WHERE order_id = {} AND kind = '{}'", id.value(), kind));
}

}  // namespace hurtrock::fixture
