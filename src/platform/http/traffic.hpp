#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "platform/http/metrics.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::http {

/// What a server has answered since it started and how long that took, by route, so that there are no more labels than
/// routes and statuses. Counting takes no lock and a few nanoseconds; any thread.
class Traffic {
 public:
  /// `table` outlives this. `others` names what is answered without a route: literals.
  Traffic(const RouteTable& table, std::vector<std::string_view> others);

  /// `route` is one of the table's; without one it is `others[other]`.
  void count(const Route* route, std::size_t other, int status, std::chrono::microseconds took);

  /// `http_requests_total` and the histogram `http_request_seconds`, of what has been asked for.
  void add_to(Metrics& metrics) const;

 private:
  struct Bound {
    std::chrono::microseconds upto;
    std::string_view label;  ///< in seconds
  };
  static constexpr std::array<Bound, 8> kBounds{{{std::chrono::milliseconds{1}, "0.001"},
                                                 {std::chrono::milliseconds{5}, "0.005"},
                                                 {std::chrono::milliseconds{20}, "0.02"},
                                                 {std::chrono::milliseconds{50}, "0.05"},
                                                 {std::chrono::milliseconds{100}, "0.1"},
                                                 {std::chrono::milliseconds{250}, "0.25"},
                                                 {std::chrono::milliseconds{1000}, "1"},
                                                 {std::chrono::milliseconds{5000}, "5"}}};
  /// Those that are answered here; what is none of them is told as "other".
  static constexpr std::array<int, 39> kStatuses{100, 101, 200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308,
                                                 400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415,
                                                 416, 417, 422, 426, 428, 429, 431, 500, 501, 502, 503, 504, 505};

  /// Of one route, on memory of its own: threads that count different ones do not get into each other's way.
  struct alignas(64) Counts {
    std::array<std::atomic<std::int64_t>, kStatuses.size() + 1> answers{};  ///< of each status, then of others
    std::array<std::atomic<std::int64_t>, kBounds.size() + 1> took{};  ///< within each bound and above the one before
    std::atomic<std::int64_t> micros = 0;
  };

  template <class Each>
  void each_asked_for(Each&& each) const;

  const RouteTable& table_;
  const std::vector<std::string_view> others_;
  std::vector<Counts> counts_;  ///< the routes' as they stand in the table, then the others'
};

}  // namespace hurtrock::http
