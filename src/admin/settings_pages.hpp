#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

/// The parts of the settings: above their pages.
enum class SettingsPart : std::uint8_t { kStore, kShipping, kMail, kSearch };

struct DayFields {
  std::string name, open, close;  ///< of the day; names of its fields
};

/// GET /admin/store-profile, and what was sent from there and refused.
struct StoreProfilePage {
  Frame frame;
  EditForm form;
  std::vector<std::pair<std::string, std::string>> label_texts;  ///< of the fields, for the summary of errors
  [[nodiscard]] layout::FieldLabels labels() const { return {label_texts.begin(), label_texts.end()}; }
  bool conflict = false;
  std::int64_t version = 0;
  std::vector<DayFields> days;
  layout::StoreInfo preview;
  std::vector<std::string> label_lines, invoice_lines;
  std::string tax_number;  ///< empty: not shown
  std::vector<HistoryRow> history;
};

struct ShippingRow {
  std::int64_t id = 0, version = 0;
  std::string name, price, days, limits;
  bool active = true, is_pickup = false, first = false, last = false;
};

/// GET /admin/shipping
struct ShippingListPage {
  Frame frame;
  std::vector<ShippingRow> rows;
  bool no_courier = false;  ///< nothing can be sent
};

struct ZoneFields {
  std::string name, base, kg, days;  ///< of the province; names of its fields
};

/// GET /admin/shipping/new and /admin/shipping/:id, and what was sent from there and refused.
struct ShippingEditPage {
  Frame frame;
  EditForm form;
  std::vector<std::pair<std::string, std::string>> label_texts;  ///< of the fields, for the summary of errors
  [[nodiscard]] layout::FieldLabels labels() const { return {label_texts.begin(), label_texts.end()}; }
  bool is_new = false, active = true, is_pickup = false, conflict = false, zones_open = false;
  std::int64_t id = 0, version = 0;
  std::string name, action, code;
  std::string zones_note;  ///< "33 provinsi punya harga sendiri"
  std::vector<ZoneFields> zones;
  std::vector<HistoryRow> history;
};

struct CalculatedQuote {
  std::string name, weight, how, price, list_price, days;  ///< list_price empty: the shop pays no part
};

struct NotOffered {
  std::string name, why;
};

/// GET /admin/shipping/calculator
struct ShippingCalculatorPage {
  Frame frame;
  layout::Form form;
  std::vector<Choice> areas;  ///< found by area_query, or the one that is chosen
  bool more_areas = false;    ///< than those
  bool calculated = false;
  std::string area;
  std::vector<CalculatedQuote> quotes;
  std::vector<NotOffered> not_offered;
};

}  // namespace hurtrock::admin
