#include "documents/label_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "documents/text_block.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::documents {
namespace {

/// What the sender, the order and two of its items need.
constexpr double kLabelFoot = 268;

const i18n::Texts& texts() { return i18n::Texts::of(i18n::Language::kIndonesian); }

/// "Kota Bandung, Jawa Barat 40153": a line may end after the comma, but not in the province or before the postal code.
std::string with_last_part_together(std::string_view place) {
  const std::size_t comma = place.rfind(", ");
  if (comma == std::string_view::npos) return std::string(place);
  std::string text(place.substr(0, comma + 2));
  for (const char c : place.substr(comma + 2)) text += c == ' ' ? "\u00a0" : std::string(1, c);
  return text;
}

/// A paragraph of the recipient's address, and the space above it.
struct Row {
  TextBlock text;
  double above = 0;
};

class LabelPainter {
 public:
  LabelPainter(cairo_t* page, const Label& label, LabelSize size)
      : page_(page),
        label_(label),
        format_(format_of(size)),
        left_(format_.margin),
        right_(format_.width - format_.margin),
        y_(format_.margin) {}

  PlacedCodes paint() {
    cairo_set_source_rgb(page_, 0, 0, 0);
    if (label_.is_pickup) {
      draw_pickup();
    } else {
      draw_service();
      draw_tracking_number();
    }
    if (label_.cash) draw_cash();
    place_tracking_page();
    draw_recipient();
    draw_foot();
    return std::move(codes_);
  }

 private:
  [[nodiscard]] double scaled(double dots) const { return dots * format_.scale; }
  [[nodiscard]] double width() const { return right_ - left_; }

  [[nodiscard]] TextBlock text(std::string_view what, double width, Setting setting) const {
    setting.size = scaled(setting.size);
    setting.least_size = scaled(setting.least_size);
    setting.letter_spacing = scaled(setting.letter_spacing);
    return {page_, what, width, setting};
  }

  void fill_rectangle(double x, double y, double w, double h) const {
    cairo_rectangle(page_, std::round(x), std::round(y), std::round(w), std::round(h));
    cairo_fill(page_);
  }

  void rule(double above, double below) {
    y_ += scaled(above);
    fill_rectangle(left_, y_, width(), std::max(2.0, scaled(3)));
    y_ += scaled(3 + below);
  }

  [[nodiscard]] std::string parcel_of_parcels() const {
    return texts()("documents.label.parcel", {{"number", label_.parcel}, {"of", label_.parcels}});
  }

  /// In both languages: staff read it, and whoever fetches the goods.
  void draw_pickup() {
    const auto put_line = [&](std::string_view what, double size, Weight weight) {
      const auto line = text(what, width(), {.size = size, .least_size = 0.5 * size, .weight = weight});
      line.draw(left_, y_);
      y_ += line.height();
    };
    put_line(texts()("documents.label.pickup"), 92, Weight::kHeavy);
    put_line(i18n::Texts::of(i18n::Language::kEnglish)("documents.label.pickup"), 48, Weight::kSemiBold);
    if (label_.parcels > 1) put_line(parcel_of_parcels(), 30, Weight::kSemiBold);
    rule(6, 14);
  }

  void draw_service() {
    const double side = width() * 0.3;
    const auto weight =
        text(label_.weight, side, {.size = 42, .least_size = 24, .weight = Weight::kSemiBold, .align = Align::kRight});
    // Cash is written large enough further down.
    const std::string more = label_.parcels > 1 ? parcel_of_parcels()
                             : label_.cash      ? std::string{}
                                                : std::string(texts()("documents.label.no_cod"));
    const auto below =
        text(more, side, {.size = 26, .least_size = 18, .weight = Weight::kSemiBold, .align = Align::kRight});
    const auto courier = text(label_.courier, width() - side - scaled(16),
                              {.size = 72, .least_size = 34, .weight = Weight::kHeavy, .max_lines = 1});
    const double right_height = weight.height() + below.height();
    const double height = std::max(courier.height(), right_height);
    courier.draw(left_, y_ + (height - courier.height()) / 2);
    const double top = y_ + (height - right_height) / 2;
    weight.draw(right_ - side, top);
    below.draw(right_ - side, top + weight.height());
    y_ += height;
    rule(6, 14);
  }

  /// The widest bars that fit, of two dots a module at least: printers blur and scanners miss thinner ones.
  [[nodiscard]] std::optional<PlacedCode> bars_that_fit() const {
    auto code = code_128(label_.tracking_number);
    if (!code) return std::nullopt;
    // The quiet zone may reach into the margin, where nothing is printed either.
    const int room = format_.width - format_.margin;
    const int module = std::min(4, room / static_cast<int>(code->columns + 2 * kBarsQuietZone));
    if (module < 2) return std::nullopt;
    const int bars = module * static_cast<int>(code->columns);
    return PlacedCode{.code = *std::move(code),
                      .x = (format_.width - bars) / 2,
                      .y = static_cast<int>(std::lround(y_)),
                      .module = module,
                      .row_height = static_cast<int>(scaled(132))};
  }

  void draw_tracking_number() {
    if (label_.tracking_number.empty()) return draw_box_for_number();
    codes_.bars = bars_that_fit();
    if (codes_.bars) {
      y_ += codes_.bars->row_height + scaled(4);
      const auto number = text(
          label_.tracking_number, width(),
          {.size = 44, .least_size = 22, .weight = Weight::kSemiBold, .align = Align::kCentre, .letter_spacing = 2});
      number.draw(left_, y_);
      y_ += number.height();
    } else {
      draw_number_without_bars();
    }
    rule(6, 14);
  }

  void draw_number_without_bars() {
    double room = width();
    double height = 0;
    if (auto code = qr_code(label_.tracking_number)) {
      const int module = static_cast<int>(scaled(6));
      const int side = module * static_cast<int>(code->columns);
      const int quiet = module * static_cast<int>(kQrQuietZone);
      codes_.number = {.code = *std::move(code),
                       .x = static_cast<int>(left_) + quiet,
                       .y = static_cast<int>(std::lround(y_)) + quiet,
                       .module = module,
                       .row_height = module};
      room -= side + 2 * quiet + scaled(10);
      height = side + 2 * quiet;
    }
    const auto number =
        text(label_.tracking_number, room, {.size = 44, .least_size = 24, .weight = Weight::kSemiBold, .max_lines = 3});
    number.draw(right_ - room, y_ + std::max(0.0, (height - number.height()) / 2));
    y_ += std::max(height, number.height());
  }

  void draw_box_for_number() {
    const double height = scaled(150);
    const double dashes[] = {12, 10};
    cairo_set_dash(page_, dashes, 2, 0);
    cairo_set_line_width(page_, 3);
    cairo_rectangle(page_, left_ + 1.5, y_ + 1.5, width() - 3, height - 3);
    cairo_stroke(page_);
    cairo_set_dash(page_, nullptr, 0, 0);
    text(texts()("documents.label.number_by_hand"), width() - scaled(32), {.size = 26, .least_size = 18})
        .draw(left_ + scaled(16), y_ + scaled(12));
    y_ += height;
    rule(14, 14);
  }

  void draw_cash() {
    const double height = scaled(108), inset = scaled(22);
    fill_rectangle(left_, y_, width(), height);
    cairo_set_source_rgb(page_, 1, 1, 1);
    const auto word = text(texts()(label_.is_pickup ? "documents.label.cash" : "documents.label.cod"), width() / 3,
                           {.size = 76, .least_size = 40, .weight = Weight::kHeavy});
    word.draw(left_ + inset, y_ + (height - word.height()) / 2);
    const double room = width() - 3 * inset - word.text_width();
    const auto amount = text(format_rupiah(*label_.cash), room,
                             {.size = 76, .least_size = 30, .weight = Weight::kHeavy, .align = Align::kRight});
    amount.draw(right_ - inset - room, y_ + (height - amount.height()) / 2);
    cairo_set_source_rgb(page_, 0, 0, 0);
    y_ += height + scaled(14);
  }

  /// In the lower right corner.
  void place_tracking_page() {
    auto code = qr_code(label_.tracking_url);
    if (!code) return;
    const int modules = static_cast<int>(code->columns + 2 * kQrQuietZone);
    const int module = std::clamp(format_.qr_side / modules, 3, 6);
    const int quiet = module * static_cast<int>(kQrQuietZone);
    const int side = module * static_cast<int>(code->columns);
    qr_left_ = right_ - side - 2 * quiet;
    qr_top_ = format_.height - format_.margin - caption_height() - side - 2 * quiet;
    codes_.tracking = {.code = *std::move(code),
                       .x = static_cast<int>(qr_left_) + quiet,
                       .y = static_cast<int>(qr_top_) + quiet,
                       .module = module,
                       .row_height = module};
    caption().draw(qr_left_, qr_top_ + side + 2 * quiet);
  }

  [[nodiscard]] TextBlock caption() const {
    return text(texts()("documents.label.scan"), right_ - qr_left_,
                {.size = 22, .least_size = 14, .weight = Weight::kSemiBold, .align = Align::kCentre});
  }
  [[nodiscard]] double caption_height() const { return scaled(28); }

  /// The recipient at a scale; `crowded` spares lines.
  [[nodiscard]] std::vector<Row> recipient_rows(double scale, bool crowded) const {
    std::vector<Row> rows;
    const auto add = [&](std::string_view what, double size, Weight weight, int lines, double above) {
      const double least = std::max(scale * size * 0.6, 15 / format_.scale);
      TextBlock block = text(
          what, width(),
          {.size = scale * size, .least_size = std::min(least, scale * size), .weight = weight, .max_lines = lines});
      if (!block.empty()) rows.push_back({std::move(block), scaled(scale * above)});
    };
    const Party& to = label_.recipient;
    add(texts()(label_.is_pickup ? "documents.label.for" : "documents.label.to"), 22, Weight::kSemiBold, 1, 0);
    add(to.name, 54, Weight::kHeavy, crowded ? 1 : 2, 0);
    if (label_.is_pickup) {
      if (!to.phone.empty())
        add(texts()("documents.label.phone_end", {{"digits", to.phone}}), 36, Weight::kSemiBold, 1, 2);
      add(label_.order_number, 54, Weight::kHeavy, 1, 10);
      return rows;
    }
    add(to.phone, 42, Weight::kSemiBold, 1, 2);
    add(to.street, 35, Weight::kRegular, crowded ? 3 : 4, 4);
    add(to.district, 35, Weight::kRegular, crowded ? 1 : 2, 0);
    add(with_last_part_together(to.city), 42, Weight::kHeavy, crowded ? 1 : 2, 4);
    if (!label_.note.empty())
      add(texts()("documents.label.note", {{"note", label_.note}}), 30, Weight::kSemiBold, crowded ? 1 : 2, 6);
    return rows;
  }

  [[nodiscard]] static double height_of(const std::vector<Row>& rows) {
    double height = 0;
    for (const Row& row : rows) height += row.above + row.text.height();
    return height;
  }

  void draw_recipient() {
    const double foot = format_.height - format_.margin - scaled(kLabelFoot);
    const double lowest = codes_.tracking ? std::min(qr_top_, foot) : foot;
    const double room = lowest - y_ - scaled(24);
    // Larger than planned where there is room: this is what couriers and staff look for.
    double scale = label_.is_pickup ? 1.9 : 1.25;
    auto rows = recipient_rows(scale, false);
    while (height_of(rows) > room && scale > 0.7) rows = recipient_rows(scale *= 0.93, false);
    while (height_of(rows) > room && scale > 0.4) rows = recipient_rows(scale *= 0.93, true);
    for (const Row& row : rows) {
      y_ += row.above;
      row.text.draw(left_, y_);
      y_ += row.text.height();
    }
    rule(10, 10);
  }

  /// What is left, beside the code: from whom it comes, which order it is, and what is in it.
  void draw_foot() {
    const double bottom = format_.height - format_.margin;
    const double room = (codes_.tracking ? qr_left_ - scaled(8) : right_) - left_;
    const auto line = [&](std::string_view what, double size, Weight weight = Weight::kRegular) {
      const auto block = text(what, room, {.size = size, .least_size = 0.7 * size, .weight = weight});
      if (y_ + block.height() > bottom) return;
      block.draw(left_, y_);
      y_ += block.height();
    };
    if (!label_.is_pickup) {
      const Party& from = label_.sender;
      line(texts()("documents.label.from"), 22, Weight::kSemiBold);
      line(from.phone.empty() ? from.name : fmt::format("{} · {}", from.name, from.phone), 29, Weight::kSemiBold);
      line(from.street, 25);
      line(from.city, 25);
      y_ += scaled(10);
      line(label_.order_number, 40, Weight::kHeavy);
    }
    line(label_.ordered_on, 24);
    y_ += scaled(6);
    draw_pieces(room, bottom);
  }

  /// As many as fit, and how many more there are.
  void draw_pieces(double room, double bottom) {
    const std::size_t all = label_.pieces.size();
    const auto more = [&](std::size_t shown) {
      return text(texts()("documents.more", {{"n", static_cast<std::int64_t>(all - shown)}}), room,
                  {.size = 25, .weight = Weight::kSemiBold});
    };
    for (std::size_t i = 0; i < all; ++i) {
      const Piece& piece = label_.pieces[i];
      const auto line = text(fmt::format("{} × {}", piece.quantity, piece.name), room, {.size = 25, .least_size = 21});
      // Room for this line and, unless it is the last, for the count of those that may not fit.
      const double count = i + 1 < all ? more(i + 1).height() : 0;
      if (y_ + line.height() + count > bottom) {
        if (const auto rest = more(i); y_ + rest.height() <= bottom) rest.draw(left_, y_);
        return;
      }
      line.draw(left_, y_);
      y_ += line.height();
    }
  }

  cairo_t* page_;
  const Label& label_;
  LabelFormat format_;
  double left_, right_;
  double y_;  ///< where the next thing goes
  double qr_left_ = 0, qr_top_ = 0;
  PlacedCodes codes_;
};

}  // namespace

LabelFormat format_of(LabelSize size) {
  switch (size) {
    case LabelSize::k100x150:
      return {.width = 100 * kDotsPerMm,
              .height = 150 * kDotsPerMm,
              .margin = 4 * kDotsPerMm,
              .qr_side = 35 * kDotsPerMm,
              .scale = 1};
    case LabelSize::k80x100:
      // The print heads of 80 mm printers are 72 mm wide.
      return {.width = 80 * kDotsPerMm,
              .height = 100 * kDotsPerMm,
              .margin = 4 * kDotsPerMm,
              .qr_side = 20 * kDotsPerMm,
              .scale = 0.72};
  }
  return format_of(LabelSize::k100x150);
}

PlacedCodes draw_label(cairo_t* page, const Label& label, LabelSize size) {
  return LabelPainter(page, label, size).paint();
}

void draw_code(cairo_t* page, const PlacedCode& placed) {
  cairo_set_antialias(page, CAIRO_ANTIALIAS_NONE);
  const Code& code = placed.code;
  for (std::size_t row = 0; row < code.rows; ++row) {
    for (std::size_t column = 0; column < code.columns;) {
      std::size_t end = column;
      while (end < code.columns && code.is_dark(end, row)) ++end;
      if (end == column) {
        ++column;
        continue;
      }
      cairo_rectangle(page, placed.x + placed.module * static_cast<double>(column),
                      placed.y + placed.row_height * static_cast<double>(row),
                      placed.module * static_cast<double>(end - column), placed.row_height);
      column = end;
    }
  }
  cairo_fill(page);
  cairo_set_antialias(page, CAIRO_ANTIALIAS_DEFAULT);
}

}  // namespace hurtrock::documents
