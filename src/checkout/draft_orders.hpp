#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cart/cart.hpp"
#include "checkout/ids.hpp"
#include "checkout/place_order.hpp"
#include "checkout/request.hpp"
#include "checkout/services.hpp"

/// Orders that staff compose for somebody else: kept as drafts, which reserve nothing, until they are placed as the
/// checkout places a cart (docs/decisions/0078-draft-orders.md). Every function is part of the caller's transaction.
namespace hurtrock::checkout {

/// Nobody comes back to a draft that nobody has touched for so long.
constexpr std::chrono::days kOpenDraftsKept{180};
/// What was placed is an order; its draft is kept for questions about how that came about.
constexpr std::chrono::days kPlacedDraftsKept{90};

struct DraftLine {
  VariantId variant;
  std::int64_t quantity = 1;  ///< up to cart::kMostOfOneVariant
  Money price_seen;           ///< what staff were last shown for one
};

/// What the form holds. Anything but the language may be missing.
struct DraftContents {
  std::optional<UserId> account;                          ///< whose order it becomes; nothing: a guest's
  PlaceRequest request;                                   ///< of the area, only the code comes back out of the database
  i18n::Language language = i18n::Language::kIndonesian;  ///< of the mails, and of the order's lines
  std::string staff_note;                                 ///< becomes a note of the order, which the buyer never sees
  std::vector<DraftLine> lines;                           ///< at most cart::kMostLines, each variant once
};

struct DraftOrder {
  DraftOrderId id;
  std::int64_t version = 1;
  DraftContents contents;
  Time created_at, changed_at;
  std::optional<OrderId> order = {};  ///< what it has become
  std::optional<Time> placed_at = {};
};

/// The draft as its page showed it.
struct SeenDraft {
  DraftOrderId id;
  std::int64_t version = 0;
};

enum class DraftRefusal : std::uint8_t {
  kNoSuchDraft,
  kPlaced,   ///< it is an order, whatever version was seen of it
  kChanged,  ///< since the version that was seen
};

std::optional<DraftOrder> find_draft(db::Tx& tx, DraftOrderId id);
/// The draft that became the order.
std::optional<DraftOrderId> draft_of(db::Tx& tx, OrderId order);

struct CreatedDraft {
  DraftOrderId id;
  bool is_new = true;  ///< false: the same form was sent before
};
CreatedDraft create_draft(db::Tx& tx, const DraftContents& contents, std::string_view request_key, UserId author,
                          Time now);
/// Locked until the transaction ends, and open.
std::expected<DraftOrder, DraftRefusal> lock_draft(db::Tx& tx, const SeenDraft& seen);
/// Of a locked one.
void change_draft(db::Tx& tx, DraftOrderId id, const DraftContents& contents, Time now);
void remove_draft(db::Tx& tx, DraftOrderId id);

/// The lines at today's prices and stock; what there is no more of in the catalogue is left out.
cart::Cart cart_of(db::Tx& tx, std::span<const DraftLine> lines, i18n::Language language);

/// Places the locked draft as `contents` has it, for its account or a guest, by a member of the staff. The draft is
/// placed afterwards: whoever asks again finds the order. Wake the jobs behind the transaction, which belongs into
/// with_free_code.
std::expected<OrderId, NotPlaced> place_draft(db::Tx& tx, Services& shop, DraftOrderId id,
                                              const DraftContents& contents, UserId staff);

/// Those that have been kept for long enough; answers how many.
std::int64_t forget_drafts(db::Tx& tx, Time now);
/// The account goes, and what was written down for it.
void forget_drafts_of(db::Tx& tx, UserId user);

}  // namespace hurtrock::checkout
