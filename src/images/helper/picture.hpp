#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

/// What libvips does for the shop.
namespace hurtrock::images::helper {

/// Why a picture is refused: one of the words of images::Refusal, and what the decoder said.
class Refused : public std::runtime_error {
 public:
  Refused(const char* code, const std::string& detail) : std::runtime_error(detail), code_(code) {}
  [[nodiscard]] const char* code() const { return code_; }

 private:
  const char* code_;
};

struct Size {
  int width = 0, height = 0;
};

struct Header {
  Size size;                 ///< as the picture is meant to be seen
  std::int64_t decoded = 0;  ///< points that reading it takes, as images::Sender::kAnybody counts them
};

struct Made {
  Size size;
  std::vector<int> widths;
};

/// Starts libvips with one thread, no cache, and no loaders but those for JPEG, PNG, WebP and HEIF (AVIF, HEIC) from
/// memory.
void start_vips(const char* program);

/// Without decoding it. Throws Refused.
Header header_of(const std::string& bytes);

/// Writes the variants into `folder`. Throws Refused.
Made make_variants(const std::string& bytes, const std::string& folder);

}  // namespace hurtrock::images::helper
