#include "chat/hub.hpp"

#include <algorithm>

#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// How late what another process wrote is found when nobody tells of it.
constexpr auto kLookAround = 1s;
constexpr auto kAbsence = 3s;
constexpr auto kTellNeighbours = 10s;
/// A process that has not said anything for so long is gone, and whoever was there.
constexpr auto kNeighbourGone = 30s;

websocket::Frame framed(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

}  // namespace

Hub::Hub(db::Database& db, ProductCards& cards, Notifier& notifier) : db_(db), cards_(cards), notifier_(notifier) {}

Hub::~Hub() { stop(); }

void Hub::start() {
  position_ = db_.read([](db::Tx& tx) { return last_change(tx); });
  thread_ = std::jthread([this](const std::stop_token& stopped) { serve(stopped); });
}

void Hub::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  tell_neighbours(true);
}

void Hub::receive(const Signal& signal) {
  {
    const std::lock_guard lock(mutex_);
    if (!signal.process.empty()) {
      const auto [neighbour, is_new] = neighbours_.try_emplace(signal.process);
      neighbour->second.heard_at = SteadyClock::now();
      neighbour_is_new_ = neighbour_is_new_ || is_new;
    }
    switch (signal.kind) {
      case Signal::Kind::kCommitted:
        news_ = true;
        break;
      case Signal::Kind::kTyping:
        return spread_typing(signal);
      case Signal::Kind::kOnline:
      case Signal::Kind::kOffline:
        return note_presence(signal);
      case Signal::Kind::kHere:
        return note_all(signal);
      case Signal::Kind::kSaid:
        return;
    }
  }
  changed_.notify_one();
}

void Hub::serve(const std::stop_token& stopped) {
  bool failed = false;
  while (!stopped.stop_requested()) {
    try {
      const std::lock_guard lock(steps_);
      while (step()) {
      }
      failed = false;
    } catch (const std::exception& error) {
      if (!failed) log::error("chat.hub.cannot_read", {{"what", error.what()}});
      failed = true;
    }
    tell_of_absences();
    tell_neighbours(false);
    forget_silent_neighbours();
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stopped, kLookAround, [this] { return news_; });
    news_ = false;
  }
}

/// Whether there was something. Under steps_.
bool Hub::step() {
  const News news = db_.read([&](db::Tx& tx) { return news_since(tx, position_); });
  if (news.to == position_) return false;
  Delivery delivery = delivery_of(news);
  const std::lock_guard lock(mutex_);
  if (!delivery.to_staff.empty())
    for (const PersonId id : staff_) send_to(id, delivery.to_staff);
  for (const auto& [owner, frames] : delivery.to_owners)
    if (!staff_.contains(owner)) send_to(owner, frames);
  position_ = news.to;
  return true;
}

/// Under mutex_.
void Hub::send_to(PersonId person, const Frames& frames) {
  const auto found = present_.find(person);
  if (found == present_.end()) return;
  for (const auto& member : found->second.sockets) member->peer->send(frames);
}

void Hub::Delivery::add(PersonId owner, std::string frame, bool also_to_staff) {
  const auto shared = framed(std::move(frame));
  if (also_to_staff) to_staff.push_back(shared);
  to_owners[owner].push_back(shared);
}

/// A room first, then what is said in it. Nobody of the staff needs to know of a room in which nothing has been said.
Hub::Delivery Hub::delivery_of(const News& news) {
  Delivery delivery;
  for (const Room& room : news.rooms) delivery.add(room.owner.id, room_frame(room), room.last_seq > 0);
  for (const Message& message : news.messages) {
    const auto card = message.product_slug.empty() ? std::nullopt : cards_.find(message.product_slug).card;
    delivery.add(message.room_owner, message_frame(message, card));
  }
  for (const ReadMark& mark : news.marks) delivery.add(mark.room_owner, read_frame(mark));
  return delivery;
}

bool Hub::join(const std::shared_ptr<Member>& member, Change greeted) {
  const bool of_staff = is_staff(member->person.role);
  bool is_new = false;
  {
    const std::lock_guard step_lock(steps_);
    // The greeting may have seen more than has been delivered so far.
    while (position_ < greeted && step()) {
    }
    Frames missed;
    for (Change at = greeted; at < position_;) {
      const News news = db_.read([&](db::Tx& tx) { return news_since(tx, at, position_); });
      if (news.to == at) break;
      at = news.to;
      Delivery delivery = delivery_of(news);
      const Frames& own = of_staff ? delivery.to_staff : delivery.to_owners[member->person.id];
      missed.insert(missed.end(), own.begin(), own.end());
    }
    const std::lock_guard lock(mutex_);
    if (member->gone) return true;
    const auto [entry, added] = present_.try_emplace(member->person.id);
    Presence& presence = entry->second;
    if (presence.sockets.size() >= kMostSocketsEach) return false;
    is_new = added;
    presence.person = member->person;
    presence.rooms = member->rooms;
    presence.sockets.push_back(member);
    member->joined = true;
    if (of_staff) staff_.insert(member->person.id);
    if (!missed.empty()) member->peer->send(std::move(missed));
  }
  if (is_new) tell(member->person, member->rooms, Signal::Kind::kOnline);
  return true;
}

void Hub::leave(const std::shared_ptr<Member>& member) {
  const std::lock_guard lock(mutex_);
  member->gone = true;
  if (!member->joined) return;
  const auto found = present_.find(member->person.id);
  if (found == present_.end()) return;
  Presence& presence = found->second;
  if (std::erase(presence.sockets, member) == 0 || !presence.sockets.empty()) return;
  presence.absent_from = SteadyClock::now() + kAbsence;
}

bool Hub::is_online(PersonId person) const {
  const std::lock_guard lock(mutex_);
  return present_.contains(person) || is_present(person, {});
}

bool Hub::staff_is_online() const {
  const std::lock_guard lock(mutex_);
  const auto has_staff = [](const auto& neighbour) {
    return std::ranges::any_of(neighbour.second.people,
                               [](const auto& one) { return is_staff(one.second.person.role); });
  };
  return !staff_.empty() || std::ranges::any_of(neighbours_, has_staff);
}

void Hub::tell_of_absences() {
  std::vector<Presence> absent;
  {
    const std::lock_guard lock(mutex_);
    const auto now = SteadyClock::now();
    for (auto entry = present_.begin(); entry != present_.end();) {
      Presence& presence = entry->second;
      if (presence.sockets.empty() && now >= presence.absent_from) {
        staff_.erase(entry->first);
        absent.push_back(std::move(presence));
        entry = present_.erase(entry);
      } else {
        ++entry;
      }
    }
  }
  for (const Presence& presence : absent) tell(presence.person, presence.rooms, Signal::Kind::kOffline);
}

void Hub::tell(const Person& person, const std::vector<RoomId>& rooms, Signal::Kind kind) {
  if (is_staff(person.role)) return notifier_.publish({.kind = kind, .person = person});
  for (const RoomId room : rooms)
    notifier_.publish({.kind = kind, .room = room, .room_owner = person.id, .person = person});
}

// Other processes
// ------------------------------------------------------------------------------------------------------

/// At any process but that one; with "" for it: at any other than this.
bool Hub::is_present(PersonId person, std::string_view but_at) const {
  if (!but_at.empty() && present_.contains(person)) return true;
  return std::ranges::any_of(neighbours_, [&](const auto& neighbour) {
    return neighbour.first != but_at && neighbour.second.people.contains(person);
  });
}

/// Whoever is somewhere else as well has neither come nor gone.
void Hub::note_presence(const Signal& signal) {
  const bool online = signal.kind == Signal::Kind::kOnline;
  if (!signal.process.empty()) {
    auto& people = neighbours_[signal.process].people;
    if (online) {
      Presence& presence = people[signal.person.id];
      presence.person = signal.person;
      if (signal.room) presence.rooms.push_back(signal.room);
    } else {
      people.erase(signal.person.id);
    }
  }
  if (!is_present(signal.person.id, signal.process))
    spread_presence(signal.person, signal.room, signal.room_owner, online);
}

void Hub::note_all(const Signal& signal) {
  if (signal.process.empty()) return;
  auto& people = neighbours_[signal.process].people;
  std::unordered_map<PersonId, Presence> now;
  const auto take = [&](PersonId id, Role role) {
    if (const auto known = people.find(id); known != people.end())
      now[id] = std::move(known->second);
    else
      now[id].person = {.id = id, .name = {}, .role = role};
    people.erase(id);
  };
  for (const PersonId id : signal.present_staff) take(id, Role::kStaff);
  for (const PersonId id : signal.present) take(id, Role::kGuest);
  std::swap(people, now);
  // Those who are left have gone, and nobody has heard of it.
  for (const auto& [id, presence] : now) {
    if (is_present(id, signal.process)) continue;
    if (is_staff(presence.person.role)) spread_presence(presence.person, {}, {}, false);
    for (const RoomId room : presence.rooms) spread_presence(presence.person, room, id, false);
  }
}

/// Now and then, and when somebody new is there: what got lost on the way is put right.
void Hub::tell_neighbours(bool is_over) {
  if (!notifier_.reaches_others()) return;
  Signal here{.kind = Signal::Kind::kHere};
  {
    const std::lock_guard lock(mutex_);
    const auto now = SteadyClock::now();
    if (!is_over && !neighbour_is_new_ && now - told_neighbours_at_ < kTellNeighbours) return;
    neighbour_is_new_ = false;
    told_neighbours_at_ = now;
    if (!is_over)
      for (const auto& [id, presence] : present_)
        (is_staff(presence.person.role) ? here.present_staff : here.present).push_back(id);
  }
  notifier_.publish(here);
}

void Hub::forget_silent_neighbours() {
  const std::lock_guard lock(mutex_);
  for (auto entry = neighbours_.begin(); entry != neighbours_.end();) {
    if (SteadyClock::now() - entry->second.heard_at < kNeighbourGone) {
      ++entry;
      continue;
    }
    note_all({.kind = Signal::Kind::kHere, .process = entry->first});
    entry = neighbours_.erase(entry);
  }
}

// To the sockets of this process
// ---------------------------------------------------------------------------------------

void Hub::spread_typing(const Signal& signal) {
  const Frames frames{framed(typing_frame(signal.room, signal.person))};
  for (const PersonId id : staff_)
    if (id != signal.person.id) send_to(id, frames);
  if (signal.person.id != signal.room_owner && !staff_.contains(signal.room_owner)) send_to(signal.room_owner, frames);
}

void Hub::spread_presence(const Person& person, RoomId room, PersonId owner, bool online) {
  if (room) {
    const Frames frames{framed(presence_frame(room, person, online))};
    for (const PersonId id : staff_)
      if (id != person.id) send_to(id, frames);
    if (person.id != owner && !staff_.contains(owner)) send_to(owner, frames);
    return;
  }
  // Somebody of the staff came or went: everybody else has a room for which that matters.
  for (const auto& [id, presence] : present_) {
    if (staff_.contains(id)) continue;
    for (const RoomId own : presence.rooms) send_to(id, {framed(presence_frame(own, person, online))});
  }
}

}  // namespace hurtrock::chat
