#pragma once

#include <string_view>

#include "platform/core/secret.hpp"

/// Passwords that are among the first guesses of whoever tries (OWASP ASVS 5.0, 6.2.4, 6.2.11, 6.2.12).
namespace hurtrock::accounts {

/// What is known about an account to whoever guesses.
struct PasswordOwner {
  std::string_view email, name;
  std::string_view shop_name;
};

/// Whether a few common pieces make it up: usual words, names and words of this shop, the owner's mailbox and name,
/// runs of the alphabet and the keyboard, years, repetitions; letters may be written as digits and signs ("p@ssw0rd"),
/// and a few characters may stand around. No list of leaked passwords; docs/decisions/0055. Pure; any thread.
bool is_easy_to_guess(const Secret& password, const PasswordOwner& owner);

}  // namespace hurtrock::accounts
