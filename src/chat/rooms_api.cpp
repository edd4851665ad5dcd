#include <boost/json.hpp>

#include "chat/handlers.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::chat {
namespace {

namespace json = boost::json;

/// The room after a change, or why there was none.
http::Response changed(Services& chat, const Caller& caller, RoomId room,
                       const std::function<std::expected<void, Refusal>(db::Tx&, Change)>& change) {
  std::expected<void, Refusal> outcome;
  const bool committed = chat.writer.run([&](db::Tx& tx, Change number) { outcome = change(tx, number); });
  if (!committed) return refusal(Problem::kUnavailable, caller);
  if (!outcome && outcome.error() == Refusal::kUnknownPerson) {
    const std::string text(caller.texts()("chat.error.unknown_user"));
    return http::problem(422, "validation", text, caller.texts(), {{"user_id", "unknown_user", text}});
  }
  const auto view = chat.db.read([&](db::Tx& tx) { return find_room(tx, caller.person, room); });
  if (!outcome || !view) return refusal(Problem::kUnknownRoom, caller);
  return http::json(200, json::serialize(to_json(*view, chat.hub.is_online(view->room.owner.id))));
}

}  // namespace

http::Response list_rooms(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_fields(request.query, caller.texts());
  constexpr std::int64_t kMostPages = 1'000'000;
  constexpr std::size_t kLongestQuery = 200;
  RoomQuery query;
  query.status = status_from(input.word("status", {"open", "resolved", "archived"}, http::Need::kOptional));
  query.q = input.line("q", kLongestQuery, http::Need::kOptional);
  query.spoken_only = !input.word("messages", {"1"}, http::Need::kOptional).empty();
  query.page = static_cast<std::size_t>(input.integer("page", 1, kMostPages, http::Need::kOptional).value_or(1));
  query.per_page = static_cast<std::size_t>(
      input.integer("per_page", 1, static_cast<std::int64_t>(kMostPerPage), http::Need::kOptional).value_or(50));
  if (!input.ok()) return http::invalid(input);

  const auto found = chat.db.read([&](db::Tx& tx) { return list_rooms(tx, caller.person, query); });
  const bool staff = is_staff(caller.person.role);
  json::array items;
  for (const RoomView& view : found.rooms)
    items.push_back(to_json(view, staff ? chat.hub.is_online(view.room.owner.id) : chat.hub.staff_is_online()));
  return http::json(200, json::serialize(json::object{{"items", std::move(items)},
                                                      {"page", query.page},
                                                      {"per_page", query.per_page},
                                                      {"total", found.total},
                                                      {"user", to_json(caller.person)}}));
}

http::Response set_status(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const auto status = status_from(input->word("status", {"open", "resolved", "archived"}));
  if (!input->ok()) return http::invalid(*input);
  const RoomId room = room_of(request);
  return changed(chat, caller, room,
                 [&](db::Tx& tx, Change change) { return set_status(tx, change, room, *status, chat.clock.now()); });
}

/// Without a user the room is nobody's again.
http::Response set_assignee(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const auto user = input->integer("user_id", 1, INT64_MAX, http::Need::kOptional);
  if (!input->ok()) return http::invalid(*input);
  const RoomId room = room_of(request);
  const auto assignee = user ? std::optional{PersonId{*user}} : std::nullopt;
  // Who has never been here is only known to the shop.
  std::optional<Introduction> newcomer;
  if (assignee && !chat.db.read([&](db::Tx& tx) { return knows_staff(tx, *assignee); })) {
    auto told = chat.staff.find(*assignee);
    if (!told && told.error() == NotIntroduced::kShopSilent) return refusal(Problem::kUnavailable, caller);
    if (told) newcomer = *std::move(told);
  }
  return changed(chat, caller, room, [&](db::Tx& tx, Change change) {
    if (newcomer) welcome(tx, change, *newcomer, chat.clock.now());
    return set_assignee(tx, change, room, assignee);
  });
}

}  // namespace hurtrock::chat
