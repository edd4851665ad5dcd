#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// Who may use a route. Checked before the handler runs.
enum class Access : std::uint8_t {
  kAnyone,
  kUser,   ///< logged in, any role
  kStaff,  ///< staff or admin
  kAdmin,
  kSigned,  ///< a machine that proves itself by a signature the handler checks (webhooks): no CSRF check, no session
};

/// Where the handler runs (DESIGN.md section 3, decision 4).
enum class RunsOn : std::uint8_t {
  kInline,    ///< on the I/O thread: must not block
  kWorker,    ///< in the database pool
  kGateway,   ///< in the pool that may wait for payment providers
  kPictures,  ///< in the pool that may wait for pictures to be looked at and made, so that money never waits for them
};

/// Whether the page may come from the page cache for visitors without session (DESIGN.md section 3, decision 2).
enum class Cached : std::uint8_t { kNo, kByCatalogue };

using Handler = std::function<Response(const Request&)>;

struct Route {
  Method method;
  std::string_view pattern;  ///< "/product/:slug"; a segment that starts with ':' takes any one segment, a last
                             ///< segment "*name" takes the rest; literal segments win over parameters
  Access access;
  RunsOn runs_on;
  Handler handler;
  Cached cached = Cached::kNo;
  std::size_t body_limit = 64 * 1024;  ///< bytes; more is answered 413
  bool uploads = false;                ///< multipart file parts are streamed to temporary files, up to body_limit
  /// Of a route with uploads, for who has the access but may not use it all the same; asked on a worker before the body
  /// is read.
  std::function<std::optional<Response>(const Request&)> turns_away = {};
  std::size_t most_fields = Fields::kMost;  ///< of a urlencoded form; more is answered 400
};

/// Binds a feature's services to a handler of the form `Response f(const Request&, Services&)`.
template <class Services>
Handler bind(Response (*handler)(const Request&, Services&), Services& services) {
  return [handler, &services](const Request& request) { return handler(request, services); };
}

/// The routes of a process, ready for look-up. Throws std::logic_error when two of them claim the same method and
/// pattern. Immutable afterwards; any thread.
class RouteTable {
 public:
  explicit RouteTable(std::vector<Route> routes);
  ~RouteTable();
  RouteTable(RouteTable&&) noexcept;

  struct Match {
    const Route* route = nullptr;  ///< nullptr: see `allowed`
    std::vector<std::pair<std::string_view, std::string>> params;
    std::vector<Method> allowed;  ///< methods that the path has: empty is 404, otherwise 405 with Allow
  };
  /// HEAD finds the GET route. `path` is decoded.
  [[nodiscard]] Match find(Method method, std::string_view path) const;
  [[nodiscard]] const std::vector<Route>& routes() const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  std::vector<Route> routes_;
};

}  // namespace hurtrock::http
