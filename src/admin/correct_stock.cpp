#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/form_key.hpp"
#include "admin/handlers.hpp"
#include "admin/staff_action.hpp"
#include "admin/stock_page.hpp"
#include "inventory/inventory.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;
using inventory::Cause;
using inventory::Correction;
using inventory::NotCorrected;

/// Whether things of that kind can only make the stock smaller, or only larger.
bool only_takes(Cause cause) {
  return cause == Cause::kDamaged || cause == Cause::kLost || cause == Cause::kToSupplier;
}

/// What the form asks for; what is wrong with it is left in `input`.
Correction read_correction(const http::Fields& form, http::Input& input, VariantId variant) {
  Correction correction{.variant = variant};
  const auto& texts = input.texts();
  // A form that has seen nothing is not of this page, and no level is below 0.
  correction.seen = input.integer("seen", 0, INT64_MAX, Need::kOptional).value_or(-1);
  const std::string mode = input.word("mode", {"less", "more", "to"});
  const bool is_level = mode == "to";
  const auto number = input.integer("number", is_level ? 0 : 1, inventory::kMostOnHand);
  const std::string cause_word = input.choice("cause", 20);
  const auto cause = inventory::find_cause(cause_word);
  if (!cause_word.empty() && !cause) input.refuse("cause", "choice", std::string(texts("http.field.choice")));
  correction.note = input.line("note", 200, Need::kOptional);
  correction.request_key = needed_form_key(form, input);
  if (!input.ok()) return correction;

  correction.cause = *cause;
  correction.on_hand = is_level ? *number : mode == "more" ? correction.seen + *number : correction.seen - *number;
  const auto refuse = [&](std::string_view field, std::string_view code) {
    input.refuse(field, code, std::string(texts(fmt::format("admin.stock.error.{}", code))));
  };
  if (*cause == Cause::kOther && correction.note.empty()) refuse("note", "note");
  if (correction.on_hand < 0) refuse("number", "below_zero");
  if (correction.on_hand > inventory::kMostOnHand) refuse("number", "too_many");
  if (only_takes(*cause) && correction.on_hand > correction.seen) refuse("cause", "only_takes");
  if (*cause == Cause::kFound && correction.on_hand < correction.seen) refuse("cause", "only_adds");
  return correction;
}

std::expected<void, NotCorrected> correct(Services& shop, const StaffMember& staff, const Correction& correction) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto done = inventory::correct(tx, correction, now);
    if (done)
      audit(tx, staff, "stock.corrected", "variant", std::to_string(correction.variant.value()),
            {{"on_hand", correction.seen}},
            {{"on_hand", correction.on_hand}, {"cause", word(correction.cause)}, {"note", correction.note}}, now);
    return done;
  });
}

}  // namespace

http::Response create_correction(const http::Request& request, Services& shop) {
  const auto variant = variant_of(request);
  if (!variant) return missing_stock_page(request, shop);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  Correction correction = read_correction(request.form, input, *variant);
  const auto refused = [&](int status, bool changed = false) {
    return stock_page(request, shop, *variant,
                      {.status = status, .form = {request.form.pairs(), input.errors()}, .changed = changed});
  };
  if (!input.ok()) return refused(422);
  const StaffMember staff = staff_of(request);
  correction.actor = staff.id;
  const auto done = correct(shop, staff, correction);
  // Sent twice, it has happened once.
  if (done || done.error() == NotCorrected::kAlready)
    return http::see_other(fmt::format("/admin/stock/{}?notice=corrected", variant->value()));
  const auto say = [&](std::string_view key) {
    input.refuse("number", "refused", std::string(request.visitor.texts()(key)));
  };
  switch (done.error()) {
    case NotCorrected::kNoSuchVariant:
      return missing_stock_page(request, shop);
    case NotCorrected::kPromised:
      say("admin.stock.error.promised");
      return refused(409);
    case NotCorrected::kNothing:
      say("admin.stock.error.nothing");
      return refused(422);
    default:
      return refused(409, true);
  }
}

}  // namespace hurtrock::admin
