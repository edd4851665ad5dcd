#include "checkout/open_payment.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <support/checkout_fixture.hpp>

#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using payments::AttemptState;
using Reported = payments::PaymentState;
using Kind = PaymentPage::Kind;

class OpenPayment : public ::testing::TestWithParam<db::Dialect> {
 protected:
  PaymentPage open(OrderId id) { return open_payment(shop_.services, id); }

  fixture::CheckoutShop shop_{GetParam()};
  VariantId guitar_ = shop_.add_variant();
};

TEST_P(OpenPayment, leads_to_the_providers_page) {
  const OrderId id = shop_.place(guitar_);
  const PaymentPage page = open(id);
  const payments::Attempt attempt = shop_.attempt_of(id);
  EXPECT_EQ(page.kind, Kind::kRedirect);
  EXPECT_EQ(page.url, "https://pay.test/" + attempt.reference);
  EXPECT_EQ(attempt.state, AttemptState::kOpen);
}

TEST_P(OpenPayment, the_provider_is_asked_for_the_orders_total_to_the_rupiah) {
  const OrderId id = shop_.place(guitar_, 3);
  open(id);
  const auto request = shop_.provider.request(shop_.attempt_of(id).reference);
  EXPECT_EQ(request.amount, shop_.order(id).totals.total);
  Money sum;
  for (const auto& item : request.items) sum += item.price * item.quantity;
  EXPECT_EQ(sum, request.amount);
  EXPECT_EQ(request.expires_at, shop_.now() + 24h);
}

TEST_P(OpenPayment, the_provider_is_told_of_fee_and_discount_in_the_buyers_language) {
  const std::pair<const char*, std::vector<std::string>> kInEach[]{{"id", {"Biaya layanan", "Diskon"}},
                                                                   {"en", {"Service fee", "Discount"}}};
  for (const auto& [language, names] : kInEach) {
    const OrderId id = shop_.place(guitar_);
    shop_.run(fmt::format("UPDATE orders SET fee_total = 300, discount_total = 300, language = '{}' WHERE id = {}",
                          language, id.value()));
    open(id);
    std::vector<std::string> told;
    for (const auto& item : shop_.provider.request(shop_.attempt_of(id).reference).items)
      if (item.id == "FEE" || item.id == "DISCOUNT") told.push_back(item.name);
    EXPECT_EQ(told, names);
  }
}

TEST_P(OpenPayment, failure_10_a_second_visit_leads_to_the_same_page) {
  const OrderId id = shop_.place(guitar_);
  const std::string url = open(id).url;
  EXPECT_EQ(open(id).url, url);
  EXPECT_EQ(shop_.provider.calls("open"), 1);
}

TEST_P(OpenPayment, of_32_visits_at_once_one_asks_the_provider_and_all_get_its_page) {
  constexpr int kVisits = 32;
  const OrderId id = shop_.place(guitar_);
  std::vector<std::string> urls(kVisits);
  fixture::at_once(kVisits, [&](int n) { urls[static_cast<std::size_t>(n)] = open(id).url; });
  EXPECT_EQ(shop_.provider.calls("open"), 1);
  EXPECT_EQ(std::set(urls.begin(), urls.end()), std::set{shop_.attempt_of(id).redirect_url});
}

TEST_P(OpenPayment, cash_needs_no_page) {
  PlaceRequest form = fixture::CheckoutShop::filled_form();
  form.payment_method = "cod";
  const auto placed = place_order(shop_.services, shop_.buyer_of(guitar_), form);
  ASSERT_TRUE(placed);
  EXPECT_EQ(open(placed->order).kind, Kind::kNone);
}

TEST_P(OpenPayment, a_provider_that_is_down_can_be_tried_again_at_once) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.failing = payments::FailureKind::kUnavailable;
  EXPECT_EQ(open(id).kind, Kind::kUnavailable);
  EXPECT_TRUE(shop_.staff_tasks().empty());
  shop_.provider.failing.reset();
  EXPECT_EQ(open(id).kind, Kind::kRedirect);
}

TEST_P(OpenPayment, staff_hear_of_a_request_the_provider_will_never_take) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.failing = payments::FailureKind::kRefused;
  EXPECT_EQ(open(id).kind, Kind::kUnavailable);
  EXPECT_THAT(shop_.staff_tasks(), ::testing::ElementsAre("payment_refused_by_provider"));
}

TEST_P(OpenPayment, after_a_crash_before_the_record_the_same_page_is_asked_for_again) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.after = [](std::string_view, const std::string&) { throw std::runtime_error("the process dies"); };
  EXPECT_THROW(open(id), std::runtime_error);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kOpening);
  shop_.provider.after = nullptr;
  shop_.clock.advance(61s);
  EXPECT_EQ(open(id).url, "https://pay.test/" + shop_.attempt_of(id).reference);
  EXPECT_EQ(shop_.attempts_of(id).size(), 1U);
}

TEST_P(OpenPayment, money_paid_on_a_page_that_was_never_recorded_is_found) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.after = [](std::string_view, const std::string&) { throw std::runtime_error("the process dies"); };
  EXPECT_THROW(open(id), std::runtime_error);
  shop_.provider.after = nullptr;
  shop_.provider.set_state(shop_.attempt_of(id).reference, Reported::kPaid);
  shop_.clock.advance(6min);
  EXPECT_EQ(settle_stale_attempts(shop_.services), 1);
  EXPECT_EQ(shop_.order(id).state, orders::State::kPaid);
}

TEST_P(OpenPayment, a_payment_faster_than_our_record_stands) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.after = [&](std::string_view verb, const std::string& reference) {
    if (verb != "open") return;
    shop_.provider.set_state(reference, Reported::kPaid);
    // Another process hears of it and asks.
    shop_.clock.advance(6min);
    settle_stale_attempts(shop_.services);
  };
  EXPECT_EQ(open(id).kind, Kind::kNone);
  EXPECT_EQ(shop_.order(id).state, orders::State::kPaid);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kPaid);
}

TEST_P(OpenPayment, a_choice_faster_than_our_record_keeps_the_page) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.after = [&](std::string_view verb, const std::string& reference) {
    if (verb != "open") return;
    shop_.provider.set_state(reference, Reported::kPending);
    shop_.clock.advance(6min);
    settle_stale_attempts(shop_.services);
  };
  const PaymentPage page = open(id);
  EXPECT_EQ(page.kind, Kind::kRedirect);
  EXPECT_EQ(shop_.attempt_of(id).state, AttemptState::kPending);
  EXPECT_EQ(shop_.attempt_of(id).redirect_url, page.url);
}

TEST_P(OpenPayment, a_page_opened_for_an_order_cancelled_meanwhile_is_closed_again) {
  const OrderId id = shop_.place(guitar_);
  shop_.provider.before = [&](std::string_view verb, const std::string&) {
    if (verb == "open") EXPECT_TRUE(cancel_order(shop_.services, id, orders::Actor::buyer({}), "buyer"));
  };
  EXPECT_EQ(open(id).kind, Kind::kNone);
  EXPECT_EQ(shop_.order(id).state, orders::State::kCancelled);
  EXPECT_FALSE(shop_.provider.is_page_open(shop_.attempt_of(id).reference));
}

INSTANTIATE_TEST_SUITE_P(, OpenPayment, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::checkout
