#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "payments/stripe/stripe.hpp"

namespace hurtrock::payments {

/// What came back from Stripe in the end.
struct StripeAnswer {
  enum class Kind : std::uint8_t {
    kAnswered,
    kNothing,  ///< no try reached Stripe
    kSilence,  ///< one did, but no readable answer came: it may have been done
  };
  Kind kind = Kind::kNothing;
  int status = 0;  ///< HTTP's
  boost::json::object body;
  std::string request_id;
  std::string error;  ///< for the log, when not answered

  [[nodiscard]] bool ok() const { return kind == Kind::kAnswered && status >= 200 && status < 300; }
  /// A member of `error`, or "".
  [[nodiscard]] std::string_view error_member(std::string_view name) const;
};

/// Sends calls with the shop's key and our API version, several times where Stripe says that helps. A call keeps its
/// Idempotency-Key over all tries, so it may be repeated even after a silence. Thread-safe.
class StripeCalls {
 public:
  StripeCalls(StripeConfig config, fetch::Client& client, const Clock& clock);

  /// `path_and_query` begins with "/v1/".
  [[nodiscard]] StripeAnswer get(std::string_view path_and_query);
  /// `idempotent_under`: equal for calls that mean the same thing.
  [[nodiscard]] StripeAnswer post(std::string_view path, std::string form, std::string_view idempotent_under);

 private:
  [[nodiscard]] StripeAnswer send(fetch::Call call);

  StripeConfig config_;
  fetch::Client& client_;
  const Clock& clock_;
  Secret authorization_;
};

/// Why a call did not do what it should. A question that fails has changed nothing.
GatewayFailure failed_question(const StripeAnswer& answer);
GatewayFailure failed_change(const StripeAnswer& answer);

}  // namespace hurtrock::payments
