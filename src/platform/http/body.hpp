#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::http {

/// Bodies that no route asked for are read and dropped up to here, so that the connection can go on.
constexpr std::size_t kMaxDiscardedBody = 64 * 1024;

/// Where a request's body goes while it comes in. The functions return 0, or the status to refuse the request with.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual int take(std::string_view bytes) = 0;
  virtual int finish() = 0;
};

/// For a matched request: into `request.body`, `form` or `uploads`, by its Content-Type and within the route's limit.
/// nullptr when the route does not take that type (415). `request` must outlive the sink; its uploads are listed there
/// from their first byte on, so whoever owns the request can remove them at any time.
std::unique_ptr<BodySink> body_sink(Request& request, const Route& route, const std::string& upload_folder);

/// For a request without route: drops up to kMaxDiscardedBody.
std::unique_ptr<BodySink> discarding_sink();

}  // namespace hurtrock::http
