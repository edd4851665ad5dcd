#include "app/port_holder.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include "platform/core/text.hpp"

namespace hurtrock::app {
namespace {

constexpr std::size_t kLongestShown = 80;

/// For a terminal: whoever starts a process chooses its name.
std::string on_one_line(std::string text) {
  const bool utf8 = text::is_utf8(text);
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) c = '?';
  }
  return std::string(text::shorten(text, kLongestShown));
}

/// The sockets that listen on that port: "sl local_address rem_address st ... uid timeout inode", proc_net_tcp(5).
std::set<std::string> listening_sockets(std::uint16_t port) {
  constexpr std::string_view kListens = "0A";
  constexpr std::size_t kLocal = 1, kState = 3, kInode = 9;
  const std::string ending = fmt::format(":{:04X}", port);
  std::set<std::string> sockets;
  for (const char* const table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream file(table);
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      const std::vector<std::string> fields{std::istream_iterator<std::string>(words), {}};
      if (fields.size() > kInode && fields[kState] == kListens && fields[kLocal].ends_with(ending))
        sockets.insert(fmt::format("socket:[{}]", fields[kInode]));
    }
  }
  return sockets;
}

/// Processes come and go meanwhile, and some are not for us to look into: they have none.
bool has_one_of(const std::filesystem::path& files, const std::set<std::string>& sockets) {
  std::error_code gone;
  for (std::filesystem::directory_iterator file(files, gone), end; !gone && file != end; file.increment(gone)) {
    std::error_code closed;
    const auto target = std::filesystem::read_symlink(file->path(), closed);
    if (!closed && sockets.contains(target.string())) return true;
  }
  return false;
}

std::optional<pid_t> as_pid(const std::string& name) {
  const auto number = text::parse_integer(name, 1, INT32_MAX);
  return number ? std::optional{static_cast<pid_t>(*number)} : std::nullopt;
}

}  // namespace

std::optional<KnownProcess> process_of(pid_t pid) {
  const std::filesystem::path folder = fmt::format("/proc/{}", pid);
  std::ifstream file(folder / "cmdline", std::ios::binary);
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  if (line.empty()) return std::nullopt;
  const auto words = text::split(line, '\0');
  std::string command = std::filesystem::path(words[0]).filename().string();
  if (words.size() > 1 && !words[1].empty()) command += fmt::format(" {}", words[1]);
  std::error_code hidden;
  const auto works_in = std::filesystem::read_symlink(folder / "cwd", hidden);
  return KnownProcess{
      .pid = pid, .command = on_one_line(command), .folder = hidden ? std::string{} : on_one_line(works_in.string())};
}

std::optional<KnownProcess> holder_of_port(std::uint16_t port) {
  const auto sockets = listening_sockets(port);
  if (sockets.empty()) return std::nullopt;
  std::error_code hidden;
  for (std::filesystem::directory_iterator entry("/proc", hidden), end; !hidden && entry != end;
       entry.increment(hidden))
    if (const auto pid = as_pid(entry->path().filename().string()); pid && has_one_of(entry->path() / "fd", sockets))
      if (auto process = process_of(*pid)) return process;
  return std::nullopt;
}

std::string to_text(const KnownProcess& process) {
  const std::string place = process.folder.empty() ? "" : fmt::format(" in {}", process.folder);
  return fmt::format("process {} ({}{})", process.pid, process.command, place);
}

}  // namespace hurtrock::app
