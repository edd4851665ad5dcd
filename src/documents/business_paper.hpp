#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/sheet.hpp"

/// What invoices and orders to suppliers have in common: whose they are, whom they are for, facts beside that, and a
/// table. In points; what returns a double answers where it ends.
namespace hurtrock::documents {

constexpr double kBody = 9;
constexpr double kRowInset = 6;
/// Of the header of a table.
constexpr double kTableHeader = 22;
/// Between the lines of an address.
constexpr double kLeading = 2;
/// Between columns.
constexpr double kGap = 8;

struct Column {
  double left, width;
  Align align = Align::kRight;
};
/// Answers the height.
double put_cell(cairo_t* page, const Column& column, std::string_view text, double y, Weight weight = Weight::kRegular,
                Ink ink = Ink::kText, double size = kBody);

/// The dark bar on which the names of the columns stand.
void draw_table_header(cairo_t* page, double y);
/// One of them.
void put_heading(cairo_t* page, const Column& column, std::string_view text, double y);

/// The sender: name, then address, telephone, mailbox.
double put_shop(cairo_t* page, std::string_view name, const std::vector<std::string>& lines, double y, double width);
/// The receiver, with the name first. Empty lines are left out.
double put_receiver(cairo_t* page, std::string_view heading, const std::vector<std::string>& lines, double y,
                    double width);

/// Label on the left, value on the right of a column at the right margin; `label_share` of its width is the label's.
struct Facts {
  double width, label_share;
};
/// Nothing is drawn for an empty value.
double put_fact(cairo_t* page, const Facts& facts, std::string_view label, std::string_view value, double y,
                Ink ink = Ink::kText);

}  // namespace hurtrock::documents
