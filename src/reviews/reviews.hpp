#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "catalog/ids.hpp"
#include "images/images.hpp"
#include "layout/shop_name.hpp"
#include "orders/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"
#include "reviews/ids.hpp"

/// What buyers say of products. Every function is part of the caller's transaction; those that change a review lock its
/// row first, then the product's, whose columns rated_1 ... rated_5 say what is published.
namespace hurtrock::reviews {

enum class State : std::uint8_t { kPending, kPublished, kRejected };
std::string_view word(State state);
std::optional<State> find_state(std::string_view word);

constexpr std::size_t kLongestTitle = 100;
constexpr std::size_t kShortestBody = 20;
constexpr std::size_t kLongestBody = 3000;
constexpr std::size_t kMostPhotos = 5;

struct Photo {
  ReviewPhotoId id;
  std::string state;         ///< "processing", "ready", "failed"
  std::string file, widths;  ///< as layout/picture_address.hpp reads them; empty until ready
  int width = 0, height = 0;
};

struct Review {
  ReviewId id;
  ProductId product;
  VariantId variant;
  UserId author;
  std::string author_name;  ///< in full; empty when the account is gone: pages show shown_author_of()
  int rating = 5;
  std::string title, body;
  State state = State::kPending;
  std::string rejection_reason, answer;
  std::optional<Time> answered_at;
  Time written_at;
  std::int64_t helpful = 0, version = 1;
  std::vector<Photo> photos;  ///< in their order
};

/// "Sekar A." for "Sekar Ayuningtyas".
std::string shown_name(std::string_view name);
/// In full, for the staff; what takes its place when the account is gone.
std::string full_author_of(const Review& review, const i18n::Texts& texts);
/// The same as everybody sees it.
std::string shown_author_of(const Review& review, const i18n::Texts& texts);

// Writing ------------------------------------------------------------------------------------------------------------

struct Author {
  UserId id;
  std::string proved_email;  ///< orders placed with it as a guest count too; empty: the mailbox is not verified
};
struct Purchase {
  OrderId order;
  VariantId variant;
};
/// The newest delivered order of the product.
std::optional<Purchase> find_purchase(db::Tx& tx, const Author& author, ProductId product);

struct Content {
  int rating = 5;
  std::string title, body;
};
struct NewPhoto {
  std::string original;  ///< name of the stored original
  images::Size size;
};
struct Draft {
  Content content;
  std::vector<ReviewPhotoId> removed_photos;
  std::vector<NewPhoto> photos;
};
struct Saved {
  ReviewId id;
  bool is_new = false;
  std::size_t photos_too_many = 0;  ///< of the new ones, the last: there was no room for them, and their originals go
  bool was_published = false;
};
enum class NotSaved : std::uint8_t { kNotBought };
/// Writes the author's one review of the product, or writes it anew: then it waits for the staff again. The same text
/// sent again changes nothing. Photos get a job each (make_photo.cpp).
std::expected<Saved, NotSaved> save(db::Tx& tx, const Author& author, ProductId product, const Draft& draft, Time now);
/// Leaves the job that removes the original of a photo that was not taken, unless another picture is made from it.
void forget_unused(db::Tx& tx, const NewPhoto& photo, Time now);
/// The author's account goes: what is published stays without a name, everything else goes with it.
void forget_author(db::Tx& tx, UserId author, Time now);
/// False when there is none.
bool remove(db::Tx& tx, UserId author, ProductId product, Time now);

/// The name of the original while the photo is to be made; nothing otherwise.
std::optional<std::string> original_to_process(db::Tx& tx, ReviewPhotoId photo);
void mark_photo_ready(db::Tx& tx, ReviewPhotoId photo, std::string_view file, const images::Variants& variants,
                      Time now);
void mark_photo_failed(db::Tx& tx, ReviewPhotoId photo, images::Refusal reason, Time now);
/// Whether any review or product shows a picture made from this original, or that file.
bool is_original_used(db::Tx& tx, std::string_view original);
bool is_file_used(db::Tx& tx, std::string_view file);

// Moderation ---------------------------------------------------------------------------------------------------------

enum class NotModerated : std::uint8_t {
  kNoSuchReview,
  kAlready,  ///< it is so already
  kChanged,  ///< the author or a colleague has changed it since it was read
};
/// Each answers the review as it was before. `version`: of what the staff member has read.
std::expected<Review, NotModerated> publish(db::Tx& tx, ReviewId id, std::int64_t version, UserId staff, Time now);
std::expected<Review, NotModerated> reject(db::Tx& tx, ReviewId id, std::int64_t version, std::string_view reason,
                                           UserId staff, Time now);
/// An empty text takes the answer away.
std::expected<Review, NotModerated> answer(db::Tx& tx, ReviewId id, std::int64_t version, std::string_view text,
                                           Time now);

// Votes --------------------------------------------------------------------------------------------------------------

enum class NotVoted : std::uint8_t { kNoSuchReview, kOwn };
/// One vote for each account, however often it is given or taken back; answers the count afterwards.
std::expected<std::int64_t, NotVoted> set_vote(db::Tx& tx, ReviewId id, UserId user, bool helpful, Time now);
/// Those of `reviews` that the account has voted for.
std::vector<ReviewId> voted_for(db::Tx& tx, UserId user, std::span<const Review> reviews);
std::int64_t votes_version(db::Tx& tx);

// Reading ------------------------------------------------------------------------------------------------------------

std::optional<Review> find(db::Tx& tx, ReviewId id);
std::optional<Review> find(db::Tx& tx, UserId author, ProductId product);

enum class Sort : std::uint8_t { kHelpful, kNewest, kHighest, kLowest };
std::string_view word(Sort sort);
struct ListQuery {
  Sort sort = Sort::kHelpful;
  std::optional<int> rating = {};
  bool with_photos = false;
  std::int64_t page = 1;  ///< from 1, at most kLastPage
  std::int64_t per_page = 5;
};
constexpr std::int64_t kLastPage = 1000;
struct Page {
  std::vector<Review> reviews;
  std::int64_t total = 0;
};
Page published(db::Tx& tx, ProductId product, const ListQuery& query);

struct QueueRow {
  Review review;
  std::string product_name, product_slug;
};
struct QueueQuery {
  State state = State::kPending;
  std::string search;              ///< in name, product, title or text, among the newest kSearched; empty: all
  std::optional<ReviewId> before;  ///< those that stand behind this one
};
constexpr std::int64_t kSearched = 5'000;
/// Waiting ones oldest first, as they should be read; decided ones newest first.
std::vector<QueueRow> queue(db::Tx& tx, const QueueQuery& query, std::int64_t limit);
std::optional<QueueRow> find_in_queue(db::Tx& tx, ReviewId id);
/// Counted up to `at_most`.
std::int64_t count_in(db::Tx& tx, State state, std::int64_t at_most);

// Mail ---------------------------------------------------------------------------------------------------------------

struct Mails {
  std::string public_url;
  layout::ShopName shop_name;
};
/// Tells the author why, in the author's language; once for each decision.
void send_rejection(db::Tx& tx, const Mails& mails, ReviewId id, Time now);

constexpr std::string_view kMakePhoto = "reviews.make_photo";
constexpr std::string_view kForgetPhoto = "reviews.forget_photo";

}  // namespace hurtrock::reviews
