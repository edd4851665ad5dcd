#include "admin/form_key.hpp"

#include <cstddef>

#include "platform/core/crypto.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kLongestFormKey = 100;

}  // namespace

std::string form_key_of(const http::Fields& form, const i18n::Texts& texts) {
  return http::Input::of_fields(form, texts).line("form_key", kLongestFormKey);
}

std::string needed_form_key(const http::Fields& form, http::Input& input) {
  std::string key = form_key_of(form, input.texts());
  if (key.empty()) {
    auto [field, code, message] = no_form_key(input.texts());
    input.refuse(field, code, std::move(message));
  }
  return key;
}

http::FieldError no_form_key(const i18n::Texts& texts) {
  return {.field = {}, .code = "form", .message = std::string(texts("admin.form.incomplete"))};
}

std::string form_key_for_page(const http::Fields& form, const i18n::Texts& texts) {
  std::string key = form_key_of(form, texts);
  return key.empty() ? crypto::random_uuid() : key;
}

}  // namespace hurtrock::admin
