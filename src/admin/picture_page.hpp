#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/pages.hpp"
#include "admin/routes.hpp"
#include "catalog/ids.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// The product that the address names; nothing when it names none that could exist.
std::optional<ProductId> product_of(const http::Request& request);

/// The form's fields of a picture's texts.
std::string alt_field(std::string_view language, std::int64_t image);
/// The form's field of the variant that a picture shows.
std::string variant_field(std::int64_t image);

struct PicturesState {
  int status = 200;
  std::string notice = {};  ///< finished text
  bool notice_is_error = false;
  std::vector<RefusedFile> refused = {};
  /// What was sent and refused: its texts stay in the fields.
  const http::Fields* sent = nullptr;
};
/// The pictures of the product that the address names; 404 when there is none.
http::Response picture_page(const http::Request& request, Services& shop, PicturesState state);

/// Back to the pictures after a change. `notice` is one of the words the page knows.
http::Response to_pictures(const http::Request& request, std::string_view notice);

/// "damaged" and its like, for people.
std::string worded_failure(std::string_view code, const i18n::Texts& texts);

}  // namespace hurtrock::admin
