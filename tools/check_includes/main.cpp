// check_includes SRC_DIR TABLE: prints every include that the table does not allow; exits with 1 when there are any.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "generated_file.hpp"
#include "includes.hpp"
#include "rules.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> source_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".cpp" || extension == ".hpp" || extension == ".html"))
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::fputs("usage: check_includes SRC_DIR TABLE\n", stderr);
    return EXIT_FAILURE;
  }
  const fs::path src = argv[1];
  const auto rules = includes::Rules::parse(generated_file::read(argv[2]));

  int objections = 0;
  for (const fs::path& path : source_files(src)) {
    const std::string file = path.lexically_relative(src).generic_string();
    const std::string source = generated_file::read(path.string());
    for (const auto& [header, line] : includes::find_includes(source)) {
      const std::string objection = rules.objection(file, header);
      if (objection.empty()) continue;
      ++objections;
      std::printf("src/%s:%d: \"%s\": %s\n", file.c_str(), line, std::string(header).c_str(), objection.c_str());
    }
  }
  return objections == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  std::fprintf(stderr, "check_includes: %s\n", error.what());
  return EXIT_FAILURE;
}
