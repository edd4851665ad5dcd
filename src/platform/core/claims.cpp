#include "platform/core/claims.hpp"

namespace hurtrock {

std::shared_ptr<void> Claims::take(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (!taken_.insert(name).second) return nullptr;
  // The pointer only has to be one: nobody looks at what it points to.
  return {this, [this, name](void*) {
            const std::lock_guard inner(mutex_);
            taken_.erase(name);
          }};
}

bool Claims::is_taken(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return taken_.contains(name);
}

}  // namespace hurtrock
