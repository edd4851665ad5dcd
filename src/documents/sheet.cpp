#include "documents/sheet.hpp"

namespace hurtrock::documents {
namespace {

constexpr double kBelowRunningHead = a4::kMargin + 26;
constexpr double kFoot = a4::kHeight - 44;
constexpr double kPageNumber = 110;

}  // namespace

void use(cairo_t* page, Ink ink) {
  switch (ink) {
    case Ink::kText:
      return cairo_set_source_rgb(page, 0.12, 0.10, 0.08);
    case Ink::kMuted:
      return cairo_set_source_rgb(page, 0.38, 0.34, 0.30);
    case Ink::kLine:
      return cairo_set_source_rgb(page, 0.80, 0.76, 0.71);
    case Ink::kAccent:
      return cairo_set_source_rgb(page, 0.72, 0.26, 0.06);
    case Ink::kGood:
      return cairo_set_source_rgb(page, 0.13, 0.42, 0.22);
    case Ink::kPaper:
      return cairo_set_source_rgb(page, 1, 1, 1);
  }
}

double put(cairo_t* page, std::string_view text, double x, double y, double width, const Setting& setting, Ink ink) {
  const TextBlock block(page, text, width, setting);
  use(page, ink);
  block.draw(x, y);
  return block.height();
}

void draw_rule(cairo_t* page, double y, Ink ink, double thickness) {
  use(page, ink);
  cairo_rectangle(page, a4::kLeft, y, a4::kInner, thickness);
  cairo_fill(page);
}

bool Sheets::make_room(double height) {
  if (y + height <= a4::kBottom) return false;
  end_page();
  ++number_;
  y = kBelowRunningHead;
  return true;
}

void Sheets::end_page() {
  constexpr Setting kSmall{.size = 8, .least_size = 6};
  constexpr Setting kSmallRight{.size = 8, .least_size = 6, .align = Align::kRight};
  if (number_ > 1) {
    put(page_, running_.head, a4::kLeft, a4::kMargin, a4::kInner,
        {.size = 9, .least_size = 7, .weight = Weight::kSemiBold}, Ink::kMuted);
    draw_rule(page_, a4::kMargin + 16);
  }
  draw_rule(page_, kFoot - 6);
  put(page_, running_.foot, a4::kLeft, kFoot, a4::kInner - kPageNumber - 10, kSmall, Ink::kMuted);
  put(page_, texts_("documents.page", {{"page", number_}, {"of", pages_}}), a4::kRight - kPageNumber, kFoot,
      kPageNumber, kSmallRight, Ink::kMuted);
  if (file_ != nullptr) file_->next_page();
}

void print_sheets(PdfFile& file, const Running& running, const i18n::Texts& texts,
                  const std::function<void(Sheets&)>& draw) {
  const Surface nowhere(cairo_recording_surface_create(CAIRO_CONTENT_COLOR, nullptr));
  const Page draft(cairo_create(nowhere.get()));
  Sheets counted(draft.get(), nullptr, running, texts, 1);
  draw(counted);

  Sheets sheets(file.page(), &file, running, texts, counted.number_);
  draw(sheets);
  sheets.end_page();
}

}  // namespace hurtrock::documents
