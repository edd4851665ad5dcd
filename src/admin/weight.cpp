#include "admin/weight.hpp"

#include <fmt/format.h>

namespace hurtrock::admin {

std::string kilograms(std::int64_t grams, const i18n::Texts& texts) {
  const char point = texts.language() == i18n::Language::kIndonesian ? ',' : '.';
  return fmt::format("{}{}{:03} kg", grams / 1000, point, grams % 1000);
}

}  // namespace hurtrock::admin
