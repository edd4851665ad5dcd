#include "app/mailer.hpp"

namespace hurtrock::app {

std::unique_ptr<mail::Mailer> make_mailer(const Config& config) {
  if (config.smtp_url.empty()) return mail::make_file_mailer(config.data_dir + "/outbox", config.mail_from);
  return mail::make_smtp_mailer(config.smtp_url, config.mail_from);
}

}  // namespace hurtrock::app
