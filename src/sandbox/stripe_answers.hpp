#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <span>
#include <string_view>

#include "platform/http/message.hpp"
#include "sandbox/stripe_parameters.hpp"
#include "sandbox/stripe_services.hpp"

/// What all calls of Stripe's API have in common: the key, known parameters, errors, repeated calls.
namespace hurtrock::sandbox {

http::Response stripe_answer(const boost::json::object& object);
http::Response stripe_error(const StripeRefusal& refusal);

/// A question: `answer` is asked once key and parameters are in order.
http::Response stripe_question(const http::Request& request, const StripeServices& services,
                               std::span<const StripeParameter> known, const std::function<http::Response()>& answer);

/// A change, carried out once for its Idempotency-Key: a repeat gets the first answer for a day, and the same key with
/// other parameters is an error. What was refused before anything was done is not remembered. `work` notes the call on
/// what it makes, so that after a restart both are known or neither; ending a session makes nothing, and is asked anew.
http::Response stripe_change(const http::Request& request, StripeServices& services,
                             std::span<const StripeParameter> known,
                             const std::function<http::Response(const StripeCall&)>& work);

/// After a restart: remembers the calls that made what there is. Their answer is then what it has become since.
void remember_calls(StripeServices& services);

/// The page of a list that "limit" and "starting_after" ask for. Every element has an id.
http::Response stripe_list(const http::Request& request, std::string_view path, const boost::json::array& all);

}  // namespace hurtrock::sandbox
