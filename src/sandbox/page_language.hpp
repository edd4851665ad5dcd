#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

/// In which language a person reads the payment pages. A provider has no cookie of the shop's to go by.
namespace hurtrock::sandbox {

/// "id" or "en"; nothing for other languages and for Stripe's "auto".
std::optional<i18n::Language> language_named(std::string_view code);

/// The one that the field "language" of the page's address chooses (snap.js calls its own choice so); else `locale`,
/// what the shop has asked the provider for; else the browser's favourite of the two, by Accept-Language; else
/// Indonesian.
i18n::Language page_language(const http::Request& request, std::string_view locale);

/// What keeps the address' choice in another address of the same page: "?language=en", or "" where none was made.
std::string language_query(const http::Request& request);

}  // namespace hurtrock::sandbox
