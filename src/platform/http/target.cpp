#include "platform/http/target.hpp"

#include <algorithm>

#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::http {
namespace {

/// Leaves the target as path and query. False when it names neither a path nor a host.
bool make_relative(Request& request) {
  std::string& target = request.target;
  if (target.starts_with('/')) return true;
  if (target == "*" && request.method == Method::kOptions) {
    target = "/";
    return true;
  }
  const std::string scheme = text::lower(std::string_view(target).substr(0, 8));
  const std::size_t authority = scheme.starts_with("http://") ? 7 : scheme == "https://" ? 8 : 0;
  if (authority == 0) return false;
  const std::size_t path = std::min(target.find_first_of("/?", authority), target.size());
  target.erase(0, path);
  if (!target.starts_with('/')) target.insert(0, 1, '/');
  return true;
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// Segments that would let two different paths name the same thing.
bool has_ambiguous_segments(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, std::min(path.find('/'), path.size()));
    path.remove_prefix(segment.size());
    const bool last = path.empty();
    if ((segment.empty() && !last) || segment == "." || segment == "..") return true;
  }
  return false;
}

}  // namespace

bool resolve_target(Request& request) {
  if (!make_relative(request)) return false;
  const std::string_view target = request.target;
  if (target.contains('#')) return false;

  const std::size_t question = std::min(target.find('?'), target.size());
  auto path = percent_decode(target.substr(0, question));
  if (!path || !text::is_utf8(*path) || has_control_characters(*path) || has_ambiguous_segments(*path)) return false;
  request.path = std::move(*path);

  if (question == target.size()) return true;
  auto query = Fields::decode(target.substr(question + 1));
  if (!query) return false;
  request.query = std::move(*query);
  return true;
}

}  // namespace hurtrock::http
