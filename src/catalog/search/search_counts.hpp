#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "platform/core/clock.hpp"

namespace hurtrock::catalog::search {

struct Counted {
  std::int64_t searches = 0, without_result = 0;
};
/// By text and the beginning of its day in WIB.
using CountedTexts = std::map<std::pair<std::string, Time>, Counted>;

/// What has been searched for since it was last written down. Holds texts, never who asked; bounded. Thread-safe.
class SearchCounts {
 public:
  /// Texts are told apart by their words only. One that looks like a mail address or a telephone number is not kept:
  /// it was meant for another field.
  void add(std::string_view text, std::int64_t found, Time now);

  /// Everything, and begins anew.
  CountedTexts take();
  /// What could not be written down.
  void put_back(CountedTexts counted);

  static constexpr std::size_t kMostTexts = 2'000;  ///< new ones beyond are not counted

 private:
  std::mutex mutex_;
  CountedTexts texts_;
};

}  // namespace hurtrock::catalog::search
