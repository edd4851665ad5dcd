#include "chat/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "platform/core/text.hpp"

namespace hurtrock::chat::store {
namespace {

Role role_from(std::string_view stored) {
  for (const Role role : {Role::kGuest, Role::kBuyer, Role::kStaff, Role::kAdmin})
    if (word(role) == stored) return role;
  throw std::runtime_error("chat: a person with an unknown role");
}

Status stored_status(std::string_view stored) {
  if (const auto status = status_from(stored)) return *status;
  throw std::runtime_error("chat: a room with an unknown status");
}

Person person_at(const db::Rows& rows, std::size_t row, std::size_t column) {
  const auto id = rows.get<PersonId>(row, column);
  return {.id = id,
          .name = rows.get<std::string>(row, column + 1),
          .role = id == kShopItself ? Role::kShop : role_from(rows.get<std::string_view>(row, column + 2))};
}

constexpr std::string_view kRoomColumns =
    "r.id, r.status, r.last_seq, r.waiting_since, r.created_at, r.updated_at, o.id, o.name, o.role, a.id, a.name, "
    "a.role";
constexpr std::string_view kRoomTables =
    "FROM rooms r JOIN people o ON o.id = r.owner_id LEFT JOIN people a ON a.id = r.assignee_id";
constexpr std::size_t kRoomWidth = 12;

Room room_at(const db::Rows& rows, std::size_t row, std::size_t column) {
  Room room{.id = rows.get<RoomId>(row, column),
            .owner = person_at(rows, row, column + 6),
            .status = stored_status(rows.get<std::string_view>(row, column + 1)),
            .assignee = std::nullopt,
            .last_seq = rows.get<std::int64_t>(row, column + 2),
            .waiting_since = rows.get<std::optional<Time>>(row, column + 3),
            .created_at = rows.get<Time>(row, column + 4),
            .updated_at = rows.get<Time>(row, column + 5)};
  if (rows.get<std::optional<PersonId>>(row, column + 9)) room.assignee = person_at(rows, row, column + 9);
  return room;
}

constexpr std::string_view kMessageColumns =
    "m.room_id, r.owner_id, m.seq, m.client_id, p.id, p.name, p.role, m.body, m.product_slug, m.sent_at, f.id, f.kind, "
    "f.name, f.bytes, f.width, f.height";
constexpr std::string_view kMessageTables =
    "FROM messages m JOIN rooms r ON r.id = m.room_id JOIN people p ON p.id = m.sender_id LEFT JOIN attachments f ON "
    "f.id = m.attachment_id";

AttachmentKind kind_from(std::string_view stored) {
  for (const AttachmentKind kind : {AttachmentKind::kPicture, AttachmentKind::kPdf})
    if (word(kind) == stored) return kind;
  throw std::runtime_error("chat: an attachment of an unknown kind");
}

Attachment attachment_at(const db::Rows& rows, std::size_t row, std::size_t column) {
  return {.id = rows.get<std::string>(row, column),
          .kind = kind_from(rows.get<std::string_view>(row, column + 1)),
          .name = rows.get<std::string>(row, column + 2),
          .bytes = rows.get<std::int64_t>(row, column + 3),
          .width = rows.get<std::int64_t>(row, column + 4),
          .height = rows.get<std::int64_t>(row, column + 5)};
}

std::optional<Attachment> maybe_attachment_at(const db::Rows& rows, std::size_t row, std::size_t column) {
  if (!rows.get<std::optional<std::string>>(row, column)) return std::nullopt;
  return attachment_at(rows, row, column);
}

std::vector<Message> messages_of(const db::Rows& rows) {
  std::vector<Message> found;
  found.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found.push_back({.room = rows.get<RoomId>(row, 0),
                     .room_owner = rows.get<PersonId>(row, 1),
                     .seq = rows.get<std::int64_t>(row, 2),
                     .client_id = rows.get<std::string>(row, 3),
                     .sender = person_at(rows, row, 4),
                     .body = rows.get<std::string>(row, 7),
                     .product_slug = rows.get<std::string>(row, 8),
                     .attachment = maybe_attachment_at(rows, row, 10),
                     .sent_at = rows.get<Time>(row, 9)});
  return found;
}

/// Rooms with how far $1 has read, and the last message of each. What the shop says by itself is news to the owner
/// only; the staff are shown what was said before it.
std::string views_query(std::string_view condition) {
  return fmt::format(
      "SELECT {0}, COALESCE(k.read_seq, 0), (SELECT COUNT(*) FROM messages u WHERE u.room_id = r.id "
      "AND u.seq > COALESCE(k.read_seq, 0) AND u.sender_id <> $1 AND (u.sender_id <> {1} OR r.owner_id = $1)), "
      "COALESCE((SELECT MAX(s.read_seq) FROM read_marks s "
      "WHERE s.room_id = r.id AND (s.person_id = r.owner_id) <> (r.owner_id = $1)), 0), l.client_id, p.id, p.name, "
      "p.role, l.body, l.product_slug, l.sent_at, f.id, f.kind, f.name, f.bytes, f.width, f.height, l.seq {2} "
      "LEFT JOIN read_marks k ON k.room_id = r.id AND k.person_id = $1 "
      "LEFT JOIN messages l ON l.room_id = r.id AND l.seq = (SELECT x.seq FROM messages x WHERE x.room_id = r.id AND "
      "(x.sender_id <> {1} OR r.owner_id = $1) ORDER BY x.seq DESC LIMIT 1) LEFT JOIN people p ON p.id = l.sender_id "
      "LEFT JOIN attachments f ON f.id = l.attachment_id {3}",
      kRoomColumns, kShopItself.value(), kRoomTables, condition);
}

std::vector<RoomView> views_of(const db::Rows& rows) {
  std::vector<RoomView> views;
  views.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    RoomView view{.room = room_at(rows, row, 0),
                  .read_seq = rows.get<std::int64_t>(row, kRoomWidth),
                  .unread = rows.get<std::int64_t>(row, kRoomWidth + 1),
                  .seen_seq = rows.get<std::int64_t>(row, kRoomWidth + 2),
                  .last_message = std::nullopt};
    if (const auto last = rows.get<std::optional<std::int64_t>>(row, kRoomWidth + 16))
      view.last_message = Message{.room = view.room.id,
                                  .room_owner = view.room.owner.id,
                                  .seq = *last,
                                  .client_id = rows.get<std::string>(row, kRoomWidth + 3),
                                  .sender = person_at(rows, row, kRoomWidth + 4),
                                  .body = rows.get<std::string>(row, kRoomWidth + 7),
                                  .product_slug = rows.get<std::string>(row, kRoomWidth + 8),
                                  .attachment = maybe_attachment_at(rows, row, kRoomWidth + 10),
                                  .sent_at = rows.get<Time>(row, kRoomWidth + 9)};
    views.push_back(std::move(view));
  }
  return views;
}

/// For LIKE with ESCAPE '\'.
std::string pattern_for(std::string_view q) {
  std::string pattern = "%";
  for (const char c : text::lower(q)) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern += '%';
}

/// A condition on rooms r and owners o whose values are put behind those that there are already.
struct Filter {
  std::string condition;
  std::vector<db::Value> values;

  std::string bind(db::Value value) {
    values.push_back(value);
    return fmt::format("${}", values.size());
  }
};

void add_condition(Filter& filter, std::optional<PersonId> of, const RoomQuery& query, const std::string& pattern) {
  if (of)
    filter.condition = fmt::format("WHERE r.owner_id = {}", filter.bind(of->value()));
  else
    filter.condition = query.spoken_only ? "WHERE r.last_seq > 0" : "WHERE 1 = 1";
  if (query.status) filter.condition += fmt::format(" AND r.status = {}", filter.bind(word(*query.status)));
  if (query.q.empty()) return;
  // One parameter stands twice: both databases number it once.
  const std::string like = filter.bind(std::string_view{pattern});
  filter.condition += fmt::format(
      " AND (lower(o.name) LIKE {0} ESCAPE '\\' OR EXISTS (SELECT 1 FROM messages s WHERE s.room_id = r.id "
      "AND lower(s.body) LIKE {0} ESCAPE '\\'))",
      like);
}

constexpr std::string_view kKnownColumns = "id, name, role, merged_into, language";

i18n::Language language_from(std::string_view stored) {
  return stored == i18n::code(i18n::Language::kEnglish) ? i18n::Language::kEnglish : i18n::Language::kIndonesian;
}

std::optional<KnownPerson> known(const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return KnownPerson{.person = person_at(rows, 0, 0),
                     .language = language_from(rows.get<std::string_view>(0, 4)),
                     .merged = rows.get<std::optional<PersonId>>(0, 3).has_value()};
}

/// Answers in room r that its owner has not read: not what the shop says by itself.
std::string missed_in(std::string_view room) {
  return fmt::format(
      "FROM messages m WHERE m.room_id = {0}.id AND m.sender_id <> {0}.owner_id AND m.sender_id <> {1} AND m.seq > "
      "COALESCE((SELECT k.read_seq FROM read_marks k WHERE k.room_id = {0}.id AND k.person_id = {0}.owner_id), 0)",
      room, kShopItself.value());
}

}  // namespace

Change begin_change(db::Tx& tx) {
  return tx.one<Change>("UPDATE counters SET last_change = last_change + 1 WHERE id = 1 RETURNING last_change");
}

Change last_change(db::Tx& tx) { return tx.one<Change>("SELECT last_change FROM counters WHERE id = 1"); }

std::optional<KnownPerson> find_account(db::Tx& tx, std::int64_t account) {
  return known(tx.query(fmt::format("SELECT {} FROM people WHERE id = $1", kKnownColumns), account));
}

std::optional<KnownPerson> find_guest(db::Tx& tx, std::string_view guest_key) {
  return known(tx.query(fmt::format("SELECT {} FROM people WHERE guest_key = $1", kKnownColumns), guest_key));
}

std::int64_t next_guest(db::Tx& tx) {
  return tx.one<std::int64_t>("UPDATE counters SET last_guest = last_guest + 1 WHERE id = 1 RETURNING last_guest");
}

void add_person(db::Tx& tx, const Person& person, std::optional<std::string_view> guest_key, i18n::Language language,
                Time now) {
  tx.send("INSERT INTO people (id, guest_key, name, role, language, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
          person.id, guest_key, person.name, word(person.role), i18n::code(language), now);
}

void update_person(db::Tx& tx, const Person& person, i18n::Language language) {
  tx.send("UPDATE people SET name = $1, role = $2, language = $3 WHERE id = $4", person.name, word(person.role),
          i18n::code(language), person.id);
}

void keep_shop(db::Tx& tx, std::string_view name, Time now) {
  tx.send(
      "INSERT INTO people (id, name, role, created_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE people.name <> excluded.name",
      kShopItself, name, word(Role::kStaff), now);
}

void merge(db::Tx& tx, Change change, PersonId guest, PersonId account) {
  tx.send("UPDATE people SET merged_into = $1 WHERE id = $2", account, guest);
  // An empty room is of no use to an account that has its own.
  tx.send(
      "UPDATE rooms SET owner_id = $1, state_change = $2 WHERE owner_id = $3 AND (last_seq > 0 OR NOT EXISTS "
      "(SELECT 1 FROM rooms other WHERE other.owner_id = $1))",
      account, change, guest);
  tx.send("UPDATE messages SET sender_id = $1 WHERE sender_id = $2", account, guest);
  tx.send("UPDATE attachments SET sender_id = $1 WHERE sender_id = $2", account, guest);
  // Whoever was of the staff once may have read the room under this account.
  tx.send(
      "UPDATE read_marks SET person_id = $1 WHERE person_id = $2 AND NOT EXISTS "
      "(SELECT 1 FROM read_marks other WHERE other.room_id = read_marks.room_id AND other.person_id = $1)",
      account, guest);
}

std::optional<RoomState> find_state(db::Tx& tx, RoomId room) {
  const auto row = tx.maybe<PersonId, std::string, std::int64_t, std::optional<Time>, std::optional<PersonId>>(
      "SELECT owner_id, status, last_seq, waiting_since, assignee_id FROM rooms WHERE id = $1", room);
  if (!row) return std::nullopt;
  const auto& [owner, status, last_seq, waiting_since, assignee] = *row;
  return RoomState{.owner = owner,
                   .status = stored_status(status),
                   .last_seq = last_seq,
                   .waiting_since = waiting_since,
                   .has_assignee = assignee.has_value()};
}

bool owns_a_room(db::Tx& tx, PersonId owner) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM rooms WHERE owner_id = $1", owner) > 0;
}

void add_room(db::Tx& tx, Change change, PersonId owner, Time now) {
  tx.send(
      "INSERT INTO rooms (owner_id, status, last_seq, created_at, updated_at, state_change) "
      "VALUES ($1, $2, 0, $3, $4, $5)",
      owner, word(Status::kOpen), now, now, change);
}

std::optional<RoomView> find_room(db::Tx& tx, PersonId viewer, RoomId room) {
  auto views = views_of(tx.query(views_query("WHERE r.id = $2"), viewer, room));
  return views.empty() ? std::nullopt : std::optional{std::move(views.front())};
}

std::vector<RoomView> list_rooms(db::Tx& tx, PersonId viewer, std::optional<PersonId> of, const RoomQuery& query) {
  const std::string pattern = pattern_for(query.q);
  Filter filter;
  filter.bind(viewer.value());
  add_condition(filter, of, query, pattern);
  const auto limit = static_cast<std::int64_t>(query.per_page);
  filter.condition += fmt::format(" ORDER BY r.updated_at DESC, r.id DESC LIMIT {}", filter.bind(limit));
  filter.condition += fmt::format(" OFFSET {}", filter.bind(limit * (static_cast<std::int64_t>(query.page) - 1)));
  return views_of(tx.query_list(views_query(filter.condition), filter.values));
}

std::int64_t count_rooms(db::Tx& tx, std::optional<PersonId> of, const RoomQuery& query) {
  const std::string pattern = pattern_for(query.q);
  Filter filter;
  add_condition(filter, of, query, pattern);
  const auto rows = tx.query_list(fmt::format("SELECT COUNT(*) {} {}", kRoomTables, filter.condition), filter.values);
  return rows.get<std::int64_t>(0, 0);
}

std::int64_t rooms_waiting(db::Tx& tx) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM rooms WHERE waiting_since IS NOT NULL AND status = 'open'");
}

void set_status(db::Tx& tx, Change change, RoomId room, Status status, Time now) {
  tx.send("UPDATE rooms SET status = $1, updated_at = $2, state_change = $3 WHERE id = $4", word(status), now, change,
          room);
}

void set_assignee(db::Tx& tx, Change change, RoomId room, std::optional<PersonId> assignee) {
  tx.send("UPDATE rooms SET assignee_id = $1, state_change = $2 WHERE id = $3", assignee, change, room);
}

std::optional<Sent> find_sent(db::Tx& tx, RoomId room, PersonId sender, std::string_view client_id) {
  const auto row = tx.maybe<std::int64_t, Time>(
      "SELECT seq, sent_at FROM messages WHERE room_id = $1 AND sender_id = $2 AND client_id = $3", room, sender,
      client_id);
  if (!row) return std::nullopt;
  return Sent{.seq = std::get<0>(*row), .sent_at = std::get<1>(*row)};
}

std::int64_t take_seq(db::Tx& tx, RoomId room, Status status, std::optional<Time> waiting_since, Time now,
                      std::optional<Change> appeared) {
  return tx.one<std::int64_t>(
      "UPDATE rooms SET last_seq = last_seq + 1, status = $1, waiting_since = $2, updated_at = $3, "
      "state_change = COALESCE($4, state_change) WHERE id = $5 RETURNING last_seq",
      word(status), waiting_since, now, appeared, room);
}

void add_message(db::Tx& tx, Change change, const Draft& draft, PersonId sender, std::int64_t seq, Time now) {
  tx.send(
      "INSERT INTO messages (room_id, seq, sender_id, client_id, body, product_slug, sent_at, change_no, "
      "attachment_id) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      draft.room, seq, sender, draft.client_id, draft.body, draft.product_slug, now, change,
      draft.attachment.empty() ? std::nullopt : std::optional<std::string_view>{draft.attachment});
}

std::optional<StoredAttachment> find_attachment(db::Tx& tx, std::string_view id) {
  const auto rows =
      tx.query("SELECT id, kind, name, bytes, width, height, room_id, file, widths FROM attachments WHERE id = $1", id);
  if (rows.empty()) return std::nullopt;
  return StoredAttachment{.attachment = attachment_at(rows, 0, 0),
                          .room = rows.get<RoomId>(0, 6),
                          .file = rows.get<std::string>(0, 7),
                          .widths = rows.get<std::string>(0, 8)};
}

bool take_attachment(db::Tx& tx, std::string_view attachment, RoomId room, PersonId sender) {
  return tx.execute("UPDATE attachments SET said = 1 WHERE id = $1 AND room_id = $2 AND sender_id = $3 AND said = 0",
                    attachment, room, sender) > 0;
}

std::int64_t count_unsent(db::Tx& tx, PersonId sender) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM attachments WHERE sender_id = $1 AND said = 0", sender);
}

void add_attachment(db::Tx& tx, PersonId sender, const StoredAttachment& added, Time now) {
  const Attachment& of = added.attachment;
  tx.send(
      "INSERT INTO attachments (id, room_id, sender_id, kind, name, file, widths, bytes, width, height, said, "
      "created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)",
      of.id, added.room, sender, word(of.kind), of.name, added.file, added.widths, of.bytes, of.width, of.height, now);
}

bool is_any_unsent(db::Tx& tx, Time before) {
  return tx.maybe_value<std::string>("SELECT id FROM attachments WHERE said = 0 AND created_at < $1 LIMIT 1", before)
      .has_value();
}

std::vector<std::string> forget_unsent(db::Tx& tx, Time before, std::size_t at_most) {
  std::vector<std::string> gone;
  for (auto& [id] : tx.all<std::string>(
           "DELETE FROM attachments WHERE said = 0 AND id IN (SELECT f.id FROM attachments f WHERE f.said = 0 AND "
           "f.created_at < $1 ORDER BY f.created_at LIMIT $2) RETURNING id",
           before, static_cast<std::int64_t>(at_most)))
    gone.push_back(std::move(id));
  return gone;
}

void raise_read_mark(db::Tx& tx, Change change, RoomId room, PersonId reader, std::int64_t seq) {
  tx.send(
      "INSERT INTO read_marks (room_id, person_id, read_seq, change_no) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (room_id, person_id) DO UPDATE SET read_seq = excluded.read_seq, change_no = excluded.change_no "
      "WHERE read_marks.read_seq < excluded.read_seq",
      room, reader, seq, change);
}

void note_missed(db::Tx& tx, RoomId room, Time now) {
  tx.send("UPDATE rooms SET missed_since = COALESCE(missed_since, $1) WHERE id = $2 AND mailed = 0", now, room);
}

void count_missed_anew(db::Tx& tx, RoomId room) {
  tx.send(fmt::format("UPDATE rooms SET mailed = 0, missed_since = (SELECT MIN(m.sent_at) {}) WHERE id = $1 AND "
                      "(mailed = 1 OR missed_since IS NOT NULL)",
                      missed_in("rooms")),
          room);
}

std::vector<Missed> missed_answers(db::Tx& tx, Time before, std::size_t at_most) {
  const auto rooms = tx.all<RoomId, PersonId, std::string, Time, std::optional<std::int64_t>, std::int64_t>(
      fmt::format("SELECT r.id, r.owner_id, p.language, r.missed_since, (SELECT MIN(m.seq) {0}), "
                  "(SELECT COUNT(*) {0}) FROM rooms r JOIN people p ON p.id = r.owner_id WHERE r.missed_since IS NOT "
                  "NULL AND r.owner_id > 0 AND r.missed_since <= $1 ORDER BY r.missed_since, r.id LIMIT $2",
                  missed_in("r")),
      before, static_cast<std::int64_t>(at_most));
  std::vector<Missed> found;
  for (const auto& [room, owner, language, since, first, count] : rooms) {
    Missed missed{
        .room = room, .owner = owner, .language = language_from(language), .since = since, .first = {}, .count = count};
    // Nothing to tell of after all: there is still something to be settled.
    if (first) missed.first = messages(tx, room, {.before = std::nullopt, .after = *first - 1, .limit = 1}).at(0);
    found.push_back(std::move(missed));
  }
  return found;
}

void settle_missed(db::Tx& tx, RoomId room, Time since) {
  tx.send("UPDATE rooms SET missed_since = NULL, mailed = 1 WHERE id = $1 AND missed_since = $2", room, since);
}

std::vector<Message> messages(db::Tx& tx, RoomId room, const Stretch& stretch) {
  const auto limit = static_cast<std::int64_t>(stretch.limit);
  if (stretch.after)
    return messages_of(tx.query(fmt::format("SELECT {} {} WHERE m.room_id = $1 AND m.seq > $2 AND m.seq < $3 "
                                            "ORDER BY m.seq LIMIT $4",
                                            kMessageColumns, kMessageTables),
                                room, *stretch.after, stretch.before.value_or(INT64_MAX), limit));
  auto found =
      messages_of(tx.query(fmt::format("SELECT {} {} WHERE m.room_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3",
                                       kMessageColumns, kMessageTables),
                           room, stretch.before.value_or(INT64_MAX), limit));
  std::ranges::reverse(found);
  return found;
}

std::vector<Room> rooms_changed(db::Tx& tx, Change from, Change to) {
  const auto rows = tx.query(fmt::format("SELECT {} {} WHERE r.state_change > $1 AND r.state_change <= $2 "
                                         "ORDER BY r.state_change, r.id",
                                         kRoomColumns, kRoomTables),
                             from, to);
  std::vector<Room> rooms;
  rooms.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) rooms.push_back(room_at(rows, row, 0));
  return rooms;
}

std::vector<Message> messages_of_changes(db::Tx& tx, Change from, Change to) {
  return messages_of(tx.query(fmt::format("SELECT {} {} WHERE m.change_no > $1 AND m.change_no <= $2 "
                                          "ORDER BY m.change_no, m.room_id, m.seq",
                                          kMessageColumns, kMessageTables),
                              from, to));
}

std::vector<ReadMark> marks_of_changes(db::Tx& tx, Change from, Change to) {
  const auto rows = tx.query(
      "SELECT k.room_id, r.owner_id, p.id, p.name, p.role, k.read_seq FROM read_marks k "
      "JOIN rooms r ON r.id = k.room_id JOIN people p ON p.id = k.person_id "
      "WHERE k.change_no > $1 AND k.change_no <= $2 ORDER BY k.change_no",
      from, to);
  std::vector<ReadMark> marks;
  marks.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    marks.push_back({.room = rows.get<RoomId>(row, 0),
                     .room_owner = rows.get<PersonId>(row, 1),
                     .reader = person_at(rows, row, 2),
                     .seq = rows.get<std::int64_t>(row, 5)});
  return marks;
}

}  // namespace hurtrock::chat::store
