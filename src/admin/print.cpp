#include "admin/print.hpp"

#include <fmt/format.h>

namespace hurtrock::admin {

std::optional<documents::LabelSize> label_size(const http::Fields& query) {
  const std::string_view size = query.value("size");
  if (size.empty() || size == "100x150") return documents::LabelSize::k100x150;
  if (size == "80") return documents::LabelSize::k80x100;
  return std::nullopt;
}

http::Response label_file(std::span<const documents::Label> labels, documents::LabelSize size, LabelForm form,
                          std::string_view name, Time now) {
  if (form == LabelForm::kZpl)
    return http::document(documents::label_zpl(labels, size), "application/x-zpl", fmt::format("{}.zpl", name));
  return http::document(documents::label_pdf(labels, size, now), "application/pdf", fmt::format("{}.pdf", name));
}

std::vector<ParcelLine> contents_to_pack(const OrderOnPaper& paper) {
  if (auto at_hand = parcels_at_hand(paper); !at_hand.empty() && !at_hand.back().has_left)
    return std::move(at_hand.back().contents);
  std::vector<ParcelLine> all;
  for (std::size_t i = 0; i < paper.lines.size(); ++i) all.push_back({i, paper.lines[i].quantity});
  return all;
}

}  // namespace hurtrock::admin
