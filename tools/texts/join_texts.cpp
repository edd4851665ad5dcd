// join_texts --source OUT.cpp --keys OUT.txt FILE...
#include <cstdio>
#include <cstdlib>
#include <span>

#include "catalogue.hpp"
#include "generated_file.hpp"
#include "output.hpp"

int main(int argc, char** argv) try {
  const std::span<char*> args(argv, static_cast<std::size_t>(argc));
  if (args.size() < 6 || std::string_view(args[1]) != "--source" || std::string_view(args[3]) != "--keys") {
    std::fputs("usage: join_texts --source OUT.cpp --keys OUT.txt FILE...\n", stderr);
    return EXIT_FAILURE;
  }
  texts::Catalogue catalogue;
  for (const char* file : args.subspan(5)) texts::add_file(catalogue, file, generated_file::read(file));
  generated_file::write_if_changed(args[2], texts::source_text(catalogue));
  generated_file::write_if_changed(args[4], texts::key_list(catalogue));
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return EXIT_FAILURE;
}
