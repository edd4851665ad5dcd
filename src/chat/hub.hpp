#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chat/chat.hpp"
#include "chat/notifier.hpp"
#include "chat/product_cards.hpp"
#include "platform/websocket/websocket.hpp"

namespace hurtrock::chat {

/// A socket, as the hub knows it. Who it belongs to is set before it joins, and stays.
struct Member {
  std::shared_ptr<websocket::Peer> peer;
  Person person;
  std::vector<RoomId> rooms;          ///< their own
  bool joined = false, gone = false;  ///< the hub's
};

/// Brings what is new in the database to the sockets of this process, each thing to each socket once and in order: the
/// hub and every member stand at the same change, and step by step all go on to the next. Thread-safe.
class Hub {
 public:
  static constexpr std::size_t kMostSocketsEach = 20;

  Hub(db::Database& db, ProductCards& cards, Notifier& notifier);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void start();
  void stop();
  /// From the notifier.
  void receive(const Signal& signal);

  /// From now on `member` is told of what is new behind `greeted`, up to which it knows everything. May wait for the
  /// database. False when the person has too many sockets already.
  bool join(const std::shared_ptr<Member>& member, Change greeted);
  /// Also for one that has not joined, and then will not. Does not wait.
  void leave(const std::shared_ptr<Member>& member);

  [[nodiscard]] bool is_online(PersonId person) const;
  [[nodiscard]] bool staff_is_online() const;

 private:
  using Frames = std::vector<websocket::Frame>;
  /// What is to be sent, by who shall have it.
  struct Delivery {
    Frames to_staff;
    std::unordered_map<PersonId, Frames> to_owners;
    void add(PersonId owner, std::string frame, bool also_to_staff = true);
  };
  /// A person with sockets, or one whose last socket ended a moment ago: a page that is followed by the next is no
  /// absence.
  struct Presence {
    Person person;
    std::vector<RoomId> rooms;
    std::vector<std::shared_ptr<Member>> sockets;
    std::chrono::steady_clock::time_point absent_from{};  ///< without sockets: when the others are told
  };

  /// Whoever is at another process, as that one has told.
  struct Neighbour {
    std::unordered_map<PersonId, Presence> people;
    std::chrono::steady_clock::time_point heard_at{};
  };

  void serve(const std::stop_token& stopped);
  bool step();
  Delivery delivery_of(const News& news);
  void send_to(PersonId person, const Frames& frames);
  void tell(const Person& person, const std::vector<RoomId>& rooms, Signal::Kind kind);
  void tell_of_absences();
  void tell_neighbours(bool is_over);
  void forget_silent_neighbours();
  // Under mutex_.
  void note_presence(const Signal& signal);
  void note_all(const Signal& signal);
  [[nodiscard]] bool is_present(PersonId person, std::string_view but_at) const;
  void spread_typing(const Signal& signal);
  void spread_presence(const Person& person, RoomId room, PersonId owner, bool online);

  db::Database& db_;
  ProductCards& cards_;
  Notifier& notifier_;

  std::mutex steps_;  ///< held over a step and over a joining
  Change position_ = 0;

  mutable std::mutex mutex_;  ///< held shortly; after steps_
  std::unordered_map<PersonId, Presence> present_;
  std::unordered_set<PersonId> staff_;  ///< of those present
  std::unordered_map<std::string, Neighbour> neighbours_;
  bool neighbour_is_new_ = true;  ///< there may be one that does not know who is here
  std::chrono::steady_clock::time_point told_neighbours_at_{};
  bool news_ = false;
  std::condition_variable_any changed_;
  std::jthread thread_;
};

}  // namespace hurtrock::chat
