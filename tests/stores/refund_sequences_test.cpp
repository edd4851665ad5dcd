// Plays random lives of a paid order between staff, provider and bank, and checks that at the end the shop's books say
// of the money what the provider's say: in whatever order and how often news comes, whoever asks for a refund where,
// whatever becomes of it at the bank, and wherever a process dies.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/audit.hpp"
#include "checkout/apply_report.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/settle_refund.hpp"
#include "payments/ledger.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "support/checkout_fixture.hpp"

namespace hurtrock {
namespace {

using namespace std::chrono_literals;
using payments::Attempt;
using payments::FailureKind;
using payments::Refund;
using payments::RefundedAmount;
using payments::RefundOutcome;
using payments::RefundProgress;
using payments::RefundState;

int rounds() {
  const char* const long_run = std::getenv("HURTROCK_LONG");
  return long_run != nullptr && std::string_view{long_run} == "1" ? 70 : 1;
}
int lives_in_a_round(db::Dialect dialect) { return dialect == db::Dialect::kSqlite ? 150 : 20; }

class Life {
 public:
  Life(fixture::CheckoutShop& shop, jobs::Runner& runner, VariantId goods, UserId staff, unsigned seed)
      : shop_(shop),
        runner_(runner),
        random_(seed),
        staff_(orders::Actor::staff(staff)),
        id_(shop.place_and_open(goods, 3)),
        reference_(shop.attempt_of(id_).reference) {
    shop_.provider.set_state(reference_, payments::PaymentState::kPaid);
    ask();
  }

  void play() {
    for (int steps = pick(3, 25); steps > 0 && !::testing::Test::HasFailure(); --steps) step();
    end();
    check_end();
  }
  [[nodiscard]] std::string story() const { return fmt::format("{}", fmt::join(story_, ", ")); }
  [[nodiscard]] bool gave_something_back() const { return !refunds().empty(); }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution{least, most}(random_); }
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(pick(0, static_cast<int>(list.size()) - 1))];
  }
  [[nodiscard]] Attempt attempt() const {
    return shop_.db().read([&](db::Tx& tx) { return *payments::find_attempt(tx, reference_); });
  }
  [[nodiscard]] std::vector<Refund> refunds() const {
    return shop_.db().read([&](db::Tx& tx) { return payments::refunds_of(tx, id_); });
  }
  void ask() { checkout::ask_and_apply(shop_.services, reference_); }

  template <class F>
  void tell(const char* what, F&& happens) {
    story_.emplace_back(what);
    happens();
  }

  void step() {
    switch (pick(1, 14)) {
      case 1:
      case 2:
        return tell("amount", [&] { staff_give_an_amount(); });
      case 3:
      case 4:
        return tell("pieces", [&] { staff_take_pieces_back(); });
      case 5:
      case 6:
        return tell("jobs", [&] { time_passes(); });
      case 7:
        return tell("there", [&] { somebody_refunds_at_the_provider(); });
      case 8:
      case 9:
        return tell("bank", [&] { the_bank_decides(); });
      case 10:
        return tell("manners", [&] { the_provider_changes_its_manners(); });
      case 11:
        return tell("heard", [&] { news_is_on_its_way(); });
      case 12:
        return tell("told", [&] { news_arrives(); });
      case 13:
        return tell("hand", [&] { staff_work_by_hand(); });
      default:
        return tell("order", [&] { the_order_goes_on(); });
    }
  }

  void refund(const checkout::RefundWish& wish) {
    (void)shop_.db().write(
        [&](db::Tx& tx) { return checkout::refund_order(tx, orders::lock(tx, id_), wish, staff_, shop_.now()); });
  }
  void staff_give_an_amount() {
    const auto left = attempt().left().rupiah();
    const Money amount{pick(1, 4) == 1 ? left : pick(1, 900'000)};
    refund({.extra = amount, .reason = "x", .request_key = next_key(), .by_hand = pick(1, 6) == 1});
  }
  void staff_take_pieces_back() {
    const auto line = shop_.db().read([&](db::Tx& tx) { return orders::lines_of(tx, id_).front().id; });
    refund({.pieces = {{line, pick(1, 2), pick(1, 2) == 1}},
            .shipping = pick(1, 4) == 1,
            .reason = "x",
            .request_key = next_key()});
  }
  std::string next_key() { return fmt::format("{}-{}", reference_, ++keys_); }

  void time_passes() {
    shop_.clock.advance(one_of<microseconds>({2min, 40min, 7h}));
    // A process dies after the provider has done what it was asked for, before anybody has written that down.
    if (pick(1, 6) == 1)
      shop_.provider.after = [](std::string_view verb, const std::string&) {
        if (verb == "refund") throw std::runtime_error("died");
      };
    runner_.run_due();
    checkout::ask_for_refunds(shop_.services);
    shop_.provider.after = {};
  }

  [[nodiscard]] std::vector<RefundedAmount> there() const { return shop_.provider.report(reference_).refunds; }
  [[nodiscard]] Money held_there() const {
    Money held = shop_.provider.report(reference_).gross_amount;
    for (const auto& refund : there())
      if (refund.progress != RefundProgress::kFailed) held -= refund.amount;
    return held;
  }
  void somebody_refunds_at_the_provider() {
    const std::int64_t most = std::min(held_there().rupiah(), attempt().left().rupiah());
    if (most < 1) return;
    const Money amount{pick(1, 3) == 1 ? most : pick(1, static_cast<int>(std::min<std::int64_t>(most, 500'000)))};
    shop_.provider.refund_there(reference_, fmt::format("there-{}", ++keys_), amount);
  }
  /// What a bank has sent on may still fail, and what has failed stays so.
  void the_bank_decides() {
    const auto known = there();
    if (known.empty()) return;
    const auto number = static_cast<std::size_t>(pick(0, static_cast<int>(known.size()) - 1));
    const RefundProgress now = known[number].progress;
    if (now == RefundProgress::kPending)
      shop_.provider.decide_refund(reference_, number,
                                   pick(1, 3) == 1 ? RefundProgress::kFailed : RefundProgress::kSucceeded);
    else if (now == RefundProgress::kSucceeded && pick(1, 4) == 1)
      shop_.provider.decide_refund(reference_, number, RefundProgress::kFailed);
  }
  void the_provider_changes_its_manners() {
    auto& provider = shop_.provider;
    provider.failing.reset();
    provider.failing_refunds.reset();
    provider.refund_answer.reset();
    switch (pick(1, 8)) {
      case 1:
        provider.failing = FailureKind::kUnavailable;
        break;
      case 2:
        provider.failing_refunds = one_of<FailureKind>({FailureKind::kUnavailable, FailureKind::kUnknown});
        break;
      case 3:
        provider.refund_answer =
            one_of<RefundOutcome>({RefundOutcome::kNotYet, RefundOutcome::kNotPossible, RefundOutcome::kDeniedByBank});
        break;
      case 4:
        provider.begin_refunds_as(reference_, RefundProgress::kPending);
        break;
      case 5:
        provider.begin_refunds_as(reference_, RefundProgress::kSucceeded);
        break;
      default:
        break;
    }
  }

  void news_is_on_its_way() { heard_.push_back(shop_.provider.report(reference_)); }
  void news_arrives() {
    if (heard_.empty()) return ask();
    const payments::Report report = one_of(heard_);
    shop_.db().write(
        [&](db::Tx& tx) { return checkout::apply_report(tx, shop_.services, reference_, report, shop_.now()); });
  }

  /// Staff send what is to be sent by hand, or say that they will not.
  void staff_work_by_hand() {
    for (const Refund& refund : refunds()) {
      if (refund.state != RefundState::kByHand) continue;
      shop_.db().write([&](db::Tx& tx) {
        orders::lock(tx, id_);
        const bool came_back = refund.problem == "came_back";
        if (came_back || pick(1, 3) > 1)
          checkout::refund_succeeded(tx, shop_.services, refund, staff_, "BCA 1", shop_.now());
        else
          checkout::refund_failed(tx, refund, staff_, "given_up", shop_.now());
      });
      return;
    }
  }

  void the_order_goes_on() {
    const auto line = shop_.db().read([&](db::Tx& tx) { return orders::lines_of(tx, id_).front().id; });
    switch (pick(1, 5)) {
      case 1:
        (void)checkout::cancel_order(shop_.services, id_, staff_, "buyer");
        return;
      case 2:
      case 3:
        shop_.db().write([&](db::Tx& tx) { (void)orders::start_processing(tx, id_, staff_, shop_.now()); });
        return;
      default:
        shop_.db().write([&](db::Tx& tx) {
          (void)orders::ship(tx, id_, {{line, 1}}, "JNE", fmt::format("JX{}", ++keys_), staff_, shop_.now());
        });
    }
  }

  /// Everybody is reachable and has done what they had to.
  void end() {
    story_.emplace_back("end");
    shop_.provider.failing.reset();
    shop_.provider.failing_refunds.reset();
    shop_.provider.refund_answer.reset();
    shop_.provider.begin_refunds_as(reference_, RefundProgress::kSucceeded);
    for (const auto& report : heard_)
      shop_.db().write(
          [&](db::Tx& tx) { return checkout::apply_report(tx, shop_.services, reference_, report, shop_.now()); });
    ask();
    for (int turn = 0; turn < 4; ++turn) {
      for (std::size_t number = 0; number < there().size(); ++number)
        if (there()[number].progress == RefundProgress::kPending)
          shop_.provider.decide_refund(reference_, number, RefundProgress::kSucceeded);
      shop_.clock.advance(7h);
      checkout::ask_for_refunds(shop_.services);
      ask();
      for (const Refund& refund : refunds())
        if (refund.state == RefundState::kByHand)
          shop_.db().write([&](db::Tx& tx) {
            orders::lock(tx, id_);
            return checkout::refund_succeeded(tx, shop_.services, refund, staff_, "BCA 2", shop_.now());
          });
    }
    ask();
  }

  /// What somebody did at the provider's own pages and has no room in the books, because staff had promised the same
  /// money: theirs to sort out, and on their list.
  [[nodiscard]] bool is_on_the_staffs_list() {
    return shop_.count(fmt::format("staff_tasks WHERE resolved_at IS NULL AND kind = 'refund_at_provider' AND "
                                   "order_id = {}",
                                   id_.value())) > 0;
  }

  void check_end() {
    for (const Refund& refund : refunds())
      EXPECT_TRUE(refund.state == RefundState::kSucceeded || refund.state == RefundState::kFailed)
          << refund.key << " " << word(refund.state) << " " << refund.problem;
    EXPECT_EQ(shop_.provider.report(reference_).gross_amount, attempt().captured);
    if (is_on_the_staffs_list()) return;
    const PaymentId payment = attempt().id;
    const Money ours = shop_.db().read([&](db::Tx& tx) { return payments::held_at_provider(tx, payment); });
    EXPECT_EQ(ours, held_there()) << accounts();
  }

  /// Both sides of every refund, for whoever has to find out.
  [[nodiscard]] std::string accounts() const {
    std::string lines;
    for (const Refund& refund : refunds())
      lines += fmt::format("\nhere  {} {} {} {} {}", refund.key, refund.amount.rupiah(), word(refund.state),
                           refund.problem, refund.transfer_reference);
    for (const RefundedAmount& refund : there())
      lines += fmt::format("\nthere {} {} {} {}", refund.refund_key, refund.id, refund.amount.rupiah(),
                           static_cast<int>(refund.progress));
    return lines;
  }

  fixture::CheckoutShop& shop_;
  jobs::Runner& runner_;
  std::mt19937 random_;
  orders::Actor staff_;
  OrderId id_;
  std::string reference_;
  int keys_ = 0;
  std::vector<payments::Report> heard_;
  std::vector<std::string> story_;
};

class RefundSequences : public ::testing::TestWithParam<db::Dialect> {
 protected:
  /// Answers how many of the orders gave something back.
  int play_round(unsigned first_seed, int lives) {
    fixture::CheckoutShop shop{GetParam()};
    const VariantId goods = shop.add_variant({.on_hand = 1'000'000});
    const UserId staff = shop.add_user("ani@toko.test");
    jobs::Runner runner{shop.db(), shop.clock};
    checkout::register_jobs(runner, shop.services);
    int gave_back = 0;
    for (int n = 0; n < lives; ++n) {
      const unsigned seed = first_seed + static_cast<unsigned>(n);
      Life life(shop, runner, goods, staff, seed);
      life.play();
      gave_back += life.gave_something_back() ? 1 : 0;
      for (const app::Truth& truth : shop.db().read([](db::Tx& tx) { return app::audit(tx); }))
        EXPECT_TRUE(truth.violations.empty())
            << truth.name << ": " << fmt::format("{}", fmt::join(truth.violations, "; "));
      if (HasFailure()) {
        ADD_FAILURE() << "seed " << seed << ": " << life.story();
        return gave_back;
      }
    }
    return gave_back;
  }
};

TEST_P(RefundSequences, whatever_happens_in_whatever_order_no_rupiah_is_unexplained) {
  // One life again, to see what went wrong in it.
  if (const char* const seed = std::getenv("HURTROCK_SEED")) {
    play_round(static_cast<unsigned>(std::strtoul(seed, nullptr, 10)), 1);
    return;
  }
  const int lives = lives_in_a_round(GetParam());
  for (int round = 0; round < rounds(); ++round) {
    const int gave_back = play_round(static_cast<unsigned>(round * lives + 1), lives);
    ASSERT_FALSE(HasFailure());
    EXPECT_GT(gave_back, lives / 2) << "so that the play is about something";
  }
}

INSTANTIATE_TEST_SUITE_P(, RefundSequences, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock
