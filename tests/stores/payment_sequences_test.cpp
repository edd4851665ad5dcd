// Plays random lives of one order between buyer, provider and shop, and checks after each that the books are right.
//
// The provider's account of a payment is the truth. The shop hears of it late, several times and in any order: it is
// told accounts that were true a while ago, asks for itself, or hears nothing at all. Money the bank takes back is left
// out here, because then the order of the accounts does matter.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "app/audit.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/handlers.hpp"
#include "checkout/jobs.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "support/checkout_fixture.hpp"

namespace hurtrock {
namespace {

using namespace std::chrono_literals;
using orders::State;
using payments::Attempt;
using Reported = payments::PaymentState;

/// Each round is played in a shop of its own, so that proving the books stays quick.
int rounds() {
  const char* const long_run = std::getenv("HURTROCK_LONG");
  return long_run != nullptr && std::string_view{long_run} == "1" ? 60 : 1;
}
int lives_in_a_round(db::Dialect dialect) { return dialect == db::Dialect::kSqlite ? 300 : 40; }

/// The life of one order.
class Life {
 public:
  Life(fixture::CheckoutShop& shop, jobs::Runner& runner, VariantId goods, unsigned seed)
      : shop_(shop), runner_(runner), random_(seed), id_(shop.place(goods)), total_(shop.order(id_).totals.total) {}

  void play() {
    for (int steps = pick(5, 30); steps > 0; --steps) {
      step();
      check_step();
      if (::testing::Test::HasFailure()) return;
    }
    end();
    check_end();
  }

  [[nodiscard]] std::string story() const { return fmt::format("{}", fmt::join(story_, ", ")); }
  [[nodiscard]] bool ended_paid() const { return state_ == State::kPaid; }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution{least, most}(random_); }
  bool now_and_then() { return pick(1, 8) == 1; }
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(pick(0, static_cast<int>(list.size()) - 1))];
  }
  Attempt an_attempt() { return one_of(shop_.attempts_of(id_)); }
  Reported truth_of(const Attempt& attempt) { return shop_.provider.report(attempt.reference).state; }

  void step() {
    switch (pick(1, 11)) {
      case 1:
        return tell("pay page", [&] { visit_payment_page(); });
      case 2:
      case 3:
      case 4:
        return tell("at provider", [&] { something_happens_at_the_provider(); });
      case 5:
        return tell("account given", [&] { heard_.push_back(heard_of(an_attempt())); });
      case 6:
      case 7:
        return tell("account arrives", [&] { an_account_arrives(); });
      case 8:
        return tell("asked", [&] { checkout::ask_and_apply(shop_.services, an_attempt().reference); });
      case 9:
        return tell("jobs run", [&] {
          shop_.clock.advance(6min);
          runner_.run_due();
        });
      case 10:
        return now_and_then() ? tell("cancelled", [&] { buyer_cancels(); }) : void();
      default:
        return now_and_then() ? tell("hold ends", [&] { hold_ends(); })
                              : tell("provider up or down", [&] { toggle_provider(); });
    }
  }
  template <class F>
  void tell(const char* what, F&& happens) {
    story_.emplace_back(what);
    happens();
  }

  void visit_payment_page() {
    const orders::Order order = shop_.order(id_);
    http::Request request;
    request.params = {{"number", order.number}};
    request.visitor.session = http::Visitor::Session{.id = order.session->value()};
    checkout::api_create_payment(request, shop_.services);
  }

  /// The buyer acts on an open page, or a payment that waits is decided.
  void something_happens_at_the_provider() {
    const Attempt attempt = an_attempt();
    const bool on_page = shop_.provider.is_page_open(attempt.reference);
    switch (truth_of(attempt)) {
      case Reported::kNotAttempted:
      case Reported::kDenied:
      case Reported::kExpired:
        if (on_page) become(attempt, one_of<Reported>({Reported::kPending, Reported::kPaid, Reported::kChallenge}));
        return;
      case Reported::kPending:
        return become(attempt, one_of<Reported>({Reported::kPaid, Reported::kDenied, Reported::kExpired}));
      case Reported::kChallenge:
        return become(attempt, one_of<Reported>({Reported::kPaid, Reported::kDenied, Reported::kCancelled}));
      default:
        return;
    }
  }
  void become(const Attempt& attempt, Reported state) {
    if (state == Reported::kPaid && now_and_then()) shop_.provider.set_amount(attempt.reference, total_ + Money{1});
    shop_.provider.set_state(attempt.reference, state);
    story_.push_back(fmt::format("{} {}", attempt.number, static_cast<int>(state)));
    if (pick(1, 2) == 1) heard_.push_back(heard_of(attempt));
  }

  struct Account {
    std::string reference;
    payments::Report report;
  };
  Account heard_of(const Attempt& attempt) { return {attempt.reference, shop_.provider.report(attempt.reference)}; }
  void apply(const Account& account) {
    shop_.db().write([&](db::Tx& tx) {
      return checkout::apply_report(tx, shop_.services, account.reference, account.report, shop_.now());
    });
  }
  /// Any of those given so far, the newest or the oldest, for the first time or again.
  void an_account_arrives() {
    if (!heard_.empty()) apply(one_of(heard_));
  }

  /// Before the order is paid, as far as the buyer knows: what goes back afterwards is refund_order_test's.
  void buyer_cancels() {
    if (shop_.order(id_).state == State::kPaid) return;
    (void)checkout::cancel_order(shop_.services, id_, orders::Actor::buyer({}), "buyer");
  }
  void hold_ends() {
    shop_.clock.advance(24h + 15min);
    checkout::expire_holds(shop_.services);
  }
  /// Nothing is cancelled over money that a question would have found.
  void expect_no_money() {
    for (const Attempt& attempt : shop_.attempts_of(id_))
      EXPECT_FALSE(is_paid_in_full(attempt)) << attempt.reference << " had been paid when the order was cancelled";
  }
  void toggle_provider() {
    if (shop_.provider.failing)
      shop_.provider.failing.reset();
    else
      shop_.provider.failing = payments::FailureKind::kUnavailable;
  }

  bool is_paid_in_full(const Attempt& attempt) {
    const auto report = shop_.provider.report(attempt.reference);
    return report.state == Reported::kPaid && report.gross_amount == total_;
  }

  /// Paid and cancelled are final, and nothing but money at the provider pays.
  void check_step() {
    const State now = shop_.order(id_).state;
    if (state_ != State::kPending) EXPECT_EQ(now, state_);
    if (state_ != now && now == State::kCancelled) expect_no_money();
    state_ = now;
    if (now != State::kPaid) return;
    const auto attempts = shop_.attempts_of(id_);
    EXPECT_TRUE(std::ranges::any_of(attempts, [&](const Attempt& attempt) { return is_paid_in_full(attempt); }));
  }

  /// Time passes until everything is decided: the provider is reachable, reviews end, all is heard of, the hold ends.
  void end() {
    story_.emplace_back("end");
    shop_.provider.failing.reset();
    for (const Attempt& attempt : shop_.attempts_of(id_))
      if (truth_of(attempt) == Reported::kChallenge) become(attempt, Reported::kCancelled);
    for (const Account& account : heard_) apply(account);
    hold_ends();
    for (const Attempt& attempt : shop_.attempts_of(id_)) checkout::ask_and_apply(shop_.services, attempt.reference);
    // Money of another amount holds the goods until people have decided: here, to send it back.
    if (shop_.order(id_).state == State::kPending) buyer_cancels();
    runner_.run_due();
    // The last stragglers change nothing any more.
    for (const Account& account : heard_) apply(account);
    check_step();
  }

  void check_end() {
    const orders::Order order = shop_.order(id_);
    EXPECT_TRUE(order.state == State::kPaid || order.state == State::kCancelled) << word(order.state);
    int settling = 0;
    for (const Attempt& attempt : shop_.attempts_of(id_)) {
      const auto report = shop_.provider.report(attempt.reference);
      const bool has_money = report.state == Reported::kPaid;
      EXPECT_EQ(attempt.captured, has_money ? report.gross_amount : Money{}) << attempt.reference;
      if (has_money && report.gross_amount != total_)
        EXPECT_EQ(attempt.state, payments::AttemptState::kMismatch) << attempt.reference;
      if (!has_money) EXPECT_FALSE(shop_.provider.is_page_open(attempt.reference)) << attempt.reference;
      if (!attempt.settles_order) continue;
      ++settling;
      EXPECT_EQ(attempt.state, payments::AttemptState::kPaid) << attempt.reference;
    }
    EXPECT_EQ(settling, order.state == State::kPaid ? 1 : 0);
    EXPECT_EQ(shop_.mails(id_, "order_paid"), order.state == State::kPaid ? 1 : 0);
    EXPECT_EQ(shop_.mails(id_, "order_cancelled"), order.state == State::kCancelled ? 1 : 0);
  }

  fixture::CheckoutShop& shop_;
  jobs::Runner& runner_;
  std::mt19937 random_;
  OrderId id_;
  Money total_;
  State state_ = State::kPending;
  std::vector<Account> heard_;
  std::vector<std::string> story_;
};

class PaymentSequences : public ::testing::TestWithParam<db::Dialect> {
 protected:
  /// Answers how many of the orders ended paid.
  int play_round(unsigned first_seed, int lives) {
    constexpr std::int64_t kStock = 1'000'000;
    fixture::CheckoutShop shop{GetParam()};
    const VariantId goods = shop.add_variant({.on_hand = kStock});
    jobs::Runner runner{shop.db(), shop.clock};
    checkout::register_jobs(runner, shop.services);
    int sold = 0;
    for (int n = 0; n < lives; ++n) {
      const unsigned seed = first_seed + static_cast<unsigned>(n);
      Life life(shop, runner, goods, seed);
      life.play();
      sold += life.ended_paid() ? 1 : 0;
      for (const app::Truth& truth : shop.db().read([](db::Tx& tx) { return app::audit(tx); }))
        EXPECT_TRUE(truth.violations.empty())
            << truth.name << ": " << fmt::format("{}", fmt::join(truth.violations, "; "));
      EXPECT_EQ(shop.stock_of(goods), (fixture::Stock{kStock - sold, 0, kStock - sold}));
      if (HasFailure()) {
        ADD_FAILURE() << "seed " << seed << ": " << life.story();
        return sold;
      }
    }
    return sold;
  }
};

TEST_P(PaymentSequences, whatever_happens_in_whatever_order_the_books_are_right) {
  const int lives = lives_in_a_round(GetParam());
  int sold = 0;
  for (int round = 0; round < rounds(); ++round) {
    sold += play_round(static_cast<unsigned>(round * lives + 1), lives);
    ASSERT_FALSE(HasFailure());
  }
  // Both ends are seen often, so that the play is about something.
  const int all = rounds() * lives;
  EXPECT_GT(sold, all / 10);
  EXPECT_LT(sold, all - all / 10);
}

INSTANTIATE_TEST_SUITE_P(, PaymentSequences, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock
