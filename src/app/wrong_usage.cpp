#include "app/wrong_usage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "app/misspelt.hpp"

namespace hurtrock::app {
namespace {

/// A command with the words that lead to it, such as "hurtrock export orders".
struct CommandAt {
  const CLI::App* command;
  std::string words = "hurtrock";

  void go_to(const CLI::App* below) {
    command = below;
    words += " " + below->get_name();
  }
  /// As a line names it that begins with the program already.
  [[nodiscard]] std::string name() const { return words.substr(words.find(' ') + 1); }
};

CommandAt typed_command(const CLI::App& program) {
  CommandAt typed{&program};
  for (auto below = program.get_subcommands(); !below.empty(); below = typed.command->get_subcommands())
    typed.go_to(below.front());
  return typed;
}

std::set<std::string> commands_of(const CLI::App& command) {
  std::set<std::string> names;
  for (const CLI::App* below : command.get_subcommands({})) names.insert(below->get_name());
  return names;
}

std::set<std::string> flags_of(const CLI::App& command) {
  std::set<std::string> flags;
  for (const CLI::Option* option : command.get_options()) {
    // What the launcher tells its children is not for people.
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) flags.insert("--" + name);
    for (const std::string& name : option->get_snames()) flags.insert("-" + name);
  }
  return flags;
}

std::string no_such_command(const CLI::App& program, const CommandAt& at, const std::set<std::string>& known,
                            std::string_view word) {
  const bool is_first = at.command == &program;
  const std::string typed = is_first ? std::string(word) : fmt::format("{} {}", at.name(), word);
  if (const auto meant = probably_meant(word, known))
    return fmt::format("there is no command {}: probably {} is meant; {} --help tells which there are", typed, *meant,
                       at.words);
  if (is_first) return fmt::format("there is no command {}: {} --help tells which there are", typed, at.words);
  return fmt::format("there is no command {}: known are {}; {} --help tells more", typed, fmt::join(known, ", "),
                     at.words);
}

/// What no command took: the first flag of them, as what stands behind an unknown one may have been its value.
std::string_view left_over(const CLI::App& program, std::span<char* const> words) {
  const auto left = program.remaining(true);
  std::string_view first;
  for (const std::string_view word : words) {
    if (word == "--" || std::ranges::find(left, word) == left.end()) continue;
    if (first.empty() || (word.starts_with('-') && !first.starts_with('-'))) first = word;
  }
  return first;
}

std::string not_understood(const CommandAt& at, std::string_view word) {
  if (!word.starts_with('-'))
    return fmt::format("{} has no use for {}; {} --help tells what it takes", at.name(), word, at.words);
  const std::string name(word.substr(0, word.find('=')));
  const auto known = flags_of(*at.command);
  if (known.contains(name)) return fmt::format("{} has to stand behind {}", name, at.name());
  // Of two letters any other is near.
  const auto meant = name.starts_with("--") ? probably_meant(name, known) : std::nullopt;
  return fmt::format("there is no {}: {}{} --help tells which there are", name,
                     meant ? fmt::format("probably {} is meant; ", *meant) : std::string{}, at.words);
}

}  // namespace

std::optional<std::string> unknown_command(const CLI::App& program, std::span<char* const> words) {
  CommandAt at{&program};
  for (const std::string_view word : words) {
    const auto known = commands_of(*at.command);
    if (known.empty() || word.starts_with('-')) return std::nullopt;
    if (!known.contains(std::string(word))) return no_such_command(program, at, known, word);
    at.go_to(at.command->get_subcommand(std::string(word)));
  }
  return std::nullopt;
}

std::string wrong_usage(const CLI::App& program, const CLI::ParseError& error, std::span<char* const> words) {
  const CommandAt at = typed_command(program);
  if (const auto word = left_over(program, words); !word.empty()) return not_understood(at, word);
  if (at.command == &program) return fmt::format("a command is missing: {} --help tells which there are", at.words);
  if (const auto below = commands_of(*at.command); !below.empty())
    return fmt::format("{} needs one of {} behind it; {} --help tells more", at.name(), fmt::join(below, ", "),
                       at.words);
  std::string said = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    said = said.substr(0, said.find(':')) + " needs a value";
  return fmt::format("{}; {} --help tells more", said, at.words);
}

}  // namespace hurtrock::app
