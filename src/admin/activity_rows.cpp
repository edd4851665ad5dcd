#include "admin/activity_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/job_words.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kLongestSubjectName = 80;

/// Where a thing has its page: before its number or id.
constexpr std::pair<std::string_view, std::string_view> kPages[] = {
    {"order", "/admin/orders/"},
    {"draft_order", "/admin/drafts/"},
    {"product", "/admin/products/"},
    {"category", "/admin/categories/"},
    {"supplier", "/admin/suppliers/"},
    {"variant", "/admin/stock/"},
    {"purchase_order", "/admin/restock/"},
    {"stock_take", "/admin/stock/takes/"},
    {"review", "/admin/reviews/"},
    {"payment_settings", "/admin/payments#"},
    {"user", "/admin/users/"},
    {"shipping_service", "/admin/shipping/"},
    {"store_profile", "/admin/store-profile#"},
    {"synonyms", "/admin/synonyms/"},
    {"mail", "/admin/mail/"},
};

std::string url_of(const store::ActivityLogRow& row) {
  const auto page = std::ranges::find(kPages, row.kind, &std::pair<std::string_view, std::string_view>::first);
  return page == std::end(kPages) ? std::string{} : fmt::format("{}{}", page->second, row.thing);
}

std::string name_of(const store::ActivityLogRow& row, const i18n::Texts& texts) {
  if (row.kind == "job") return worded_job(row.thing, texts);
  std::string name = row.thing_name.empty() ? name_in(row.before_json, row.after_json) : row.thing_name;
  if (name.empty()) name = row.thing;
  return std::string(text::shorten(name, kLongestSubjectName));
}

std::string kind_and_name(const store::ActivityLogRow& row, const i18n::Texts& texts) {
  const std::string key = fmt::format("admin.activity.kind.{}", row.kind);
  return fmt::format("{} {}", texts.has(key) ? texts(key) : std::string_view(row.kind), name_of(row, texts));
}

}  // namespace

ActivityRow activity_row(const store::ActivityLogRow& row, std::size_t most_changes, const i18n::Texts& texts) {
  // What says "this product" on the product's page needs other words where things of all kinds follow each other.
  const std::string own_words = fmt::format("admin.activity.did.{}", row.action);
  const bool names_kind = texts.has(own_words);
  ActivityRow shown{
      .actor = row.actor_name.empty() ? std::string(texts("admin.activity.deleted_account")) : row.actor_name,
      .actor_url = row.actor ? fmt::format("/admin/activity?person={}", row.actor->value()) : std::string{},
      .text = names_kind ? std::string(texts(own_words)) + " " : worded_action(row.action, texts) + " · ",
      .thing = names_kind ? name_of(row, texts) : kind_and_name(row, texts),
      .thing_url = url_of(row),
      .at = date_and_time(row.place.at, texts),
      .address = row.remote_address,
      .changes = changes_in(row.before_json, row.after_json, texts)};
  if (shown.changes.size() > most_changes) {
    shown.more_changes = std::ssize(shown.changes) - static_cast<std::int64_t>(most_changes);
    shown.changes.resize(most_changes);
  }
  return shown;
}

}  // namespace hurtrock::admin
