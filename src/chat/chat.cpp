#include "chat/chat.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "chat/store.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::chat {
namespace {

/// How much is read at once: a process that was away catches up step by step.
constexpr Change kMostChangesAtOnce = 200;

std::optional<store::KnownPerson> find(db::Tx& tx, const Introduction& who) {
  return who.account != 0 ? store::find_account(tx, who.account) : store::find_guest(tx, who.guest_key);
}

bool is_as_introduced(const store::KnownPerson& known, const Introduction& who) {
  return known.language == who.language &&
         (who.account == 0 || (known.person.name == who.name && known.person.role == who.role));
}

Person add(db::Tx& tx, const Introduction& who, Time now) {
  if (who.account != 0) {
    Person account{.id = PersonId{who.account}, .name = who.name, .role = who.role};
    store::add_person(tx, account, std::nullopt, who.language, now);
    return account;
  }
  const std::int64_t number = store::next_guest(tx);
  Person guest{.id = PersonId{-number}, .name = fmt::format("Tamu {}", number), .role = Role::kGuest};
  store::add_person(tx, guest, who.guest_key, who.language, now);
  return guest;
}

bool may_enter(const Person& person, PersonId owner) { return is_staff(person.role) || person.id == owner; }

/// Of the staff nobody is a customer: what they tried as guests stays with the guest.
bool takes_guests_along(const Introduction& who) { return who.account != 0 && !is_staff(who.role); }

bool has_guests_to_merge(db::Tx& tx, const Introduction& who) {
  return takes_guests_along(who) && std::ranges::any_of(who.former_guests, [&](const std::string& key) {
           const auto guest = store::find_guest(tx, key);
           return guest && !guest->merged;
         });
}

}  // namespace

std::string_view word(Role role) {
  switch (role) {
    case Role::kGuest:
      return "guest";
    case Role::kBuyer:
      return "buyer";
    case Role::kStaff:
      return "staff";
    case Role::kAdmin:
      return "admin";
    case Role::kShop:
      return "shop";
  }
  return "guest";
}

std::string_view word(Status status) {
  switch (status) {
    case Status::kOpen:
      return "open";
    case Status::kResolved:
      return "resolved";
    case Status::kArchived:
      return "archived";
  }
  return "open";
}

std::optional<Status> status_from(std::string_view given) {
  for (const Status status : {Status::kOpen, Status::kResolved, Status::kArchived})
    if (word(status) == given) return status;
  return std::nullopt;
}

std::string_view word(AttachmentKind kind) { return kind == AttachmentKind::kPicture ? "picture" : "pdf"; }

Change begin_change(db::Tx& tx) { return store::begin_change(tx); }
Change last_change(db::Tx& tx) { return store::last_change(tx); }

std::optional<Person> recognise(db::Tx& tx, const Introduction& who) {
  const auto known = find(tx, who);
  if (!known || known->merged || !is_as_introduced(*known, who)) return std::nullopt;
  if (!is_staff(known->person.role) && !store::owns_a_room(tx, known->person.id)) return std::nullopt;
  if (has_guests_to_merge(tx, who)) return std::nullopt;
  return known->person;
}

std::optional<Person> welcome(db::Tx& tx, Change change, const Introduction& who, Time now) {
  const auto known = find(tx, who);
  if (known && known->merged) return std::nullopt;
  Person person = known ? known->person : add(tx, who, now);
  if (known && !is_as_introduced(*known, who)) {
    if (who.account != 0) {
      person.name = who.name;
      person.role = who.role;
    }
    store::update_person(tx, person, who.language);
  }
  if (takes_guests_along(who)) {
    for (const std::string& key : who.former_guests)
      if (const auto guest = store::find_guest(tx, key); guest && !guest->merged)
        store::merge(tx, change, guest->person.id, person.id);
  }
  if (!is_staff(person.role) && !store::owns_a_room(tx, person.id)) store::add_room(tx, change, person.id, now);
  return person;
}

std::optional<PersonId> owner_if_allowed(db::Tx& tx, const Person& person, RoomId room) {
  const auto state = store::find_state(tx, room);
  if (!state || !may_enter(person, state->owner)) return std::nullopt;
  return state->owner;
}

std::optional<RoomView> find_room(db::Tx& tx, const Person& viewer, RoomId room) {
  auto view = store::find_room(tx, viewer.id, room);
  if (!view || !may_enter(viewer, view->room.owner.id)) return std::nullopt;
  return view;
}

RoomPage list_rooms(db::Tx& tx, const Person& viewer, const RoomQuery& query) {
  const auto of = is_staff(viewer.role) ? std::nullopt : std::optional{viewer.id};
  return {.rooms = store::list_rooms(tx, viewer.id, of, query), .total = store::count_rooms(tx, of, query)};
}

std::int64_t rooms_waiting(db::Tx& tx) { return store::rooms_waiting(tx); }

std::expected<void, Refusal> set_status(db::Tx& tx, Change change, RoomId room, Status status, Time now) {
  const auto state = store::find_state(tx, room);
  if (!state) return std::unexpected(Refusal::kUnknownRoom);
  if (state->status != status) store::set_status(tx, change, room, status, now);
  return {};
}

bool knows_staff(db::Tx& tx, PersonId account) {
  const auto known = store::find_account(tx, account.value());
  return known && is_staff(known->person.role);
}

std::expected<void, Refusal> set_assignee(db::Tx& tx, Change change, RoomId room, std::optional<PersonId> assignee) {
  if (!store::find_state(tx, room)) return std::unexpected(Refusal::kUnknownRoom);
  if (assignee && !knows_staff(tx, *assignee)) return std::unexpected(Refusal::kUnknownPerson);
  store::set_assignee(tx, change, room, assignee);
  return {};
}

std::expected<Receipt, Refusal> send(db::Tx& tx, Change change, const Person& sender, const Draft& draft, Time now) {
  const auto room = store::find_state(tx, draft.room);
  if (!room || !may_enter(sender, room->owner)) return std::unexpected(Refusal::kUnknownRoom);
  if (const auto sent = store::find_sent(tx, draft.room, sender.id, draft.client_id))
    return Receipt{.seq = sent->seq, .sent_at = sent->sent_at, .repeated = true};

  if (!draft.attachment.empty() && !store::take_attachment(tx, draft.attachment, draft.room, sender.id))
    return std::unexpected(Refusal::kUnknownAttachment);

  const bool by_owner = sender.id == room->owner;
  const Status status = by_owner ? Status::kOpen : room->status;
  const auto waiting_since = by_owner ? std::optional{room->waiting_since.value_or(now)} : std::nullopt;
  const bool appears = room->last_seq == 0 || status != room->status;
  const auto seq =
      store::take_seq(tx, draft.room, status, waiting_since, now, appears ? std::optional{change} : std::nullopt);
  store::add_message(tx, change, draft, sender.id, seq, now);
  if (!by_owner) store::note_missed(tx, draft.room, now);
  // Whoever answers a room that nobody has is who looks after it.
  if (!by_owner && !room->has_assignee) store::set_assignee(tx, change, draft.room, sender.id);
  return Receipt{.seq = seq, .sent_at = now, .begins_to_wait = by_owner && !room->waiting_since};
}

void answer_automatically(db::Tx& tx, Change change, RoomId room, std::string_view shop, std::string_view body,
                          Time now) {
  const auto state = store::find_state(tx, room);
  if (!state) return;
  store::keep_shop(tx, shop, now);
  const auto seq = store::take_seq(tx, room, state->status, state->waiting_since, now, std::nullopt);
  const Draft answer{.room = room, .client_id = crypto::random_uuid(), .body = std::string(body), .product_slug = {}};
  store::add_message(tx, change, answer, kShopItself, seq, now);
}

std::expected<void, Refusal> mark_read(db::Tx& tx, Change change, const Person& reader, RoomId room, std::int64_t seq) {
  const auto state = store::find_state(tx, room);
  if (!state || !may_enter(reader, state->owner)) return std::unexpected(Refusal::kUnknownRoom);
  const auto mark = std::min(seq, state->last_seq);
  if (mark > 0) store::raise_read_mark(tx, change, room, reader.id, mark);
  if (mark > 0 && reader.id == state->owner) store::count_missed_anew(tx, room);
  return {};
}

std::optional<StoredAttachment> find_attachment(db::Tx& tx, std::string_view id) {
  return store::find_attachment(tx, id);
}

std::expected<void, Refusal> may_attach(db::Tx& tx, const Person& sender, RoomId room) {
  if (!owner_if_allowed(tx, sender, room)) return std::unexpected(Refusal::kUnknownRoom);
  if (store::count_unsent(tx, sender.id) >= kMostUnsent) return std::unexpected(Refusal::kTooManyUnsent);
  return {};
}

std::expected<void, Refusal> add_attachment(db::Tx& tx, const Person& sender, const StoredAttachment& added, Time now) {
  auto allowed = may_attach(tx, sender, added.room);
  if (allowed) store::add_attachment(tx, sender.id, added, now);
  return allowed;
}

bool is_any_unsent(db::Tx& tx, Time before) { return store::is_any_unsent(tx, before); }

std::vector<std::string> forget_unsent(db::Tx& tx, Time before, std::size_t at_most) {
  return store::forget_unsent(tx, before, at_most);
}

std::vector<Missed> missed_answers(db::Tx& tx, Time before, std::size_t at_most) {
  return store::missed_answers(tx, before, at_most);
}

void settle_missed(db::Tx& tx, const Missed& missed) { store::settle_missed(tx, missed.room, missed.since); }

std::vector<Message> messages(db::Tx& tx, RoomId room, const Stretch& stretch) {
  return store::messages(tx, room, stretch);
}

News news_since(db::Tx& tx, Change from, Change last) {
  News news{.from = from, .to = std::min({store::last_change(tx), from + kMostChangesAtOnce, last})};
  if (news.to <= from) {
    news.to = from;
    return news;
  }
  news.rooms = store::rooms_changed(tx, from, news.to);
  news.messages = store::messages_of_changes(tx, from, news.to);
  news.marks = store::marks_of_changes(tx, from, news.to);
  return news;
}

}  // namespace hurtrock::chat
