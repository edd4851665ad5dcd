#include "platform/log/log.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "platform/core/clock.hpp"
#include "platform/log/line.hpp"

namespace hurtrock::log {
namespace {

// Some 400 bytes a slot: about 1.6 MB, and a second of a very busy shop.
constexpr std::size_t kQueuedLines = 4096;

void write_to_stderr(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // Nowhere is left to complain to.
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

struct Style {
  Level least = Level::kWarn;
  Format format = Format::kText;
  std::string process = "-";
};

std::string format_line(const Style& style, Level level, std::string_view event, std::span<const Field> fields) {
  const Event line{.at = SystemClock{}.now(),
                   .level = level,
                   .process = style.process,
                   .name = event,
                   .request_id = current_request_id(),
                   .fields = fields};
  return (style.format == Format::kJson ? as_json(line) : as_text(line)) + '\n';
}

/// Runs on the background thread. Lines lost to a full queue are reported as soon as the next one gets through.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  /// `queue` runs this sink, also while it empties itself in its destructor.
  StderrSink(Style style, spdlog::details::thread_pool& queue) : style_(std::move(style)), queue_(queue) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    report_dropped_lines();
    write_to_stderr({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}

  void report_dropped_lines() {
    const std::size_t dropped = queue_.overrun_counter();
    if (dropped == reported_) return;
    const Field lost[] = {{"lines", dropped - std::exchange(reported_, dropped)}};
    write_to_stderr(format_line(style_, Level::kWarn, "log.lines_dropped", lost));
  }

  Style style_;
  spdlog::details::thread_pool& queue_;
  std::size_t reported_ = 0;
};

/// The queue, its thread and the logger in front of them.
class Writer {
 public:
  explicit Writer(Style style)
      : style_(std::move(style)),
        queue_(std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1)),
        logger_(std::make_shared<spdlog::async_logger>("hurtrock", std::make_shared<StderrSink>(style_, *queue_),
                                                       queue_, spdlog::async_overflow_policy::overrun_oldest)) {}

  /// The background thread first: it ends with the queue, and may hold the last reference to the sink until then.
  ~Writer() { queue_.reset(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  [[nodiscard]] bool wants(Level level) const { return level >= style_.least; }
  void write(Level level, std::string_view event, std::span<const Field> fields) {
    // spdlog's own levels play no part: the line is finished, and what is not wanted never comes here.
    logger_->log(spdlog::level::info, format_line(style_, level, event, fields));
  }

 private:
  Style style_;
  std::shared_ptr<spdlog::details::thread_pool> queue_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

std::atomic<Writer*> writer{nullptr};
std::atomic<bool> is_silent{false};

thread_local std::string request_id_of_thread;

void write(Level level, std::string_view event, Fields fields) {
  const std::span<const Field> list{fields.begin(), fields.size()};
  if (Writer* const running = writer.load()) {
    if (running->wants(level)) running->write(level, event, list);
  } else if (level >= Level::kWarn && !is_silent.load()) {
    write_to_stderr(format_line(Style{}, level, event, list));
  }
}

}  // namespace

void start(Level level, Format format, std::string_view process) {
  is_silent = false;
  delete writer.exchange(new Writer{{level, format, std::string{process}}});
}

void stop() { delete writer.exchange(nullptr); }

void silence() {
  is_silent = true;
  stop();
}

bool parse_level(std::string_view word, Level& level) {
  constexpr std::pair<std::string_view, Level> kWords[] = {
      {"debug", Level::kDebug}, {"info", Level::kInfo}, {"warn", Level::kWarn}, {"error", Level::kError}};
  for (const auto& [name, value] : kWords)
    if (word == name) {
      level = value;
      return true;
    }
  return false;
}

void debug(std::string_view event, Fields fields) { write(Level::kDebug, event, fields); }
void info(std::string_view event, Fields fields) { write(Level::kInfo, event, fields); }
void warn(std::string_view event, Fields fields) { write(Level::kWarn, event, fields); }
void error(std::string_view event, Fields fields) { write(Level::kError, event, fields); }

RequestScope::RequestScope(std::string_view request_id)
    : outer_(std::exchange(request_id_of_thread, std::string{request_id})) {}
RequestScope::~RequestScope() { request_id_of_thread = std::move(outer_); }

std::string_view current_request_id() { return request_id_of_thread; }

}  // namespace hurtrock::log
