#pragma once

#include <string_view>

namespace hurtrock::sample_data {

/// The text of db/seeds/`file` ("brands.json", "products/guitars.json") as it was when the program was built.
/// Throws std::out_of_range when there is no such file.
std::string_view embedded_seed(std::string_view file);

}  // namespace hurtrock::sample_data
