#include "platform/http/multipart_body.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "platform/core/temporary.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::http {
namespace {

bool is_clean(std::string_view text) { return !text.contains('\0') && text::is_utf8(text); }

void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "upload");
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

MultipartBody::MultipartBody(Request& request, std::size_t limit, std::string upload_folder)
    : request_(request), remaining_(limit), upload_folder_(std::move(upload_folder)) {
  if (const auto boundary = multipart_boundary(request.header("Content-Type"))) {
    parser_.emplace(*boundary, static_cast<MultipartParser::Sink&>(*this));
  }
}

MultipartBody::~MultipartBody() { close_file(); }

int MultipartBody::take(std::string_view bytes) {
  if (!parser_) return 400;
  if (bytes.size() > remaining_) return 413;
  remaining_ -= bytes.size();
  try {
    return parser_->feed(bytes) ? 0 : 400;
  } catch (const std::system_error& error) {
    log::error("http.upload.failed", {{"what", error.what()}});
    return 500;
  }
}

int MultipartBody::finish() {
  if (!parser_ || !parser_->complete()) return 400;
  for (const auto& [name, value] : fields_) {
    if (!is_clean(name) || !is_clean(value)) return 400;
  }
  request_.form = Fields(std::move(fields_));
  return 0;
}

bool MultipartBody::begin_part(MultipartParser::Part part) {
  if (!part.filename) {
    target_ = Target::kField;
    fields_.emplace_back(std::move(part.name), std::string{});
  } else if (part.filename->empty()) {
    target_ = Target::kNothing;
  } else {
    if (!is_clean(part.name) || !is_clean(*part.filename)) return false;
    open_file(std::move(part));
  }
  return true;
}

bool MultipartBody::part_data(std::string_view bytes) {
  if (target_ == Target::kField) {
    std::string& value = fields_.back().second;
    if (bytes.size() > Fields::kLongestValue - value.size()) return false;
    value.append(bytes);
  } else if (target_ == Target::kFile) {
    write_all(file_, bytes);
    request_.uploads.back().size += bytes.size();
  }
  return true;
}

bool MultipartBody::end_part() {
  close_file();
  target_ = Target::kNothing;
  return true;
}

void MultipartBody::open_file(MultipartParser::Part part) {
  std::string path = temporary::new_path(upload_folder_, temporary::Kind::kUpload);
  file_ = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), "upload folder");
  request_.uploads.push_back(
      {.field = std::move(part.name), .filename = std::move(*part.filename), .path = std::move(path)});
  target_ = Target::kFile;
}

void MultipartBody::close_file() {
  if (file_ >= 0) close(std::exchange(file_, -1));
}

void remove_uploads(const Request& request) {
  for (const Upload& upload : request.uploads) unlink(upload.path.c_str());
}

}  // namespace hurtrock::http
