#pragma once

#include <memory>

#include "app/config.hpp"
#include "platform/mail/mail.hpp"

namespace hurtrock::app {

/// By SMTP when SMTP_URL is set, otherwise into files under data/outbox.
std::unique_ptr<mail::Mailer> make_mailer(const Config& config);

}  // namespace hurtrock::app
