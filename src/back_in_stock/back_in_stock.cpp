#include "back_in_stock/back_in_stock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "back_in_stock/mails.hpp"
#include "back_in_stock/store.hpp"
#include "platform/core/crypto.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::back_in_stock {
namespace {

constexpr std::string_view kSealedFor = "back in stock";
/// Of one variant in one transaction, which keeps its buyers waiting; the rest comes with the next turn.
constexpr std::int64_t kMostToldAtOnce = 50;

}  // namespace

std::expected<void, NotKept> ask(db::Tx& tx, const Wish& wish, Time now) {
  const auto offer = catalog::find_offer(tx, wish.variant, wish.language);
  if (!offer || !offer->on_sale) return std::unexpected(NotKept::kUnknownVariant);
  if (offer->available > 0) return std::unexpected(NotKept::kAvailable);
  if (store::is_waiting(tx, wish.email, wish.variant)) return {};
  // Of several at once each may find the last room: that makes one or two more.
  if (store::count_of(tx, wish.email) >= kMostOfMailbox) return std::unexpected(NotKept::kFull);
  store::add(tx, wish, now);
  return {};
}

std::string full_name(const catalog::Offer& offer) {
  return offer.options.empty() ? offer.name : fmt::format("{} ({})", offer.name, offer.options);
}

std::vector<Waiting> waiting_of(db::Tx& tx, std::string_view email, i18n::Language language) {
  const auto wishes = store::waiting_of(tx, email);
  std::vector<VariantId> variants;
  for (const auto& [id, variant] : wishes) variants.push_back(variant);
  const auto offers = catalog::find_offers(tx, variants, language);
  std::vector<Waiting> waiting;
  for (const auto& [id, variant] : wishes)
    if (const auto offer = std::ranges::find(offers, variant, &catalog::Offer::variant); offer != offers.end())
      waiting.push_back({.id = id, .offer = *offer});
  return waiting;
}

bool withdraw(db::Tx& tx, std::string_view email, StockWishId wish, Time now) {
  return store::withdraw(tx, email, wish, now);
}

void withdraw_all(db::Tx& tx, std::string_view email, Time now) { store::withdraw_all(tx, email, now); }

void forget(db::Tx& tx, std::string_view email) { store::delete_of(tx, email); }

std::string link_of(const Mails& mails, std::string_view email) {
  return fmt::format("{}/back-in-stock/wishes/{}", mails.public_url,
                     crypto::seal(mails.session_secret, kSealedFor, email));
}

std::optional<std::string> mailbox_of(const Mails& mails, std::string_view token) {
  return crypto::unseal(mails.session_secret, kSealedFor, token);
}

std::vector<VariantId> variants_to_tell(db::Tx& tx, Time now, std::int64_t limit) {
  return store::variants_to_tell(tx, now - kHeadStart, limit);
}

std::int64_t tell_next(db::Tx& tx, const Mails& mails, VariantId variant, Time now) {
  // Locked first: whoever tells of the same variant, in whichever process, has written down by then whom.
  const std::int64_t pieces = store::lock_free_pieces(tx, variant);
  const std::int64_t expected = store::told_since(tx, variant, now - kHeadStart);
  const std::int64_t room = std::min(kToldPerPiece * pieces - expected, kMostToldAtOnce);
  if (room <= 0) return 0;
  std::int64_t told = 0;
  for (const store::Waiter& waiter : store::first_waiters(tx, variant, room)) {
    const auto offer = catalog::find_offer(tx, variant, waiter.language);
    if (!offer || !offer->on_sale) return 0;
    if (!store::mark_told(tx, waiter.id, now)) continue;
    mail::enqueue_mail(tx, mail_about(mails, waiter, *offer), now);
    ++told;
  }
  return told;
}

void end_old_wishes(db::Tx& tx, Time now) {
  store::delete_unsold(tx);
  store::delete_asked_before(tx, now - kLongestWait);
  store::delete_ended_before(tx, now - kKept);
  mail::forget_mails_of(tx, kMailKind, now - kKept);
}

}  // namespace hurtrock::back_in_stock
