#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

/// One key of a provider. The key itself never comes here.
struct KeyRow {
  std::string field;       ///< name of the form's field
  std::string_view label;  ///< text
  std::string note;        ///< whether it is set, how it ends and since when
};

/// The settings of one way to pay.
struct ProviderBox {
  std::string provider;
  std::int64_t version = 0;
  layout::Form form;  ///< minimum_total, maximum_total; what is wrong with any field
  layout::FieldLabels labels;
  bool enabled = false;
  std::string status;              ///< "offered", "off", "no_keys", "sealed"; worded by the view
  std::vector<KeyRow> keys;        ///< empty: it needs none
  std::string key_source;          ///< "none", "environment", "settings", "sealed"
  bool is_production = false;      ///< the environment that is chosen
  bool production_only = false;    ///< there is nothing to choose
  std::string webhook_url;         ///< what the provider must be told; empty: it needs none
  std::int64_t open_payments = 0;  ///< that were begun with the keys of now and may still be paid
  bool has_accounts = false;       ///< it has bank accounts: bank_N, number_N, holder_N of the form, N from 1
  std::vector<std::size_t> accounts, more_accounts;  ///< N - 1: of those to be seen, and of those to be added
  std::vector<std::pair<std::string, std::string>>
      facts;          ///< what is stored, label and value: for whoever may only read, or was slower
  std::string found;  ///< of the check that was just made, a word of payments::KeyCheck; empty: none
};

/// GET /admin/payments, and every change of the settings that was refused.
struct PaymentSettingsPage {
  Frame frame;
  bool may_change = false;  ///< admins; others read
  std::vector<ProviderBox> providers;
};

/// What has come for a transfer that was to be another amount.
struct TransferDifference {
  Money received;
  Money missing;              ///< less than nothing: so much too much
  bool is_surplus = false;    ///< that no order needs: it has come or has not
  bool order_waits = false;   ///< still, so that the money can pay it
  bool may_be_taken = false;  ///< as it is
  Money most_forgiven;
  std::string rest_until;    ///< the buyer may transfer the rest; empty: no more, or there is none
  std::string give_back_to;  ///< where the button that sends all of it back posts to
};

struct TransferRow {
  std::string reference, order_number, customer;
  Money amount;
  std::string begun_at, hold_until;  ///< hold_until empty: the order is not held any more
  bool order_waits = false;          ///< still, so that its buyer can be asked for another proof
  bool has_proof = false;
  std::string proof_sent_at, sender;
  std::optional<TransferDifference> difference = {};
  layout::Form form = {};  ///< what was not done: received, reason; of a difference: corrected, rest, loss_reason
};

/// GET /admin/payments/transfers, and every decision that was refused.
struct TransferListPage {
  Frame frame;
  std::vector<TransferRow> transfers;  ///< those to be decided on first
  bool only_with_proof = false;
  std::string search, clear_url;    ///< clear_url empty: nothing was looked for
  std::string first_url, next_url;  ///< empty: this is the first page, or the last
  std::string all_url;              ///< of all of them; empty: these are all
};

struct PaymentTaskRow {
  std::int64_t id = 0;
  TaskRow task;
  bool may_be_resolved = true;  ///< by a click
};

struct PaymentRow {
  std::string created_at, order_number, customer, provider, type, reference, state;
  Money amount;
  std::string captured;  ///< where it is not the amount
};

/// GET /admin/payments/transactions
struct PaymentListPage {
  Frame frame;
  std::vector<PaymentTaskRow> tasks;
  std::vector<Choice> providers, states;
  std::string from, to;  ///< as the form holds them
  bool narrowed = false;
  SavedFilters saved;
  std::vector<PaymentRow> payments;
  std::string newest_url, older_url;  ///< empty at the ends
};

}  // namespace hurtrock::admin
