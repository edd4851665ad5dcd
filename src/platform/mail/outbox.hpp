#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/mail/mail.hpp"

/// Mails as rows of the table `outbox_mails`: written in the transaction that causes them, sent afterwards. A server
/// that is down delays a mail and never fails an order.
namespace hurtrock::mail {

struct OutboxMail {
  std::string kind;       ///< "order_placed": which template, for the admin's list
  std::string event_key;  ///< "order_placed:HRT-2026-000123": one mail per event, whoever asks
  std::optional<std::int64_t> order_id;
  std::string to_address, to_name;
  std::string language;  ///< "id" or "en"
  std::string subject, html, text;
};

/// Joins the caller's transaction. False when this event has its mail already. A mail that cannot be sent (a malformed
/// address) is not refused here, where it would fail an order: it ends as a dead one with its reason.
bool enqueue_mail(db::Tx& tx, const OutboxMail& mail, Time now);

enum class State : std::uint8_t { kWaiting, kSent, kDead };
/// "waiting", "sent", "dead"
std::string_view word(State state);

/// Sends a mail again, or a dead one once more, under the same Message-ID. `sent_at` is when it was sent the last time,
/// as whoever asks has seen it: false, and nothing happens, when that is not so any more, while it waits, or when there
/// is none with this id. Asking twice sends it once.
bool resend_mail(db::Tx& tx, std::int64_t id, std::optional<Time> sent_at, Time now);

/// Takes a person out of the outbox. What is about no order goes, but for mails of the kind `kept`; mails about
/// `orders` stay as a record that they were written, without address and text, and are not sent any more.
void forget_mails(db::Tx& tx, std::string_view address, std::span<const std::int64_t> orders,
                  std::string_view kept = {});
/// Deletes mails of that kind that need not be sent any more and were written before then.
void forget_mails_of(db::Tx& tx, std::string_view kind, Time before);

/// For /metrics. Of those that could not be sent, mails without address count no more: nobody can do anything about
/// them.
struct OutboxCounts {
  std::int64_t waiting = 0, dead = 0;
  std::optional<Time> waiting_since;  ///< the oldest of those that wait, or of the first thousand
};
OutboxCounts count_outbox(db::Tx& tx);

/// A mail of the outbox as it stands now, for people who look after it.
struct StoredMail {
  std::int64_t id = 0;
  std::string state;  ///< "waiting", "sent" or "dead"
  Time created_at;
  std::optional<Time> sent_at;
  std::string last_error;  ///< of the last attempt that failed; empty: none
  OutboxMail mail;
  std::int64_t attempts = 0;
  Time next_attempt_at;  ///< of one that waits
};

/// What find_mails() is asked for.
struct Wanted {
  std::optional<State> state = {};
  std::string to_address = {};  ///< exactly; empty: any
  std::optional<std::int64_t> order_id = {};
  std::int64_t before = 0;  ///< older than the mail with this id; 0: from the newest on
};
/// The newest first, without their bodies. Work does not grow with the number of mails.
std::vector<StoredMail> find_mails(db::Tx& tx, const Wanted& wanted, std::int64_t limit);
/// The newest first, without their bodies.
std::vector<StoredMail> newest_mails(db::Tx& tx, std::int64_t limit);
std::optional<StoredMail> find_mail(db::Tx& tx, std::int64_t id);

struct ClaimedMail;  // store.hpp

/// Sends what is due, oldest first. Run by the jobs runner in every process; rows are leased, so that several senders
/// share the work. A process that dies between the server's answer and its record sends that mail twice, with one
/// Message-ID: no sender can do better.
class OutboxSender {
 public:
  struct Options {
    int max_attempts = 10;
    std::chrono::seconds lease{300};  ///< longer than Mailer::send takes
    int batch = 100;                  ///< at most this many in one call
  };
  /// Files for a mail, made when it is sent (an invoice). Called outside any transaction; an exception counts as a
  /// failed attempt.
  using Attach = std::function<std::vector<Attachment>(const OutboxMail&)>;

  OutboxSender(db::Database& database, const Clock& clock, Mailer& mailer, Options options, Attach attach = {});
  OutboxSender(db::Database& database, const Clock& clock, Mailer& mailer)
      : OutboxSender(database, clock, mailer, Options{}) {}

  /// Answers how many the server has taken.
  int send_due();

 private:
  std::optional<ClaimedMail> claim();
  Delivery deliver(const ClaimedMail& claimed);
  void record(const ClaimedMail& claimed, const Delivery& delivery);

  db::Database& database_;
  const Clock& clock_;
  Mailer& mailer_;
  Options options_;
  Attach attach_;
};

}  // namespace hurtrock::mail
