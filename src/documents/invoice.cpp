#include "documents/invoice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "documents/business_paper.hpp"

namespace hurtrock::documents {
namespace {

constexpr double kMoney = 88, kTax = 74, kCount = 42;
constexpr Column kTotalColumn{a4::kRight - kMoney, kMoney};
constexpr Column kTaxColumn{kTotalColumn.left - kGap - kTax, kTax};
constexpr Column kUnitColumn{kTaxColumn.left - kGap - kMoney, kMoney};
constexpr Column kInvoiceCountColumn{kUnitColumn.left - kGap - kCount, kCount};
constexpr Column kInvoiceNameColumn{a4::kLeft, kInvoiceCountColumn.left - kGap - a4::kLeft, Align::kLeft};

class InvoicePrinter {
 public:
  InvoicePrinter(Sheets& sheets, const Invoice& invoice, const i18n::Texts& texts)
      : sheets_(sheets), page_(sheets.page()), invoice_(invoice), texts_(texts) {}

  void draw() {
    draw_head();
    draw_people();
    draw_table();
    draw_sums();
    draw_refunds();
    draw_closing();
  }

 private:
  double cell(const Column& column, std::string_view text, double y, Weight weight = Weight::kRegular,
              Ink ink = Ink::kText, double size = kBody) {
    return put_cell(page_, column, text, y, weight, ink, size);
  }

  void draw_head() {
    constexpr double kSide = 210;
    put(page_, texts_("documents.invoice.heading"), a4::kRight - kSide, sheets_.y - 6, kSide,
        {.size = 30, .weight = Weight::kHeavy, .align = Align::kRight}, Ink::kAccent);
    if (!invoice_.number.empty())
      put(page_, invoice_.number, a4::kRight - kSide, sheets_.y + 30, kSide,
          {.size = 12, .weight = Weight::kSemiBold, .align = Align::kRight});
    const double room = a4::kInner - kSide - 20;
    double y = put_shop(page_, invoice_.shop_name, invoice_.shop_lines, sheets_.y, room);
    if (!invoice_.tax_number.empty())
      y += put(page_, texts_("documents.invoice.tax_number", {{"number", invoice_.tax_number}}), a4::kLeft, y, room,
               {.size = 8.5}, Ink::kMuted);
    sheets_.y = std::max(y, sheets_.y + 52) + 14;
    draw_rule(page_, sheets_.y, Ink::kAccent, 2);
    sheets_.y += 16;
  }

  void draw_people() {
    const double lowest =
        put_receiver(page_, texts_("documents.invoice.buyer"), invoice_.buyer_lines, sheets_.y, 0.48 * a4::kInner);
    double y = sheets_.y;
    const auto fact = [&](std::string_view label, std::string_view value, Ink ink = Ink::kText) {
      y = put_fact(page_, {.width = 0.47 * a4::kInner, .label_share = 0.34}, label, value, y, ink);
    };
    fact(texts_("documents.invoice.order"), invoice_.order_number);
    fact(texts_("documents.invoice.ordered_on"), invoice_.ordered_on);
    fact(texts_("documents.invoice.paid_on"), invoice_.paid_on);
    fact(texts_("documents.invoice.method"), invoice_.payment_method);
    fact(texts_("documents.invoice.state"), invoice_.payment_state, invoice_.paid ? Ink::kGood : Ink::kAccent);
    fact(texts_("documents.invoice.shipping"), invoice_.shipping);
    sheets_.y = std::max(lowest, y) + 16;
  }

  void begin_table() {
    draw_table_header(page_, sheets_.y);
    const auto heading = [&](const Column& column, std::string_view key) {
      put_heading(page_, column, texts_(key), sheets_.y);
    };
    heading(kInvoiceNameColumn, "documents.invoice.item");
    heading(kInvoiceCountColumn, "documents.invoice.quantity");
    heading(kUnitColumn, "documents.invoice.unit_price");
    heading(kTaxColumn, "documents.invoice.tax_in_it");
    heading(kTotalColumn, "documents.invoice.total");
    sheets_.y += kTableHeader;
  }

  void draw_table() {
    sheets_.make_room(kTableHeader + 40);
    begin_table();
    for (const InvoiceLine& line : invoice_.lines) {
      const TextBlock name(page_, line.name, kInvoiceNameColumn.width,
                           {.size = kBody, .least_size = 8, .weight = Weight::kSemiBold, .max_lines = 3});
      const TextBlock detail(page_, line.detail, kInvoiceNameColumn.width,
                             {.size = 8, .least_size = 7, .max_lines = 2});
      const double height = name.height() + detail.height() + 2 * kRowInset;
      if (sheets_.make_room(height)) begin_table();
      const double top = sheets_.y + kRowInset;
      use(page_, Ink::kText);
      name.draw(kInvoiceNameColumn.left, top);
      use(page_, Ink::kMuted);
      detail.draw(kInvoiceNameColumn.left, top + name.height());
      cell(kInvoiceCountColumn, std::to_string(line.quantity), top);
      cell(kUnitColumn, format_rupiah(line.unit_price), top);
      cell(kTaxColumn, format_rupiah(line.tax), top, Weight::kRegular, Ink::kMuted, 8);
      cell(kTotalColumn, format_rupiah(line.total), top, Weight::kSemiBold);
      sheets_.y += height;
      draw_rule(page_, sheets_.y);
    }
    sheets_.y += 6;
  }

  void sum(std::string_view label, std::string_view tax, std::string_view amount, Weight weight = Weight::kRegular) {
    // From under the name to the tax.
    const double left = a4::kLeft + 0.4 * a4::kInner;
    put(page_, label, left, sheets_.y, kTaxColumn.left - kGap - left,
        {.size = kBody, .least_size = 7, .weight = weight});
    cell(kTaxColumn, tax, sheets_.y, Weight::kRegular, Ink::kMuted, 8);
    sheets_.y += std::max(13.0, cell(kTotalColumn, amount, sheets_.y, weight)) + 2;
  }

  void draw_sums() {
    // The sums stay together.
    sheets_.make_room(13 * (5 + static_cast<double>(invoice_.charges.size())) + 60);
    sum(texts_("documents.invoice.goods"), format_rupiah(invoice_.goods_tax), format_rupiah(invoice_.goods));
    if (invoice_.discount > Money{}) sum(texts_("documents.invoice.discount"), "", format_rupiah(-invoice_.discount));
    for (const Charge& charge : invoice_.charges)
      sum(charge.label, format_rupiah(charge.tax), format_rupiah(charge.amount));

    sheets_.y += 4;
    constexpr double kHeight = 30;
    const double left = a4::kLeft + 0.4 * a4::kInner - 8;
    use(page_, Ink::kAccent);
    cairo_rectangle(page_, left, sheets_.y, a4::kRight + 6 - left, kHeight);
    cairo_fill(page_);
    put(page_, texts_("documents.invoice.grand_total"), left + 8, sheets_.y + 7, 120,
        {.size = 12, .weight = Weight::kHeavy}, Ink::kPaper);
    put(page_, format_rupiah(invoice_.total), left + 130, sheets_.y + 6, a4::kRight - left - 130,
        {.size = 14, .least_size = 9, .weight = Weight::kHeavy, .align = Align::kRight}, Ink::kPaper);
    sheets_.y += kHeight + 8;
    sum(texts_("documents.invoice.tax_base"), "", format_rupiah(invoice_.tax_base));
    sum(texts_("documents.invoice.tax"), "", format_rupiah(invoice_.tax));
    sheets_.y += 8;
  }

  void draw_refunds() {
    if (invoice_.refunds.empty()) return;
    sheets_.make_room(60);
    sheets_.y += put(page_, texts_("documents.invoice.refunds"), a4::kLeft, sheets_.y, a4::kInner,
                     {.size = 10, .weight = Weight::kHeavy}) +
                 4;
    Money left = invoice_.total - invoice_.forgiven;
    if (invoice_.forgiven > Money{}) sum(texts_("documents.invoice.forgiven"), "", format_rupiah(-invoice_.forgiven));
    for (const Refunded& refund : invoice_.refunds) {
      sheets_.make_room(16);
      const std::string what = refund.reason.empty() ? refund.date : fmt::format("{} · {}", refund.date, refund.reason);
      put(page_, what, a4::kLeft, sheets_.y, kTotalColumn.left - kGap - a4::kLeft, {.size = kBody, .least_size = 7});
      cell(kTotalColumn, format_rupiah(-refund.amount), sheets_.y);
      left -= refund.amount;
      sheets_.y += 15;
    }
    sheets_.make_room(18);
    draw_rule(page_, sheets_.y);
    sheets_.y += 4;
    sum(texts_("documents.invoice.after_refunds"), "", format_rupiah(left), Weight::kSemiBold);
  }

  void draw_closing() {
    sheets_.make_room(48);
    sheets_.y += 10;
    put(page_, texts_("documents.invoice.thanks"), a4::kLeft, sheets_.y, a4::kInner,
        {.size = 10, .weight = Weight::kSemiBold});
    put(page_, texts_("documents.invoice.by_computer"), a4::kLeft, sheets_.y + 15, a4::kInner,
        {.size = 8, .max_lines = 2}, Ink::kMuted);
    sheets_.y += 38;
  }

  Sheets& sheets_;
  cairo_t* page_;
  const Invoice& invoice_;
  const i18n::Texts& texts_;
};

}  // namespace

std::string invoice_pdf(const Invoice& invoice, const i18n::Texts& texts) {
  const std::string title =
      texts("documents.invoice.title_of", {{"number", invoice.number.empty() ? invoice.order_number : invoice.number}});
  const std::string order = texts("documents.order_number", {{"number", invoice.order_number}});
  PdfFile file(a4::kWidth, a4::kHeight, title, invoice.shop_name, invoice.made_at);
  print_sheets(file,
               {.head = fmt::format("{} · {} · {}", invoice.shop_name, title, order),
                .foot = fmt::format("{} · {}", invoice.shop_name, order)},
               texts, [&](Sheets& sheets) { InvoicePrinter(sheets, invoice, texts).draw(); });
  return file.bytes();
}

}  // namespace hurtrock::documents
