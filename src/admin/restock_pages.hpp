#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

/// What the staff's pages about orders to suppliers show.
namespace hurtrock::admin {

struct RestockListRow {
  std::string number, supplier, state;  ///< a word of restock::State
  std::string created_on, expected_on;  ///< expected_on empty: not known
  std::string contents;                 ///< "3 barang, 20 pcs"
  std::string progress;                 ///< "8 dari 20"; empty: nothing is waited for
  Money total;
  bool is_short = false, is_late = false;
};

/// GET /admin/restock
struct RestockListPage {
  Frame frame;
  std::vector<Tab> tabs;
  std::string state, search, clear_url;  ///< clear_url empty: nothing was asked for
  NamedChoice supplier;
  SavedFilters saved;
  std::vector<RestockListRow> rows;
  std::string first_url, next_url;  ///< empty at the ends
};

struct SupplierChoice {
  std::string name, url, note;  ///< note: how many of its variants call for more; empty: none do
};

/// GET /admin/restock/new without a supplier
struct SupplierChoicePage {
  Frame frame;
  std::vector<SupplierChoice> suppliers;  ///< where there are too many: those with a note
  NamedChoice named;                      ///< the others, then
  std::vector<std::int64_t> variants;     ///< that were chosen
  std::string note;                       ///< what of the chosen variants belongs to nobody; empty: nothing
};

struct RestockFields {
  std::int64_t variant = 0;
  std::string name, options, sku, url;
  std::string stock;  ///< "2 tersedia, 5 akan datang"
  std::string quantity_field, cost_field;
};

/// GET /admin/restock/new, GET /admin/restock/:number of a draft, and what was sent from there and refused.
struct RestockEditPage {
  Frame frame;
  EditForm form;
  std::vector<std::pair<std::string, std::string>> label_texts;  ///< of the fields, for the summary of errors
  [[nodiscard]] layout::FieldLabels labels() const { return {label_texts.begin(), label_texts.end()}; }
  bool is_new = false, conflict = false, may_add = true;
  std::vector<std::string> stored_lines;  ///< of somebody faster
  std::string number, title, action, form_key, supplier, supplier_name;
  std::int64_t version = 0;
  std::vector<RestockFields> rows;
  Money total;  ///< of the rows as they are typed
  std::vector<HistoryRow> history;
};

struct RestockLine {
  std::string name, options, sku, url;
  std::int64_t quantity = 0, received = 0, left = 0;
  std::string cost, sum;     ///< empty: not known
  std::string field, typed;  ///< of the form that receives; field empty: nothing is waited for
};

struct ReceptionBox {
  std::string at, actor, note;
  std::vector<std::string> contents;
};

/// GET /admin/restock/:number once it is no draft any more, and every action on it that was refused.
struct RestockPage {
  Frame frame;
  layout::Form form;  ///< of the reception
  std::vector<std::pair<std::string, std::string>> label_texts;
  [[nodiscard]] layout::FieldLabels labels() const { return {label_texts.begin(), label_texts.end()}; }
  std::string number, state, supplier, supplier_url, contact;
  std::string created_at, ordered_at, expected_on, closed_at, note;  ///< empty: none
  std::int64_t version = 0;
  std::int64_t seen_version = 0;  ///< that a reception is decided on
  std::string form_key;
  bool can_receive = false, can_cancel = false, can_close = false, is_short = false, is_late = false;
  bool asks_for_more = false;  ///< more has come than was ordered: is that right?
  Money total;
  std::vector<RestockLine> lines;
  std::vector<ReceptionBox> receptions;
  std::vector<HistoryRow> history;
};

}  // namespace hurtrock::admin
