#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

struct MailRow {
  std::string kind, subject, language, recipient, url, state, at;
  std::string order_number, error;  ///< empty: none
};

/// GET /admin/mail
struct MailListPage {
  Frame frame;
  std::vector<Tab> tabs;
  std::string state, search, clear_url;  ///< clear_url empty: nothing was looked for
  SavedFilters saved;
  std::vector<MailRow> mails;
  std::string first_url, next_url;  ///< empty at the ends
};

/// GET /admin/mail/:id
struct MailPage {
  Frame frame;
  bool found = false;
  std::int64_t id = 0;
  std::string kind, subject, language, name, address, state, written_at, sent_at, next_attempt_at, order_number, error;
  std::int64_t attempts = 0;
  bool is_secret = false;  ///< its text lets whoever reads it into an account
  std::string text;
  bool can_be_sent_again = false;
  std::string seen;  ///< the mail as this page shows it
  std::vector<HistoryRow> history;
};

}  // namespace hurtrock::admin
