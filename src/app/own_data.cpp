#include "app/own_data.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <stdexcept>

#include "accounts/chat_token.hpp"
#include "admin/saved_filter_store.hpp"
#include "back_in_stock/back_in_stock.hpp"
#include "cart/cart.hpp"
#include "checkout/draft_orders.hpp"
#include "orders/orders.hpp"
#include "platform/log/log.hpp"
#include "platform/mail/outbox.hpp"
#include "reviews/reviews.hpp"
#include "wishlist/wishlist.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr std::int64_t kRowsAtOnce = 200;
/// More than anybody has said; what is behind them has to be asked for.
constexpr std::int64_t kMostMessages = 5'000;
constexpr std::size_t kMostBytesOfChat = 4UZ * 1024 * 1024;
/// The letter can be sent again, and looked for, for so long.
constexpr auto kFarewellLife = 24h * 30;

/// Readable: every member on a line of its own.
void append_pretty(std::string& out, const json::value& value, std::size_t depth) {
  const auto new_line = [&](std::size_t to) { out.append("\n").append(2 * to, ' '); };
  const auto* const list = value.if_array();
  const auto* const object = value.if_object();
  if (list != nullptr && !list->empty()) {
    out += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (i > 0) out += ',';
      new_line(depth + 1);
      append_pretty(out, (*list)[i], depth + 1);
    }
    new_line(depth);
    out += ']';
  } else if (object != nullptr && !object->empty()) {
    out += '{';
    bool first = true;
    for (const auto& member : *object) {
      if (!first) out += ',';
      first = false;
      new_line(depth + 1);
      out += json::serialize(member.key());
      out += ": ";
      append_pretty(out, member.value(), depth + 1);
    }
    new_line(depth);
    out += '}';
  } else {
    out += json::serialize(value);
  }
}

/// One object, member by member, of which no more than some kilobytes are ever in memory.
class JsonFile {
 public:
  explicit JsonFile(const std::string& path) : path_(path), file_(path, std::ios::binary | std::ios::trunc) {}

  void add(std::string_view name, const json::value& value) {
    begin_member(name);
    append_pretty(buffer_, value, 1);
    flush_if_full();
  }
  void begin_list(std::string_view name) {
    begin_member(name);
    buffer_ += '[';
    is_first_item_ = true;
  }
  void add_item(const json::value& value) {
    buffer_ += is_first_item_ ? "\n    " : ",\n    ";
    is_first_item_ = false;
    append_pretty(buffer_, value, 2);
    flush_if_full();
  }
  void end_list() { buffer_ += is_first_item_ ? "]" : "\n  ]"; }
  void finish() {
    buffer_ += "\n}\n";
    flush();
    file_.close();
    demand_written();
  }

 private:
  void begin_member(std::string_view name) {
    buffer_ += is_first_member_ ? "{\n  " : ",\n  ";
    is_first_member_ = false;
    buffer_ += json::serialize(json::string(name));
    buffer_ += ": ";
  }
  void flush() {
    file_.write(buffer_.data(), std::ssize(buffer_));
    buffer_.clear();
  }
  void flush_if_full() {
    constexpr std::size_t kFull = 64UZ * 1024;
    if (buffer_.size() < kFull) return;
    flush();
    // A full disk is not written to for the rest of a long list.
    demand_written();
  }
  void demand_written() const {
    if (!file_) throw std::runtime_error("one's own data could not be written to " + path_);
  }

  std::string path_;
  std::ofstream file_;
  std::string buffer_;
  bool is_first_member_ = true, is_first_item_ = true;
};

void add_list(JsonFile& file, db::Tx& tx, OwnList list, UserId user) {
  file.begin_list(word(list));
  for (std::int64_t after = 0;;) {
    const auto rows = own_rows(tx, list, user, after, kRowsAtOnce);
    for (const OwnRow& row : rows) file.add_item(row.data);
    if (std::ssize(rows) < kRowsAtOnce) break;
    after = rows.back().id;
  }
  file.end_list();
}

/// What people see of a message; the chat's own bookkeeping is nobody's data.
json::object own_message(const json::object& message) {
  json::object own{{"at", message.at("sent_at")},
                   {"from", message.at("sender").at("name")},
                   {"role", message.at("sender").at("role")},
                   {"text", message.at("body")}};
  if (const auto* const product = message.at("product").if_object()) own["product"] = product->at("slug");
  if (const auto* const attachment = message.at("attachment").if_object()) own["attachment"] = attachment->at("name");
  return own;
}

}  // namespace

void OwnData::write(UserId id, i18n::Language language, const std::string& path) {
  const auto user = db_.read([&](db::Tx& tx) { return accounts::find_user(tx, id); });
  if (!user) throw std::runtime_error("one's own data: no such account");
  // Before the transaction, which must not wait for another service.
  const auto chat = read_chat(*user, language);
  const auto& texts = i18n::Texts::of(language);
  db_.read([&](db::Tx& tx) {
    // Made anew should the transaction be run again.
    JsonFile file(path);
    file.add("made_at", json::string(rfc3339(clock_.now())));
    file.add("notes", json::array{texts("app.own_data.money"), texts("app.own_data.guest_orders"),
                                  texts("app.own_data.searches"), texts("app.own_data.secrets")});
    file.add("account", own_account(tx, id));
    for (const OwnList list : kOwnLists) add_list(file, tx, list, id);
    json::object chat_part{{"complete", chat && chat->complete}};
    if (!chat || !chat->complete) chat_part["note"] = texts(chat ? "app.own_data.chat_more" : "app.own_data.chat_away");
    chat_part["rooms"] = chat ? json::value(chat->rooms) : json::value(nullptr);
    file.add("chat", chat_part);
    file.finish();
  });
}

std::optional<json::object> OwnData::ask_chat(const accounts::User& user, i18n::Language language,
                                              std::string_view path) {
  const accounts::ChatIdentity identity{
      .account = user.id.value(),
      .name = user.name,
      .role = user.role,
      .language = language,
      .expires_at = std::chrono::floor<std::chrono::seconds>(clock_.now() + accounts::kChatTokenLife)};
  const auto answer =
      chat_.client.send({.url = fmt::format("{}{}", chat_.url, path),
                         .authorization = Secret{"Bearer " + accounts::make_chat_token(chat_.session_secret, identity)},
                         .tells_request_id = true,
                         .connect_timeout = 500ms,
                         .timeout = 5s,
                         .max_answer_bytes = kMostBytesOfChat});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered || answer.status != 200) {
    log::warn("own_data.chat_away", {{"status", answer.status}, {"what", answer.error}});
    return std::nullopt;
  }
  boost::system::error_code error;
  const json::value parsed = json::parse(answer.body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  return parsed.get_object();
}

std::optional<OwnChat> OwnData::read_chat(const accounts::User& user, i18n::Language language) try {
  const auto rooms = ask_chat(user, language, "/api/rooms?per_page=100");
  if (!rooms) return std::nullopt;
  OwnChat own;
  std::int64_t messages = 0;
  own.complete = rooms->at("items").as_array().size() >= rooms->at("total").to_number<std::size_t>();
  for (const json::value& room : rooms->at("items").as_array()) {
    const auto number = room.at("id").to_number<std::int64_t>();
    json::array said;
    for (std::int64_t after = 0; messages < kMostMessages;) {
      const auto piece =
          ask_chat(user, language, fmt::format("/api/rooms/{}/messages?after_seq={}&limit=100", number, after));
      if (!piece) return std::nullopt;
      const json::array& items = piece->at("items").as_array();
      if (items.empty()) break;
      for (const json::value& message : items) said.push_back(own_message(message.as_object()));
      messages += std::ssize(items);
      after = items.back().at("seq").to_number<std::int64_t>();
    }
    if (messages >= kMostMessages) own.complete = false;
    if (!said.empty()) own.rooms.push_back(json::object{{"room", number}, {"messages", std::move(said)}});
  }
  return own;
} catch (const boost::system::system_error& error) {
  // Not what that service answers: its data are not worth losing the rest for.
  log::warn("own_data.chat_unreadable", {{"what", error.what()}});
  return std::nullopt;
}

void OwnData::forget(db::Tx& tx, const accounts::User& user) {
  const Time now = clock_.now();
  cart::forget(tx, user.id);
  checkout::forget_drafts_of(tx, user.id);
  wishlist::forget(tx, user.id);
  reviews::forget_author(tx, user.id, now);
  // Of whoever was of the staff once.
  admin::store::forget_saved_filters(tx, user.id);
  // Before the mails: one that is being written at this moment comes before both. What a mailbox waits for that was
  // never proved may be somebody else's, and so are the mails about it.
  const bool is_own_mailbox = user.verified_at.has_value();
  if (is_own_mailbox) back_in_stock::forget(tx, user.email);
  std::vector<std::int64_t> orders;
  for (const OrderId order : orders::ids_of(tx, user.id)) orders.push_back(order.value());
  mail::forget_mails(tx, user.email, orders, is_own_mailbox ? std::string_view{} : back_in_stock::kMailKind);
  orders::forget_buyer(tx, user.id);
  // The last token that was given out has ended by then: none brings the name back.
  jobs::enqueue(tx, kLeaveChat, json::serialize(json::object{{"account", user.id.value()}}),
                {.run_at = now + accounts::kChatTokenLife + 1min,
                 .dedup_key = fmt::format("{}:{}", kLeaveChat, user.id.value()),
                 .max_attempts = 30});
}

jobs::Outcome OwnData::leave_chat(const jobs::Job& job) {
  // The chat service takes the name that a token tells.
  const accounts::User nobody{
      .id = UserId{json::parse(job.payload).at("account").to_number<std::int64_t>()},
      .name = std::string(i18n::Texts::of(i18n::Language::kIndonesian)("app.own_data.chat_name"))};
  if (!ask_chat(nobody, i18n::Language::kIndonesian, "/api/rooms?per_page=1"))
    return jobs::Outcome::retry("the chat service does not answer");
  return jobs::Outcome::done();
}

void OwnData::forget_farewells() {
  db_.write([&](db::Tx& tx) { mail::forget_mails_of(tx, "account_deleted", clock_.now() - kFarewellLife); });
}

}  // namespace hurtrock::app
