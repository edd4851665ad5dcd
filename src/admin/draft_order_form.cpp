#include "admin/draft_order_form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/restock_form.hpp"
#include "platform/core/phone.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

constexpr std::int64_t kHighestPriceSeen = 100'000'000'000'000;
constexpr std::size_t kLongestDraftNote = 500;

void add_draft_line(FieldPairs& pairs, VariantId variant, std::int64_t quantity, Money price) {
  pairs.emplace_back("row", std::to_string(variant.value()));
  put_field(pairs, draft_quantity_field(variant), std::to_string(quantity));
  put_field(pairs, draft_price_field(variant), std::to_string(price.rupiah()));
}

void read_draft_lines(http::Input& input, const http::Fields& form, checkout::DraftContents& contents) {
  const auto rows = rows_of(form);
  if (std::ssize(rows) > cart::kMostLines)
    input.refuse("add_sku", "too_many", std::string(input.texts()("admin.draft.error.too_many")));
  for (const VariantId variant : rows) {
    const auto quantity = input.integer(draft_quantity_field(variant), 1, cart::kMostOfOneVariant);
    const auto price = input.integer(draft_price_field(variant), 0, kHighestPriceSeen);
    contents.lines.push_back(
        {.variant = variant, .quantity = quantity.value_or(1), .price_seen = Money{price.value_or(0)}});
  }
}

}  // namespace

std::string draft_quantity_field(VariantId variant) { return fmt::format("quantity_{}", variant.value()); }
std::string draft_price_field(VariantId variant) { return fmt::format("price_{}", variant.value()); }

http::Fields empty_draft() { return http::Fields({{"language", "id"}}); }

http::Fields fields_of(const checkout::DraftOrder& draft) {
  const checkout::DraftContents& contents = draft.contents;
  const checkout::PlaceRequest& request = contents.request;
  FieldPairs pairs{{"account", contents.account ? std::to_string(contents.account->value()) : std::string{}},
                   {"name", request.contact.name},
                   {"phone", text::national_phone(request.contact.phone)},
                   {"email", request.contact.email},
                   {"language", std::string(i18n::code(contents.language))},
                   {"area_code", request.address.area_code},
                   {"street", request.address.street},
                   {"postal_code", request.address.postal_code},
                   {"note", request.address.note},
                   {"shipping_service", request.shipping_service},
                   {"payment_method", request.payment_method},
                   {"staff_note", contents.staff_note}};
  for (const auto& line : contents.lines) add_draft_line(pairs, line.variant, line.quantity, line.price_seen);
  return http::Fields(std::move(pairs));
}

std::vector<checkout::DraftLine> lines_in(const http::Fields& form) {
  std::vector<checkout::DraftLine> lines;
  for (const VariantId variant : rows_of(form)) {
    const auto quantity =
        text::parse_integer(text::trim(form.value(draft_quantity_field(variant))), 1, cart::kMostOfOneVariant);
    const auto price = text::parse_integer(form.value(draft_price_field(variant)), 0, kHighestPriceSeen);
    if (quantity && std::ssize(lines) < cart::kMostLines)
      lines.push_back({.variant = variant, .quantity = *quantity, .price_seen = Money{price.value_or(0)}});
  }
  return lines;
}

http::Fields with_line(const http::Fields& form, const catalog::Offer& offer) {
  auto pairs = form.pairs();
  const auto rows = rows_of(form);
  if (std::ranges::find(rows, offer.variant) == rows.end()) {
    add_draft_line(pairs, offer.variant, 1, offer.price);
    return http::Fields(std::move(pairs));
  }
  // Whoever scans two pieces wants two; what cannot be read as a number is theirs to put right.
  const std::string field = draft_quantity_field(offer.variant);
  if (const auto there = text::parse_integer(text::trim(form.value(field)), 1, cart::kMostOfOneVariant - 1))
    put_field(pairs, field, std::to_string(*there + 1));
  return http::Fields(std::move(pairs));
}

bool is_customer(const accounts::User& user) { return user.role == http::Role::kBuyer && user.active && !user.deleted; }

std::optional<checkout::AccountData> customer_data(db::Tx& tx, UserId id) {
  const auto user = accounts::find_user(tx, id);
  return user && is_customer(*user) ? checkout::account_data(tx, id) : std::nullopt;
}

http::Fields with_account(const http::Fields& form, UserId account, const checkout::AccountData& data) {
  auto pairs = form.pairs();
  // An address that was typed before is another's.
  for (const std::string_view field : {"street", "area_code", "area_query", "postal_code"}) put_field(pairs, field, {});
  for (auto& [field, value] : checkout::form_of(data, {}).values) put_field(pairs, field, std::move(value));
  put_field(pairs, "account", std::to_string(account.value()));
  put_field(pairs, "account_query", {});
  return http::Fields(std::move(pairs));
}

http::Fields without_account(const http::Fields& form) {
  auto pairs = form.pairs();
  put_field(pairs, "account", {});
  return http::Fields(std::move(pairs));
}

std::expected<checkout::DraftContents, std::vector<http::FieldError>> read_draft_form(const http::Fields& form,
                                                                                      Need need,
                                                                                      const i18n::Texts& texts) {
  auto input = http::Input::of_fields(form, texts);
  checkout::DraftContents contents;
  read_draft_lines(input, form, contents);
  if (const auto account = input.integer("account", 1, INT64_MAX, Need::kOptional)) contents.account = UserId{*account};
  contents.request = checkout::read_form(input, need);
  // Only a page that has shown the prices of lines lets place them: those are what has been agreed to.
  contents.request.accepted_total.reset();
  // The page's total had the price of one service, or of none yet; another may have been chosen below it.
  if (const auto summed = form.get("seen_service"); summed && *summed != contents.request.shipping_service) {
    const checkout::Seen seen = checkout::read_seen(input, *summed);
    if (seen.goods) contents.request.seen_total = *seen.goods + seen.shipping.value_or(Money{});
  }
  if (input.word("language", {"id", "en"}) == "en") contents.language = i18n::Language::kEnglish;
  contents.staff_note = input.text("staff_note", kLongestDraftNote, Need::kOptional);
  if (need == Need::kRequired && contents.lines.empty())
    input.refuse("add_sku", "empty", std::string(texts("admin.draft.error.empty")));
  if (!input.ok()) return std::unexpected(input.errors());
  return contents;
}

}  // namespace hurtrock::admin
