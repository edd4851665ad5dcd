#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

/// Structured log: one event a line on standard error, as text or JSON. Never blocks a request for long: lines are
/// handed to a background thread through a bounded queue; when it is full the oldest lines are dropped and counted.
namespace hurtrock::log {

enum class Level : std::uint8_t { kDebug, kInfo, kWarn, kError };
enum class Format : std::uint8_t { kText, kJson };

struct Field {
  std::string_view name;
  std::string value;
  bool quoted;  ///< JSON: a string, not a number or truth value
  Field(std::string_view n, std::string_view v) : name(n), value(v), quoted(true) {}
  Field(std::string_view n, const std::string& v) : name(n), value(v), quoted(true) {}
  Field(std::string_view n, const char* v) : name(n), value(v), quoted(true) {}
  Field(std::string_view n, bool v) : name(n), value(v ? "true" : "false"), quoted(false) {}
  template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
  Field(std::string_view n, T v) : name(n), value(std::to_string(v)), quoted(false) {}
};
using Fields = std::initializer_list<Field>;

/// Once per process, in main, before threads start. `process` ("shop", "chat", ...) is a field of every line. Before
/// start() and after stop(), warnings and errors go straight to standard error as text and the rest goes nowhere.
void start(Level level, Format format, std::string_view process);
/// Writes out what is queued; at the end of main, when no other thread logs any more.
void stop();
/// Instead of stop(), for a command whose answer says all that there is to say: nothing is written until start().
void silence();
/// "debug", "info", "warn", "error"; false when it is none of these.
bool parse_level(std::string_view word, Level& level);

/// `event` is dotted lower case, e.g. "checkout.place_order.refused". Personal data, tokens and keys never go into a
/// field. The request id set by RequestScope on this thread is added by itself.
void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

/// Names the request that this thread works on until the scope ends; scopes nest.
class RequestScope {
 public:
  explicit RequestScope(std::string_view request_id);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  std::string outer_;
};
/// Of the innermost scope on this thread; empty outside.
std::string_view current_request_id();

}  // namespace hurtrock::log
