#include "accounts/device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/core/text.hpp"

namespace hurtrock::accounts {

std::string device_name(std::string_view agent) {
  constexpr std::pair<std::string_view, std::string_view> kBrowsers[] = {
      {"Edg/", "Edge"},        {"OPR/", "Opera"},     {"SamsungBrowser", "Samsung Internet"},
      {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}};
  constexpr std::pair<std::string_view, std::string_view> kSystems[] = {{"Android", "Android"}, {"iPhone", "iPhone"},
                                                                        {"iPad", "iPad"},       {"Windows", "Windows"},
                                                                        {"Mac OS", "macOS"},    {"Linux", "Linux"}};
  const auto named = [&](const auto& table) {
    const auto found = std::ranges::find_if(table, [&](const auto& entry) { return agent.contains(entry.first); });
    return found == std::end(table) ? std::string_view{} : found->second;
  };
  const std::string_view browser = named(kBrowsers);
  const std::string_view system = named(kSystems);
  if (browser.empty() && system.empty()) return std::string(text::shorten(agent, 40));
  return fmt::format("{}{}{}", browser, browser.empty() || system.empty() ? "" : " · ", system);
}

}  // namespace hurtrock::accounts
