#include "platform/http/answer.hpp"

#include "platform/core/text.hpp"
#include "platform/http/conditional.hpp"
#include "platform/http/status.hpp"

namespace hurtrock::http {
namespace {

constexpr std::size_t kWorthCompressing = 1024;

void vary_by_encoding(Response& response) {
  const std::string_view vary = response.header("Vary");
  if (vary.empty()) return response.set("Vary", "Accept-Encoding");
  if (vary == "*" || text::lower(vary).contains("accept-encoding")) return;
  response.set("Vary", std::string(vary) + ", Accept-Encoding");
}

/// The compressed bytes differ from the plain ones, so a tag that promises equal bytes must be weakened.
void weaken_etag(Response& response) {
  const std::string_view etag = response.header("ETag");
  if (!etag.empty() && !etag.starts_with("W/")) response.set("ETag", "W/" + std::string(etag));
}

void pick_prepared(const Request& request, Answer& answer) {
  Response& response = answer.response;
  const Offered offered{.gzip = response.prepared->gzip != nullptr, .brotli = response.prepared->brotli != nullptr};
  if (!offered.gzip && !offered.brotli) return;
  vary_by_encoding(response);
  answer.prepared_as = choose_encoding(request.header("Accept-Encoding"), offered);
  if (answer.prepared_as != Encoding::kIdentity) {
    response.set("Content-Encoding", std::string(to_string(answer.prepared_as)));
  }
}

void compress_body(const Request& request, Response& response) {
  if (response.body.size() <= kWorthCompressing || !is_compressible(response.header("Content-Type"))) return;
  if (!response.header("Content-Encoding").empty()) return;
  vary_by_encoding(response);
  const Encoding encoding = choose_encoding(request.header("Accept-Encoding"), {});
  if (encoding == Encoding::kIdentity) return;

  response.body =
      encoding == Encoding::kBrotli ? brotli(response.body, kQuickBrotliQuality) : gzip(response.body, kQuickGzipLevel);
  response.set("Content-Encoding", std::string(to_string(encoding)));
  weaken_etag(response);
}

}  // namespace

std::string_view Answer::body() const {
  if (!response.prepared) return response.body;
  const Encodings& prepared = *response.prepared;
  const SharedBytes& bytes = prepared_as == Encoding::kBrotli ? prepared.brotli
                             : prepared_as == Encoding::kGzip ? prepared.gzip
                                                              : prepared.identity;
  return bytes ? std::string_view(*bytes) : std::string_view{};
}

std::uint64_t Answer::length() const { return file.descriptor() >= 0 ? file.length() : body().size(); }

std::optional<Answer> make_answer(const Request& request, Response response) {
  std::optional<Answer> answer{std::in_place};
  answer->response = std::move(response);
  Response& decided = answer->response;
  if (!decided.file.empty()) {
    auto file = open_file(request, decided);
    if (!file) return std::nullopt;
    answer->file = std::move(*file);
    return answer;
  }
  // Before a 304 is made of it: that one carries the same Vary.
  if (decided.prepared) pick_prepared(request, *answer);
  if (not_modified(request, decided)) {
    make_not_modified(decided);
  } else if (!decided.prepared && has_body(decided.status) && decided.status != 206) {
    compress_body(request, decided);
  }
  return answer;
}

}  // namespace hurtrock::http
