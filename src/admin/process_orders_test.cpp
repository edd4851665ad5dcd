#include <gmock/gmock.h>

#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SeveralOrders : public testing::ShopTest {
 protected:
  static http::Request request(std::string_view query, std::string_view form = "") {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.form = *http::Fields::decode(form);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return request;
  }
  http::Response preview(std::string_view query) { return show_process_orders(request(query), shop_); }
  http::Response process(std::string_view form) { return create_process_orders(request("", form), shop_); }
  std::string seen_field(const std::string& number) {
    return "order=" + number + ":" + std::to_string(order(number).version);
  }
  orders::State state(const std::string& number) { return order(number).state; }
};

INSTANTIATE_TEST_SUITE_P(, SeveralOrders, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SeveralOrders, AreShownBeforeTheyAreProcessedWithThoseThatCannotBe) {
  const std::string paid = place_paid(), pending = place("midtrans"), cash = place("cod");
  const auto page =
      preview("number=" + paid + "&number=" + pending + "&number=" + cash + "&number=HRT-XXXX-XXXX&number=" + paid);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("1 order will be processed"));
  EXPECT_THAT(page.body, HasSubstr("3 orders will not"));
  EXPECT_THAT(page.body, HasSubstr("name=\"order\" value=\"" + seen_field(paid).substr(6) + "\""));
  EXPECT_THAT(page.body, Not(HasSubstr("value=\"" + pending)));
  EXPECT_THAT(page.body, HasSubstr("HRT-XXXX-XXXX"));
  EXPECT_EQ(state(paid), orders::State::kPaid);
}

TEST_P(SeveralOrders, AreProcessedEachByItselfAndThoseThatAreNotSayWhy) {
  const std::string first = place_paid(), second = place_paid(), changed = place_paid(), pending = place("midtrans");
  const std::string form = seen_field(first) + "&" + seen_field(second) + "&order=" + changed + ":1&" +
                           seen_field(pending) + "&order=nonsense";
  ASSERT_NE(order(changed).version, 1);
  const auto page = process(form);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("2 of 5 orders are now being processed"));
  EXPECT_THAT(page.body, HasSubstr("has just been changed by somebody else"));
  EXPECT_THAT(page.body, HasSubstr("does not allow this"));
  EXPECT_THAT(page.body, HasSubstr("packing-lists.pdf?number=" + first + "&amp;number=" + second));
  EXPECT_EQ(state(first), orders::State::kProcessing);
  EXPECT_EQ(state(second), orders::State::kProcessing);
  EXPECT_EQ(state(changed), orders::State::kPaid);
  EXPECT_EQ(state(pending), orders::State::kPending);
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'order.processing'"), 2);
}

TEST_P(SeveralOrders, AreNotProcessedTwice) {
  const std::string number = place_paid();
  const std::string form = seen_field(number);
  EXPECT_EQ(process(form).status, 200);
  const auto again = process(form);
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.body, HasSubstr("0 of 1 orders"));
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'order.processing'"), 1);
}

TEST_P(SeveralOrders, AreRefusedWhenNoneOrTooManyAreChosen) {
  EXPECT_EQ(preview("").status, 422);
  EXPECT_EQ(process("").status, 422);
  std::string many;
  for (int n = 0; n < 151; ++n) many += "&order=HRT-" + std::to_string(1000 + n) + "-0000:1";
  const auto refused = process(many.substr(1));
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("At most 150 orders at once"));
}

}  // namespace
}  // namespace hurtrock::admin
