#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "back_in_stock/ids.hpp"
#include "catalog/offers.hpp"
#include "layout/shop_name.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"

/// Who wants to hear when a variant that is sold out is there again, and telling them: those who have waited longest
/// first, and no more at a time than there are pieces for. Functions that take a Tx are part of the caller's
/// transaction. Why it is so: docs/decisions/0062-back-in-stock.md.
namespace hurtrock::back_in_stock {

/// How many hear of each piece that is there. Some who asked weeks ago have bought elsewhere by now: told one by one,
/// pieces would lie for the length of a head start each time; told by many, most would come for nothing.
constexpr std::int64_t kToldPerPiece = 2;
/// For so long those who were told are expected to come; then it is the turn of the next. A mail of the night is read
/// in the morning, and one of the morning at lunch.
constexpr std::chrono::hours kHeadStart{6};
/// Wishes of one mailbox, with those that ended within kKept: so much and no more can a stranger have sent to it.
constexpr std::int64_t kMostOfMailbox = 20;
constexpr std::chrono::hours kKept{24 * 30};
/// Nobody still wants it who has waited for so long.
constexpr std::chrono::hours kLongestWait{24 * 365};

struct Wish {
  VariantId variant;
  std::string email;  ///< lower case
  i18n::Language language = i18n::Language::kIndonesian;
};

enum class NotKept : std::uint8_t {
  kUnknownVariant,  ///< there is no such variant, or it is not sold any more
  kAvailable,       ///< it can be bought now
  kFull,            ///< the mailbox waits for kMostOfMailbox already; told to nobody but its owner
};
/// Whoever waits already goes on waiting, from when they asked first.
std::expected<void, NotKept> ask(db::Tx& tx, const Wish& wish, Time now);

/// With its options: "Fender Player II Stratocaster (Sunburst, Kidal)".
std::string full_name(const catalog::Offer& offer);

/// What a mailbox waits for.
struct Waiting {
  StockWishId id;
  catalog::Offer offer;  ///< as it stands now, in the language asked for
};
/// In the order in which it was asked for.
std::vector<Waiting> waiting_of(db::Tx& tx, std::string_view email, i18n::Language language);
/// False when that mailbox does not wait for it.
bool withdraw(db::Tx& tx, std::string_view email, StockWishId wish, Time now);
void withdraw_all(db::Tx& tx, std::string_view email, Time now);
/// Nothing is left of the mailbox: its account goes.
void forget(db::Tx& tx, std::string_view email);

struct Mails {
  std::string public_url;  ///< without trailing slash
  Secret session_secret;   ///< seals the link that ends wishes
  layout::ShopName shop_name;
};
/// The address that shows what a mailbox waits for, and ends it. Whoever has it has read a mail of that mailbox; the
/// mailbox itself cannot be read from it.
std::string link_of(const Mails& mails, std::string_view email);
/// Nothing when the token of the address is none that link_of() has made.
std::optional<std::string> mailbox_of(const Mails& mails, std::string_view token);

/// Variants of which pieces are there that somebody should hear of, at most `limit`.
std::vector<VariantId> variants_to_tell(db::Tx& tx, Time now, std::int64_t limit);
/// Tells the next ones of the variant, each by one mail written in this transaction. Whoever does the same at this
/// moment waits, and then counts those told here. Answers how many were told.
std::int64_t tell_next(db::Tx& tx, const Mails& mails, VariantId variant, Time now);
/// Whoever waits for what is not sold any more, or has for too long, waits no longer; what ended long ago is deleted,
/// with its mails.
void end_old_wishes(db::Tx& tx, Time now);

constexpr std::string_view kMailKind = "back_in_stock";

}  // namespace hurtrock::back_in_stock
