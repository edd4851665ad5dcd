#include "platform/http/route.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace hurtrock::http {
namespace {

/// Takes the first segment off `rest`, which starts with '/'.
std::string_view next_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, std::min(rest.find('/'), rest.size()));
  rest.remove_prefix(segment.size());
  return segment;
}

std::string described(const Route& route) {
  return std::string(to_string(route.method)).append(" ").append(route.pattern);
}

}  // namespace

/// One position in the tree of segments; a route ends where its last segment ends.
struct RouteTable::Node {
  std::map<std::string_view, Node> literals;
  std::unique_ptr<Node> parameter;
  std::unique_ptr<Node> remainder;
  std::vector<std::size_t> routes;  ///< indices into routes_

  static Node& child(std::unique_ptr<Node>& slot) {
    if (!slot) slot = std::make_unique<Node>();
    return *slot;
  }
};

namespace {

/// The walk down the tree for one request: literal segments first, then ':', then '*', stepping back where a branch
/// has the path but not the method.
template <class Node>
struct Search {
  const std::vector<Route>& routes;
  Method method;
  std::vector<std::string_view> captured;
  const Route* found = nullptr;
  std::vector<Method> allowed;

  bool visit(const Node& node, std::string_view rest) {
    if (rest.empty()) return ends_here(node);
    const std::string_view whole = rest.substr(1);
    const std::string_view segment = next_segment(rest);
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
      if (visit(literal->second, rest)) return true;
    }
    if (node.parameter && !segment.empty()) {
      captured.push_back(segment);
      if (visit(*node.parameter, rest)) return true;
      captured.pop_back();
    }
    if (node.remainder && !whole.empty()) {
      captured.push_back(whole);
      if (ends_here(*node.remainder)) return true;
      captured.pop_back();
    }
    return false;
  }

  bool ends_here(const Node& node) {
    const Route* get = nullptr;
    for (const std::size_t index : node.routes) {
      const Route& route = routes[index];
      if (route.method == method) {
        found = &route;
        return true;
      }
      if (route.method == Method::kGet) get = &route;
      allowed.push_back(route.method);
    }
    if (get != nullptr && method == Method::kHead) found = get;
    return found != nullptr;
  }
};

std::vector<std::pair<std::string_view, std::string>> name_params(std::string_view pattern,
                                                                  const std::vector<std::string_view>& captured) {
  std::vector<std::pair<std::string_view, std::string>> params;
  params.reserve(captured.size());
  while (!pattern.empty() && params.size() < captured.size()) {
    const std::string_view segment = next_segment(pattern);
    if (!segment.starts_with(':') && !segment.starts_with('*')) continue;
    params.emplace_back(segment.substr(1), captured[params.size()]);
  }
  return params;
}

void complete_allowed(std::vector<Method>& allowed) {
  if (std::ranges::find(allowed, Method::kGet) != allowed.end()) allowed.push_back(Method::kHead);
  std::ranges::sort(allowed);
  const auto repeated = std::ranges::unique(allowed);
  allowed.erase(repeated.begin(), repeated.end());
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : root_(std::make_unique<Node>()), routes_(std::move(routes)) {
  for (std::size_t index = 0; index < routes_.size(); ++index) {
    const Route& route = routes_[index];
    if (!route.pattern.starts_with('/')) throw std::logic_error("route must start with '/': " + described(route));

    Node* node = root_.get();
    std::string_view rest = route.pattern;
    while (!rest.empty()) {
      const std::string_view segment = next_segment(rest);
      if (segment.starts_with('*')) {
        if (!rest.empty()) throw std::logic_error("'*' must be the last segment: " + described(route));
        node = &Node::child(node->remainder);
      } else if (segment.starts_with(':')) {
        node = &Node::child(node->parameter);
      } else {
        node = &node->literals[segment];
      }
    }
    for (const std::size_t other : node->routes) {
      if (routes_[other].method == route.method) {
        throw std::logic_error("two routes claim the same requests: " + described(routes_[other]) + " and " +
                               described(route));
      }
    }
    node->routes.push_back(index);
  }
}

RouteTable::~RouteTable() = default;
RouteTable::RouteTable(RouteTable&&) noexcept = default;

RouteTable::Match RouteTable::find(Method method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  Search<Node> search{.routes = routes_, .method = method};
  if (search.visit(*root_, path)) {
    match.route = search.found;
    match.params = name_params(search.found->pattern, search.captured);
  } else {
    match.allowed = std::move(search.allowed);
    complete_allowed(match.allowed);
  }
  return match;
}

const std::vector<Route>& RouteTable::routes() const { return routes_; }

}  // namespace hurtrock::http
