#include "images/image_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "layout/picture_address.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/temporary.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::images {
namespace {

// 128 bits of the digest are plenty to keep pictures apart and keep addresses short.
constexpr std::size_t kHashDigits = 32;

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path);
  }
  ~OpenFile() { close(file_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] std::string hash(std::string_view salt = {}) const {
    crypto::Sha256 digest;
    digest.add(salt);
    std::array<char, 64UZ * 1024> buffer{};
    for (;;) {
      const ssize_t count = read(file_, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw std::system_error(errno, std::generic_category(), "reading a picture");
      if (count == 0) return digest.hex().substr(0, kHashDigits);
      digest.add({buffer.data(), static_cast<std::size_t>(count)});
    }
  }
  void flush() const { fsync(file_); }

 private:
  int file_;
};

/// Gone with everything in it at the end of this object's life.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& parent) : path_(temporary::new_path(parent, temporary::Kind::kVariants)) {
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// "0123456789abcdef0123456789abcdef-1600.webp" -> 1600
std::optional<int> width_of(std::string_view file) {
  constexpr std::string_view kEnding = ".webp";
  if (!file.ends_with(kEnding) || file.size() <= kHashDigits + 1 + kEnding.size()) return std::nullopt;
  const auto hash = file.substr(0, kHashDigits);
  if (hash.find_first_not_of("0123456789abcdef") != std::string_view::npos || file[kHashDigits] != '-')
    return std::nullopt;
  file.remove_suffix(kEnding.size());
  const auto width = text::parse_integer(file.substr(kHashDigits + 1), 1, std::ranges::max(kVariantWidths));
  return width ? std::optional{static_cast<int>(*width)} : std::nullopt;
}

}  // namespace

std::string keep_original(const std::string& upload, const std::string& originals) {
  const OpenFile file(upload);
  std::string name = file.hash();
  file.flush();
  std::filesystem::rename(upload, originals + "/" + name);
  return name;
}

std::string publish(const Variants& variants, const std::string& folder, const std::string& media,
                    std::string_view salt) {
  const auto made = [&](int width) { return fmt::format("{}/{}.webp", folder, width); };
  std::string largest =
      fmt::format("{}-{}.webp", OpenFile(made(variants.widths.back())).hash(salt), variants.widths.back());
  for (const int width : variants.widths) {
    OpenFile(made(width)).flush();
    std::filesystem::rename(made(width), media + "/" + layout::variant_file(largest, width));
  }
  return largest;
}

std::expected<Made, Refusal> make_and_publish(Helper& helper, const std::string& original, const std::string& scratch,
                                              const std::string& media, std::string_view salt) {
  const ScratchFolder folder(scratch);
  auto variants = helper.make_variants(original, folder.path());
  if (!variants) return std::unexpected(variants.error());
  std::string file = publish(*variants, folder.path(), media, salt);
  return Made{.file = std::move(file), .variants = *std::move(variants)};
}

void remove_made(const Made& made, const std::string& media) {
  std::error_code ignored;
  for (const int width : made.variants.widths)
    std::filesystem::remove(media + "/" + layout::variant_file(made.file, width), ignored);
}

std::optional<Made> find_made(Helper& helper, const std::string& file, const std::string& media) {
  const auto largest = width_of(file);
  if (!largest || !std::filesystem::exists(media + "/" + file)) return std::nullopt;
  const auto size = helper.inspect(media + "/" + file, Sender::kStaff);
  if (!size || size->width != *largest) return std::nullopt;
  Made made{.file = file, .variants = {.size = *size, .widths = {}}};
  for (const int width : kVariantWidths)
    if (width < *largest && std::filesystem::exists(media + "/" + layout::variant_file(file, width)))
      made.variants.widths.push_back(width);
  made.variants.widths.push_back(*largest);
  return made;
}

}  // namespace hurtrock::images
