#include "app/port_holder.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
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
std::string on_one_line(std::string_view text) {
  const bool utf8 = text::is_utf8(text);
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F, which terminals obey as well; well-formed UTF-8 has another byte after this one.
    const bool is_second_set = utf8 && byte == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    const bool is_control = byte < 0x20 || byte == 0x7f || is_second_set;
    line += is_control || (byte >= 0x80 && !utf8) ? '?' : text[i];
    if (is_second_set) ++i;
  }
  return std::string(text::shorten(line, kLongestShown));
}

/// As the tables of sockets have it: each word of the address in hexadecimal digits. Empty when it is none.
std::string as_listed(const std::string& address) {
  std::array<std::uint32_t, 4> words{};
  std::size_t count = 0;
  if (::inet_pton(AF_INET, address.c_str(), words.data()) == 1)
    count = 1;
  else if (::inet_pton(AF_INET6, address.c_str(), words.data()) == 1)
    count = words.size();
  std::string listed;
  for (std::size_t i = 0; i < count; ++i) listed += fmt::format("{:08X}", words[i]);
  return listed;
}

bool stands_for_all(std::string_view listed) { return listed.find_first_not_of('0') == std::string_view::npos; }

/// The sockets that listen there: "sl local_address rem_address st ... uid timeout inode", proc_net_tcp(5).
std::set<std::string> listening_sockets(const std::string& address, std::uint16_t port) {
  constexpr std::string_view kListens = "0A";
  constexpr std::size_t kLocal = 1, kState = 3, kInode = 9;
  const std::string ending = fmt::format(":{:04X}", port);
  // Some programs listen on an address of IPv4 by IPv6.
  const std::set<std::string, std::less<>> ours{as_listed(address), as_listed("::ffff:" + address)};
  const bool is_any = stands_for_all(as_listed(address));
  const auto is_there = [&](std::string_view local) {
    if (!local.ends_with(ending)) return false;
    local.remove_suffix(ending.size());
    return is_any || stands_for_all(local) || ours.contains(local);
  };
  std::set<std::string> sockets;
  for (const char* const table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream file(table);
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      const std::vector<std::string> fields{std::istream_iterator<std::string>(words), {}};
      if (fields.size() > kInode && fields[kState] == kListens && is_there(fields[kLocal]))
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

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Nothing when there is no such process, or none that we may know of. Each argument ends with a NUL; a process that
/// writes its state there (nginx, PostgreSQL) leaves one text, of which nobody knows what it tells.
std::string command_of(const std::filesystem::path& process) {
  const std::string line = content_of(process / "cmdline");
  if (line.empty()) return {};
  const auto words = text::split(line, '\0');
  if (words.size() < 3 || words[1].empty()) return std::string(text::trim(content_of(process / "comm")));
  return fmt::format("{} {}", std::filesystem::path(words[0]).filename().string(), words[1]);
}

std::optional<pid_t> as_pid(const std::string& name) {
  const auto number = text::parse_integer(name, 1, INT32_MAX);
  return number ? std::optional{static_cast<pid_t>(*number)} : std::nullopt;
}

}  // namespace

std::optional<KnownProcess> process_of(pid_t pid) {
  const std::filesystem::path folder = fmt::format("/proc/{}", pid);
  const std::string command = command_of(folder);
  if (command.empty()) return std::nullopt;
  std::error_code hidden;
  const auto works_in = std::filesystem::read_symlink(folder / "cwd", hidden);
  return KnownProcess{
      .pid = pid, .command = on_one_line(command), .folder = hidden ? std::string{} : on_one_line(works_in.string())};
}

std::optional<KnownProcess> launcher_of(const KnownProcess& part) {
  constexpr std::string_view kParent = "PPid:";
  const std::string status = content_of(fmt::format("/proc/{}/status", part.pid));
  for (const std::string_view line : text::split(status, '\n'))
    if (line.starts_with(kParent))
      if (const auto pid = as_pid(std::string(text::trim(line.substr(kParent.size())))))
        if (auto parent = process_of(*pid); parent && parent->command == "hurtrock serve") return parent;
  return std::nullopt;
}

std::optional<KnownProcess> holder_of_port(const std::string& address, std::uint16_t port) {
  const auto sockets = listening_sockets(address, port);
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
