#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

/// Pictures from outside. They are never decoded in this process: the program `hurtrock-images` does that, one picture
/// a run, with limits on its memory, time and files and without network (helper/). Files are told by their content, not
/// by their name.
namespace hurtrock::images {

constexpr std::uint64_t kMostBytes = 20ULL * 1024 * 1024;
constexpr std::int64_t kMostPixels = 80'000'000;
/// Of strangers' pictures, as Sender::kAnybody counts them.
constexpr std::int64_t kMostDecodedPixels = 50'000'000;
/// Of variants, as far as a picture is that wide: a phone's card, a tablet's list, a product page, and the same on
/// sharp screens.
constexpr int kVariantWidths[] = {160, 320, 480, 800, 1200, 1600};

enum class Refusal : std::uint8_t {
  kTooLarge,         ///< more bytes than kMostBytes
  kNotAPicture,      ///< not even by its first bytes
  kKindNotAccepted,  ///< a picture, but none of JPEG, PNG, WebP, AVIF, HEIC
  kDamaged,          ///< cannot be read to its end
  kTooManyPixels,    ///< more than kMostPixels, or of a stranger's kMostDecodedPixels
  kUnfinished,       ///< the helper crashed or met one of its limits
};
/// "too_large", "not_a_picture", "kind_not_accepted", "damaged", "too_many_pixels", "unfinished".
std::string_view word(Refusal refusal);

/// Whose picture it is.
enum class Sender : std::uint8_t {
  kStaff,
  /// Whoever can pay for a decoder's time with a small file may be anybody, so what counts is what has to be decoded:
  /// a point with more than 8 bits a colour is two, and an ordinary JPEG, which is decoded at a fraction of its size,
  /// is none.
  kAnybody,
};

/// As the picture is meant to be seen: its orientation applied.
struct Size {
  int width = 0, height = 0;
};

struct Variants {
  Size size;                ///< of the largest
  std::vector<int> widths;  ///< ascending; the last is the largest
  std::int64_t took_ms = 0, peak_kb = 0;
};

/// Runs the helper. Thread-safe; two pictures at most are worked on at once, others wait their turn. Throws
/// std::system_error when the program is not there.
class Helper {
 public:
  explicit Helper(std::string program) : program_(std::move(program)) {}

  /// Judges a file by its size, first bytes and header, without decoding it.
  std::expected<Size, Refusal> inspect(const std::string& file, Sender sender);
  /// Writes "160.webp", "320.webp", … into `folder`, as far as the picture is wide; the last has the picture's own
  /// width or 1600. What was hidden in the file (place, camera, owner) is not in them.
  std::expected<Variants, Refusal> make_variants(const std::string& file, const std::string& folder);

 private:
  struct Answer;
  std::expected<Answer, Refusal> ask(std::vector<std::string> arguments, std::chrono::milliseconds deadline);

  std::string program_;
  std::counting_semaphore<2> turns_{2};
};

}  // namespace hurtrock::images
