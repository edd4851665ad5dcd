#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::http {

/// The boundary named by a Content-Type of multipart/form-data, or nothing when there is none or it is malformed.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Takes multipart/form-data (RFC 7578) apart as it comes in, however it is cut into pieces. Holds back
/// no more than one header block or delimiter. Bounds: 200 parts, 8 KiB of headers for each.
class MultipartParser {
 public:
  struct Part {
    std::string name;
    std::optional<std::string> filename;  ///< present for files; last path component only
  };
  /// Learns what is found. Each function may refuse by returning false, which ends the parsing.
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual bool begin_part(Part part) = 0;
    virtual bool part_data(std::string_view bytes) = 0;
    virtual bool end_part() = 0;
  };

  MultipartParser(std::string_view boundary, Sink& sink);

  /// False when the bytes are malformed or the sink refused.
  bool feed(std::string_view bytes);
  /// Whether the closing delimiter has been seen.
  [[nodiscard]] bool complete() const { return state_ == State::kEpilogue; }

 private:
  enum class State : unsigned char { kPreamble, kAfterDelimiter, kHeader, kData, kEpilogue };
  enum class Step : unsigned char { kAdvanced, kNeedMore, kMalformed };

  Step step();
  Step find_delimiter();
  Step after_delimiter();
  Step read_header();
  bool emit(std::size_t count);
  bool leave_part();

  const std::string delimiter_;  ///< CR LF "--" boundary
  Sink& sink_;
  std::string pending_ = "\r\n";  ///< so that a delimiter at the very beginning looks like any other
  std::size_t taken_ = 0;         ///< bytes of `pending_` that are dealt with
  std::size_t searched_ = 0;      ///< from `taken_` on: no delimiter starts there
  std::size_t parts_ = 0;
  State state_ = State::kPreamble;
  State before_delimiter_ = State::kPreamble;
};

}  // namespace hurtrock::http
