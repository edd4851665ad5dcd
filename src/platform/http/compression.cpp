#include "platform/http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <optional>

#include "platform/core/text.hpp"
#include "platform/http/weighted.hpp"

namespace hurtrock::http {
namespace {

struct Weights {
  std::optional<int> brotli, gzip, identity, any;
};

Weights parse_accept_encoding(std::string_view header) {
  Weights weights;
  while (!header.empty()) {
    const auto [coding, weight] = take_weighted(header);
    if (text::equals_ignoring_case(coding, "br")) weights.brotli = weight;
    if (text::equals_ignoring_case(coding, "gzip") || text::equals_ignoring_case(coding, "x-gzip")) {
      weights.gzip = weight;
    }
    if (text::equals_ignoring_case(coding, "identity")) weights.identity = weight;
    if (coding == "*") weights.any = weight;
  }
  return weights;
}

/// zlib's working memory (about 270 kB) is kept per thread and reused: setting it up costs more than a small page.
class Deflater {
 public:
  explicit Deflater(int level) : level_(level) {
    constexpr int kGzipWindow = 15 + 16;
    constexpr int kDefaultMemory = 8;
    if (deflateInit2(&stream_, level, Z_DEFLATED, kGzipWindow, kDefaultMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  [[nodiscard]] int level() const { return level_; }

  std::string compress(std::string_view plain) {
    deflateReset(&stream_);
    std::string packed(deflateBound(&stream_, plain.size()), '\0');
    std::size_t written = 0;
    int state = Z_OK;
    // zlib counts in 32 bits, so more than 4 GiB would need several turns on either side.
    constexpr std::size_t kTurn = std::numeric_limits<uInt>::max();
    while (state != Z_STREAM_END) {
      const std::size_t in = std::min(plain.size(), kTurn);
      const std::size_t out = std::min(packed.size() - written, kTurn);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));  // zlib's next_in lacks a const
      stream_.avail_in = static_cast<uInt>(in);
      stream_.next_out = reinterpret_cast<Bytef*>(packed.data() + written);
      stream_.avail_out = static_cast<uInt>(out);
      state = deflate(&stream_, in == plain.size() ? Z_FINISH : Z_NO_FLUSH);
      if (state == Z_STREAM_ERROR || state == Z_BUF_ERROR) throw std::bad_alloc();
      plain.remove_prefix(in - stream_.avail_in);
      written += out - stream_.avail_out;
    }
    packed.resize(written);
    return packed;
  }

 private:
  z_stream stream_{};
  int level_;
};

}  // namespace

std::string_view to_string(Encoding encoding) {
  switch (encoding) {
    case Encoding::kGzip:
      return "gzip";
    case Encoding::kBrotli:
      return "br";
    case Encoding::kIdentity:
      break;
  }
  return "identity";
}

Encoding choose_encoding(std::string_view accept_encoding, Offered offered) {
  if (accept_encoding.empty()) return Encoding::kIdentity;
  const Weights weights = parse_accept_encoding(accept_encoding);
  const int others = weights.any.value_or(0);
  const int brotli_weight = offered.brotli ? weights.brotli.value_or(others) : 0;
  const int gzip_weight = offered.gzip ? weights.gzip.value_or(others) : 0;
  // Unmentioned, identity is acceptable but no one's favourite.
  const int identity_weight = weights.identity.value_or(weights.any.value_or(1));

  if (brotli_weight > 0 && brotli_weight >= gzip_weight && brotli_weight >= identity_weight) return Encoding::kBrotli;
  if (gzip_weight > 0 && gzip_weight >= identity_weight) return Encoding::kGzip;
  return Encoding::kIdentity;
}

bool is_compressible(std::string_view content_type) {
  const std::string type = text::lower(text::trim(content_type.substr(0, content_type.find(';'))));
  return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") || type == "application/json" ||
         type == "application/javascript" || type == "application/xml";
}

std::string gzip(std::string_view plain, int level) {
  thread_local std::unique_ptr<Deflater> deflater;
  if (!deflater || deflater->level() != level) deflater = std::make_unique<Deflater>(level);
  return deflater->compress(plain);
}

std::string brotli(std::string_view plain, int quality) {
  // A window no larger than the text saves brotli from touching memory it will not use.
  const int window = plain.size() < 64 * 1024 ? 16 : plain.size() < 256 * 1024 ? 18 : BROTLI_DEFAULT_WINDOW;
  std::size_t size = BrotliEncoderMaxCompressedSize(plain.size());
  std::string packed(size, '\0');
  if (BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, plain.size(),
                            reinterpret_cast<const std::uint8_t*>(plain.data()), &size,
                            reinterpret_cast<std::uint8_t*>(packed.data())) == BROTLI_FALSE) {
    throw std::bad_alloc();
  }
  packed.resize(size);
  return packed;
}

}  // namespace hurtrock::http
