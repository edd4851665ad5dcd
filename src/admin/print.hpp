#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "admin/parcels.hpp"
#include "documents/label.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// What `size` asks for; the large label when it is not there, nothing when there is no such size.
std::optional<documents::LabelSize> label_size(const http::Fields& query);

enum class LabelForm : std::uint8_t { kPdf, kZpl };
/// `name` without its ending.
http::Response label_file(std::span<const documents::Label> labels, documents::LabelSize size, LabelForm form,
                          std::string_view name, Time now);

/// What a packing list shows: what is still in the shop, or else everything.
std::vector<ParcelLine> contents_to_pack(const OrderOnPaper& paper);

}  // namespace hurtrock::admin
