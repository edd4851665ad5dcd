#include <algorithm>

#include "payments/payments.hpp"
#include "payments/settings.hpp"

namespace hurtrock::payments {
namespace {

/// The order in which they are offered.
constexpr std::string_view kOrder[] = {"midtrans", "stripe", "bank_transfer", "cod"};

#define SETTINGS_COLUMNS \
  "provider, enabled, environment, minimum_total, maximum_total, secret_box, public_options, version, updated_at "

Settings settings_in(const db::Rows& rows, std::size_t row) {
  return {.provider = rows.get<std::string>(row, 0),
          .enabled = rows.get<bool>(row, 1),
          .environment = environment_from(rows.get<std::string>(row, 2)),
          .minimum_total = rows.get<Money>(row, 3),
          .maximum_total = rows.get<std::optional<Money>>(row, 4),
          .box = rows.get<std::optional<std::string>>(row, 5).value_or(""),
          .options = rows.get<std::string>(row, 6),
          .version = rows.get<std::int64_t>(row, 7),
          .updated_at = rows.get<Time>(row, 8)};
}

}  // namespace

std::vector<Settings> all_settings(db::Tx& tx) {
  const auto rows = tx.query("SELECT " SETTINGS_COLUMNS "FROM payment_settings");
  std::vector<Settings> found;
  for (std::size_t row = 0; row < rows.size(); ++row) found.push_back(settings_in(rows, row));
  std::ranges::sort(found, {}, [](const Settings& settings) { return std::ranges::find(kOrder, settings.provider); });
  return found;
}

std::optional<Settings> find_settings(db::Tx& tx, std::string_view provider) {
  const auto rows = tx.query("SELECT " SETTINGS_COLUMNS "FROM payment_settings WHERE provider = $1", provider);
  if (rows.empty()) return std::nullopt;
  return settings_in(rows, 0);
}

bool save_settings(db::Tx& tx, const Settings& settings, Time now) {
  const std::optional<std::string> box = settings.box.empty() ? std::nullopt : std::optional{settings.box};
  return tx.execute(
             "UPDATE payment_settings SET enabled = $1, environment = $2, minimum_total = $3, maximum_total = $4, "
             "secret_box = $5, public_options = $6, version = version + 1, updated_at = $7 "
             "WHERE provider = $8 AND version = $9",
             settings.enabled, word(settings.environment), settings.minimum_total, settings.maximum_total, box,
             settings.options, now, settings.provider, settings.version) == 1;
}

std::vector<Method> methods(db::Tx& tx) {
  std::vector<Method> found;
  for (Settings& settings : all_settings(tx)) {
    found.push_back({.provider = std::move(settings.provider),
                     .enabled = settings.enabled,
                     .minimum_total = settings.minimum_total,
                     .maximum_total = settings.maximum_total});
    if (found.back().provider == "bank_transfer") found.back().accounts = accounts_in(settings.options);
  }
  return found;
}

}  // namespace hurtrock::payments
