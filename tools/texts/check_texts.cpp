// check_texts KEYS.txt SRC_DIR: prints every text that C++ asks for and no texts.json defines, and exits with 1 when
// there are any (views are checked when they are compiled). Also names the texts that nothing seems to use.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "generated_file.hpp"
#include "uses.hpp"

namespace {

namespace fs = std::filesystem;

std::set<std::string, std::less<>> read_keys(const std::string& path) {
  std::set<std::string, std::less<>> keys;
  std::istringstream lines(generated_file::read(path));
  for (std::string line; std::getline(lines, line);) keys.insert(line.substr(0, line.find(' ')));
  return keys;
}

/// Content by path. Tests are left out: they ask for unknown texts on purpose.
std::map<std::string, std::string> read_sources(const fs::path& folder) {
  std::map<std::string, std::string> sources;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path& path = entry.path();
    const bool wanted = path.extension() == ".cpp" || path.extension() == ".hpp" || path.extension() == ".html";
    if (entry.is_regular_file() && wanted && !path.stem().string().ends_with("_test"))
      sources.emplace(path.lexically_relative(folder).generic_string(), generated_file::read(path.string()));
  }
  return sources;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::fputs("usage: check_texts KEYS.txt SRC_DIR\n", stderr);
    return EXIT_FAILURE;
  }
  const auto keys = read_keys(argv[1]);
  const auto sources = read_sources(argv[2]);

  bool complete = true;
  for (const auto& [path, source] : sources) {
    if (path.ends_with(".html")) continue;
    for (const auto& [key, line] : texts::find_uses(source)) {
      if (keys.contains(key)) continue;
      complete = false;
      std::printf("src/%s:%d: there is no text \"%s\"\n", path.c_str(), line, std::string(key).c_str());
    }
  }
  for (const std::string& key : keys) {
    bool used = false;
    for (const auto& [path, source] : sources) used = used || texts::mentions(source, key);
    if (!used) std::printf("unused: %s\n", key.c_str());
  }
  return complete ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "check_texts: %s\n", error.what());
  return EXIT_FAILURE;
}
