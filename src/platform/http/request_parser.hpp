#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/http/body.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::http {

struct HeadLimits {
  std::size_t header_bytes;  ///< request line and headers together: 431
  std::size_t target_bytes;  ///< 414
};

/// Reads one request from the bytes of a connection: Beast tells the parts, this class judges them and fills in method,
/// target, path, query and headers. Not reusable.
class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  RequestParser(Request& request, HeadLimits limits);

  /// Takes what it can from `bytes` and returns how much that was. Stops behind the header; after `expect_body`, behind
  /// the body.
  std::size_t feed(std::string_view bytes);
  /// From now on the body is handed to `sink`.
  void expect_body(BodySink& sink) { sink_ = &sink; }

  /// The status to refuse the request with, or 0. Nothing may be fed after a refusal.
  [[nodiscard]] int refusal() const { return refusal_; }
  /// Whether anything of the request has been taken.
  [[nodiscard]] bool begun() const { return header_bytes_ > 0; }
  [[nodiscard]] bool head_done() const { return head_done_; }
  [[nodiscard]] bool done() const { return is_done(); }
  /// 0 unless the client announced a length.
  [[nodiscard]] std::uint64_t announced_length() const { return announced_length_; }
  [[nodiscard]] bool wants_keep_alive() const { return head_done_ && keep_alive(); }
  [[nodiscard]] bool is_http_1_0() const { return version_ < 11; }
  [[nodiscard]] bool expects_continue() const { return expects_continue_; }

 private:
  using ErrorCode = boost::beast::error_code;
  using View = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb verb, View method, View target, int version, ErrorCode& ec) override;
  void on_field_impl(boost::beast::http::field field, View name, View value, ErrorCode& ec) override;
  void on_header_impl(ErrorCode& ec) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& ec) override;
  std::size_t on_body_impl(View bytes, ErrorCode& ec) override;
  void on_chunk_header_impl(std::uint64_t size, View extensions, ErrorCode& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, View bytes, ErrorCode& ec) override;
  void on_finish_impl(ErrorCode& ec) override;
  void on_response_impl(int, View, int, ErrorCode&) override {}

  void refuse(int status, ErrorCode& ec);
  void refuse_by(ErrorCode error, std::string_view bytes);
  void measure_header(std::size_t taken, std::string_view unread);

  Request& request_;
  HeadLimits limits_;
  BodySink* sink_ = nullptr;
  std::uint64_t announced_length_ = 0;
  std::size_t header_bytes_ = 0;
  int refusal_ = 0;
  int version_ = 0;
  int hosts_ = 0;
  int lengths_ = 0;
  bool has_line_ = false;
  bool head_done_ = false;
  bool expects_continue_ = false;
};

}  // namespace hurtrock::http
