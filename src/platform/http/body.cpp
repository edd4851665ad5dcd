#include "platform/http/body.hpp"

#include <algorithm>

#include "platform/core/text.hpp"
#include "platform/http/multipart.hpp"
#include "platform/http/multipart_body.hpp"

namespace hurtrock::http {
namespace {

constexpr std::size_t kMaxFieldsInMemory = 64UZ * 1024;

std::string media_type(const Request& request) {
  const std::string_view header = request.header("Content-Type");
  return text::lower(text::trim(header.substr(0, header.find(';'))));
}

class PlainBody : public BodySink {
 public:
  PlainBody(Request& request, std::size_t limit) : request_(request), limit_(limit) {}

  int take(std::string_view bytes) override {
    if (bytes.size() > limit_ - request_.body.size()) return 413;
    request_.body.append(bytes);
    return 0;
  }
  int finish() override { return 0; }

 protected:
  Request& request_;

 private:
  std::size_t limit_;
};

class UrlencodedBody final : public PlainBody {
 public:
  UrlencodedBody(Request& request, std::size_t limit, std::size_t most_fields)
      : PlainBody(request, limit), most_fields_(most_fields) {}

  int finish() override {
    auto form = Fields::decode(request_.body, most_fields_);
    if (!form) return 400;
    request_.form = std::move(*form);
    return 0;
  }

 private:
  std::size_t most_fields_;
};

class DiscardedBody final : public BodySink {
 public:
  int take(std::string_view bytes) override {
    if (bytes.size() > kMaxDiscardedBody - size_) return 413;
    size_ += bytes.size();
    return 0;
  }
  int finish() override { return 0; }

 private:
  std::size_t size_ = 0;
};

/// Only files may be as large as a route for uploads allows: everything else is held in memory.
std::size_t limit_in_memory(const Route& route) {
  return route.uploads ? std::min(route.body_limit, kMaxFieldsInMemory) : route.body_limit;
}

}  // namespace

std::unique_ptr<BodySink> body_sink(Request& request, const Route& route, const std::string& upload_folder) {
  const std::string type = media_type(request);
  if (type == "application/x-www-form-urlencoded")
    return std::make_unique<UrlencodedBody>(request, limit_in_memory(route), route.most_fields);
  if (type != "multipart/form-data") return std::make_unique<PlainBody>(request, limit_in_memory(route));
  if (!route.uploads) return nullptr;
  return std::make_unique<MultipartBody>(request, route.body_limit, upload_folder);
}

std::unique_ptr<BodySink> discarding_sink() { return std::make_unique<DiscardedBody>(); }

}  // namespace hurtrock::http
