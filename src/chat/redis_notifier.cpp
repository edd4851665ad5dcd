#include "chat/redis_notifier.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>

#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

namespace json = boost::json;
using Kind = Signal::Kind;

constexpr std::string_view kChannel = "hurtrock:chat:1";
constexpr std::pair<Kind, std::string_view> kWords[] = {{Kind::kCommitted, "committed"}, {Kind::kTyping, "typing"},
                                                        {Kind::kOnline, "online"},       {Kind::kOffline, "offline"},
                                                        {Kind::kHere, "here"},           {Kind::kSaid, "said"}};

json::array numbers(const std::vector<PersonId>& people) {
  json::array list;
  for (const PersonId id : people) list.emplace_back(id.value());
  return list;
}

std::vector<PersonId> people_from(const json::value& list) {
  std::vector<PersonId> people;
  for (const json::value& id : list.as_array()) people.emplace_back(id.to_number<std::int64_t>());
  return people;
}

Role role_from(std::string_view given) {
  for (const Role role : {Role::kGuest, Role::kBuyer, Role::kStaff, Role::kAdmin})
    if (word(role) == given) return role;
  throw std::runtime_error("an unknown role");
}

}  // namespace

std::string encoded(const Signal& signal, std::string_view process) {
  json::object message{{"process", process}};
  for (const auto& [kind, text] : kWords)
    if (kind == signal.kind) message["kind"] = text;
  if (signal.kind == Kind::kHere) {
    message["present"] = numbers(signal.present);
    message["staff"] = numbers(signal.present_staff);
  } else if (signal.kind == Kind::kSaid) {
    message["person"] = signal.person.id.value();
    message["number"] = signal.number;
  } else if (signal.kind != Kind::kCommitted) {
    message["room"] = signal.room.value();
    message["owner"] = signal.room_owner.value();
    message["person"] = json::object{
        {"id", signal.person.id.value()}, {"name", signal.person.name}, {"role", word(signal.person.role)}};
  }
  return json::serialize(message);
}

std::optional<Signal> decoded(std::string_view text) {
  try {
    const json::value message = json::parse(text);
    const std::string_view kind(message.at("kind").as_string());
    const auto* const known = std::ranges::find(kWords, kind, &std::pair<Kind, std::string_view>::second);
    if (known == std::end(kWords)) return std::nullopt;
    Signal signal{.kind = known->first, .process = std::string(message.at("process").as_string())};
    if (signal.process.empty()) return std::nullopt;
    if (signal.kind == Kind::kHere) {
      signal.present = people_from(message.at("present"));
      signal.present_staff = people_from(message.at("staff"));
    } else if (signal.kind == Kind::kSaid) {
      signal.person.id = PersonId{message.at("person").to_number<std::int64_t>()};
      signal.number = message.at("number").to_number<std::int64_t>();
    } else if (signal.kind != Kind::kCommitted) {
      const json::value& person = message.at("person");
      signal.room = RoomId{message.at("room").to_number<std::int64_t>()};
      signal.room_owner = PersonId{message.at("owner").to_number<std::int64_t>()};
      signal.person = {.id = PersonId{person.at("id").to_number<std::int64_t>()},
                       .name = std::string(person.at("name").as_string()),
                       .role = role_from(std::string_view(person.at("role").as_string()))};
    }
    return signal;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

RedisNotifier::RedisNotifier(redis::Address address, LocalNotifier& own)
    : own_(own),
      process_(crypto::random_token(12)),
      channel_(std::move(address), std::string(kChannel),
               {.received = [this](std::string_view message) { receive(message); },
                // Something may have been said while nobody listened.
                .listening = [this] { own_.publish({}); }}) {}

void RedisNotifier::publish(const Signal& signal) {
  own_.publish(signal);
  channel_.publish(encoded(signal, process_));
}

void RedisNotifier::receive(std::string_view message) {
  const auto signal = decoded(message);
  if (!signal) return log::warn("chat.signal.unreadable", {{"bytes", message.size()}});
  if (signal->process != process_) own_.publish(*signal);
}

}  // namespace hurtrock::chat
