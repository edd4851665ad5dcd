#include "platform/http/metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hurtrock::http {
namespace {

constexpr double kMicrosPerSecond = 1e6;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicrosPerSecond;
}

/// proc(5): /proc/self/statm counts pages; the second number is what lies in memory.
std::int64_t resident_bytes() {
  std::int64_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t open_files() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  return error ? 0 : std::distance(begin(files), end(files));
}

/// In seconds since 1970; 0 when it cannot be told. proc(5): the 22nd number of /proc/self/stat, in ticks since the
/// machine's start. The second one is a name in brackets, which may have spaces.
std::int64_t started_at() {
  std::string stat;
  std::getline(std::ifstream("/proc/self/stat"), stat);
  std::istringstream numbers(stat.substr(std::min(stat.size(), stat.rfind(')') + 1)));
  std::string skipped;
  for (int field = 3; field < 22; ++field) numbers >> skipped;
  std::int64_t ticks = 0, boot = 0;
  numbers >> ticks;
  std::ifstream machine("/proc/stat");
  for (std::string line; boot == 0 && std::getline(machine, line);)
    if (line.starts_with("btime ")) std::istringstream(line.substr(6)) >> boot;
  return boot == 0 ? 0 : boot + ticks / ::sysconf(_SC_CLK_TCK);
}

void append_escaped(std::string& text, std::string_view value) {
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
}

}  // namespace

void Metrics::begin(std::string_view name, std::string_view type, std::string_view help) {
  name_.assign(prefix_).append(name);
  text_.append("# HELP ").append(name_).append(" ").append(help);
  text_.append("\n# TYPE ").append(name_).append(" ").append(type).append("\n");
}

void Metrics::write(Labels labels, std::string_view suffix, std::string_view value) {
  text_.append(name_).append(suffix);
  char before = '{';
  for (const auto& [name, what] : labels) {
    if (what.empty()) continue;
    text_.append(1, before).append(name).append("=\"");
    append_escaped(text_, what);
    text_ += '"';
    before = ',';
  }
  if (before == ',') text_ += '}';
  text_.append(" ").append(value).append("\n");
}

void Metrics::process() {
  const std::string_view own = std::exchange(prefix_, "process_");
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  counter("cpu_seconds_total", "Time of processors used", seconds(used.ru_utime) + seconds(used.ru_stime));
  gauge("resident_memory_bytes", "Memory in use", resident_bytes());
  gauge("start_time_seconds", "When it began, in seconds since 1970", started_at());
  gauge("open_fds", "Open files and sockets", open_files());
  gauge("max_fds", "Most of them", files.rlim_cur);
  prefix_ = own;
}

Response Metrics::response() && {
  Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = std::move(text_);
  return response;
}

}  // namespace hurtrock::http
