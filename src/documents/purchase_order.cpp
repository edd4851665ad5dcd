#include "documents/purchase_order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "documents/business_paper.hpp"

namespace hurtrock::documents {
namespace {

constexpr Column kSumColumn{a4::kRight - 92, 92};
constexpr Column kCostColumn{kSumColumn.left - kGap - 88, 88};
constexpr Column kCountColumn{kCostColumn.left - kGap - 50, 50};
constexpr Column kSkuColumn{a4::kLeft, 100, Align::kLeft};
constexpr double kNameLeft = kSkuColumn.left + kSkuColumn.width + kGap;
constexpr Column kNameColumn{kNameLeft, kCountColumn.left - kGap - kNameLeft, Align::kLeft};

constexpr double kEnd = 110;

class PurchaseOrderPrinter {
 public:
  PurchaseOrderPrinter(Sheets& sheets, const PurchaseOrder& order, const i18n::Texts& texts)
      : sheets_(sheets), page_(sheets.page()), order_(order), texts_(texts) {}

  void draw() {
    draw_head();
    draw_people();
    draw_table();
    draw_end();
  }

 private:
  double cell(const Column& column, std::string_view text, double y, Weight weight = Weight::kRegular,
              Ink ink = Ink::kText, double size = kBody) {
    return put_cell(page_, column, text, y, weight, ink, size);
  }

  void draw_head() {
    constexpr double kSide = 230;
    put(page_, texts_("documents.purchase.heading"), a4::kRight - kSide, sheets_.y - 4, kSide,
        {.size = 20, .least_size = 12, .weight = Weight::kHeavy, .align = Align::kRight}, Ink::kAccent);
    put(page_, order_.number, a4::kRight - kSide, sheets_.y + 24, kSide,
        {.size = 13, .least_size = 8, .weight = Weight::kSemiBold, .align = Align::kRight});
    if (order_.is_draft || order_.is_cancelled)
      put(page_, texts_(order_.is_draft ? "documents.purchase.draft" : "documents.purchase.cancelled"),
          a4::kRight - kSide, sheets_.y + 42, kSide, {.size = 11, .weight = Weight::kHeavy, .align = Align::kRight},
          Ink::kMuted);
    const double room = a4::kInner - kSide - 20;
    const double y = put_shop(page_, order_.shop_name, order_.shop_lines, sheets_.y, room);
    sheets_.y = std::max(y, sheets_.y + 58) + 14;
    draw_rule(page_, sheets_.y, Ink::kAccent, 2);
    sheets_.y += 16;
  }

  void draw_people() {
    const double lowest =
        put_receiver(page_, texts_("documents.purchase.supplier"), order_.supplier_lines, sheets_.y, 0.5 * a4::kInner);
    double y = sheets_.y;
    const auto fact = [&](std::string_view key, std::string_view value) {
      y = put_fact(page_, {.width = 0.42 * a4::kInner, .label_share = 0.5}, texts_(key), value, y);
    };
    fact("documents.purchase.dated", order_.dated);
    fact("documents.purchase.expected", order_.expected_on);
    sheets_.y = std::max(lowest, y) + 14;
    if (!order_.note.empty())
      sheets_.y += put(page_, texts_("documents.purchase.note", {{"note", order_.note}}), a4::kLeft, sheets_.y,
                       a4::kInner, {.size = 9.5, .least_size = 7.5, .max_lines = 6}) +
                   12;
  }

  void begin_table() {
    draw_table_header(page_, sheets_.y);
    const auto heading = [&](const Column& column, std::string_view key) {
      put_heading(page_, column, texts_(key), sheets_.y);
    };
    heading(kSkuColumn, "documents.packing.sku");
    heading(kNameColumn, "documents.packing.item");
    heading(kCountColumn, "documents.packing.quantity");
    heading(kCostColumn, "documents.invoice.unit_price");
    heading(kSumColumn, "documents.invoice.total");
    sheets_.y += kTableHeader;
  }

  void draw_line(const PurchaseLine& line) {
    const TextBlock sku(page_, line.sku, kSkuColumn.width,
                        {.size = kBody, .least_size = 6.5, .weight = Weight::kSemiBold, .max_lines = 2});
    const TextBlock name(page_, line.name, kNameColumn.width, {.size = kBody, .least_size = 8, .max_lines = 3});
    const TextBlock options(page_, line.options, kNameColumn.width, {.size = 8, .least_size = 7, .max_lines = 2});
    const double height = std::max(sku.height(), name.height() + options.height()) + 2 * kRowInset;
    if (sheets_.make_room(height)) begin_table();
    const double top = sheets_.y + kRowInset;
    use(page_, Ink::kText);
    sku.draw(kSkuColumn.left, top);
    name.draw(kNameColumn.left, top);
    use(page_, Ink::kMuted);
    options.draw(kNameColumn.left, top + name.height());
    cell(kCountColumn, std::to_string(line.quantity), top, Weight::kSemiBold);
    if (line.unit_cost > Money{}) {
      cell(kCostColumn, format_rupiah(line.unit_cost), top);
      cell(kSumColumn, format_rupiah(line.unit_cost * line.quantity), top, Weight::kSemiBold);
    }
    sheets_.y += height;
    draw_rule(page_, sheets_.y);
  }

  void draw_table() {
    sheets_.make_room(kTableHeader + 40);
    begin_table();
    for (const PurchaseLine& line : order_.lines) draw_line(line);
    sheets_.y += 8;
  }

  void draw_end() {
    sheets_.make_room(kEnd);
    std::int64_t pieces = 0;
    for (const PurchaseLine& line : order_.lines) pieces += line.quantity;
    put(page_, texts_("documents.packing.pieces", {{"n", pieces}}), a4::kLeft, sheets_.y, 200,
        {.size = 10, .weight = Weight::kSemiBold});
    // A sum in which some prices are missing would be taken for the whole.
    const bool all_known = std::ranges::all_of(order_.lines, [](const auto& line) { return line.unit_cost > Money{}; });
    if (all_known && !order_.lines.empty()) {
      put(page_, texts_("documents.invoice.grand_total"), kCountColumn.left - 60, sheets_.y, 110,
          {.size = 11, .weight = Weight::kHeavy, .align = Align::kRight});
      put(page_, format_rupiah(order_.total), kCostColumn.left, sheets_.y - 1, a4::kRight - kCostColumn.left,
          {.size = 12, .least_size = 8, .weight = Weight::kHeavy, .align = Align::kRight});
    }
    sheets_.y += 34;
    constexpr double kHalf = (a4::kInner - 24) / 2;
    const auto sign = [&](std::string_view key, double x) {
      put(page_, texts_(key), x, sheets_.y, kHalf, {.size = 9}, Ink::kMuted);
      use(page_, Ink::kLine);
      cairo_rectangle(page_, x, sheets_.y + 44, kHalf, 0.7);
      cairo_fill(page_);
    };
    sign("documents.purchase.ordered_by", a4::kLeft);
    sign("documents.purchase.confirmed_by", a4::kLeft + kHalf + 24);
    sheets_.y += 48;
  }

  Sheets& sheets_;
  cairo_t* page_;
  const PurchaseOrder& order_;
  const i18n::Texts& texts_;
};

}  // namespace

std::string purchase_order_pdf(const PurchaseOrder& order, const i18n::Texts& texts) {
  const std::string title = texts("documents.purchase.title", {{"number", order.number}});
  PdfFile file(a4::kWidth, a4::kHeight, title, order.shop_name, order.made_at);
  print_sheets(
      file,
      {.head = fmt::format("{} · {}", order.shop_name, title), .foot = fmt::format("{} · {}", order.shop_name, title)},
      texts, [&](Sheets& sheets) { PurchaseOrderPrinter(sheets, order, texts).draw(); });
  return file.bytes();
}

}  // namespace hurtrock::documents
