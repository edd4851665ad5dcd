#include "payments/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/days.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/ledger_pages.hpp"
#include "admin/staff_action.hpp"
#include "admin/views/ledger.html.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using payments::Account;
using payments::MovementOutcome;

constexpr std::int64_t kEntriesPerPage = 50;
constexpr std::size_t kLongestNote = 200, kLongestKey = 64, kLongestAmount = 40;
constexpr Account kOthers[] = {Account::kOrders, Account::kBuyers, Account::kFees, Account::kLosses};
constexpr std::string_view kLedgerPath = "/admin/payments/ledger";

struct LedgerState {
  int status = 200;
  layout::Form form = {};
  std::string request_key = crypto::random_uuid();
};

std::vector<Choice> choices(std::initializer_list<Account> accounts, std::string_view chosen,
                            const i18n::Texts& texts) {
  std::vector<Choice> found;
  for (const Account account : accounts)
    found.push_back({std::string(word(account)), std::string(texts(fmt::format("admin.account.{}", word(account)))),
                     word(account) == chosen});
  return found;
}

/// What orders have earned and buyers are owed stands on the other side than what places hold.
std::string shown(Account account, Money balance) {
  const bool is_owed = account == Account::kOrders || account == Account::kBuyers;
  return format_rupiah(is_owed ? -balance : balance);
}

AccountTile tile(db::Tx& tx, Account account, std::string_view chosen) {
  return {std::string(word(account)), shown(account, payments::balance(tx, account)), word(account) == chosen};
}

EntryRow row_of(const payments::Entry& entry, const i18n::Texts& texts) {
  return {.at = date_and_time(entry.created_at, texts),
          .kind = std::string(word(entry.kind)),
          .debit = std::string(word(entry.debit)),
          .credit = std::string(word(entry.credit)),
          .amount = entry.amount,
          .order_number = entry.order_number,
          .note = entry.note,
          .written_by = entry.written_by};
}

/// Any number of them: what a page of entries costs does not grow with it, and their sum is read from an index.
constexpr std::int64_t kMostDaysOfEntries = 366 * 200;

std::string ledger_address(std::optional<Account> account, const std::optional<Days>& days, std::int64_t before) {
  std::string query;
  const auto add = [&](const std::string& field) { query += (query.empty() ? "?" : "&") + field; };
  if (account) add(fmt::format("account={}", word(*account)));
  if (days) add(query_of(*days));
  if (before > 0) add(fmt::format("before={}", before));
  return std::string(kLedgerPath) + query;
}

http::Response ledger_page(const http::Request& request, Services& shop, LedgerState state) {
  const auto& texts = request.visitor.texts();
  const auto account = payments::account_from(request.query.value("account"));
  const auto before = text::parse_integer(request.query.value("before"), 1, INT64_MAX);
  const auto days = read_days(request.query, kMostDaysOfEntries);
  const auto period = days ? std::optional{payments::Period{days->from, days->before}} : std::nullopt;
  LedgerPage view{.frame = frame_for(request, shop, Section::kPayments, texts("admin.ledger.title")),
                  .account = account ? std::string(word(*account)) : std::string{},
                  .may_write = request.visitor.user->role == http::Role::kAdmin,
                  .form = std::move(state.form),
                  .request_key = std::move(state.request_key)};
  view.frame.shop.path = kLedgerPath;
  if (request.query.value("notice") == "written" || request.query.value("notice") == "already")
    view.frame.shop.notice = texts(request.query.value("notice") == "written" ? "admin.ledger.notice.written"
                                                                              : "admin.ledger.notice.already");
  std::vector<payments::Entry> entries;
  shop.db.read([&](db::Tx& tx) {
    for (const Account place : payments::kPlaces) view.places.push_back(tile(tx, place, view.account));
    for (const Account other : kOthers) view.others.push_back(tile(tx, other, view.account));
    // One more than fits says whether there are others.
    entries = payments::entries(tx, account, before.value_or(INT64_MAX), kEntriesPerPage + 1, period);
    if (account && period) view.change = shown(*account, payments::change(tx, *account, *period));
  });
  if (days) {
    view.from_day = iso_day(days->from);
    view.to_day = iso_day(days->before - std::chrono::days{1});
  }
  if (std::ssize(entries) > kEntriesPerPage) {
    entries.pop_back();
    view.older_url = ledger_address(account, days, entries.back().id);
  }
  if (before) view.newest_url = ledger_address(account, days, 0);
  for (const auto& entry : entries) view.entries.push_back(row_of(entry, texts));
  view.from = choices({Account::kMidtrans, Account::kStripe, Account::kCash, Account::kBank, Account::kLosses},
                      view.form.value("from"), texts);
  view.to =
      choices({Account::kBank, Account::kFees, Account::kLosses, Account::kCash, Account::kMidtrans, Account::kStripe},
              view.form.value("to"), texts);
  std::string out;
  html::Writer writer(out, texts);
  views::ledger(writer, view);
  return http::html(state.status, std::move(out));
}

/// What was typed, as far as it can be read; everything wrong is in `input`.
payments::Movement read_movement(http::Input& input) {
  payments::Movement movement;
  const auto account = [&](std::string_view field) {
    return payments::account_from(input.word(field, {"midtrans", "stripe", "bank", "cash", "fees", "losses"}))
        .value_or(Account::kBank);
  };
  movement.from = account("from");
  movement.to = account("to");
  const auto amount = [&](std::string_view field, http::Need need) {
    const std::string typed = input.line(field, kLongestAmount, need);
    const auto read = typed.empty() ? std::optional{Money{}} : catalog::read_typed_price(typed);
    if (!read || (need == http::Need::kRequired && !typed.empty() && *read < Money{1}))
      input.refuse(field, "invalid", std::string(input.texts()("admin.ledger.error.amount")));
    return read.value_or(Money{});
  };
  movement.amount = amount("amount", http::Need::kRequired);
  movement.fee = amount("fee", http::Need::kOptional);
  movement.note = input.line("note", kLongestNote);
  movement.request_key = input.line("request_key", kLongestKey);
  return movement;
}

void check(http::Input& input, const payments::Movement& movement) {
  if (!input.ok()) return;
  const auto refuse = [&](std::string_view field, std::string_view error) {
    input.refuse(field, "invalid", std::string(input.texts()(fmt::format("admin.ledger.error.{}", error))));
  };
  const bool from_place = is_place(movement.from), to_place = is_place(movement.to);
  if (movement.from == movement.to || (!from_place && !to_place)) return refuse("to", "accounts");
  if (movement.fee == Money{}) return;
  if (!from_place || !to_place) return refuse("fee", "fee_alone");
  if (movement.fee >= movement.amount) refuse("fee", "fee");
}

}  // namespace

http::Response show_ledger(const http::Request& request, Services& shop) { return ledger_page(request, shop, {}); }

http::Response create_movement(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const payments::Movement movement = read_movement(input);
  check(input, movement);
  const auto refused = [&] {
    return ledger_page(request, shop,
                       {.status = 422,
                        .form = {request.form.pairs(), input.errors()},
                        .request_key = movement.request_key.empty() ? crypto::random_uuid() : movement.request_key});
  };
  if (!input.ok()) return refused();
  const StaffMember staff = staff_of(request);
  const auto outcome = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto written = payments::write_movement(tx, movement, staff.id, now);
    if (written == MovementOutcome::kWritten)
      audit(tx, staff, "ledger.movement", "ledger", movement.request_key, {},
            {{"from", word(movement.from)},
             {"to", word(movement.to)},
             {"amount", movement.amount.rupiah()},
             {"fee", movement.fee.rupiah()},
             {"note", movement.note}},
            now);
    return written;
  });
  if (outcome == MovementOutcome::kTooMuch) {
    const Money held = shop.db.read([&](db::Tx& tx) { return payments::balance(tx, movement.from); });
    input.refuse("amount", "invalid", input.texts()("admin.ledger.error.too_much", {{"amount", format_rupiah(held)}}));
    return refused();
  }
  return http::see_other(
      fmt::format("{}?notice={}", kLedgerPath, outcome == MovementOutcome::kWritten ? "written" : "already"));
}

}  // namespace hurtrock::admin
