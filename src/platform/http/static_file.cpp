#include "platform/http/static_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/core/clock.hpp"
#include "platform/core/temporary.hpp"
#include "platform/http/byte_range.hpp"
#include "platform/http/conditional.hpp"
#include "platform/http/one_answer.hpp"

namespace hurtrock::http {
namespace {

Time last_change(const struct stat& status) {
  return Time{std::chrono::seconds{status.st_mtim.tv_sec} + std::chrono::microseconds{status.st_mtim.tv_nsec / 1000}};
}

void describe(const struct stat& status, Response& response) {
  const Time changed = last_change(status);
  if (response.header("ETag").empty()) {
    response.set("ETag", fmt::format("\"{:x}-{:x}\"", status.st_size, to_micros(changed)));
  }
  response.set("Last-Modified", http_date(changed));
  response.set("Accept-Ranges", "bytes");
  if (response.header("Content-Type").empty()) response.set("Content-Type", "application/octet-stream");
}

/// A part is only useful to a client whose other parts are of the same file.
bool wants_range(const Request& request, const Response& response) {
  if (request.method != Method::kGet || response.status != 200) return false;
  const std::string_view condition = request.header("If-Range");
  if (condition.empty()) return true;
  if (condition.starts_with('"')) return condition == response.header("ETag");
  return condition == response.header("Last-Modified");
}

}  // namespace

std::string path_for_one_answer(std::string_view folder) {
  return temporary::new_path(folder, temporary::Kind::kAnswer);
}

bool is_for_one_answer(std::string_view path) { return temporary::is_of(temporary::Kind::kAnswer, path); }

FilePart::~FilePart() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<FilePart> open_file(const Request& request, Response& response) {
  // Non-blocking so that a pipe put in a file's place cannot hold up the thread.
  const int descriptor = open(response.file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return std::nullopt;
  if (is_for_one_answer(response.file)) unlink(response.file.c_str());
  struct stat status{};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(descriptor);
    return std::nullopt;
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  FilePart file(descriptor, 0, size);
  describe(status, response);

  if (not_modified(request, response)) {
    make_not_modified(response);
    return FilePart{};
  }
  if (!wants_range(request, response)) return file;

  const ByteRange range = parse_range(request.header("Range"), size);
  switch (range.kind) {
    case ByteRange::Kind::kWhole:
      return file;
    case ByteRange::Kind::kUnsatisfiable:
      response.status = 416;
      response.set("Content-Range", fmt::format("bytes */{}", size));
      return FilePart{};
    case ByteRange::Kind::kPart:
      break;
  }
  response.status = 206;
  response.set("Content-Range", fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.length - 1, size));
  file.narrow(range.offset, range.length);
  return file;
}

}  // namespace hurtrock::http
