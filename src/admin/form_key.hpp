#pragma once

#include <string>

#include "platform/http/input.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"

/// The key of a form, in its hidden field "form_key": what is sent with one key is done once, however often it comes.
namespace hurtrock::admin {

/// As the form has it; "" where there is none that could be stored.
std::string form_key_of(const http::Fields& form, const i18n::Texts& texts);

/// Of a form that nothing is done without: `input`, which reads its other fields, refuses one that has none.
std::string needed_form_key(const http::Fields& form, http::Input& input);
/// What is said of such a form.
http::FieldError no_form_key(const i18n::Texts& texts);

/// For the page of a form: of what was sent, so that it stays the same form, or a new one. What could not be stored is
/// not shown again, for it would only be refused again.
std::string form_key_for_page(const http::Fields& form, const i18n::Texts& texts);

}  // namespace hurtrock::admin
