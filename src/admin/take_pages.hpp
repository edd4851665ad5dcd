#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

/// What the staff's pages about stock-takes show.
namespace hurtrock::admin {

struct TakeRow {
  std::int64_t id = 0;
  std::string scope, note, state;  ///< state: a word of inventory::TakeState
  std::string started, ended;      ///< "22 Nov 2026, 17.15 WIB · Ani"; ended empty: not yet
  std::string progress;            ///< "12 varian, 3 berbeda"
};

/// GET /admin/stock/takes, and a start that was refused.
struct TakeListPage {
  Frame frame;
  layout::Form form;
  std::string form_key, scope;
  NamedChoice category, supplier;
  std::vector<TakeRow> rows;
  std::string first_url, next_url;  ///< empty at the ends
};

struct CountedRow {
  std::string sku, name, pieces, actor, at;
  std::string undo_key, undo_pieces;  ///< of the form that takes it back; empty: nothing to take back
};

/// GET /admin/stock/takes/:take of one that is being counted, and every count that was refused.
struct TakePage {
  Frame frame;
  std::int64_t id = 0;
  std::string scope, note, form_key;
  std::string sku, quantity;  ///< as they stand in the fields
  std::string error, field;   ///< worded, and the field it stands at; empty: none
  std::string said;           ///< what the last count has come to, worded; empty: none
  std::int64_t variants = 0, pieces = 0;
  std::vector<CountedRow> recent;
};

struct DifferenceRow {
  std::string sku, name, url, change;
  std::int64_t expected = 0, counted = 0;
  bool is_less = false, moved_meanwhile = false, is_in_the_way = false;
};

/// GET /admin/stock/takes/:take/review; of one that has ended also what came of it.
struct TakeReviewPage {
  Frame frame;
  std::int64_t id = 0, version = 0;
  std::string scope, note, state, started, ended;
  bool is_open = false;
  std::int64_t right = 0;  ///< variants counted as they should be
  std::vector<DifferenceRow> differences;
  std::string more_differences;        ///< worded; empty: all are shown
  std::vector<DifferenceRow> missing;  ///< that nobody has counted, though there should be some
  std::string missing_total;
  std::string refusal;  ///< why it was not applied, worded; empty: nobody has tried
};

}  // namespace hurtrock::admin
