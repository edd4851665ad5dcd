#include "admin/form_key.hpp"

#include <gtest/gtest.h>

#include "admin/form_for_tests.hpp"
#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

std::string key_in(std::string_view form) { return form_key_of(*http::Fields::decode(form), english()); }

TEST(FormKey, only_one_that_can_be_stored_counts) {
  EXPECT_EQ(key_in("form_key=abc-1"), "abc-1");
  const std::string longest(100, 'k');
  EXPECT_EQ(key_in("form_key=" + longest), longest);
  EXPECT_EQ(key_in("form_key=" + longest + "k"), "");
  EXPECT_EQ(key_in("form_key=a%01b"), "");
  EXPECT_EQ(key_in("form_key=a%0Ab"), "");
  EXPECT_EQ(key_in("form_key=a&form_key=b"), "");
  EXPECT_EQ(key_in("supplier=4"), "");
}

TEST(FormKey, a_page_keeps_the_one_that_was_sent_or_has_a_new_one) {
  const auto shown = [](std::string_view form) { return form_key_for_page(*http::Fields::decode(form), english()); };
  EXPECT_EQ(shown("form_key=abc-1"), "abc-1");
  EXPECT_EQ(shown("form_key=" + std::string(101, 'k')).size(), 36U);
  EXPECT_EQ(shown("").size(), 36U);
  EXPECT_NE(shown(""), shown(""));
}

class FormsWithKeys : public testing::ShopTest {
 protected:
  struct KeyedForm {
    http::Response (*send)(const http::Request&, Services&);
    std::vector<std::pair<std::string_view, std::string>> params;
    std::string fields;
    std::string_view done;  ///< the question how often it has been done
  };

  http::Response sent(const KeyedForm& form, const std::string& key) {
    http::Request request;
    request.params = form.params;
    request.form = *http::Fields::decode(form.fields + "&form_key=" + key);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return form.send(request, shop_);
  }
  /// The one in the page, "" where there is none.
  static std::string key_on(const http::Response& page) {
    constexpr std::string_view kBefore = "name=\"form_key\" value=\"";
    const auto place = page.body.find(kBefore);
    if (place == std::string::npos) return {};
    const auto begin = place + kBefore.size();
    return page.body.substr(begin, page.body.find('"', begin) - begin);
  }
};

INSTANTIATE_TEST_SUITE_P(, FormsWithKeys, db::testing::every_dialect(), db::testing::name_of);

TEST_P(FormsWithKeys, AreRefusedWithoutOneAndCanBeSentAgain) {
  const auto number = place_paid();
  const auto version = std::to_string(order(number).version);
  const KeyedForm forms[] = {
      {&create_correction,
       {{"variant", "2"}},
       "seen=" + std::to_string(one<std::int64_t>("SELECT on_hand FROM stock_levels WHERE variant_id = 2")) +
           "&mode=less&number=1&cause=damaged&note=",
       "SELECT COUNT(*) FROM stock_movements WHERE cause = 'damaged'"},
      {&create_take, {}, "scope=all&note=Rak+1", "SELECT COUNT(*) FROM stock_takes"},
      {&create_refund,
       {{"number", number}},
       "version=" + version + "&extra=1000&reason=Lecet&accepted_total=1000",
       "SELECT COUNT(*) FROM refunds"},
      {&create_note, {{"number", number}}, "staff_note=kado", "SELECT COUNT(*) FROM order_events WHERE kind = 'note'"}};
  for (const KeyedForm& form : forms) {
    const auto before = one<std::int64_t>(form.done);
    std::string fresh;
    for (const auto& key : {std::string(101, 'k'), std::string("a%01b"), std::string{}}) {
      const auto page = sent(form, key);
      EXPECT_EQ(page.status, 422) << form.fields;
      EXPECT_NE(page.body.find(english()("admin.form.incomplete")), std::string::npos) << form.fields;
      fresh = key_on(page);
      EXPECT_EQ(fresh.size(), 36U) << form.fields << ": " << fresh;
    }
    EXPECT_EQ(one<std::int64_t>(form.done), before) << form.fields;
    for (int press = 0; press < 2; ++press) sent(form, fresh);
    EXPECT_EQ(one<std::int64_t>(form.done), before + 1) << form.fields;
  }
}

}  // namespace
}  // namespace hurtrock::admin
