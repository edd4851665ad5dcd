#include "admin/counts.hpp"

namespace hurtrock::admin {

std::string count_text(const store::Count& count, const i18n::Texts& texts) {
  return count.more ? std::string(texts("admin.count.more")) : std::to_string(count.value);
}

}  // namespace hurtrock::admin
