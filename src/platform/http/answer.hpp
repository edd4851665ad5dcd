#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/http/compression.hpp"
#include "platform/http/message.hpp"
#include "platform/http/static_file.hpp"

namespace hurtrock::http {

/// A response after everything has been decided that depends on the request: 304, encoding, range.
struct Answer {
  Response response;
  Encoding prepared_as = Encoding::kIdentity;  ///< which of response.prepared goes out
  FilePart file;                               ///< of response.file

  /// The bytes that follow the head, unless a file does.
  [[nodiscard]] std::string_view body() const;
  [[nodiscard]] std::uint64_t length() const;
};

/// Settles conditional requests, compression and ranges; on the thread that made the response, for compressing takes
/// a while. Nothing when the file to be sent does not exist.
std::optional<Answer> make_answer(const Request& request, Response response);

}  // namespace hurtrock::http
