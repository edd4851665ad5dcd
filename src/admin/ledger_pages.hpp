#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

struct AccountTile {
  std::string account;  ///< a word of payments::Account
  std::string balance;  ///< what it holds, has earned or has cost: never less than nothing in a healthy shop
  bool chosen = false;
};

struct EntryRow {
  std::string at, kind, debit, credit;  ///< words; worded by the view
  Money amount;
  std::string order_number, note, written_by;  ///< empty: none
};

/// GET /admin/payments/ledger, and a movement that was refused.
struct LedgerPage {
  Frame frame;
  std::vector<AccountTile> places, others;
  std::string account;           ///< the one that is shown; empty: all
  std::string from_day, to_day;  ///< of what is shown, as the form holds them; empty: no bound
  std::string change;  ///< what the account has got or earned on these days; empty: not one account, or not all days
  std::vector<EntryRow> entries;
  std::string newest_url, older_url;  ///< empty at the ends
  bool may_write = false;             ///< admins
  layout::Form form;                  ///< from, to, amount, fee, note
  std::string request_key;
  std::vector<Choice> from, to;
};

struct ReconciliationRow {
  std::int64_t id = 0;
  std::string provider, day, state;
  std::int64_t compared = 0, healed = 0, open = 0;
  Money ours, theirs;
};

/// GET /admin/payments/reconciliation
struct ReconciliationListPage {
  Frame frame;
  std::vector<ReconciliationRow> runs;
};

struct FindingRow {
  std::string kind, reference, order_number;  ///< order_number empty: there is none
  Money ours, theirs;
  bool healed = false;
};

/// GET /admin/payments/reconciliation/:id
struct ReconciliationPage {
  Frame frame;
  ReconciliationRow run;
  std::string started_at, ended_at;  ///< ended_at empty: it is still running
  std::vector<FindingRow> findings;
};

}  // namespace hurtrock::admin
