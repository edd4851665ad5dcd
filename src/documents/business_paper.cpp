#include "documents/business_paper.hpp"

#include <algorithm>

namespace hurtrock::documents {
double put_cell(cairo_t* page, const Column& column, std::string_view text, double y, Weight weight, Ink ink,
                double size) {
  return put(page, text, column.left, y, column.width,
             {.size = size, .least_size = 5, .weight = weight, .align = column.align}, ink);
}

void draw_table_header(cairo_t* page, double y) {
  use(page, Ink::kText);
  cairo_rectangle(page, a4::kLeft - 6, y, a4::kInner + 12, kTableHeader);
  cairo_fill(page);
}

void put_heading(cairo_t* page, const Column& column, std::string_view text, double y) {
  put_cell(page, column, text, y + 6, Weight::kSemiBold, Ink::kPaper, 8);
}

double put_shop(cairo_t* page, std::string_view name, const std::vector<std::string>& lines, double y, double width) {
  y += put(page, name, a4::kLeft, y, width, {.size = 17, .least_size = 11, .weight = Weight::kHeavy, .max_lines = 2});
  y += 3;
  for (const std::string& line : lines)
    y += kLeading + put(page, line, a4::kLeft, y, width, {.size = 8.5, .least_size = 7, .max_lines = 2}, Ink::kMuted);
  return y;
}

double put_receiver(cairo_t* page, std::string_view heading, const std::vector<std::string>& lines, double y,
                    double width) {
  y += put(page, heading, a4::kLeft, y, width, {.size = 8, .weight = Weight::kSemiBold}, Ink::kMuted) + 2;
  bool is_name = true;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    y += kLeading + put(page, line, a4::kLeft, y, width,
                        {.size = is_name ? 12.0 : kBody,
                         .least_size = 7,
                         .weight = is_name ? Weight::kSemiBold : Weight::kRegular,
                         .max_lines = 3});
    is_name = false;
  }
  return y;
}

double put_fact(cairo_t* page, const Facts& facts, std::string_view label, std::string_view value, double y, Ink ink) {
  if (value.empty()) return y;
  const double left = a4::kRight - facts.width, label_width = facts.width * facts.label_share;
  const double height = std::max(
      put(page, label, left, y, label_width, {.size = 8.5, .least_size = 7, .max_lines = 2}, Ink::kMuted),
      put(page, value, left + label_width, y, facts.width - label_width,
          {.size = kBody, .least_size = 7, .weight = Weight::kSemiBold, .align = Align::kRight, .max_lines = 2}, ink));
  return y + height + 3;
}

}  // namespace hurtrock::documents
