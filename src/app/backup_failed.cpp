#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/existing_database.hpp"
#include "app/last_backup.hpp"
#include "layout/letter.hpp"
#include "orders/dates.hpp"
#include "platform/i18n/texts.hpp"
#include "platform/mail/outbox.hpp"
#include "store/store.hpp"

namespace hurtrock::app {
namespace {

/// As other letters to the store itself.
constexpr i18n::Language kStoreReads = i18n::Language::kIndonesian;

layout::Letter letter_about_backups(const store::Profile& profile, std::optional<Time> last) {
  const auto& texts = i18n::Texts::of(kStoreReads);
  return {.shop_name = profile.name,
          .heading = std::string(texts("app.backup_failed.heading")),
          .paragraphs = {std::string(texts("app.backup_failed.text")),
                         last ? texts("app.backup_failed.last", {{"time", orders::date_and_time(*last, texts)}})
                              : std::string(texts("app.backup_failed.none"))}};
}

}  // namespace

int backup_failed_command(const Config& config) {
  demand_database(config);
  const auto db = db::Database::open(config.database_url, {.connections = 1});
  const Time now = SystemClock{}.now();
  const auto last = last_backup(config.data_dir);
  const std::string address = db->write([&](db::Tx& tx) {
    const store::Profile profile = store::load_profile(tx);
    if (profile.email.empty()) throw std::runtime_error("the store has no mailbox: set one at /admin/store-profile");
    const auto letter = letter_about_backups(profile, last);
    mail::enqueue_mail(tx,
                       {.kind = "backup_failed",
                        .event_key = fmt::format("backup_failed:{}", rfc3339(now).substr(0, 10)),
                        .order_id = std::nullopt,
                        .to_address = profile.email,
                        .to_name = profile.name,
                        .language = std::string(i18n::code(kStoreReads)),
                        .subject = letter.heading,
                        .html = layout::as_html(letter, i18n::Texts::of(kStoreReads)),
                        .text = layout::as_plain_text(letter)},
                       now);
    return profile.email;
  });
  fmt::print("{} is told by mail, once today\n", address);
  return 0;
}

}  // namespace hurtrock::app
