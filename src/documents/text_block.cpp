#include "documents/text_block.hpp"

#include <algorithm>
#include <string>

#include "documents/printable.hpp"
#include "documents/typeface.hpp"

namespace hurtrock::documents {
namespace {

constexpr double kSmaller = 0.94;

struct AttributesDeleter {
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct DescriptionDeleter {
  void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
struct OptionsDeleter {
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
struct ContextDeleter {
  void operator()(PangoContext* context) const { g_object_unref(context); }
};
using Context = std::unique_ptr<PangoContext, ContextDeleter>;

/// Every text is set in this size and drawn to scale: the fonts that a name may need are looked for and loaded once,
/// not anew for every size it is tried in.
constexpr double kSetSize = 64;

/// Without hinting and rounding, so that a text is as wide in every size and on every device as it was measured here.
Context make_context() {
  Context context(pango_font_map_create_context(fonts()));
  const std::unique_ptr<cairo_font_options_t, OptionsDeleter> options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options.get());
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  // Also a line with a name in Arabic letters begins at the left, like every other one of its column.
  pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
  return context;
}

void set_font(PangoLayout* layout, Weight weight) {
  const std::unique_ptr<PangoFontDescription, DescriptionDeleter> font(pango_font_description_new());
  pango_font_description_set_family_static(font.get(), kFamily);
  pango_font_description_set_weight(font.get(), static_cast<PangoWeight>(weight));
  pango_font_description_set_absolute_size(font.get(), kSetSize * PANGO_SCALE);
  pango_layout_set_font_description(layout, font.get());
}

void set_width(PangoLayout* layout, double width) {
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
}

void set_attributes(PangoLayout* layout, const Setting& setting) {
  const std::unique_ptr<PangoAttrList, AttributesDeleter> attributes(pango_attr_list_new());
  // Digits of one width, so that amounts stand below each other.
  pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("tnum=1"));
  // Nobody reads a document's hyphens back into a name.
  pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
  if (setting.letter_spacing > 0)
    pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(static_cast<int>(
                                                 setting.letter_spacing * kSetSize / setting.size * PANGO_SCALE)));
  pango_layout_set_attributes(layout, attributes.get());
}

PangoAlignment alignment(Align align) {
  switch (align) {
    case Align::kLeft:
      return PANGO_ALIGN_LEFT;
    case Align::kCentre:
      return PANGO_ALIGN_CENTER;
    case Align::kRight:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

TextBlock::TextBlock(cairo_t* page, std::string_view text, double width, const Setting& setting) : page_(page) {
  const std::string plain = printable(text);
  if (plain.empty() || width <= 0) return;

  const Context context = make_context();
  layout_.reset(pango_layout_new(context.get()));
  PangoLayout* const layout = layout_.get();
  pango_layout_set_text(layout, plain.data(), static_cast<int>(plain.size()));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout, alignment(setting.align));
  pango_layout_set_auto_dir(layout, FALSE);
  set_font(layout, setting.weight);
  set_attributes(layout, setting);

  const double least = setting.least_size > 0 ? setting.least_size : setting.size;
  double size = setting.size;
  set_width(layout, width * kSetSize / size);
  while (size > least && pango_layout_get_line_count(layout) > setting.max_lines) {
    size = std::max(size * kSmaller, least);
    set_width(layout, width * kSetSize / size);
  }
  pango_layout_set_height(layout, -setting.max_lines);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);

  scale_ = size / kSetSize;
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  height_ = scale_ * logical.height / PANGO_SCALE;
  text_width_ = scale_ * logical.width / PANGO_SCALE;
}

void TextBlock::draw(double x, double y) const {
  if (!layout_) return;
  cairo_save(page_);
  cairo_translate(page_, x, y);
  cairo_scale(page_, scale_, scale_);
  cairo_move_to(page_, 0, 0);
  pango_cairo_show_layout(page_, layout_.get());
  cairo_restore(page_);
}

}  // namespace hurtrock::documents
