#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "checkout/answer.hpp"
#include "checkout/handlers.hpp"
#include "checkout/own_order.hpp"
#include "checkout/pages.hpp"
#include "checkout/transfer.hpp"
#include "checkout/views/transfer_proof.html.hpp"
#include "images/image_files.hpp"
#include "platform/core/crypto.hpp"
#include "platform/http/input.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::checkout {
namespace {

constexpr std::size_t kLongestBank = 60, kLongestName = 100;

std::string field_text(const http::Request& request, images::Refusal refusal) {
  return std::string(request.visitor.texts()(fmt::format("checkout.proof.refused.{}", images::word(refusal))));
}

http::Response proof_page(const http::Request& request, Services& shop, const orders::Order& order,
                          const orders::TransferPart& transfer, int status, layout::Form form) {
  const auto& texts = request.visitor.texts();
  TransferProofPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("checkout.proof.title");
  view.frame.indexable = false;
  view.frame.path = fmt::format("/orders/{}/transfer-proof", order.number);
  view.form = std::move(form);
  view.number = order.number;
  view.order_url = order_url(shop, order);
  view.action = fmt::format("/orders/{}/transfer-proof?t={}", order.number,
                            orders::link_token(shop.settings.session_secret, order.number));
  view.amount = transfer.missing();
  std::string out;
  html::Writer writer(out, texts);
  views::transfer_proof(writer, view);
  auto response = http::html(status, std::move(out));
  response.set("Referrer-Policy", "same-origin");
  return response;
}

/// The picture, made anew by the helper: what was hidden in the file, and what is no picture, is left behind. Its name
/// is nobody else's, so that it can be taken away again whatever other proofs show.
std::expected<images::Made, std::string> keep_picture(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto upload = std::ranges::find_if(request.uploads, [](const http::Upload& each) { return each.size > 0; });
  if (upload == request.uploads.end()) return std::unexpected(std::string(texts("checkout.proof.missing")));
  const auto size = shop.proofs.helper->inspect(upload->path, images::Sender::kAnybody);
  if (!size) return std::unexpected(field_text(request, size.error()));
  auto made = images::make_and_publish(*shop.proofs.helper, upload->path, shop.proofs.scratch, shop.proofs.folder,
                                       crypto::random_token(12));
  if (!made) return std::unexpected(field_text(request, made.error()));
  return *std::move(made);
}

bool has_picture(const http::Request& request) {
  return std::ranges::any_of(request.uploads, [](const http::Upload& each) { return each.size > 0; });
}

/// A proof can only be of money that is still to come.
bool is_awaited(const std::optional<orders::TransferPart>& transfer) {
  return transfer && transfer->missing() > Money{};
}

enum class NotTaken : std::uint8_t {
  kNotAwaited,
  kTooMany,
  kBusy,  ///< another one of the order is being looked at
};

std::optional<NotTaken> obstacle(db::Tx& tx, const orders::Order& order) {
  if (!is_awaited(transfer_of(tx, order))) return NotTaken::kNotAwaited;
  const auto attempt = newest_attempt(tx, order.id);
  return payments::proofs_of(tx, attempt->id) >= payments::kMostProofs ? std::optional{NotTaken::kTooMany}
                                                                       : std::nullopt;
}

http::Response not_taken(const http::Request& request, Services& shop, const orders::Order& order, NotTaken why) {
  const auto transfer = shop.db.read([&](db::Tx& tx) { return transfer_of(tx, order); });
  if (why == NotTaken::kNotAwaited || !is_awaited(transfer))
    return http::see_other(order_url(shop, order, "&notice=not_payable"));
  const std::string_view code = why == NotTaken::kTooMany ? "too_many" : "busy";
  const std::string text(request.visitor.texts()(fmt::format("checkout.proof.{}", code)));
  return proof_page(request, shop, order, *transfer, 409,
                    {.values = request.form.pairs(), .errors = {{"proof", std::string(code), text}}});
}

std::expected<void, NotTaken> take_proof(Services& shop, OrderId id, const std::string& file, const std::string& bank,
                                         const std::string& name) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, NotTaken> {
    const Time now = shop.clock.now();
    const orders::Order order = orders::lock(tx, id);
    if (const auto why = obstacle(tx, order)) return std::unexpected(*why);
    const payments::Attempt attempt = *newest_attempt(tx, id);
    const auto proof =
        payments::add_proof(tx, {.payment = attempt.id, .file = file, .sender_bank = bank, .sender_name = name}, now);
    orders::note_event(tx, id, "transfer_proof", orders::Actor::buyer(order.user), bank, now);
    orders::set_payment_state(tx, id, orders::PaymentState::kPending, orders::Actor::buyer(order.user), "transfer",
                              now);
    // One that it takes the place of is not looked at any more.
    answer_proof_tasks(tx, attempt.id, std::nullopt, now);
    payments::ask_staff(tx, fmt::format("transfer-proof:{}", proof), "transfer_proof", id, attempt.id,
                        format_rupiah(attempt.amount - attempt.captured), now);
    return {};
  });
}

}  // namespace

std::optional<http::Response> turn_away_from_proof(const http::Request& request, Services& shop) {
  // Before the file is read: only the link in the address can vouch for a guest.
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  auto why = shop.db.read([&](db::Tx& tx) { return obstacle(tx, *order); });
  if (!why && shop.proofs.in_hand->is_taken(order->number)) why = NotTaken::kBusy;
  return why ? std::optional{not_taken(request, shop, *order, *why)} : std::nullopt;
}

http::Response show_transfer_proof(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  const auto transfer = shop.db.read([&](db::Tx& tx) { return transfer_of(tx, *order); });
  if (!is_awaited(transfer)) return http::see_other(order_url(shop, *order));
  return proof_page(request, shop, *order, *transfer, 200, {});
}

http::Response create_transfer_proof(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order) return http::see_other("/orders");
  // One at a time: a decoder's time is dear, and whoever is next finds the row of the one before.
  const auto in_hand = shop.proofs.in_hand->take(order->number);
  if (!in_hand) return not_taken(request, shop, *order, NotTaken::kBusy);
  const auto [why, transfer] =
      shop.db.read([&](db::Tx& tx) { return std::pair{obstacle(tx, *order), transfer_of(tx, *order)}; });
  if (why) return not_taken(request, shop, *order, *why);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string bank = input.line("sender_bank", kLongestBank);
  const std::string name = input.line("sender_name", kLongestName);
  images::Made picture;
  if (input.ok()) {
    auto kept = keep_picture(request, shop);
    if (kept) picture = *std::move(kept);
    if (!kept) input.refuse("proof", "invalid", kept.error());
  } else if (!has_picture(request)) {
    // Said together with the rest, though a picture that did come is looked at only once the rest is right.
    input.refuse("proof", "invalid", std::string(request.visitor.texts()("checkout.proof.missing")));
  }
  if (!input.ok())
    return proof_page(request, shop, *order, *transfer, 422,
                      {.values = request.form.pairs(), .errors = input.errors()});
  const auto taken = take_proof(shop, order->id, picture.file, bank, name);
  log::info("checkout.transfer_proof", {{"order", order->number}, {"taken", taken.has_value()}});
  if (taken) return http::see_other(order_url(shop, *order, "&notice=proof_sent"));
  images::remove_made(picture, shop.proofs.folder);
  return not_taken(request, shop, *order, taken.error());
}

}  // namespace hurtrock::checkout
