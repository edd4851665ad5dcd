#pragma once

#include <string>
#include <string_view>

#include "app/config.hpp"

/// By what a service's answers to /healthz and /readyz (http::kMarkHeader) are told from those of another copy of the
/// shop: "DATA" or "DATA-START", both in hexadecimal digits. DATA is the same for all that serve one data folder with
/// one SESSION_SECRET; START was drawn by the launcher that has started it.
namespace hurtrock::app {

/// Draws what the parts of this start will be known by, and leaves it to them in the environment. To be called while no
/// other thread asks for the environment.
std::string mark_this_start();

/// Whether a launcher has started this process.
bool has_launcher();

/// What this process answers. Makes the data folder if it is missing.
std::string own_mark(const Config& config);

/// Whether it is that of a part of this start.
bool is_of_start(std::string_view mark, std::string_view start);

/// Whether it is that of a service of this configuration, whoever has started it.
bool is_of_this_shop(std::string_view mark, const Config& config);

}  // namespace hurtrock::app
