#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>

namespace hurtrock::app {

/// Says of the first word that stands where a command should and is none what was probably meant, or which there are.
std::optional<std::string> unknown_command(const CLI::App& program, std::span<char* const> words);

/// Says what was not understood of words that could not be read, in one line, and where help is.
std::string wrong_usage(const CLI::App& program, const CLI::ParseError& error, std::span<char* const> words);

}  // namespace hurtrock::app
