#pragma once

#include "chat/chat.hpp"

/// The SQL of the chat service. Who may do what is decided above.
namespace hurtrock::chat::store {

Change begin_change(db::Tx& tx);
Change last_change(db::Tx& tx);

struct KnownPerson {
  Person person;
  i18n::Language language;
  bool merged = false;
};
std::optional<KnownPerson> find_account(db::Tx& tx, std::int64_t account);
std::optional<KnownPerson> find_guest(db::Tx& tx, std::string_view guest_key);
/// The number of the next guest. Only after begin_change.
std::int64_t next_guest(db::Tx& tx);
void add_person(db::Tx& tx, const Person& person, std::optional<std::string_view> guest_key, i18n::Language language,
                Time now);
void update_person(db::Tx& tx, const Person& person, i18n::Language language);
/// The shop as somebody who can say something, under the name that it has now.
void keep_shop(db::Tx& tx, std::string_view name, Time now);
/// Rooms, messages and read marks of `guest` become those of `account`.
void merge(db::Tx& tx, Change change, PersonId guest, PersonId account);

struct RoomState {
  PersonId owner;
  Status status;
  std::int64_t last_seq;
  std::optional<Time> waiting_since;
  bool has_assignee;
};
std::optional<RoomState> find_state(db::Tx& tx, RoomId room);
bool owns_a_room(db::Tx& tx, PersonId owner);
void add_room(db::Tx& tx, Change change, PersonId owner, Time now);
std::optional<RoomView> find_room(db::Tx& tx, PersonId viewer, RoomId room);
/// `of`: only of that owner.
std::vector<RoomView> list_rooms(db::Tx& tx, PersonId viewer, std::optional<PersonId> of, const RoomQuery& query);
std::int64_t count_rooms(db::Tx& tx, std::optional<PersonId> of, const RoomQuery& query);
std::int64_t rooms_waiting(db::Tx& tx);
void set_status(db::Tx& tx, Change change, RoomId room, Status status, Time now);
void set_assignee(db::Tx& tx, Change change, RoomId room, std::optional<PersonId> assignee);

struct Sent {
  std::int64_t seq;
  Time sent_at;
};
std::optional<Sent> find_sent(db::Tx& tx, RoomId room, PersonId sender, std::string_view client_id);
/// `appeared`: others are told of the room's state, too.
std::int64_t take_seq(db::Tx& tx, RoomId room, Status status, std::optional<Time> waiting_since, Time now,
                      std::optional<Change> appeared);
void add_message(db::Tx& tx, Change change, const Draft& draft, PersonId sender, std::int64_t seq, Time now);
void raise_read_mark(db::Tx& tx, Change change, RoomId room, PersonId reader, std::int64_t seq);

std::optional<StoredAttachment> find_attachment(db::Tx& tx, std::string_view id);
/// For a message of theirs in that room; false when it is not theirs to say, or has been said.
bool take_attachment(db::Tx& tx, std::string_view attachment, RoomId room, PersonId sender);
std::int64_t count_unsent(db::Tx& tx, PersonId sender);
void add_attachment(db::Tx& tx, PersonId sender, const StoredAttachment& added, Time now);
bool is_any_unsent(db::Tx& tx, Time before);
std::vector<std::string> forget_unsent(db::Tx& tx, Time before, std::size_t at_most);

/// An answer was given that the owner may not see.
void note_missed(db::Tx& tx, RoomId room, Time now);
/// The owner has read up to their mark.
void count_missed_anew(db::Tx& tx, RoomId room);
std::vector<Missed> missed_answers(db::Tx& tx, Time before, std::size_t at_most);
void settle_missed(db::Tx& tx, RoomId room, Time since);

std::vector<Message> messages(db::Tx& tx, RoomId room, const Stretch& stretch);

std::vector<Room> rooms_changed(db::Tx& tx, Change from, Change to);
std::vector<Message> messages_of_changes(db::Tx& tx, Change from, Change to);
std::vector<ReadMark> marks_of_changes(db::Tx& tx, Change from, Change to);

}  // namespace hurtrock::chat::store
