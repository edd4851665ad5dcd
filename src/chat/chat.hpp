#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"

/// Conversations between visitors of the shop and its staff: what they are and what may be done with them. Functions
/// that take a Tx are part of the caller's transaction; those that take a Change are part of one that writes.
namespace hurtrock::chat {

constexpr std::size_t kLongestBody = 4'000;  ///< characters
constexpr std::size_t kMostPerPage = 100;
/// Rooms that a greeting tells of, most recent first. Staff ask for others page by page.
constexpr std::size_t kMostRoomsAtOnce = 200;

enum class Role : std::uint8_t { kGuest, kBuyer, kStaff, kAdmin, kShop };
/// Who answers by itself. The largest whole number that JavaScript is sure of: no account ever has it.
constexpr PersonId kShopItself{9'007'199'254'740'991};
std::string_view word(Role role);
constexpr bool is_staff(Role role) { return role == Role::kStaff || role == Role::kAdmin; }

struct Person {
  PersonId id;
  std::string name;
  Role role = Role::kGuest;
  bool operator==(const Person&) const = default;
};

enum class Status : std::uint8_t { kOpen, kResolved, kArchived };
std::string_view word(Status status);
/// Nothing when it is none.
std::optional<Status> status_from(std::string_view word);

enum class AttachmentKind : std::uint8_t { kPicture, kPdf };
std::string_view word(AttachmentKind kind);

/// A file that is said in a room.
struct Attachment {
  std::string id;  ///< a UUID
  AttachmentKind kind = AttachmentKind::kPicture;
  std::string name;  ///< for people
  std::int64_t bytes = 0;
  std::int64_t width = 0, height = 0;  ///< of a picture
};

struct Message {
  RoomId room;
  PersonId room_owner;
  std::int64_t seq = 0;
  std::string client_id;
  Person sender;
  std::string body, product_slug;        ///< at least one of the three
  std::optional<Attachment> attachment;  ///< of a room's last message its name only
  Time sent_at;
};

struct Room {
  RoomId id;
  Person owner;
  Status status = Status::kOpen;
  std::optional<Person> assignee;
  std::int64_t last_seq = 0;
  std::optional<Time> waiting_since;  ///< the owner wrote, and nobody of the staff has since
  Time created_at, updated_at;
};

/// As one person sees it.
struct RoomView {
  Room room;
  std::int64_t read_seq = 0;
  std::int64_t unread = 0;    ///< messages of others behind read_seq
  std::int64_t seen_seq = 0;  ///< how far the other side has read: the owner for staff, anybody else for the owner
  std::optional<Message> last_message;
};

/// The number of a transaction that writes: they grow in the order in which what was written can be seen.
using Change = std::int64_t;
/// The first thing such a transaction does: from here to its end it is the only one.
Change begin_change(db::Tx& tx);
/// Everything up to here can be seen.
Change last_change(db::Tx& tx);

enum class Refusal : std::uint8_t {
  kUnknownRoom,        ///< or one that this person may not enter
  kUnknownPerson,      ///< nobody of the staff whom this service has met
  kUnknownAttachment,  ///< or of somebody else, for another room, or said already
  kTooManyUnsent,
};

// People
// ---------------------------------------------------------------------------------------------------------------

/// Somebody as the shop's token names them.
struct Introduction {
  std::int64_t account = 0;  ///< 0: a guest
  std::string guest_key;     ///< of a guest
  std::string name;          ///< of an account
  Role role = Role::kGuest;
  i18n::Language language = i18n::Language::kIndonesian;
  std::vector<std::string> former_guests;  ///< keys of the guests that this account was before it logged in
};

/// Nothing when this is somebody to be written down first, or something about them has changed.
std::optional<Person> recognise(db::Tx& tx, const Introduction& who);
/// Writes down whoever is new, gives an account the rooms of the guests it was, and a buyer or guest a room of their
/// own if they have none. Nothing for a guest who has become an account: those are to come with a new token.
std::optional<Person> welcome(db::Tx& tx, Change change, const Introduction& who, Time now);

// Rooms
// ----------------------------------------------------------------------------------------------------------------

/// The owner of a room that `person` may enter.
std::optional<PersonId> owner_if_allowed(db::Tx& tx, const Person& person, RoomId room);
std::optional<RoomView> find_room(db::Tx& tx, const Person& viewer, RoomId room);

struct RoomQuery {
  std::optional<Status> status;
  std::string q;             ///< in the owner's name or any message; at most 200 characters
  bool spoken_only = false;  ///< for staff: no rooms in which nothing has been said
  std::size_t page = 1, per_page = 50;
};
struct RoomPage {
  std::vector<RoomView> rooms;
  std::int64_t total = 0;
};
/// Most recently used first: all rooms for staff, their own for others.
RoomPage list_rooms(db::Tx& tx, const Person& viewer, const RoomQuery& query);
/// Open rooms whose owner waits for an answer.
std::int64_t rooms_waiting(db::Tx& tx);

/// `assignee` nobody: takes the assignment back. The caller has made sure that the actor is of the staff.
std::expected<void, Refusal> set_status(db::Tx& tx, Change change, RoomId room, Status status, Time now);
/// Whether the account has been here, and was of the staff then.
bool knows_staff(db::Tx& tx, PersonId account);
std::expected<void, Refusal> set_assignee(db::Tx& tx, Change change, RoomId room, std::optional<PersonId> assignee);

// Messages
// -------------------------------------------------------------------------------------------------------------

struct Draft {
  RoomId room;
  std::string client_id, body, product_slug;
  std::string attachment = {};  ///< its id; empty: none
};
struct Receipt {
  std::int64_t seq = 0;
  Time sent_at;
  bool repeated = false;        ///< it had been sent before: nothing has changed
  bool begins_to_wait = false;  ///< the owner's first message since somebody answered
};
/// Sent again under the same client_id it is the same message, whatever it says. A room that was put away opens again
/// when its owner writes.
std::expected<Receipt, Refusal> send(db::Tx& tx, Change change, const Person& sender, const Draft& draft, Time now);

/// What the shop says by itself, under its own name: no answer that ends anybody's wait.
void answer_automatically(db::Tx& tx, Change change, RoomId room, std::string_view shop, std::string_view body,
                          Time now);

/// Read marks only go forward, and never behind the last message.
std::expected<void, Refusal> mark_read(db::Tx& tx, Change change, const Person& reader, RoomId room, std::int64_t seq);

/// In the order of their numbers. With `after`: the first ones behind it, otherwise the last ones before `before`.
/// Access is the caller's to check.
struct Stretch {
  std::optional<std::int64_t> before, after;
  std::size_t limit = kMostPerPage;
};
std::vector<Message> messages(db::Tx& tx, RoomId room, const Stretch& stretch);

// Attachments
// ----------------------------------------------------------------------------------------------------------

constexpr std::int64_t kMostAttachmentBytes = 10 * 1024 * 1024;
/// That one person has put somewhere and not said.
constexpr std::int64_t kMostUnsent = 10;

/// With where its files are: in the folder of its id.
struct StoredAttachment {
  Attachment attachment;
  RoomId room;
  std::string file, widths;  ///< as layout/picture_address.hpp names variants
};
std::optional<StoredAttachment> find_attachment(db::Tx& tx, std::string_view id);
/// Whether `sender` may put another one into this room.
std::expected<void, Refusal> may_attach(db::Tx& tx, const Person& sender, RoomId room);
/// The same, and it is there.
std::expected<void, Refusal> add_attachment(db::Tx& tx, const Person& sender, const StoredAttachment& added, Time now);
bool is_any_unsent(db::Tx& tx, Time before);
/// Those from before `before` that have not been said: they are gone, and their folders may go.
std::vector<std::string> forget_unsent(db::Tx& tx, Time before, std::size_t at_most);

// What was missed
// ------------------------------------------------------------------------------------------------------

/// Answers to an account that nobody has read.
struct Missed {
  RoomId room;
  PersonId owner;
  i18n::Language language = i18n::Language::kIndonesian;
  Time since;
  Message first;
  std::int64_t count = 0;  ///< `first` is one of them
};
/// Of the rooms whose owner has not been mailed since they were here, with an answer from before `before`; the oldest
/// first.
std::vector<Missed> missed_answers(db::Tx& tx, Time before, std::size_t at_most);
/// Nobody is to be mailed about this room until its owner has been here. Does nothing when they have been meanwhile.
void settle_missed(db::Tx& tx, const Missed& missed);

// What is new
// ----------------------------------------------------------------------------------------------------------

struct ReadMark {
  RoomId room;
  PersonId room_owner;
  Person reader;
  std::int64_t seq = 0;
};
struct News {
  Change from = 0, to = 0;        ///< what was written behind `from` and up to `to`
  std::vector<Room> rooms;        ///< that appeared, or changed owner, status or assignee
  std::vector<Message> messages;  ///< in the order of their changes
  std::vector<ReadMark> marks;
};
/// Of at most a few hundred changes behind `from` and none behind `last`; ask again until `to` stays where it is.
News news_since(db::Tx& tx, Change from, Change last = INT64_MAX);

}  // namespace hurtrock::chat
