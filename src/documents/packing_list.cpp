#include "documents/packing_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "documents/sheet.hpp"

namespace hurtrock::documents {
namespace {

constexpr double kBox = 13;
constexpr double kSkuLeft = a4::kLeft + kBox + 14, kSkuWidth = 120;
constexpr double kCountWidth = 50, kCountLeft = a4::kRight - kCountWidth;
constexpr double kLineNameLeft = kSkuLeft + kSkuWidth + 12, kNameWidth = kCountLeft - 12 - kLineNameLeft;
constexpr double kLineInset = 8;
constexpr double kSignatures = 62;

class PackingListPrinter {
 public:
  PackingListPrinter(Sheets& sheets, const PackingList& list, const i18n::Texts& texts)
      : sheets_(sheets), page_(sheets.page()), list_(list), texts_(texts) {}

  void draw() {
    draw_head();
    draw_header();
    for (const PackingLine& line : list_.lines) draw_line(line);
    draw_end();
  }

 private:
  void draw_head() {
    constexpr double kSide = 200;
    const double right = a4::kRight - kSide;
    put(page_, texts_("documents.packing.heading"), a4::kLeft, sheets_.y, a4::kInner - kSide - 16,
        {.size = 11, .weight = Weight::kSemiBold}, Ink::kMuted);
    double y = sheets_.y + 16;
    y += put(page_, list_.order_number, a4::kLeft, y, a4::kInner - kSide - 16,
             {.size = 28, .least_size = 14, .weight = Weight::kHeavy});
    y += put(page_, list_.ordered_on, a4::kLeft, y, a4::kInner - kSide - 16, {.size = 9}, Ink::kMuted) + 8;
    y += put(page_, list_.courier, a4::kLeft, y, a4::kInner - kSide - 16,
             {.size = 14, .least_size = 9, .weight = Weight::kSemiBold});
    if (!list_.weight.empty())
      y += put(page_, list_.weight, a4::kLeft, y, a4::kInner - kSide - 16, {.size = 10}, Ink::kMuted);

    double side = sheets_.y +
                  put(page_, texts_("documents.packing.recipient"), right, sheets_.y, kSide,
                      {.size = 8, .weight = Weight::kSemiBold}, Ink::kMuted) +
                  2;
    bool is_name = true;
    for (const std::string& line : list_.recipient_lines) {
      side += kLeading + put(page_, line, right, side, kSide,
                             {.size = is_name ? 12.0 : 9.5,
                              .least_size = 7.5,
                              .weight = is_name ? Weight::kSemiBold : Weight::kRegular,
                              .max_lines = 3});
      is_name = false;
    }
    sheets_.y = std::max(y, side) + 12;
    if (!list_.note.empty()) {
      const TextBlock note(page_, texts_("documents.packing.note", {{"note", list_.note}}), a4::kInner - 20,
                           {.size = 11, .least_size = 8, .weight = Weight::kSemiBold, .max_lines = 5});
      use(page_, Ink::kAccent);
      cairo_rectangle(page_, a4::kLeft, sheets_.y, 4, note.height() + 8);
      cairo_fill(page_);
      use(page_, Ink::kText);
      note.draw(a4::kLeft + 14, sheets_.y + 4);
      sheets_.y += note.height() + 20;
    }
  }

  void draw_header() {
    const Setting left{.size = 8, .weight = Weight::kSemiBold};
    const Setting right{.size = 8, .weight = Weight::kSemiBold, .align = Align::kRight};
    put(page_, texts_("documents.packing.sku"), kSkuLeft, sheets_.y, kSkuWidth, left, Ink::kMuted);
    put(page_, texts_("documents.packing.item"), kLineNameLeft, sheets_.y, kNameWidth, left, Ink::kMuted);
    put(page_, texts_("documents.packing.quantity"), kCountLeft - 20, sheets_.y, kCountWidth + 20, right, Ink::kMuted);
    sheets_.y += 14;
    draw_rule(page_, sheets_.y, Ink::kText, 1.4);
    sheets_.y += 1.4;
  }

  void draw_line(const PackingLine& line) {
    const TextBlock sku(page_, line.sku, kSkuWidth,
                        {.size = 10, .least_size = 7, .weight = Weight::kSemiBold, .max_lines = 2});
    const TextBlock name(page_, line.name, kNameWidth, {.size = 11, .least_size = 9, .max_lines = 3});
    const TextBlock options(page_, line.options, kNameWidth, {.size = 9.5, .least_size = 8, .max_lines = 2});
    const TextBlock count(page_, std::to_string(line.quantity), kCountWidth,
                          {.size = 16, .least_size = 8, .weight = Weight::kHeavy, .align = Align::kRight});
    const double height =
        std::max({sku.height(), name.height() + options.height(), count.height(), kBox}) + 2 * kLineInset;
    if (sheets_.make_room(height)) draw_header();
    const double top = sheets_.y + kLineInset;
    use(page_, Ink::kText);
    cairo_set_line_width(page_, 1.2);
    cairo_rectangle(page_, a4::kLeft + 0.6, top + 0.6, kBox, kBox);
    cairo_stroke(page_);
    sku.draw(kSkuLeft, top);
    name.draw(kLineNameLeft, top);
    // More than one is easily overlooked.
    use(page_, line.quantity > 1 ? Ink::kAccent : Ink::kText);
    count.draw(kCountLeft, top - 3);
    use(page_, Ink::kMuted);
    options.draw(kLineNameLeft, top + name.height());
    sheets_.y += height;
    draw_rule(page_, sheets_.y);
  }

  void draw_end() {
    sheets_.make_room(kSignatures);
    sheets_.y += 8;
    std::int64_t pieces = 0;
    for (const PackingLine& line : list_.lines) pieces += line.quantity;
    put(page_, texts_("documents.packing.pieces", {{"n", pieces}}), a4::kLeft, sheets_.y, a4::kInner,
        {.size = 12, .weight = Weight::kHeavy, .align = Align::kRight});
    sheets_.y += 30;
    constexpr double kHalf = (a4::kInner - 24) / 2;
    const auto sign = [&](std::string_view key, double x) {
      use(page_, Ink::kLine);
      cairo_rectangle(page_, x, sheets_.y + 14, kHalf, 0.7);
      cairo_fill(page_);
      put(page_, texts_(key), x, sheets_.y, kHalf, {.size = 9}, Ink::kMuted);
    };
    sign("documents.packing.packed_by", a4::kLeft);
    sign("documents.packing.checked_by", a4::kLeft + kHalf + 24);
    sheets_.y += 16;
  }

  Sheets& sheets_;
  cairo_t* page_;
  const PackingList& list_;
  const i18n::Texts& texts_;
};

}  // namespace

std::string packing_list_pdf(std::span<const PackingList> lists, const i18n::Texts& texts, Time made_at) {
  const std::string title = lists.size() == 1
                                ? texts("documents.packing.title", {{"number", lists.front().order_number}})
                                : texts("documents.packing.titles", {{"n", static_cast<std::int64_t>(lists.size())}});
  PdfFile file(a4::kWidth, a4::kHeight, title, lists.empty() ? std::string{} : lists.front().shop_name, made_at);
  for (const PackingList& list : lists)
    print_sheets(file,
                 {.head = fmt::format("{} · {}", texts("documents.packing.heading"), list.order_number),
                  .foot = fmt::format("{} · {}", list.shop_name,
                                      texts("documents.order_number", {{"number", list.order_number}}))},
                 texts, [&](Sheets& sheets) { PackingListPrinter(sheets, list, texts).draw(); });
  return file.bytes();
}

}  // namespace hurtrock::documents
