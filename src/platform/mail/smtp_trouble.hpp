#pragma once

#include <optional>
#include <string>

namespace hurtrock::mail {

/// Greets that server and logs in, without sending anything: nothing when it would take mails, otherwise what is wrong
/// and what to do. Waits for at most ten seconds. Throws as make_smtp_mailer does.
std::optional<std::string> smtp_trouble(const std::string& url);

}  // namespace hurtrock::mail
