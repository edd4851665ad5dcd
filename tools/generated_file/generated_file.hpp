#pragma once

#include <string>
#include <string_view>

/// Reading and writing as programs that generate code do it. Both throw std::runtime_error that names the file.
namespace generated_file {

std::string read(const std::string& path);
/// An unchanged file keeps its time, so that nothing that depends on it is built again.
void write_if_changed(const std::string& path, std::string_view content);

}  // namespace generated_file
