#include "sample_data/paintings.hpp"

#include <fmt/format.h>

#include <iterator>
#include <stdexcept>

#include "platform/core/text.hpp"

namespace hurtrock::sample_data {

Paintings::Paintings(std::string_view pack) {
  while (!pack.empty()) {
    const std::string_view header = pack.substr(0, pack.find('\n'));
    const auto space = header.find(' ');
    if (header.size() == pack.size() || space == std::string_view::npos)
      throw std::invalid_argument("pack of paintings: no name and size");
    const std::string_view rest = pack.substr(header.size() + 1);
    const auto size = text::parse_integer(header.substr(space + 1), 0, std::ssize(rest));
    if (!size) throw std::invalid_argument("pack of paintings: cut off");
    files_.emplace(header.substr(0, space), rest.substr(0, static_cast<std::size_t>(*size)));
    pack = rest.substr(static_cast<std::size_t>(*size));
  }
}

std::string_view Paintings::find(const std::string& name) const {
  const auto file = files_.find(name);
  return file == files_.end() ? std::string_view{} : file->second;
}

std::string Paintings::packed(std::string_view name, std::string_view content) {
  return fmt::format("{} {}\n{}", name, content.size(), content);
}

}  // namespace hurtrock::sample_data
