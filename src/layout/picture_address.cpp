#include "layout/picture_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "platform/core/text.hpp"

namespace hurtrock::layout {
namespace {

constexpr int kWidest = 100'000;
/// Thumbnails are at most 120 px wide; sharp screens want more, but not at four times the bytes.
constexpr int kThumbnailWidth = 160;
constexpr int kPreviewWidth = 1'200;

/// The last of the widths belongs to `file` itself.
std::string file_of_width(std::string_view file, int width, std::span<const int> widths) {
  return width == widths.back() ? std::string(file) : variant_file(file, width);
}

}  // namespace

std::vector<int> read_widths(std::string_view text) {
  std::vector<int> widths;
  for (const auto word : text::split(text, ' '))
    if (const auto width = text::parse_integer(word, 1, kWidest)) widths.push_back(static_cast<int>(*width));
  return widths;
}

std::string write_widths(std::span<const int> widths) { return fmt::format("{}", fmt::join(widths, " ")); }

std::string variant_file(std::string_view file, int width) {
  if (file.ends_with(".svg")) return fmt::format("{}-{}.webp", file.substr(0, file.rfind('.')), width);
  return fmt::format("{}-{}{}", file.substr(0, file.rfind('-')), width, file.substr(file.rfind('.')));
}

std::string srcset_of(std::string_view file, std::string_view widths) {
  const auto all = read_widths(widths);
  std::string list;
  for (const int width : all)
    list += fmt::format("{}/media/{} {}w", list.empty() ? "" : ", ", file_of_width(file, width, all), width);
  return list;
}

Picture preview_of(std::string_view file, std::string_view widths, int width, int height) {
  const bool is_drawing = file.ends_with(".svg");
  auto all = read_widths(widths);
  if (all.empty() && !is_drawing) all = {width};
  std::optional<int> best;
  for (const int each : all)
    if ((!best || each <= kPreviewWidth) && !(is_drawing && each == all.back())) best = each;
  if (!best || width <= 0) return {};
  return {.url = fmt::format("/media/{}", file_of_width(file, *best, all)),
          .width = *best,
          .height = static_cast<int>(std::lround(static_cast<double>(height) * *best / width))};
}

std::string thumbnail_url(std::string_view file, std::string_view widths) {
  const auto all = read_widths(widths);
  if (all.empty()) return fmt::format("/media/{}", file);
  const auto large_enough = std::ranges::find_if(all, [](int width) { return width >= kThumbnailWidth; });
  return fmt::format("/media/{}", file_of_width(file, large_enough == all.end() ? all.back() : *large_enough, all));
}

std::string thumbnail_url(std::string_view file_and_widths) {
  const auto space = std::min(file_and_widths.find(' '), file_and_widths.size());
  return thumbnail_url(file_and_widths.substr(0, space), file_and_widths.substr(space));
}

}  // namespace hurtrock::layout
