#include "sample_data/history.hpp"

namespace hurtrock::sample_data {

void History::write(db::Tx& tx) {
  for (const auto& [at, happens] : happenings_) happens(tx, at);
  happenings_.clear();
}

}  // namespace hurtrock::sample_data
