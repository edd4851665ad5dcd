#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// One field that cannot be accepted. `code` is for programs ("required", "too_long", "invalid"), `message` for people,
/// in their language.
struct FieldError {
  std::string field, code, message;
};

/// RFC 9457. `code` becomes the last part of `type` ("/problems/insufficient_stock") and the member `code`. `detail` is
/// never empty: what happened, and what the reader can do.
/// `extra`: further members as serialised JSON, e.g. R"("available":3)"; empty for none.
Response problem(int status, std::string_view code, std::string_view title, std::string_view detail,
                 const std::vector<FieldError>& errors = {}, std::string_view extra = {});

/// With what the reader of an answer of this status can usually do as its detail: for what the title already tells.
Response problem(int status, std::string_view code, std::string_view title, const i18n::Texts& texts,
                 const std::vector<FieldError>& errors = {}, std::string_view extra = {});

/// Whether an error for this request is answered as JSON (everything below /api/ and /webhooks/, and whoever asks for
/// JSON and not for HTML).
bool wants_json(const Request& request);

}  // namespace hurtrock::http
