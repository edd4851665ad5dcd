#include "generated_file.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace generated_file {
namespace {

std::string rest_of(std::ifstream& file) { return {std::istreambuf_iterator<char>(file), {}}; }

}  // namespace

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return rest_of(file);
}

void write_if_changed(const std::string& path, std::string_view content) {
  if (std::ifstream present(path, std::ios::binary); present && rest_of(present) == content) return;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (!(file << content).flush()) throw std::runtime_error(path + ": cannot be written");
}

}  // namespace generated_file
