#pragma once

#include <functional>
#include <map>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

namespace hurtrock::sample_data {

/// What has happened in the sample shop. All of it is written in the order of its times, whoever it belongs to, so that
/// invoices, ledger and events follow one another as in a shop that was there when it happened.
class History {
 public:
  using Happening = std::function<void(db::Tx& tx, Time at)>;

  /// What happens at the same time happens in the order of these calls.
  void add(Time at, Happening happening) { happenings_.emplace(at, std::move(happening)); }
  void write(db::Tx& tx);

 private:
  std::multimap<Time, Happening> happenings_;
};

}  // namespace hurtrock::sample_data
