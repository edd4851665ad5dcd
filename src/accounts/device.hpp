#pragma once

#include <string>
#include <string_view>

namespace hurtrock::accounts {

/// "Chrome · Android", from a browser's User-Agent: enough to know one's own devices again.
std::string device_name(std::string_view agent);

}  // namespace hurtrock::accounts
