#include "chat/pages.hpp"

#include <boost/json.hpp>

namespace hurtrock::chat {
namespace {

namespace json = boost::json;

/// Texts of chat.panel that script fills in and shows.
constexpr std::string_view kTexts[] = {
    "file_drop",   "file_gone",     "file_later",      "file_picture", "about",           "alerts_off",   "alerts_on",
    "failed_why",  "in_stock",      "link_connecting", "link_down",    "link_offline",    "link_polling", "not_kept",
    "outbox_full", "sold_out",      "staff_offline",   "staff_online", "state_delivered", "state_failed", "state_kept",
    "state_read",  "state_sending", "state_sent",      "today",        "typing",          "you"};

/// "Senin–Jumat 09.30–18.00, Sabtu 09.30–17.00, Minggu Tutup"
std::string hours_line(const layout::Shop& shop) {
  std::string line;
  for (const auto& row : shop.store.hours) {
    if (!line.empty()) line += ", ";
    line.append(row.days).append(" ").append(row.hours);
  }
  return line;
}

}  // namespace

Conversation conversation_in(const layout::Shop& shop, const i18n::Texts& texts) {
  json::object words;
  for (const std::string_view key : kTexts) words.emplace(key, texts(std::string("chat.panel.").append(key)));
  words.emplace("hours", hours_line(shop));
  return {.texts = html::SafeJson(json::serialize(words))};
}

}  // namespace hurtrock::chat
