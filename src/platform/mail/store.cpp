#include "platform/mail/store.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "platform/core/text.hpp"

namespace hurtrock::mail {
namespace {

constexpr std::size_t kLongestError = 500;

/// Columns 0 to 13; bodies, where they are asked for, follow.
constexpr std::string_view kStoredColumns =
    "id, state, created_at, sent_at, COALESCE(last_error, ''), kind, event_key, order_id, to_address, to_name, "
    "language, subject, attempts, next_attempt_at";

StoredMail stored_mail(const db::Rows& rows, std::size_t row) {
  return {.id = rows.get<std::int64_t>(row, 0),
          .state = rows.get<std::string>(row, 1),
          .created_at = rows.get<Time>(row, 2),
          .sent_at = rows.get<std::optional<Time>>(row, 3),
          .last_error = rows.get<std::string>(row, 4),
          .mail = {.kind = rows.get<std::string>(row, 5),
                   .event_key = rows.get<std::string>(row, 6),
                   .order_id = rows.get<std::optional<std::int64_t>>(row, 7),
                   .to_address = rows.get<std::string>(row, 8),
                   .to_name = rows.get<std::string>(row, 9),
                   .language = rows.get<std::string>(row, 10),
                   .subject = rows.get<std::string>(row, 11),
                   .html = {},
                   .text = {}},
          .attempts = rows.get<std::int64_t>(row, 12),
          .next_attempt_at = rows.get<Time>(row, 13)};
}

}  // namespace

bool enqueue_mail(db::Tx& tx, const OutboxMail& mail, Time now) {
  return tx.execute(
             "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, body_html, "
             "body_text, next_attempt_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) "
             "ON CONFLICT (event_key) DO NOTHING",
             mail.kind, mail.event_key, mail.order_id, mail.to_address, mail.to_name, mail.language, mail.subject,
             mail.html, mail.text, now) == 1;
}

bool resend_mail(db::Tx& tx, std::int64_t id, std::optional<Time> sent_at, Time now) {
  return tx.execute(
             "UPDATE outbox_mails SET state = 'waiting', attempts = 0, next_attempt_at = $1, lease_until = NULL, "
             "sent_at = NULL WHERE id = $2 AND state <> 'waiting' AND to_address <> '' AND COALESCE(sent_at, 0) = $3",
             now, id, sent_at ? to_micros(*sent_at) : 0) == 1;
}

void forget_mails(db::Tx& tx, std::string_view address, std::span<const std::int64_t> orders, std::string_view kept) {
  tx.send("DELETE FROM outbox_mails WHERE to_address = $1 AND order_id IS NULL AND kind <> $2", address, kept);
  constexpr std::size_t kAtOnce = 500;
  while (!orders.empty()) {
    const auto some = orders.first(std::min(kAtOnce, orders.size()));
    std::string sql =
        "UPDATE outbox_mails SET to_address = '', to_name = '', body_html = '', body_text = '', lease_until = NULL, "
        "last_error = CASE state WHEN 'waiting' THEN 'the account was deleted' ELSE last_error END, "
        "state = CASE state WHEN 'waiting' THEN 'dead' ELSE state END WHERE order_id IN (";
    std::vector<db::Value> values;
    for (const std::int64_t order : some) {
      values.push_back(db::to_value(order));
      sql += (values.size() == 1 ? "$" : ", $") + std::to_string(values.size());
    }
    tx.query_list(sql + ")", values);
    orders = orders.subspan(some.size());
  }
}

void forget_mails_of(db::Tx& tx, std::string_view kind, Time before) {
  tx.send("DELETE FROM outbox_mails WHERE kind = $1 AND created_at < $2 AND state <> 'waiting'", kind, before);
}

std::string_view word(State state) {
  switch (state) {
    case State::kWaiting:
      return "waiting";
    case State::kSent:
      return "sent";
    case State::kDead:
      return "dead";
  }
  return "";
}

OutboxCounts count_outbox(db::Tx& tx) {
  return {.waiting = tx.one<std::int64_t>("SELECT COUNT(*) FROM outbox_mails WHERE state = 'waiting'"),
          .dead = tx.one<std::int64_t>("SELECT COUNT(*) FROM outbox_mails WHERE state = 'dead' AND to_address <> ''"),
          .waiting_since =
              // Through the index of those that wait: by itself a smallest value is looked for among all mails.
          tx.one<std::optional<Time>>("SELECT MIN(created_at) FROM (SELECT created_at FROM outbox_mails WHERE state "
                                      "= 'waiting' ORDER BY id LIMIT 1000) waiting")};
}

std::vector<StoredMail> newest_mails(db::Tx& tx, std::int64_t limit) {
  const db::Rows rows = tx.query(
      "SELECT " + std::string(kStoredColumns) + " FROM outbox_mails ORDER BY created_at DESC, id DESC LIMIT $1", limit);
  std::vector<StoredMail> mails;
  for (std::size_t row = 0; row < rows.size(); ++row) mails.push_back(stored_mail(rows, row));
  return mails;
}

std::vector<StoredMail> find_mails(db::Tx& tx, const Wanted& wanted, std::int64_t limit) {
  std::string sql = "SELECT " + std::string(kStoredColumns) + " FROM outbox_mails WHERE 1 = 1";
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, db::Value value) {
    values.push_back(value);
    sql += condition;
    sql += '$' + std::to_string(values.size());
  };
  // In the statement's own words, as the indexes have them.
  if (wanted.state) sql += " AND state = '" + std::string(word(*wanted.state)) + "'";
  if (!wanted.to_address.empty()) add(" AND to_address = ", db::to_value(wanted.to_address));
  if (wanted.order_id) add(" AND order_id = ", db::to_value(*wanted.order_id));
  if (wanted.before > 0) add(" AND id < ", db::to_value(wanted.before));
  add(" ORDER BY id DESC LIMIT ", db::to_value(limit));
  const db::Rows rows = tx.query_list(sql, values);
  std::vector<StoredMail> mails;
  for (std::size_t row = 0; row < rows.size(); ++row) mails.push_back(stored_mail(rows, row));
  return mails;
}

std::optional<StoredMail> find_mail(db::Tx& tx, std::int64_t id) {
  const db::Rows rows =
      tx.query("SELECT " + std::string(kStoredColumns) + ", body_html, body_text FROM outbox_mails WHERE id = $1", id);
  if (rows.empty()) return std::nullopt;
  StoredMail found = stored_mail(rows, 0);
  found.mail.html = rows.get<std::string>(0, 14);
  found.mail.text = rows.get<std::string>(0, 15);
  return found;
}

bool is_any_mail_due(db::Tx& tx, Time now) {
  return tx
      .maybe_value<int>(
          "SELECT 1 FROM outbox_mails WHERE state = 'waiting' AND next_attempt_at <= $1 "
          "AND (lease_until IS NULL OR lease_until <= $1) LIMIT 1",
          now)
      .has_value();
}

std::optional<ClaimedMail> claim_mail(db::Tx& tx, Time now, Time lease_until) {
  // SQLite knows no row locks, and its only writer needs none.
  const std::string lock = tx.dialect() == db::Dialect::kPostgres ? " FOR UPDATE SKIP LOCKED" : "";
  const db::Rows rows = tx.query(
      "UPDATE outbox_mails SET lease_until = $1, attempts = attempts + 1 WHERE id = ("
      "SELECT id FROM outbox_mails WHERE state = 'waiting' AND next_attempt_at <= $2 "
      "AND (lease_until IS NULL OR lease_until <= $2) ORDER BY next_attempt_at, id LIMIT 1" +
          lock +
          ") RETURNING id, attempts, created_at, kind, event_key, order_id, to_address, to_name, language, subject, "
          "body_html, body_text",
      lease_until, now);
  if (rows.empty()) return std::nullopt;
  return ClaimedMail{.id = rows.get<std::int64_t>(0, 0),
                     .attempt = rows.get<int>(0, 1),
                     .created_at = rows.get<Time>(0, 2),
                     .lease_until = lease_until,
                     .mail = {.kind = rows.get<std::string>(0, 3),
                              .event_key = rows.get<std::string>(0, 4),
                              .order_id = rows.get<std::optional<std::int64_t>>(0, 5),
                              .to_address = rows.get<std::string>(0, 6),
                              .to_name = rows.get<std::string>(0, 7),
                              .language = rows.get<std::string>(0, 8),
                              .subject = rows.get<std::string>(0, 9),
                              .html = rows.get<std::string>(0, 10),
                              .text = rows.get<std::string>(0, 11)}};
}

void mark_sent(db::Tx& tx, const ClaimedMail& claimed, Time now) {
  tx.send(
      "UPDATE outbox_mails SET state = 'sent', sent_at = $1, last_error = NULL, lease_until = NULL "
      "WHERE id = $2 AND lease_until = $3",
      now, claimed.id, claimed.lease_until);
}

void mark_waiting(db::Tx& tx, const ClaimedMail& claimed, Time next_attempt, std::string_view error) {
  tx.send(
      "UPDATE outbox_mails SET next_attempt_at = $1, last_error = $2, lease_until = NULL "
      "WHERE id = $3 AND lease_until = $4",
      next_attempt, text::shorten(error, kLongestError), claimed.id, claimed.lease_until);
}

void mark_dead(db::Tx& tx, const ClaimedMail& claimed, std::string_view error) {
  tx.send(
      "UPDATE outbox_mails SET state = 'dead', last_error = $1, lease_until = NULL "
      "WHERE id = $2 AND lease_until = $3",
      text::shorten(error, kLongestError), claimed.id, claimed.lease_until);
}

}  // namespace hurtrock::mail
