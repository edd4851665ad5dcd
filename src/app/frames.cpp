#include "app/frames.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/gate.hpp"
#include "cart/cart.hpp"
#include "layout/language_address.hpp"
#include "payments/payments.hpp"
#include "shipping/shipping.hpp"
#include "store/describe.hpp"
#include "store/structured.hpp"
#include "wishlist/wishlist.hpp"

namespace hurtrock::app {
namespace {

layout::NavCategory nav_of(const catalog::Snapshot& snapshot, int index, i18n::Language language) {
  const auto& category = snapshot.categories()[static_cast<std::size_t>(index)];
  layout::NavCategory nav{.name = std::string(category.name.in(language)),
                          .url = "/categories/" + std::string(category.slug),
                          .children = {}};
  for (const int child : category.children) nav.children.push_back(nav_of(snapshot, child, language));
  return nav;
}

/// The address as it was asked for, in the visitor's own language.
std::string without_language(const http::Request& request) {
  if (request.query.count(layout::kLanguageField) == 0) return request.target;
  auto fields = request.query.pairs();
  std::erase_if(fields, [](const auto& field) { return field.first == layout::kLanguageField; });
  std::string path = request.target.substr(0, request.target.find('?'));
  if (!fields.empty()) path += '?' + http::Fields(std::move(fields)).canonical();
  return path;
}

/// What buyers know a way to pay by.
std::vector<std::string> names_of(std::string_view way, const i18n::Texts& texts) {
  if (way == "midtrans") return {"QRIS", "GoPay", "ShopeePay", "BCA", "Mandiri", "BNI", "BRI"};
  if (way == "stripe") return {"Visa", "Mastercard", "JCB"};
  if (way == "cod") return {"COD"};
  return {std::string(texts("layout.bank_transfer"))};
}

}  // namespace

Frames::Frames(db::Database& db, const catalog::Catalogue& catalogue, std::string public_url, bool development,
               std::function<std::vector<std::string>()> providers)
    : db_(db),
      catalogue_(catalogue),
      public_url_(std::move(public_url)),
      development_(development),
      providers_(std::move(providers)),
      facts_(std::make_shared<const Facts>(load())) {}

Frames::Facts Frames::load() const {
  const std::vector<std::string> providers = providers_();
  return db_.read([&](db::Tx& tx) {
    Facts facts{.profile = store::load_profile(tx), .ways_to_pay = {}, .couriers = shipping::couriers(tx)};
    for (payments::Method& method : payments::methods(tx))
      if (method.is_set_up() && std::ranges::find(providers, method.provider) != providers.end())
        facts.ways_to_pay.push_back(std::move(method.provider));
    return facts;
  });
}

bool Frames::refresh() {
  Facts now = load();
  const auto before = facts_.load();
  if (now.profile.version == before->profile.version && now.ways_to_pay == before->ways_to_pay &&
      now.couriers == before->couriers)
    return false;
  facts_.store(std::make_shared<const Facts>(std::move(now)));
  ++version_;
  return true;
}

shipping::Place Frames::shop_place() const {
  const auto facts = facts_.load();
  return {.city = facts->profile.city, .province = facts->profile.province};
}

layout::Frame Frames::frame_for(const http::Request& request) {
  const auto& visitor = request.visitor;
  layout::Frame frame;
  frame.path = request.target.size() <= 1000 ? without_language(request) : request.path;
  frame.offers_language =
      request.query.count(layout::kLanguageField) > 0 && visitor.language != preferred_language(request);
  if (visitor.session) {
    frame.csrf_token = visitor.session->csrf_token;
    std::vector<VariantId> wished;
    db_.read([&](db::Tx& tx) {
      const auto owner = *cart::owner_of(visitor);
      frame.cart_count = cart::count(tx, owner);
      wished = wishlist::variants(tx, owner);
    });
    frame.wish_count = static_cast<std::int64_t>(wished.size());
    for (const VariantId id : wished)
      fmt::format_to(std::back_inserter(frame.wished), "{}{}", frame.wished.empty() ? "" : ",", id.value());
  }
  if (visitor.user) {
    frame.logged_in = true;
    frame.staff = visitor.is_staff();
    frame.user_name = visitor.user->name;
  }
  frame.chat = true;
  frame.light = visitor.theme == http::Theme::kLight;
  frame.shop = shop_in(visitor.texts());
  return frame;
}

std::shared_ptr<const layout::Shop> Frames::shop_in(const i18n::Texts& texts) {
  auto& kept = made_[static_cast<std::size_t>(texts.language())];
  auto made = kept.load();
  if (!made || made->snapshot.lock() != catalogue_.snapshot() || made->facts.lock() != facts_.load()) {
    made = make(texts);
    kept.store(made);
  }
  return {made, &made->shop};
}

std::shared_ptr<const Frames::Made> Frames::make(const i18n::Texts& texts) const {
  const auto snapshot = catalogue_.snapshot();
  const auto facts = facts_.load();
  const store::Profile& profile = facts->profile;
  auto made = std::make_shared<Made>(snapshot, facts);
  layout::Shop& shop = made->shop;
  shop.public_url = public_url_;
  shop.development = development_;
  shop.store = store::describe(profile, texts);
  shop.business = html::SafeJson(store::structured(profile, public_url_));
  shop.store.ways_to_pay = facts->ways_to_pay;
  for (const std::string& way : facts->ways_to_pay)
    std::ranges::move(names_of(way, texts), std::back_inserter(shop.store.payment_methods));
  shop.store.couriers = facts->couriers;
  for (const int department : snapshot->departments())
    shop.categories.push_back(nav_of(*snapshot, department, texts.language()));
  return made;
}

}  // namespace hurtrock::app
