#include "sample_data/picture_files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <ios>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/core/crypto.hpp"

namespace hurtrock::sample_data {
namespace {

std::string key_of(const sample_pictures::PictureSpec& spec) {
  return spec.shape + '/' + spec.finish + '/' + spec.hardware + '/' + std::to_string(spec.view) + '/' +
         (spec.left_handed ? 'L' : 'R') + '/' + std::to_string(spec.strings);
}

/// Under another name first, so that the shop never serves half a picture.
void write_whole(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::path unfinished = path;
  unfinished += ".part";
  std::ofstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(unfinished, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  std::filesystem::rename(unfinished, path);
}

}  // namespace

PictureFiles::PictureFiles(std::filesystem::path folder, Paintings paintings)
    : folder_(std::move(folder)), paintings_(std::move(paintings)) {
  std::filesystem::create_directories(folder_);
}

std::string PictureFiles::write_paintings(const std::string& stem) const {
  std::vector<int> widths;
  for (const int width : kPaintedWidths) {
    const std::string name = fmt::format("{}-{}.webp", stem, width);
    const std::string_view painting = paintings_.find(name);
    if (painting.empty()) continue;
    if (!std::filesystem::exists(folder_ / name)) write_whole(folder_ / name, painting);
    widths.push_back(width);
  }
  if (!widths.empty()) widths.push_back(kDrawnFrom);
  return fmt::format("{}", fmt::join(widths, " "));
}

const PictureFile& PictureFiles::file_for(const sample_pictures::PictureSpec& spec) {
  auto [entry, is_new] = files_.try_emplace(key_of(spec));
  if (!is_new) return entry->second;

  const std::string drawing = sample_pictures::draw(spec);
  // 128 bits of the digest are plenty to keep pictures apart and keep addresses short.
  const std::string stem = crypto::sha256_hex(drawing).substr(0, 32);
  PictureFile file{.name = stem + ".svg", .widths = write_paintings(stem)};
  if (!std::filesystem::exists(folder_ / file.name)) write_whole(folder_ / file.name, drawing);
  entry->second = std::move(file);
  return entry->second;
}

}  // namespace hurtrock::sample_data
