#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

/// What the staff's pages about stock show.
namespace hurtrock::admin {

/// Where the parts of the section are: above their lists.
enum class StockPart : std::uint8_t { kLevels, kTakes, kRestock };

struct StockListRow {
  std::int64_t variant = 0;
  std::string name, sku, options, url;
  std::string supplier, supplier_url;  ///< empty: none
  std::string alert;                   ///< a word of StockAlert; empty: none
  std::int64_t on_hand = 0, reserved = 0, free = 0, minimum = 0, low = 0;
  std::int64_t waiting = 0;  ///< people who want to hear when it is there again
  bool archived = false;
};

/// GET /admin/stock
struct StockListPage {
  Frame frame;
  std::vector<Tab> tabs;
  std::string alert;  ///< as the form keeps it
  std::string search, total;
  std::vector<Choice> sorts;
  NamedChoice category, brand, supplier;
  bool with_archive = false;
  std::string clear_url;  ///< empty: nothing was asked for
  SavedFilters saved;
  std::vector<StockListRow> rows;
  ListExport files;
  std::string first_url, next_url;  ///< empty at the ends
};

struct MovementLine {
  std::string what, detail;     ///< detail: the note; empty: none
  std::string link, link_text;  ///< to what caused it; empty: nothing
  std::string actor, at;        ///< actor empty: nobody of the staff
  std::string change;           ///< "+3", "−2"
  std::int64_t balance = 0;
  bool is_less = false;
};

/// So many pieces that belong to an order: a buyer's, or one of a supplier.
struct HoldingLine {
  std::string number;
  std::int64_t quantity = 0;
  std::string note = {};  ///< empty: none
};

/// GET /admin/stock/:variant, and every correction that was refused.
struct VariantStockPage {
  Frame frame;
  layout::Form form;
  std::int64_t variant = 0, product = 0;
  std::string name, sku, options, supplier, supplier_url, alert;
  std::int64_t on_hand = 0, reserved = 0, free = 0, minimum = 0, low = 0;
  std::int64_t waiting = 0;  ///< as in the list
  bool archived = false;
  std::string changed;    ///< that the level is another by now, worded; empty: it is as it was seen
  std::int64_t seen = 0;  ///< the level that a correction is decided on
  std::string form_key, mode;
  std::vector<Choice> causes;
  std::vector<HoldingLine> holdings;
  std::int64_t more_held = 0;       ///< pieces held beyond those
  std::vector<HoldingLine> coming;  ///< what suppliers still owe
  std::string last_cost, restock_url;
  std::vector<MovementLine> movements;
  std::string first_url, next_url;  ///< empty at the ends
};

}  // namespace hurtrock::admin
