#include "layout/language_address.hpp"

namespace hurtrock::layout {

std::string address_in(std::string address, i18n::Language language) {
  if (language == i18n::Language::kIndonesian) return address;
  address += address.contains('?') ? '&' : '?';
  address.append(kLanguageField).append("=").append(i18n::code(language));
  return address;
}

}  // namespace hurtrock::layout
