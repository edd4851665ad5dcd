#pragma once

#include <string_view>

namespace hurtrock::shipping {

/// Where the courier says how far a parcel has come; the number has to be entered there. `courier` is its name, with or
/// without the service ("JNE REG"). Empty: not known. Pure.
std::string_view tracking_page(std::string_view courier);

}  // namespace hurtrock::shipping
