#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "chat/chat.hpp"
#include "platform/i18n/texts.hpp"

/// What travels over a socket, as docs/chat-protocol.md tells; and the same things as the JSON of the REST interface.
/// Pure.
namespace hurtrock::chat {

/// What cannot be done, for programs and for people.
enum class Problem : std::uint8_t {
  kBadFrame,  ///< no JSON object, or of no type that is known
  kInvalid,   ///< a field is missing or not what it should be
  kEmpty,
  kTooLong,
  kUnauthorized,
  kTokenExpired,
  kUnknownRoom,
  kUnknownProduct,
  kUnknownAttachment,
  kRateLimited,
  kTooManySockets,
  kUnavailable,
};
std::string_view code_of(Problem problem);
std::string_view text_of(Problem problem, const i18n::Texts& texts);

struct Hello {
  std::string token;
  std::map<RoomId, std::int64_t> resume;
};
struct Typing {
  RoomId room;
};
struct Read {
  RoomId room;
  std::int64_t seq = 0;
};
struct Renewal {
  std::string token;
};
/// Whether anybody is there: what the protocol's own pings are to programs, browsers do not let pages know.
struct Ping {};
using ClientFrame = std::variant<Hello, Draft, Typing, Read, Renewal, Ping>;

/// A refusal with what the client may find its frame again by.
struct FrameError {
  Problem problem = Problem::kBadFrame;
  std::string client_id;
  std::optional<RoomId> room;
  std::optional<std::int64_t> retry_after_ms;
};
std::expected<ClientFrame, FrameError> parse_frame(std::string_view text);
/// What is wrong with a message that somebody wants to send. Its body has no white space at its ends.
std::optional<Problem> wrong_with(const Draft& draft);

/// A product as the shop knows it now. Without a name the shop could not be asked.
struct ProductCard {
  std::string slug, name, image;
  std::int64_t price = 0;      ///< rupiah
  std::int64_t available = 0;  ///< pieces
};

boost::json::object to_json(const Person& person);
boost::json::object to_json(const Attachment& attachment);
boost::json::object to_json(const RoomView& view, bool owner_online);
boost::json::object to_json(const Message& message, const std::optional<ProductCard>& card);

struct Greeted {
  RoomView view;
  bool online = false;  ///< the other side: the owner for staff, anybody of the staff for others
};
std::string welcome_frame(const Person& person, const std::vector<Greeted>& rooms);
std::string ack_frame(const Draft& draft, const Receipt& receipt);
std::string message_frame(const Message& message, const std::optional<ProductCard>& card);
std::string typing_frame(RoomId room, const Person& person);
std::string read_frame(const ReadMark& mark);
std::string presence_frame(RoomId room, const Person& person, bool online);
std::string room_frame(const Room& room);
std::string pong_frame();
std::string error_frame(const FrameError& error, const i18n::Texts& texts);

}  // namespace hurtrock::chat
