// template_compiler --texts KEYS.txt --namespace FOLDER --header OUT.hpp --source OUT.cpp VIEW.html
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <span>

#include "compiler.hpp"
#include "generated_file.hpp"
#include "mistake.hpp"

namespace {

constexpr const char* kUsage =
    "usage: template_compiler --texts KEYS.txt --namespace FOLDER --header OUT.hpp --source OUT.cpp VIEW.html\n";

void compile(const std::map<std::string, std::string>& options, const std::string& view) {
  const auto keys = templates::parse_text_keys(generated_file::read(options.at("--texts")));
  const std::string& header = options.at("--header");
  const auto output = templates::compile(generated_file::read(view), keys,
                                         {.file = view,
                                          .name_space = options.at("--namespace"),
                                          .header_name = std::filesystem::path(header).filename().string()});
  generated_file::write_if_changed(header, output.header);
  generated_file::write_if_changed(options.at("--source"), output.source);
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> args(argv, static_cast<std::size_t>(argc));
  if (args.size() != 10) {
    std::fputs(kUsage, stderr);
    return EXIT_FAILURE;
  }
  std::map<std::string, std::string> options;
  for (std::size_t i = 1; i + 1 < args.size(); i += 2) options[args[i]] = args[i + 1];
  const std::string view = args.back();
  try {
    compile(options, view);
    return EXIT_SUCCESS;
  } catch (const templates::Mistake& mistake) {
    std::fprintf(stderr, "%s:%d: error: %s\n", view.c_str(), mistake.line(), mistake.what());
  } catch (const std::out_of_range&) {
    std::fputs(kUsage, stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  return EXIT_FAILURE;
}
