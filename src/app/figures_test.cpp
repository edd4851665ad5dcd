#include "app/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/checkout_fixture.hpp>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class FiguresTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  std::string told() {
    http::Metrics metrics("");
    source_.add_to(metrics);
    return std::move(metrics).response().body;
  }
  /// As told once the last answer is too old.
  std::string told_later(microseconds pause = 11s) {
    shop_.clock.advance(pause);
    return told();
  }

  fixture::CheckoutShop shop_{GetParam()};
  FigureSource source_{shop_.db(), shop_.clock};
};

TEST_P(FiguresTest, of_a_quiet_shop_are_zero) {
  const std::string text = told();
  for (const char* const line :
       {"\ndatabase_up 1\n", "\norders{state=\"pending\"} 0\n", "\norders{state=\"delivered\"} 0\n",
        "\norders{state=\"cancelled\"} 0\n", "\norders_placed_last_hour 0\n", "\npayments_left_alone 0\n",
        "\nholds_overdue 0\n", "\npayment_events_oldest_seconds 0\n", "\nreserved_pieces 0\n", "\njobs_overdue 0\n",
        "\nmails_oldest_seconds 0\n", "\nstaff_tasks_open 0\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST_P(FiguresTest, tell_of_an_order_its_payment_goods_and_mail) {
  shop_.place_and_open(shop_.add_variant({.on_hand = 5}), 2);
  const std::string text = told();
  for (const char* const line : {"\norders{state=\"pending\"} 1\n", "\norders_placed_last_hour 1\n",
                                 "\npayments_last_hour{provider=\"midtrans\",state=\"open\"} 1\n",
                                 "\nreservations_held 1\n", "\nreserved_pieces 2\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(told_later(2h), HasSubstr("\norders_placed_last_hour 0\n"));
}

TEST_P(FiguresTest, tell_that_a_payment_is_left_alone) {
  shop_.place_and_open(shop_.add_variant());
  EXPECT_THAT(told_later(14min), HasSubstr("\npayments_left_alone 0\n"));
  EXPECT_THAT(told_later(2min), HasSubstr("\npayments_left_alone 1\n"));
}

TEST_P(FiguresTest, tell_that_a_hold_does_not_end) {
  shop_.place_and_open(shop_.add_variant());
  EXPECT_THAT(told_later(24h), HasSubstr("\nholds_overdue 0\n"));
  EXPECT_THAT(told_later(1h), HasSubstr("\nholds_overdue 1\n"));
}

TEST_P(FiguresTest, tell_how_long_a_notification_has_been_waiting) {
  shop_.run(
      "INSERT INTO payment_events (provider, event_identity, reference, payload, state, received_at) VALUES "
      "('midtrans', 'old', 'x', '{}', 'processed', 1), ('midtrans', 'new', 'x', '{}', 'received', " +
      std::to_string(to_micros(shop_.now())) + ")");
  const std::string text = told_later(5min);
  EXPECT_THAT(text, HasSubstr("\npayment_events_waiting 1\n"));
  EXPECT_THAT(text, HasSubstr("\npayment_events_oldest_seconds 300\n"));
}

TEST_P(FiguresTest, tell_how_long_a_mail_has_been_waiting) {
  const auto write = [&](const char* key) {
    shop_.db().write([&](db::Tx& tx) {
      return mail::enqueue_mail(tx,
                                {.kind = "test",
                                 .event_key = key,
                                 .order_id = {},
                                 .to_address = "a@b.example",
                                 .to_name = "",
                                 .language = "id",
                                 .subject = "x",
                                 .html = "x",
                                 .text = "x"},
                                shop_.now());
    });
  };
  write("first");
  shop_.clock.advance(1min);
  write("second");
  const std::string text = told_later(4min);
  EXPECT_THAT(text, HasSubstr("\nmails_waiting 2\n"));
  EXPECT_THAT(text, HasSubstr("\nmails_oldest_seconds 300\n"));
}

TEST_P(FiguresTest, are_read_once_for_all_who_ask_within_ten_seconds) {
  EXPECT_THAT(told(), HasSubstr("\nreservations_held 0\n"));
  shop_.place_and_open(shop_.add_variant());
  EXPECT_THAT(told(), HasSubstr("\nreservations_held 0\n"));
  EXPECT_THAT(told_later(), HasSubstr("\nreservations_held 1\n"));
}

TEST_P(FiguresTest, are_left_out_when_the_database_does_not_answer) {
  shop_.run("DROP TABLE staff_tasks");
  const std::string text = told();
  EXPECT_THAT(text, HasSubstr("\ndatabase_up 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("orders")));
}

INSTANTIATE_TEST_SUITE_P(, FiguresTest, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::app
