#include "app/mailer.hpp"

#include <stdexcept>

namespace hurtrock::app {

std::unique_ptr<mail::Mailer> make_mailer(const Config& config) {
  auto from = mail::parse_mailbox(config.mail_from);
  if (!from)
    throw std::invalid_argument("MAIL_FROM must be a mailbox such as: Hurtrock Music Store <toko@example.com>");
  if (config.smtp_url.empty()) return mail::make_file_mailer(config.data_dir + "/outbox", *std::move(from));
  return mail::make_smtp_mailer(config.smtp_url, *std::move(from));
}

}  // namespace hurtrock::app
