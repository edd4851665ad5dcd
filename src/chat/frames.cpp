#include "chat/frames.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/core/text.hpp"

namespace hurtrock::chat {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestToken = 4'000;
constexpr std::size_t kLongestSlug = 200;
/// What a client may call its frame, though no message is taken under anything but a UUID.
constexpr std::size_t kLongestNamed = 200;
constexpr std::size_t kMostResumed = 500;

/// 8-4-4-4-12 hexadecimal digits (RFC 9562).
bool is_uuid(std::string_view id) {
  if (id.size() != 36) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = id[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !digit) return false;
  }
  return true;
}

bool is_slug(std::string_view slug) {
  return slug.size() <= kLongestSlug &&
         std::ranges::all_of(slug, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// The string of that name; "" when there is none, nothing when it is something else.
std::optional<std::string> text_at(const json::object& frame, std::string_view name) {
  const json::value* const value = frame.if_contains(name);
  if (value == nullptr || value->is_null()) return "";
  if (!value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

/// A whole number of at least `low`, also one written as 3.0 or by JavaScript's unsigned arithmetic.
std::optional<std::int64_t> number_of(const json::value* value, std::int64_t low) {
  if (value == nullptr) return std::nullopt;
  boost::system::error_code error;
  const auto number = value->to_number<std::int64_t>(error);
  return error || number < low ? std::nullopt : std::optional{number};
}

std::optional<RoomId> room_at(const json::object& frame) {
  const auto number = number_of(frame.if_contains("room"), 1);
  return number ? std::optional{RoomId{*number}} : std::nullopt;
}

using Parsed = std::expected<ClientFrame, FrameError>;

Parsed parse_hello(const json::object& frame) {
  Hello hello;
  auto token = text_at(frame, "token");
  if (!token || token->empty() || token->size() > kLongestToken) return std::unexpected(FrameError{Problem::kInvalid});
  hello.token = std::move(*token);
  const json::value* const resume = frame.if_contains("resume");
  if (resume == nullptr || resume->is_null()) return hello;
  if (!resume->is_object() || resume->get_object().size() > kMostResumed)
    return std::unexpected(FrameError{Problem::kInvalid});
  for (const auto& [key, value] : resume->get_object()) {
    const auto room = text::parse_integer(std::string_view{key.data(), key.size()}, 1, INT64_MAX);
    const auto seq = number_of(&value, 0);
    if (!room || !seq) return std::unexpected(FrameError{Problem::kInvalid});
    hello.resume[RoomId{*room}] = *seq;
  }
  return hello;
}

Parsed parse_send(const json::object& frame) {
  FrameError refusal{Problem::kInvalid};
  refusal.room = room_at(frame);
  const auto client_id = text_at(frame, "client_id");
  const auto body = text_at(frame, "body");
  const auto product = text_at(frame, "product");
  const auto attachment = text_at(frame, "attachment");
  if (!refusal.room || !client_id || !body || !product || !attachment) return std::unexpected(std::move(refusal));
  Draft draft{.room = *refusal.room,
              .client_id = *client_id,
              .body = std::string(text::trim(*body)),
              .product_slug = *product,
              .attachment = *attachment};
  if (const auto problem = wrong_with(draft)) {
    refusal.problem = *problem;
    return std::unexpected(std::move(refusal));
  }
  return draft;
}

Parsed parse_read(const json::object& frame) {
  const auto room = room_at(frame);
  const auto seq = number_of(frame.if_contains("seq"), 1);
  if (!room || !seq) return std::unexpected(FrameError{.problem = Problem::kInvalid, .room = room});
  return Read{.room = *room, .seq = *seq};
}

Parsed parse_known(const json::object& frame) {
  const auto type = text_at(frame, "type");
  if (type == "hello") return parse_hello(frame);
  if (type == "send") return parse_send(frame);
  if (type == "read") return parse_read(frame);
  if (type == "typing") {
    const auto room = room_at(frame);
    if (!room) return std::unexpected(FrameError{Problem::kInvalid});
    return Typing{.room = *room};
  }
  if (type == "ping") return Ping{};
  if (type == "token") {
    auto token = text_at(frame, "token");
    if (!token || token->empty() || token->size() > kLongestToken)
      return std::unexpected(FrameError{Problem::kInvalid});
    return Renewal{.token = std::move(*token)};
  }
  return std::unexpected(FrameError{});
}

json::value product_json(const Message& message, const std::optional<ProductCard>& card) {
  if (message.product_slug.empty()) return nullptr;
  if (!card || card->name.empty())
    return json::object{{"slug", message.product_slug},
                        {"name", nullptr},
                        {"price", nullptr},
                        {"available", nullptr},
                        {"image", nullptr}};
  return json::object{{"slug", message.product_slug},
                      {"name", card->name},
                      {"price", card->price},
                      {"available", card->available},
                      {"image", card->image.empty() ? json::value(nullptr) : json::value(card->image)}};
}

json::object room_json(const Room& room) {
  return {{"id", room.id.value()},
          {"owner", to_json(room.owner)},
          {"status", word(room.status)},
          {"assignee", room.assignee ? json::value(to_json(*room.assignee)) : json::value(nullptr)},
          {"last_seq", room.last_seq},
          {"waiting_since", room.waiting_since ? json::value(rfc3339(*room.waiting_since)) : json::value(nullptr)},
          {"created_at", rfc3339(room.created_at)},
          {"updated_at", rfc3339(room.updated_at)}};
}

}  // namespace

std::string_view code_of(Problem problem) {
  switch (problem) {
    case Problem::kBadFrame:
      return "bad_frame";
    case Problem::kInvalid:
      return "invalid";
    case Problem::kEmpty:
      return "empty";
    case Problem::kTooLong:
      return "too_long";
    case Problem::kUnauthorized:
      return "unauthorized";
    case Problem::kTokenExpired:
      return "token_expired";
    case Problem::kUnknownRoom:
      return "unknown_room";
    case Problem::kUnknownProduct:
      return "unknown_product";
    case Problem::kUnknownAttachment:
      return "unknown_attachment";
    case Problem::kRateLimited:
      return "rate_limited";
    case Problem::kTooManySockets:
      return "too_many_sockets";
    case Problem::kUnavailable:
      return "unavailable";
  }
  return "unavailable";
}

std::string_view text_of(Problem problem, const i18n::Texts& texts) {
  return texts(std::string("chat.error.").append(code_of(problem)));
}

std::optional<Problem> wrong_with(const Draft& draft) {
  const bool names_attachment = draft.attachment.empty() || is_uuid(draft.attachment);
  if (!is_uuid(draft.client_id) || !is_slug(draft.product_slug) || !names_attachment || !text::is_printable(draft.body))
    return Problem::kInvalid;
  if (text::length(draft.body) > kLongestBody) return Problem::kTooLong;
  if (draft.body.empty() && draft.product_slug.empty() && draft.attachment.empty()) return Problem::kEmpty;
  return std::nullopt;
}

std::expected<ClientFrame, FrameError> parse_frame(std::string_view text) {
  json::parse_options options;
  options.max_depth = 4;
  boost::system::error_code error;
  const json::value document = json::parse({text.data(), text.size()}, error, {}, options);
  if (error || !document.is_object()) return std::unexpected(FrameError{});
  const json::object& frame = document.get_object();
  auto parsed = parse_known(frame);
  if (parsed) return parsed;
  // Whatever is wrong with the frame, its sender finds it again.
  if (auto client_id = text_at(frame, "client_id"); client_id && client_id->size() <= kLongestNamed)
    parsed.error().client_id = std::move(*client_id);
  return parsed;
}

json::object to_json(const Person& person) {
  return {{"id", person.id.value()}, {"name", person.name}, {"role", word(person.role)}};
}

json::object to_json(const Attachment& attachment) {
  json::object file{
      {"id", attachment.id}, {"kind", word(attachment.kind)}, {"name", attachment.name}, {"bytes", attachment.bytes}};
  if (attachment.kind == AttachmentKind::kPicture) {
    file["width"] = attachment.width;
    file["height"] = attachment.height;
  }
  return file;
}

json::object to_json(const RoomView& view, bool online) {
  json::object room = room_json(view.room);
  room["read_seq"] = view.read_seq;
  room["unread"] = view.unread;
  room["seen_seq"] = view.seen_seq;
  room["online"] = online;
  room["last_message"] = nullptr;
  if (view.last_message) {
    const Message& last = *view.last_message;
    constexpr std::size_t kGlimpse = 120;
    const bool is_file = last.body.empty() && last.attachment;
    room["last_message"] = json::object{{"seq", last.seq},
                                        {"sender", to_json(last.sender)},
                                        {"body", text::shorten(is_file ? last.attachment->name : last.body, kGlimpse)},
                                        {"sent_at", rfc3339(last.sent_at)}};
  }
  return room;
}

json::object to_json(const Message& message, const std::optional<ProductCard>& card) {
  return {{"room", message.room.value()},
          {"seq", message.seq},
          {"client_id", message.client_id},
          {"sender", to_json(message.sender)},
          {"body", message.body},
          {"product", product_json(message, card)},
          {"attachment", message.attachment ? json::value(to_json(*message.attachment)) : json::value(nullptr)},
          {"sent_at", rfc3339(message.sent_at)}};
}

std::string welcome_frame(const Person& person, const std::vector<Greeted>& rooms) {
  json::array list;
  list.reserve(rooms.size());
  for (const Greeted& room : rooms) list.push_back(to_json(room.view, room.online));
  return json::serialize(json::object{{"type", "welcome"}, {"user", to_json(person)}, {"rooms", std::move(list)}});
}

std::string ack_frame(const Draft& draft, const Receipt& receipt) {
  return json::serialize(json::object{{"type", "ack"},
                                      {"client_id", draft.client_id},
                                      {"room", draft.room.value()},
                                      {"seq", receipt.seq},
                                      {"sent_at", rfc3339(receipt.sent_at)}});
}

std::string message_frame(const Message& message, const std::optional<ProductCard>& card) {
  json::object frame = to_json(message, card);
  frame["type"] = "message";
  return json::serialize(frame);
}

std::string typing_frame(RoomId room, const Person& person) {
  return json::serialize(json::object{{"type", "typing"}, {"room", room.value()}, {"user", to_json(person)}});
}

std::string read_frame(const ReadMark& mark) {
  return json::serialize(
      json::object{{"type", "read"}, {"room", mark.room.value()}, {"user", to_json(mark.reader)}, {"seq", mark.seq}});
}

std::string presence_frame(RoomId room, const Person& person, bool online) {
  return json::serialize(json::object{{"type", "presence"},
                                      {"room", room.value()},
                                      {"user", to_json(person)},
                                      {"state", online ? "online" : "offline"}});
}

std::string room_frame(const Room& room) {
  json::object frame = room_json(room);
  frame["type"] = "room";
  frame["room"] = room.id.value();
  return json::serialize(frame);
}

std::string pong_frame() { return R"({"type":"pong"})"; }

std::string error_frame(const FrameError& error, const i18n::Texts& texts) {
  json::object frame{{"type", "error"}, {"code", code_of(error.problem)}, {"message", text_of(error.problem, texts)}};
  if (!error.client_id.empty()) frame["client_id"] = error.client_id;
  if (error.room) frame["room"] = error.room->value();
  if (error.retry_after_ms) frame["retry_after_ms"] = *error.retry_after_ms;
  return json::serialize(frame);
}

}  // namespace hurtrock::chat
