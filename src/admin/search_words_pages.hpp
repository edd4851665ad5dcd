#pragma once

#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

struct SynonymRow {
  std::int64_t id = 0;
  std::string terms, url;
};

/// GET /admin/synonyms
struct SynonymListPage {
  Frame frame;
  SearchedPageView list;
  std::vector<SynonymRow> sets;
};

/// GET /admin/synonyms/new and /admin/synonyms/:id, and what was sent from there and refused.
struct SynonymEditPage {
  Frame frame;
  EditForm form;
  bool is_new = false, conflict = false;
  std::int64_t id = 0;
  std::string name, action, seen;  ///< seen: the set as this page shows it
  std::vector<HistoryRow> history;
};

}  // namespace hurtrock::admin
