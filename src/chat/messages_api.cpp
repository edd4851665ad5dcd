#include <boost/json.hpp>

#include "chat/handlers.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::chat {
namespace {

namespace json = boost::json;

http::Response invalid_field(std::string_view field, Problem problem, const Caller& caller) {
  const std::string text(text_of(problem, caller.texts()));
  return http::problem(422, "validation", text, caller.texts(),
                       {{std::string(field), std::string(code_of(problem)), text}});
}

std::string_view field_of(Problem problem, const Draft& draft) {
  if (problem != Problem::kInvalid) return "body";
  Draft harmless = draft;
  harmless.body = "x";
  harmless.product_slug.clear();
  harmless.attachment.clear();
  if (wrong_with(harmless)) return "client_id";
  harmless.product_slug = draft.product_slug;
  return wrong_with(harmless) ? "product_slug" : "attachment";
}

}  // namespace

http::Response list_messages(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_fields(request.query, caller.texts());
  const Stretch stretch{
      .before = input.integer("before_seq", 0, INT64_MAX, http::Need::kOptional),
      .after = input.integer("after_seq", 0, INT64_MAX, http::Need::kOptional),
      .limit = static_cast<std::size_t>(
          input.integer("limit", 1, static_cast<std::int64_t>(kMostPerPage), http::Need::kOptional).value_or(50))};
  if (!input.ok()) return http::invalid(input);

  const RoomId room = room_of(request);
  const auto found = chat.db.read([&](db::Tx& tx) -> std::optional<std::vector<Message>> {
    if (!owner_if_allowed(tx, caller.person, room)) return std::nullopt;
    return messages(tx, room, stretch);
  });
  if (!found) return refusal(Problem::kUnknownRoom, caller);
  json::array items;
  for (const Message& message : *found) {
    const auto card = message.product_slug.empty() ? std::nullopt : chat.cards.find(message.product_slug).card;
    items.push_back(to_json(message, card));
  }
  return http::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

http::Response post_message(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  constexpr std::size_t kLongestName = 200;
  const Draft draft{.room = room_of(request),
                    .client_id = input->line("client_id", kLongestName),
                    .body = input->text("body", kLongestBody, http::Need::kOptional),
                    .product_slug = input->line("product_slug", kLongestName, http::Need::kOptional),
                    .attachment = input->line("attachment", kLongestName, http::Need::kOptional)};
  if (!input->ok()) return http::invalid(*input);
  if (const auto problem = wrong_with(draft)) return invalid_field(field_of(*problem, draft), *problem, caller);

  if (const auto wait = chat.sends.take(caller.person.id)) {
    ++chat.counts.rate_limited;
    auto response = http::problem(429, code_of(Problem::kRateLimited), text_of(Problem::kRateLimited, caller.texts()),
                                  caller.texts(), {}, "\"retry_after_ms\":" + std::to_string(wait->count()));
    response.set("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()));
    return response;
  }
  // Only whoever may say something here has the shop asked.
  const bool allowed =
      chat.db.read([&](db::Tx& tx) { return owner_if_allowed(tx, caller.person, draft.room).has_value(); });
  if (!allowed) return refusal(Problem::kUnknownRoom, caller);
  if (!draft.product_slug.empty() && chat.cards.find(draft.product_slug).unknown)
    return invalid_field("product_slug", Problem::kUnknownProduct, caller);

  Sending sending(chat, caller.person, draft, caller.texts());
  const bool committed = chat.writer.run([&](db::Tx& tx, Change change) { sending(tx, change); });
  const auto& receipt = sending.outcome();
  if (!committed) return refusal(Problem::kUnavailable, caller);
  if (!receipt && receipt.error() == Refusal::kUnknownAttachment)
    return invalid_field("attachment", Problem::kUnknownAttachment, caller);
  if (!receipt) return refusal(Problem::kUnknownRoom, caller);
  ++(receipt->repeated ? chat.counts.repeated : chat.counts.messages);
  return http::json(201, json::serialize(json::object{{"client_id", draft.client_id},
                                                      {"room", draft.room.value()},
                                                      {"seq", receipt->seq},
                                                      {"sent_at", rfc3339(receipt->sent_at)}}));
}

/// As the frame of that name.
http::Response post_read(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const auto seq = input->integer("seq", 1, INT64_MAX);
  if (!input->ok()) return http::invalid(*input);

  const RoomId room = room_of(request);
  std::expected<void, Refusal> outcome;
  const bool committed =
      chat.writer.run([&](db::Tx& tx, Change change) { outcome = mark_read(tx, change, caller.person, room, *seq); });
  if (!committed) return refusal(Problem::kUnavailable, caller);
  if (!outcome) return refusal(Problem::kUnknownRoom, caller);
  return {.status = 204};
}

}  // namespace hurtrock::chat
