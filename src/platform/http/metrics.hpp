#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "platform/http/message.hpp"

namespace hurtrock::http {

template <class T>
concept MetricValue = std::integral<T> || std::floating_point<T>;

/// What /metrics answers, in Prometheus' text format 0.0.4. Counters only grow while a process lives, gauges are what
/// is now; names are of lower case and underscores, times are in seconds.
class Metrics {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// `prefix` begins every name: "hurtrock_shop_".
  explicit Metrics(std::string_view prefix) : prefix_(prefix) {}

  template <MetricValue Value>
  void gauge(std::string_view name, std::string_view help, Value value) {
    begin(name, "gauge", help);
    sample({}, value);
  }
  /// `name` ends in "_total".
  template <MetricValue Value>
  void counter(std::string_view name, std::string_view help, Value value) {
    begin(name, "counter", help);
    sample({}, value);
  }

  /// For one with several samples, which follow. `type`: "gauge", "counter" or "histogram".
  void begin(std::string_view name, std::string_view type, std::string_view help);
  /// Labels with an empty value are left out. `suffix`: of a histogram's samples.
  template <MetricValue Value>
  void sample(Labels labels, Value value, std::string_view suffix = {}) {
    if constexpr (std::same_as<Value, bool>)
      write(labels, suffix, value ? "1" : "0");
    else
      write(labels, suffix, std::to_string(value));
  }

  /// What Prometheus' own libraries tell of every process, under their names: memory, time of processors, start,
  /// open files.
  void process();

  Response response() &&;

 private:
  void write(Labels labels, std::string_view suffix, std::string_view value);

  std::string_view prefix_;
  std::string name_;  ///< of the one that was begun
  std::string text_;
};

}  // namespace hurtrock::http
