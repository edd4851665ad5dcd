#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "chat/chat.hpp"

namespace hurtrock::chat {

/// Something that sockets, of any process, are to be told of. What is not in the database is not missed when it is
/// lost; what is there is found without it, only later.
struct Signal {
  enum class Kind : std::uint8_t {
    kCommitted,  ///< there is news in the database; nothing else is set
    kTyping,
    kOnline,
    kOffline,
    kHere,  ///< everybody who is at the sender's process: what others believe of it is put right
    kSaid,  ///< `person` has said something there, which counts towards how much they may say anywhere
  };
  Kind kind = Kind::kCommitted;
  RoomId room;  ///< none: staff came or went, which concerns every room
  PersonId room_owner;
  Person person;                                 ///< who types, came or went; of kSaid the id alone
  std::vector<PersonId> present, present_staff;  ///< of kHere
  std::int64_t number = 0;                       ///< of kSaid: no two of a process are alike
  std::string process;                           ///< whose signal it is; empty: of this one
};

/// Carries signals to every process of the chat service, this one included.
class Notifier {
 public:
  virtual ~Notifier() = default;
  /// Any thread; does not wait for anybody.
  virtual void publish(const Signal& signal) = 0;
  /// Whether there may be other processes.
  [[nodiscard]] virtual bool reaches_others() const { return false; }
};

/// For a single process. Several of them see each other's messages within a second without more, because each looks at
/// the database that often.
class LocalNotifier final : public Notifier {
 public:
  /// Before anything is published.
  void deliver_to(std::function<void(const Signal&)> receiver) { receiver_ = std::move(receiver); }
  void publish(const Signal& signal) override { receiver_(signal); }

 private:
  std::function<void(const Signal&)> receiver_;
};

}  // namespace hurtrock::chat
