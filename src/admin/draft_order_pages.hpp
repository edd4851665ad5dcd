#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/pages.hpp"
#include "checkout/pages.hpp"

/// What the staff's pages about orders that they compose for others show.
namespace hurtrock::admin {

struct DraftOrderRow {
  std::string title;   ///< the customer's name, or the draft's number while there is none
  std::string number;  ///< "Draf 17"; empty: it is the title
  std::string url;
  std::string contact;       ///< phone and mailbox, as far as they are known
  std::string contents;      ///< "3 barang"
  std::string made;          ///< by whom, and when it was last changed
  std::string order_number;  ///< empty: it is open
  Money total;               ///< of the goods at today's prices; of the order, once it is one
};

/// GET /admin/drafts
struct DraftOrderListPage {
  Frame frame;
  std::vector<Tab> tabs;
  std::string state, search, clear_url;  ///< clear_url empty: nothing was asked for
  SavedFilters saved;
  std::vector<DraftOrderRow> rows;
  std::string first_url, next_url;  ///< empty at the ends
};

struct DraftOrderLine {
  std::int64_t variant = 0;
  std::string name, options, sku, url;
  std::string stock;    ///< "12 tersedia"
  std::string problem;  ///< why it cannot be placed like this; empty: it can
  Money price;
  std::string total;  ///< empty: its quantity cannot be read
  std::string quantity_field, price_field;
};

/// One of those that a text has found: a variant to add, or an account to choose.
struct DraftOrderFound {
  std::int64_t id = 0;
  std::string name, detail;
};

/// GET /admin/drafts/new, GET /admin/drafts/:id of an open draft, and what was sent from there and not done.
struct DraftOrderEditPage {
  Frame frame;
  EditForm form;
  std::vector<std::pair<std::string, std::string>> label_texts;  ///< of the fields, for the summary of errors
  [[nodiscard]] layout::FieldLabels labels() const { return {label_texts.begin(), label_texts.end()}; }
  bool is_new = false, conflict = false, may_add = true;
  std::vector<std::string> stored_lines;  ///< of somebody faster
  std::int64_t id = 0, version = 0;
  std::string title, action, form_key;
  std::vector<DraftOrderLine> lines;
  std::vector<DraftOrderFound> found;
  std::vector<checkout::PriceChange> price_changes;

  std::string account;       ///< id; empty: a guest's
  std::string account_text;  ///< whose it is; empty: it is gone
  std::vector<DraftOrderFound> accounts;
  std::vector<Choice> languages;

  std::optional<checkout::AreaChoice> area;
  std::vector<checkout::AreaChoice> area_results;
  bool area_searched = false, more_areas = false;
  std::vector<checkout::ShippingChoice> shipping;
  std::vector<checkout::PaymentChoice> payments;
  std::int64_t hours_to_pay = 0, minutes_for_cards = 0;  ///< from the order on
  std::int64_t count = 0;
  Money goods, total, tax;
  std::optional<Money> shipping_price;
  std::string summed_service;  ///< whose price that is
  std::vector<HistoryRow> history;
};

/// GET /admin/drafts/:id once it is an order.
struct PlacedDraftPage {
  Frame frame;
  std::string number, url, total, customer, placed_at;
  std::string link;          ///< lets the buyer in, without an account too
  std::string whatsapp_url;  ///< that link, ready to be sent; empty: the number is no such
  bool waits_for_money = false;
  std::vector<HistoryRow> history;
};

}  // namespace hurtrock::admin
