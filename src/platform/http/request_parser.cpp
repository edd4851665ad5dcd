#include "platform/http/request_parser.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/verb.hpp>
#include <limits>

#include "platform/core/text.hpp"
#include "platform/http/target.hpp"

namespace hurtrock::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::size_t kMaxHeaders = 100;

Method method_of(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get:
      return Method::kGet;
    case beast_http::verb::head:
      return Method::kHead;
    case beast_http::verb::post:
      return Method::kPost;
    case beast_http::verb::put:
      return Method::kPut;
    case beast_http::verb::patch:
      return Method::kPatch;
    case beast_http::verb::delete_:
      return Method::kDelete;
    case beast_http::verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}

std::string_view plain(boost::beast::string_view view) { return {view.data(), view.size()}; }

/// Whether the request line names a version at all: then it is one we do not speak, else it is noise.
bool names_a_version(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
  const std::size_t version = line.rfind(" HTTP/");
  return version != std::string_view::npos && line.size() > version + 6 && line[version + 6] >= '0' &&
         line[version + 6] <= '9';
}

}  // namespace

RequestParser::RequestParser(Request& request, HeadLimits limits) : request_(request), limits_(limits) {
  // The limits are ours to judge: Beast's would not tell a long target from long headers, and know no routes.
  header_limit(std::numeric_limits<std::uint32_t>::max());
  body_limit(boost::none);
  eager(false);
}

std::size_t RequestParser::feed(std::string_view bytes) {
  const bool in_header = !head_done_;
  eager(!in_header);
  ErrorCode ec;
  const std::size_t taken = put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  if (in_header) measure_header(taken, bytes.substr(taken));
  if (ec && ec != beast_http::error::need_more) refuse_by(ec, bytes);
  return taken;
}

void RequestParser::measure_header(std::size_t taken, std::string_view unread) {
  if (refusal_ != 0) return;
  header_bytes_ += taken;
  constexpr std::size_t kMethodAndVersion = 32;
  const bool long_line = unread.substr(0, unread.find("\r\n")).size() > limits_.target_bytes + kMethodAndVersion;
  if (!has_line_ && long_line) {
    refusal_ = 414;
  } else if (header_bytes_ + (head_done_ ? 0 : unread.size()) > limits_.header_bytes) {
    refusal_ = 431;
  }
}

void RequestParser::refuse(int status, ErrorCode& ec) {
  refusal_ = status;
  ec = beast_http::error::bad_value;  // only to make Beast stop
}

void RequestParser::refuse_by(ErrorCode error, std::string_view bytes) {
  if (refusal_ != 0) return;
  refusal_ = error == beast_http::error::bad_version && names_a_version(bytes) ? 505 : 400;
}

void RequestParser::on_request_impl(beast_http::verb verb, View, View target, int version, ErrorCode& ec) {
  has_line_ = true;
  version_ = version;
  request_.method = method_of(verb);
  if (target.size() > limits_.target_bytes) return refuse(414, ec);
  request_.target = plain(target);
}

void RequestParser::on_field_impl(beast_http::field field, View name, View value, ErrorCode& ec) {
  if (head_done_) return;  // trailers of a chunked body: nobody asked for them
  if (request_.headers.size() == kMaxHeaders) return refuse(431, ec);
  switch (field) {
    case beast_http::field::host:
      ++hosts_;
      break;
    case beast_http::field::content_length:
      // Equal lengths would be harmless, but whoever repeats them is up to something.
      if (++lengths_ > 1 || value.find(',') != View::npos) return refuse(400, ec);
      break;
    case beast_http::field::transfer_encoding:
      if (version_ < 11) return refuse(400, ec);
      if (!text::equals_ignoring_case(plain(value), "chunked")) return refuse(501, ec);
      break;
    case beast_http::field::expect:
      if (!text::equals_ignoring_case(plain(value), "100-continue")) return refuse(417, ec);
      expects_continue_ = version_ >= 11;
      break;
    default:
      break;
  }
  request_.headers.emplace_back(plain(name), plain(value));
}

void RequestParser::on_header_impl(ErrorCode& ec) {
  head_done_ = true;
  announced_length_ = content_length().value_or(0);
  if (hosts_ > 1 || (hosts_ == 0 && version_ >= 11)) return refuse(400, ec);
  if (request_.method == Method::kOther) return refuse(501, ec);
  if (!resolve_target(request_)) return refuse(400, ec);
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) {}

std::size_t RequestParser::on_body_impl(View bytes, ErrorCode& ec) {
  if (const int status = sink_->take(plain(bytes)); status != 0) refuse(status, ec);
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View, ErrorCode&) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode& ec) {
  return on_body_impl(bytes, ec);
}

void RequestParser::on_finish_impl(ErrorCode& ec) {
  if (sink_ == nullptr) return;
  if (const int status = sink_->finish(); status != 0) refuse(status, ec);
}

}  // namespace hurtrock::http
