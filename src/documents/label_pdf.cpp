#include "documents/label.hpp"
#include "documents/label_layout.hpp"
#include "documents/pdf_file.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::documents {

std::string label_pdf(std::span<const Label> labels, LabelSize size, Time made_at) {
  const auto& texts = i18n::Texts::of(i18n::Language::kIndonesian);
  const LabelFormat format = format_of(size);
  const std::string title = labels.size() == 1
                                ? texts("documents.label.title", {{"number", labels.front().order_number}})
                                : texts("documents.label.titles", {{"n", static_cast<std::int64_t>(labels.size())}});
  PdfFile file(format.width * kPointsPerDot, format.height * kPointsPerDot, title,
               labels.empty() ? std::string{} : labels.front().sender.name, made_at);
  cairo_scale(file.page(), kPointsPerDot, kPointsPerDot);
  for (const Label& label : labels) {
    const PlacedCodes codes = draw_label(file.page(), label, size);
    for (const auto& code : {codes.bars, codes.number, codes.tracking})
      if (code) draw_code(file.page(), *code);
    file.next_page();
  }
  return file.bytes();
}

}  // namespace hurtrock::documents
