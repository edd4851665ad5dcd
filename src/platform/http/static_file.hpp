#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// An open file and the part of it that goes out.
class FilePart {
 public:
  FilePart() = default;
  FilePart(int descriptor, std::uint64_t offset, std::uint64_t length)
      : descriptor_(descriptor), offset_(offset), length_(length) {}
  ~FilePart();
  FilePart(FilePart&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), offset_(other.offset_), length_(other.length_) {}
  FilePart& operator=(FilePart&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    offset_ = other.offset_;
    length_ = other.length_;
    return *this;
  }

  void narrow(std::uint64_t offset, std::uint64_t length) {
    offset_ = offset;
    length_ = length;
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t length() const { return length_; }

 private:
  int descriptor_ = -1;
  std::uint64_t offset_ = 0;
  std::uint64_t length_ = 0;
};

/// Opens `response.file` and settles status and headers: ETag (size and time of change) unless the handler set one,
/// Last-Modified, and what Range, If-Range and If-None-Match ask for. Nothing when there is no such regular file.
std::optional<FilePart> open_file(const Request& request, Response& response);

}  // namespace hurtrock::http
