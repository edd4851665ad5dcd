#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hurtrock {

/// A moment in UTC, to the microsecond, as the databases store it.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using std::chrono::microseconds;

constexpr std::int64_t to_micros(Time time) { return time.time_since_epoch().count(); }
constexpr Time from_micros(std::int64_t micros) { return Time{microseconds{micros}}; }

/// Everything that needs the time is handed one of these; only this folder asks the system. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

/// Stands still until told otherwise. For tests.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Time start) : micros_(to_micros(start)) {}
  [[nodiscard]] Time now() const override { return from_micros(micros_.load()); }
  void advance(microseconds by) { micros_ += by.count(); }

 private:
  std::atomic<std::int64_t> micros_;
};

/// Western Indonesian Time: UTC+7, without daylight saving.
constexpr std::chrono::hours kWib{7};

struct CivilTime {
  int year, month, day, hour, minute, second;
  int weekday;  // 0 = Sunday
};
CivilTime in_wib(Time time);

/// Midnight in WIB of the day that `time` falls on there.
Time start_of_wib_day(Time time);

/// "2026-11-22T10:15:00Z" (RFC 3339, whole seconds).
std::string rfc3339(Time time);
/// "Sun, 22 Nov 2026 10:15:00 GMT" (RFC 9110 section 5.6.7).
std::string http_date(Time time);
/// "2026-11-22 17:15:00", in WIB: what Midtrans sends and takes.
std::string wib_timestamp(Time time);

}  // namespace hurtrock
