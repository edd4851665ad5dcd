#include "admin/counts.hpp"

#include <algorithm>

namespace hurtrock::admin {

std::string number_text(std::int64_t number, const i18n::Texts& texts) {
  std::string text = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > sign + 3;) {
    at -= 3;
    text.insert(at, 1, texts.language() == i18n::Language::kIndonesian ? '.' : ',');
  }
  return text;
}

std::string count_text(const store::Count& count, const i18n::Texts& texts) {
  if (!count.more) return std::to_string(count.value);
  return number_text(std::min(count.value, store::kCountedAtMost), texts) + '+';
}

std::string count_text_of_reviews(db::Tx& tx, reviews::State state, const i18n::Texts& texts) {
  const std::int64_t counted = reviews::count_in(tx, state, store::kCountedAtMost + 1);
  return count_text({.value = counted, .more = counted > store::kCountedAtMost}, texts);
}

}  // namespace hurtrock::admin
