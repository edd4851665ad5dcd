#pragma once

#include <string>
#include <string_view>

#include "payments/midtrans/midtrans.hpp"

namespace hurtrock::payments {

/// One function of Midtrans' API.
struct MidtransCall {
  std::string method;
  std::string url;
  std::string body;              ///< serialised JSON
  std::string idempotent_under;  ///< equal for calls that mean the same thing; empty for GET
};

/// What came back in the end.
struct MidtransAnswer {
  enum class Kind : std::uint8_t {
    kAnswered,
    kNothing,  ///< no try reached Midtrans
    kSilence,  ///< one did, but no answer came: it may have been done
  };
  Kind kind = Kind::kNothing;
  int code = 0;  ///< HTTP's status, or the body's status_code where that is an error under HTTP 200
  std::string body;
  std::string error;  ///< for the log, when not answered
};

/// Sends calls with the shop's key, several times where that is safe, within the bounds of the configuration.
/// Thread-safe.
class MidtransCalls {
 public:
  MidtransCalls(MidtransConfig config, fetch::Client& client, const Clock& clock);

  [[nodiscard]] MidtransAnswer send(const MidtransCall& call);

 private:
  [[nodiscard]] fetch::Call prepare(const MidtransCall& call) const;

  MidtransConfig config_;
  fetch::Client& client_;
  const Clock& clock_;
  Secret authorization_;
};

}  // namespace hurtrock::payments
