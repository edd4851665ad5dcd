#include "payments/payments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <support/shop_fixture.hpp>
#include <thread>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class Payments : public ::testing::TestWithParam<db::Dialect> {
 protected:
  template <class F>
  auto in_tx(F&& change) {
    return shop_.db().write(std::forward<F>(change));
  }
  Attempt new_attempt(AttemptState state = AttemptState::kOpening) {
    return in_tx([&](db::Tx& tx) {
      return create_attempt(tx,
                            {.order = order_.id,
                             .order_number = order_.number,
                             .provider = "midtrans",
                             .amount = Money{1'010'000},
                             .state = state},
                            shop_.now());
    });
  }
  Attempt captured_attempt() {
    const Attempt attempt = new_attempt();
    in_tx([&](db::Tx& tx) {
      record_capture(tx, attempt.id, attempt.amount, true, {AttemptState::kPaid, "t-1", "qris"}, shop_.now());
    });
    return attempt;
  }
  std::optional<Refund> refund(const Attempt& attempt, std::int64_t rupiah) {
    return in_tx([&](db::Tx& tx) {
      return create_refund(tx,
                           {.order = order_.id,
                            .order_number = order_.number,
                            .payment = attempt.id,
                            .amount = Money{rupiah},
                            .goods = {},
                            .shipping = {},
                            .reason = "x"},
                           shop_.now());
    });
  }
  Attempt found(const Attempt& attempt) {
    return in_tx([&](db::Tx& tx) { return *find_attempt(tx, attempt.reference); });
  }
  bool claim(const Attempt& attempt) {
    return in_tx([&](db::Tx& tx) { return claim_opening(tx, attempt.id, shop_.now(), shop_.now() + 60s); });
  }
  void opened(const Attempt& attempt) {
    in_tx([&](db::Tx& tx) { record_opened(tx, attempt.id, "token", "https://pay.test/1", shop_.now()); });
  }
  std::optional<std::int64_t> receive(std::string_view identity, std::string_view provider = "midtrans") {
    return in_tx([&](db::Tx& tx) { return record_event(tx, provider, identity, "HRT-1-1", "{}", shop_.now()); });
  }
  std::vector<std::string> take_stale() {
    return in_tx([&](db::Tx& tx) { return take_stale_attempts(tx, shop_.now() - 5min, shop_.now(), 10); });
  }

  fixture::Shop shop_{GetParam()};
  orders::Placed order_ = shop_.add_order({shop_.add_variant()});
};

TEST_P(Payments, a_notification_in_the_same_words_is_a_repeat_for_an_hour_after_it_was_looked_into) {
  const std::int64_t first = *receive("event-1");
  shop_.clock.advance(2h);
  EXPECT_FALSE(receive("event-1")) << "nobody has looked yet";
  in_tx([&](db::Tx& tx) { finish_event(tx, first, "nothing", shop_.now()); });
  EXPECT_FALSE(receive("event-1"));
  shop_.clock.advance(1h);
  EXPECT_EQ(receive("event-1"), first);
  EXPECT_FALSE(receive("event-1"));
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return find_event(tx, first)->state; }), "received");
  EXPECT_EQ(shop_.count("payment_events"), 1);
}

TEST_P(Payments, refunds_promise_no_more_than_was_captured) {
  const Attempt attempt = captured_attempt();
  ASSERT_TRUE(refund(attempt, 1'000'000));
  EXPECT_FALSE(refund(attempt, 10'001));
  EXPECT_TRUE(refund(attempt, 10'000));
  EXPECT_EQ(found(attempt).left(), Money{});
}

TEST_P(Payments, of_16_refunds_of_the_whole_at_once_one_is_promised) {
  const Attempt attempt = captured_attempt();
  std::atomic<int> promised = 0;
  fixture::at_once(16, [&](int) { promised += refund(attempt, 1'010'000) ? 1 : 0; });
  EXPECT_EQ(promised, 1);
}

TEST_P(Payments, a_refund_that_failed_frees_its_amount_once) {
  const Attempt attempt = captured_attempt();
  const auto failed = refund(attempt, 500'000);
  refund(attempt, 100'000);
  const auto fail = [&] { return in_tx([&](db::Tx& tx) { return record_failed(tx, failed->id, "no", shop_.now()); }); };
  EXPECT_TRUE(fail());
  EXPECT_FALSE(fail());
  EXPECT_EQ(found(attempt).refunded, Money{100'000});
}

TEST_P(Payments, a_refund_is_settled_once) {
  const auto made = refund(captured_attempt(), 500'000);
  const auto settle = [&] { return in_tx([&](db::Tx& tx) { return record_refunded(tx, made->id, "", shop_.now()); }); };
  EXPECT_TRUE(settle());
  EXPECT_FALSE(settle());
}

TEST_P(Payments, refunds_have_keys_that_no_other_has) {
  const Attempt attempt = captured_attempt();
  EXPECT_NE(refund(attempt, 1)->key, refund(attempt, 1)->key);
  EXPECT_LE(refund(attempt, 1)->key.size(), 50U);
}

TEST_P(Payments, a_refund_that_is_due_is_taken_up_by_one_and_again_by_another_after_the_pause) {
  refund(captured_attempt(), 1);
  const auto claim = [&] {
    return in_tx([&](db::Tx& tx) {
      return claim_refunds(tx, shop_.now(), 10, [](std::int64_t, Time now) { return now + 60s; }).size();
    });
  };
  EXPECT_EQ(claim(), 1U);
  EXPECT_EQ(claim(), 0U);
  shop_.clock.advance(60s);
  EXPECT_EQ(claim(), 1U);
}

TEST_P(Payments, attempts_are_numbered_within_their_order) {
  EXPECT_EQ(new_attempt().reference, order_.number + "-1");
  EXPECT_EQ(new_attempt().reference, order_.number + "-2");
  const auto attempts = in_tx([&](db::Tx& tx) { return attempts_of(tx, order_.id); });
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts.front().number, 2);
}

TEST_P(Payments, one_caller_at_a_time_opens_an_attempt) {
  const Attempt attempt = new_attempt();
  EXPECT_TRUE(claim(attempt));
  EXPECT_FALSE(claim(attempt));
}

TEST_P(Payments, of_16_callers_at_once_one_opens_the_attempt) {
  const Attempt attempt = new_attempt();
  std::atomic<int> claimed = 0;
  fixture::at_once(16, [&](int) { claimed += claim(attempt) ? 1 : 0; });
  EXPECT_EQ(claimed, 1);
}

TEST_P(Payments, the_claim_of_a_caller_who_died_ends_with_its_lease) {
  const Attempt attempt = new_attempt();
  ASSERT_TRUE(claim(attempt));
  shop_.clock.advance(60s - 1us);
  EXPECT_FALSE(claim(attempt));
  shop_.clock.advance(1us);
  EXPECT_TRUE(claim(attempt));
}

TEST_P(Payments, a_claim_given_back_can_be_had_at_once) {
  const Attempt attempt = new_attempt();
  ASSERT_TRUE(claim(attempt));
  in_tx([&](db::Tx& tx) { release_claim(tx, attempt.id, shop_.now()); });
  EXPECT_TRUE(claim(attempt));
}

TEST_P(Payments, an_open_attempt_is_not_opened_again) {
  const Attempt attempt = new_attempt();
  ASSERT_TRUE(claim(attempt));
  opened(attempt);
  shop_.clock.advance(1h);
  EXPECT_FALSE(claim(attempt));
  EXPECT_EQ(found(attempt).state, AttemptState::kOpen);
  EXPECT_EQ(found(attempt).redirect_url, "https://pay.test/1");
  EXPECT_EQ(found(attempt).token, "token");
}

TEST_P(Payments, a_report_that_overtook_the_opening_stands_and_the_address_is_kept) {
  const Attempt attempt = new_attempt();
  ASSERT_TRUE(claim(attempt));
  in_tx([&](db::Tx& tx) {
    record_progress(tx, attempt.id, {AttemptState::kPending, "transaction-1", "qris"}, shop_.now());
  });
  opened(attempt);
  EXPECT_EQ(found(attempt).state, AttemptState::kPending);
  EXPECT_EQ(found(attempt).redirect_url, "https://pay.test/1");
  EXPECT_EQ(found(attempt).transaction_id, "transaction-1");
}

TEST_P(Payments, the_first_address_of_an_attempt_stays) {
  const Attempt attempt = new_attempt();
  opened(attempt);
  in_tx([&](db::Tx& tx) { record_opened(tx, attempt.id, "token-2", "https://pay.test/2", shop_.now()); });
  EXPECT_EQ(found(attempt).redirect_url, "https://pay.test/1");
}

TEST_P(Payments, an_order_has_one_payment_that_settles_it) {
  const Attempt first = new_attempt(AttemptState::kPending), second = new_attempt(AttemptState::kPending);
  const auto capture = [&](const Attempt& attempt) {
    in_tx([&](db::Tx& tx) {
      record_capture(tx, attempt.id, attempt.amount, true, {AttemptState::kPaid, "t", "qris"}, shop_.now());
    });
  };
  capture(first);
  EXPECT_EQ(db::testing::kind_of([&] { capture(second); }), db::ErrorKind::kUnique);
  EXPECT_TRUE(found(first).settles_order);
  EXPECT_EQ(found(first).captured, Money{1'010'000});
  EXPECT_EQ(found(second).state, AttemptState::kPending);
}

TEST_P(Payments, attempts_not_heard_of_for_a_while_are_asked_about_once_a_while) {
  const Attempt open = new_attempt(AttemptState::kPending);
  new_attempt(AttemptState::kCancelled);
  EXPECT_TRUE(take_stale().empty());
  shop_.clock.advance(6min);
  EXPECT_THAT(take_stale(), ElementsAre(open.reference));
  EXPECT_TRUE(take_stale().empty());
  shop_.clock.advance(6min);
  EXPECT_THAT(take_stale(), ElementsAre(open.reference));
}

TEST_P(Payments, cash_is_not_asked_about_at_any_provider) {
  in_tx([&](db::Tx& tx) {
    return create_attempt(tx,
                          {.order = order_.id,
                           .order_number = order_.number,
                           .provider = "cod",
                           .amount = Money{1},
                           .state = AttemptState::kPending},
                          shop_.now())
        .number;
  });
  shop_.clock.advance(6min);
  EXPECT_TRUE(take_stale().empty());
}

TEST_P(Payments, a_message_is_stored_once_under_its_providers_identity) {
  const auto first = receive("event-1");
  ASSERT_TRUE(first);
  EXPECT_FALSE(receive("event-1"));
  EXPECT_TRUE(receive("event-2"));
  EXPECT_TRUE(receive("event-1", "stripe"));
  EXPECT_EQ(shop_.count("payment_events"), 3);
}

TEST_P(Payments, of_16_repeats_at_once_one_message_is_stored) {
  std::atomic<int> stored = 0;
  fixture::at_once(16, [&](int) { stored += receive("event-1") ? 1 : 0; });
  EXPECT_EQ(stored, 1);
  EXPECT_EQ(shop_.count("payment_events"), 1);
}

TEST_P(Payments, a_message_tells_what_became_of_it) {
  const std::int64_t done = *receive("event-1"), odd = *receive("event-2");
  in_tx([&](db::Tx& tx) {
    finish_event(tx, done, "paid", shop_.now());
    park_event(tx, odd, "unknown_reference", shop_.now());
  });
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return find_event(tx, done)->state; }), "processed");
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return find_event(tx, odd)->state; }), "parked");
  EXPECT_FALSE(in_tx([](db::Tx& tx) { return find_event(tx, 4'711).has_value(); }));
}

TEST_P(Payments, staff_are_told_once_about_one_thing) {
  for (int n = 0; n < 2; ++n)
    in_tx([&](db::Tx& tx) {
      ask_staff(tx, "refund:1", "payment_must_go_back", order_.id, std::nullopt, "1 IDR", shop_.now());
    });
  const auto tasks = in_tx([](db::Tx& tx) { return open_staff_tasks(tx, 10); });
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].order_number, order_.number);
}

TEST_P(Payments, what_is_asked_of_money_that_pays_nothing_is_not_resolved_while_it_is_here) {
  const Attempt attempt = new_attempt();
  const UserId staff = shop_.add_user("staf@toko.test");
  in_tx([&](db::Tx& tx) {
    record_capture(tx, attempt.id, Money{100}, false, {AttemptState::kMismatch, "t-1", "qris"}, shop_.now());
    ask_staff(tx, "refund:1", "payment_must_go_back", order_.id, attempt.id, "100 IDR", shop_.now());
    ask_staff(tx, "mismatch:1", "payment_mismatch", order_.id, attempt.id, "100 IDR for 1010000 IDR", shop_.now());
    ask_staff(tx, "chargeback:1", "chargeback", order_.id, attempt.id, "", shop_.now());
  });
  const auto tasks = in_tx([](db::Tx& tx) { return open_staff_tasks(tx, 10); });
  ASSERT_EQ(tasks.size(), 3U);
  const auto resolve = [&](std::size_t which) {
    return in_tx([&](db::Tx& tx) { return resolve_staff_task(tx, tasks[which].id, staff, shop_.now()); });
  };
  for (const std::size_t of_money : {0U, 1U}) {
    EXPECT_FALSE(tasks[of_money].may_be_resolved());
    EXPECT_EQ(resolve(of_money).error(), NotResolved::kMoneyLeft);
  }
  EXPECT_TRUE(tasks[2].may_be_resolved());
  EXPECT_TRUE(resolve(2));
  EXPECT_EQ(resolve(2).error(), NotResolved::kAlready);
  in_tx([&](db::Tx& tx) { take_back_capture(tx, attempt.id, "", staff, shop_.now()); });
  for (const std::size_t of_money : {0U, 1U}) EXPECT_TRUE(resolve(of_money));
}

TEST_P(Payments, what_is_asked_of_a_dispute_is_not_resolved_while_it_lasts) {
  const Attempt attempt = new_attempt();
  const UserId staff = shop_.add_user("staf@toko.test");
  in_tx([&](db::Tx& tx) {
    record_capture(tx, attempt.id, attempt.amount, true, {AttemptState::kPaid, "t-1", "qris"}, shop_.now());
    record_dispute(tx, attempt.id, shop_.now());
    ask_staff(tx, "withdrawn:1", "payment_withdrawn", order_.id, attempt.id, "deny", shop_.now());
  });
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return find_attempt(tx, attempt.id)->disputed_at; }), shop_.now());
  const auto task = in_tx([](db::Tx& tx) { return open_staff_tasks(tx, 1).at(0); });
  const auto resolve = [&] {
    return in_tx([&](db::Tx& tx) { return resolve_staff_task(tx, task.id, staff, shop_.now()); });
  };
  EXPECT_FALSE(task.may_be_resolved());
  EXPECT_EQ(resolve().error(), NotResolved::kMoneyLeft);
  in_tx([&](db::Tx& tx) { set_state(tx, attempt.id, AttemptState::kPaid, shop_.now()); });
  EXPECT_TRUE(resolve());
}

TEST_P(Payments, a_task_waits_for_who_is_changing_what_its_payment_holds) {
  const Attempt attempt = new_attempt();
  const UserId staff = shop_.add_user("staf@toko.test");
  in_tx([&](db::Tx& tx) {
    record_capture(tx, attempt.id, Money{100}, false, {AttemptState::kPaid, "t-1", "qris"}, shop_.now());
    ask_staff(tx, "refund:1", "payment_must_go_back", order_.id, attempt.id, "100 IDR", shop_.now());
  });
  const RefundId promised = refund(attempt, 100)->id;
  const std::int64_t task = in_tx([](db::Tx& tx) { return open_staff_tasks(tx, 1).at(0).id; });

  std::expected<void, NotResolved> resolved;
  std::atomic<bool> is_done = false;
  std::thread colleague;
  in_tx([&](db::Tx& tx) {
    EXPECT_TRUE(record_failed(tx, promised, "denied_by_bank", shop_.now()));
    colleague = std::thread([&] {
      resolved = in_tx([&](db::Tx& own) { return resolve_staff_task(own, task, staff, shop_.now()); });
      is_done = true;
    });
    // SQLite lets nobody else write before this ends. PostgreSQL tells when the colleague stands in line.
    const auto waits = [&] {
      return tx.one<std::int64_t>(
                 "SELECT COUNT(*) FROM pg_locks w WHERE NOT w.granted AND EXISTS (SELECT 1 FROM pg_locks h JOIN "
                 "pg_database d ON d.oid = h.database WHERE h.pid = w.pid AND d.datname = current_database())") > 0;
    };
    while (GetParam() == db::Dialect::kPostgres && !is_done && !waits()) std::this_thread::yield();
  });
  colleague.join();
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error(), NotResolved::kMoneyLeft);
}

TEST_P(Payments, an_attempt_is_found_by_the_providers_own_name_for_it) {
  const Attempt attempt = new_attempt();
  in_tx([&](db::Tx& tx) { record_progress(tx, attempt.id, {AttemptState::kPending, "pi_1", "card"}, shop_.now()); });
  const auto find = [&](std::string_view provider, std::string_view transaction) {
    return in_tx([&](db::Tx& tx) { return find_attempt_of(tx, provider, transaction); });
  };
  ASSERT_TRUE(find("midtrans", "pi_1"));
  EXPECT_EQ(find("midtrans", "pi_1")->reference, attempt.reference);
  EXPECT_FALSE(find("stripe", "pi_1")) << "another provider may use the same name";
  EXPECT_FALSE(find("midtrans", "pi_2"));
}

TEST_P(Payments, cards_are_switched_on_for_what_a_card_payment_can_carry) {
  const auto found_methods = in_tx([](db::Tx& tx) { return methods(tx); });
  const auto cards = std::ranges::find(found_methods, "stripe", &Method::provider);
  ASSERT_NE(cards, found_methods.end());
  EXPECT_TRUE(cards->takes(Money{9'999'999'999}));
  EXPECT_FALSE(cards->takes(Money{10'000'000'000}));
}

TEST_P(Payments, methods_take_what_lies_within_their_limits) {
  shop_.run("UPDATE payment_settings SET minimum_total = 10000, maximum_total = 20000 WHERE provider = 'cod'");
  const auto found_methods = in_tx([](db::Tx& tx) { return methods(tx); });
  ASSERT_EQ(found_methods.size(), 4U);
  EXPECT_EQ(found_methods.front().provider, "midtrans");
  const Method& cash = found_methods.back();
  ASSERT_EQ(cash.provider, "cod");
  EXPECT_FALSE(cash.takes(Money{9'999}));
  EXPECT_TRUE(cash.takes(Money{10'000}));
  EXPECT_TRUE(cash.takes(Money{20'000}));
  EXPECT_FALSE(cash.takes(Money{20'001}));
}

TEST_P(Payments, a_method_switched_off_takes_nothing) {
  shop_.run("UPDATE payment_settings SET enabled = 0");
  for (const Method& method : in_tx([](db::Tx& tx) { return methods(tx); })) EXPECT_FALSE(method.takes(Money{100'000}));
}

TEST(AttemptStates, every_word_names_its_state) {
  for (int n = 0; n <= static_cast<int>(AttemptState::kDisputed); ++n) {
    const auto state = static_cast<AttemptState>(n);
    EXPECT_EQ(attempt_state_from(word(state)), state);
  }
  EXPECT_THROW(attempt_state_from("lost"), std::invalid_argument);
}

INSTANTIATE_TEST_SUITE_P(, Payments, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::payments
