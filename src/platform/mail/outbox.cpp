#include "platform/mail/outbox.hpp"

#include <exception>
#include <utility>

#include "platform/jobs/backoff.hpp"
#include "platform/jobs/recording.hpp"
#include "platform/log/log.hpp"
#include "platform/mail/store.hpp"

namespace hurtrock::mail {

OutboxSender::OutboxSender(db::Database& database, const Clock& clock, Mailer& mailer, Options options, Attach attach)
    : database_(database), clock_(clock), mailer_(mailer), options_(options), attach_(std::move(attach)) {}

int OutboxSender::send_due() {
  int accepted = 0;
  for (int tried = 0; tried < options_.batch; ++tried) {
    const std::optional<ClaimedMail> claimed = claim();
    if (!claimed) break;
    const Delivery delivery = deliver(*claimed);
    record(*claimed, delivery);
    if (delivery.result == Delivery::Result::kAccepted) ++accepted;
  }
  return accepted;
}

std::optional<ClaimedMail> OutboxSender::claim() {
  const Time now = clock_.now();
  if (!database_.read([&](db::Tx& tx) { return is_any_mail_due(tx, now); })) return std::nullopt;
  return database_.write([&](db::Tx& tx) { return claim_mail(tx, now, now + options_.lease); });
}

Delivery OutboxSender::deliver(const ClaimedMail& claimed) {
  // Attempts are counted before they are made: a mail that ends its process each time comes to an end here.
  if (claimed.attempt > options_.max_attempts)
    return {Delivery::Result::kRefused, "the process ended during the last attempt"};
  const OutboxMail& mail = claimed.mail;
  try {
    return mailer_.send(
        {.to = {.address = mail.to_address, .name = mail.to_name},
         .subject = mail.subject,
         .html = mail.html,
         .text = mail.text,
         .language = mail.language,
         .stable_id = "outbox-" + std::to_string(claimed.id) + "-" + std::to_string(to_micros(claimed.created_at)),
         .written_at = claimed.created_at,
         .attachments = attach_ ? attach_(mail) : std::vector<Attachment>{}});
  } catch (const std::exception& failure) {
    return {Delivery::Result::kFailed, failure.what()};
  }
}

void OutboxSender::record(const ClaimedMail& claimed, const Delivery& delivery) {
  const Time now = clock_.now();
  const bool accepted = delivery.result == Delivery::Result::kAccepted;
  const bool again = delivery.result == Delivery::Result::kFailed && claimed.attempt < options_.max_attempts;
  jobs::write_down([&] {
    database_.write([&](db::Tx& tx) {
      if (accepted)
        mark_sent(tx, claimed, now);
      else if (again)
        mark_waiting(tx, claimed, now + jobs::retry_pause(claimed.attempt), delivery.error);
      else
        mark_dead(tx, claimed, delivery.error);
    });
  });

  const auto fields = {log::Field{"mail", claimed.id}, log::Field{"kind", claimed.mail.kind},
                       log::Field{"attempt", claimed.attempt}, log::Field{"reason", delivery.error}};
  if (accepted)
    log::info("mail.sent", {{"mail", claimed.id}, {"kind", claimed.mail.kind}});
  else if (again)
    log::warn("mail.retry", fields);
  else
    log::error("mail.dead", fields);
}

}  // namespace hurtrock::mail
