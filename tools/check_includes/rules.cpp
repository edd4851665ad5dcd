#include "rules.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace includes {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

/// "cart" -> "cart/cart.hpp"
std::string public_header(std::string_view folder) {
  const std::string_view name = folder.substr(folder.rfind('/') + 1);
  return std::string(folder) + "/" + std::string(name) + ".hpp";
}

bool allows(std::string_view entry, std::string_view header) {
  if (entry.ends_with("/*")) return is_below(header, entry.substr(0, entry.size() - 2));
  return header == (entry.ends_with(".hpp") ? std::string(entry) : public_header(entry));
}

/// Domain rules are plain functions over values; they include nothing that talks to the world.
bool is_domain_file(std::string_view file) {
  const std::string_view name = file.substr(file.rfind('/') + 1);
  return name == "steps.hpp" || name == "steps.cpp";
}

bool talks_to_the_world(std::string_view header) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"platform/http", "platform/db", "platform/html", "platform/fetch"},
      [&](std::string_view folder) { return is_below(header, folder); });
}

}  // namespace

Rules Rules::parse(std::string_view table) {
  Rules rules;
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) rules.add_line(line.substr(0, line.find('#')));
  return rules;
}

void Rules::add_line(std::string_view line) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) throw std::runtime_error("no colon in \"" + std::string(line) + "\"");

  Folder folder{std::string(line.substr(0, colon)), {}};
  std::istringstream entries{std::string(line.substr(colon + 1))};
  for (std::string entry; entries >> entry;) {
    const std::string_view named = std::string_view(entry).substr(0, entry.find("/*"));
    const bool above = std::ranges::any_of(folders_, [&](const Folder& known) {
      return named == known.path || is_below(named, known.path) || is_below(known.path, named);
    });
    if (!above) throw std::runtime_error(folder.path + " names " + entry + ", which does not stand above it");
    folder.entries.push_back(entry);
  }
  folders_.push_back(std::move(folder));
}

const Rules::Folder* Rules::folder_of(std::string_view path) const {
  const auto place = std::ranges::find_if(folders_, [&](const Folder& folder) { return is_below(path, folder.path); });
  return place == folders_.end() ? nullptr : &*place;
}

std::string Rules::objection(std::string_view file, std::string_view header) const {
  const Folder* from = folder_of(file);
  const Folder* to = folder_of(header);
  if (from == nullptr) return "this folder is not in the table";
  if (to == nullptr) return "is not below a folder of the table; includes are written from src/";
  if (is_domain_file(file) && talks_to_the_world(header)) return "domain rules do no input or output";
  if (from == to) return "";
  if (header == to->path + "/ids.hpp" && !from->path.starts_with("platform/")) return "";
  if (std::ranges::any_of(from->entries, [&](const std::string& entry) { return allows(entry, header); })) return "";

  const bool knows_folder = std::ranges::find(from->entries, to->path) != from->entries.end();
  return knows_folder ? "is an inner header; " + from->path + " may include " + public_header(to->path)
                      : from->path + " may not include " + to->path;
}

}  // namespace includes
