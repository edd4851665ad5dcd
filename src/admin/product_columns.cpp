#include "admin/product_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/thousandths.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kBetweenLanguages = " | ";
constexpr std::string_view kBehindName = " = ";

/// "Gitar>Gitar Elektrik " -> "gitar > gitar elektrik"
std::string normal_path(std::string_view text) {
  std::string path;
  for (const auto part : text::split(text, '>'))
    path.append(path.empty() ? "" : " > ").append(text::lower(text::trim(part)));
  return path;
}

/// The one whose name stands before the equals sign; of several, the longest.
const catalog::SpecDefinition* definition_of(std::string_view line,
                                             const std::vector<catalog::SpecDefinition>& definitions) {
  const catalog::SpecDefinition* found = nullptr;
  for (const auto& definition : definitions) {
    const std::string& name = definition.name_id;
    if (!line.starts_with(name) || !text::trim(line.substr(name.size())).starts_with('=')) continue;
    if (found == nullptr || found->name_id.size() < name.size()) found = &definition;
  }
  return found;
}

}  // namespace

CategoryNames::CategoryNames(const std::vector<catalog::CategoryRecord>& tree, i18n::Language language) {
  std::map<CategoryId, std::string> english;
  for (const auto& category : tree) {
    const auto path = [&](std::map<CategoryId, std::string>& paths, const std::string& name) -> const std::string& {
      return paths[category.id] = category.parent ? fmt::format("{} > {}", paths.at(*category.parent), name) : name;
    };
    short_names_[category.id] = category.name_id;
    add(normal_path(path(paths_, category.name_id)), category.id);
    add(normal_path(path(english, category.name_en)), category.id);
    if (category.parent) {
      add(normal_path(category.name_id), category.id);
      add(normal_path(category.name_en), category.id);
    }
  }
  if (language == i18n::Language::kEnglish) paths_ = std::move(english);
  // A slug is nobody else's, and so it wins over a name.
  for (const auto& category : tree) {
    by_name_[category.slug] = category.id;
    called_[category.id] += category.slug;
  }
  for (const auto& category : tree)
    if (find(paths_[category.id]) != category.id) paths_[category.id] = category.slug;
}

void CategoryNames::add(std::string name, CategoryId category) {
  called_[category].append(name) += '\n';
  const auto [place, is_new] = by_name_.try_emplace(std::move(name), category);
  if (!is_new && place->second != category) place->second = std::nullopt;
}

std::string CategoryNames::of(CategoryId category) const { return paths_.at(category); }

std::optional<CategoryId> CategoryNames::find(std::string_view text) const {
  const auto found = by_name_.find(normal_path(text));
  return found == by_name_.end() ? std::nullopt : found->second;
}

bool CategoryNames::is_called(CategoryId category, std::string_view part) const {
  return called_.at(category).contains(normal_path(part));
}

std::string specifications_cell(const std::vector<catalog::SpecDraft>& specs,
                                const std::vector<catalog::SpecDefinition>& definitions) {
  std::string cell;
  for (const auto& spec : specs) {
    const auto definition = std::ranges::find(definitions, spec.definition, &catalog::SpecDefinition::id);
    if (definition == definitions.end()) continue;
    if (!cell.empty()) cell += '\n';
    cell.append(definition->name_id).append(kBehindName);
    if (spec.number_milli)
      cell += catalog::thousandths(*spec.number_milli, i18n::Language::kEnglish);
    else if (spec.text_id == spec.text_en && !spec.text_id.contains(kBetweenLanguages))
      cell += spec.text_id;
    else
      cell.append(spec.text_id).append(kBetweenLanguages).append(spec.text_en);
  }
  return cell;
}

ReadSpecifications read_specifications(std::string_view cell, const std::vector<catalog::SpecDefinition>& definitions) {
  ReadSpecifications read;
  for (auto line : text::split(cell, '\n')) {
    line = text::trim(line);
    if (line.empty()) continue;
    const auto* definition = definition_of(line, definitions);
    catalog::SpecDraft spec;
    if (definition != nullptr) {
      spec.definition = definition->id;
      const auto value = text::trim(line.substr(line.find('=', definition->name_id.size()) + 1));
      if (definition->is_number) {
        spec.number_milli = catalog::read_thousandths(value);
      } else {
        const auto middle = value.find(kBetweenLanguages);
        spec.text_id = text::trim(value.substr(0, middle));
        spec.text_en = middle == std::string_view::npos ? spec.text_id
                                                        : text::trim(value.substr(middle + kBetweenLanguages.size()));
      }
    }
    const bool is_read = spec.number_milli || !spec.text_id.empty();
    if (!is_read ||
        std::ranges::find(read.specs, spec.definition, &catalog::SpecDraft::definition) != read.specs.end()) {
      if (read.wrong_line.empty()) read.wrong_line = line;
      continue;
    }
    read.specs.push_back(std::move(spec));
  }
  return read;
}

}  // namespace hurtrock::admin
