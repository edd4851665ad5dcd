#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

class ListTabs : public testing::ShopTest {
 protected:
  using Show = http::Response (*)(const http::Request&, Services&);
  std::string body_of(Show show, std::string_view query) {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return show(request, shop_).body;
  }
  static bool leads_to(const std::string& body, std::string_view address) {
    return body.find("class=\"tabs__tab\" href=\"" + std::string(address) + "\"") != std::string::npos;
  }
};

INSTANTIATE_TEST_SUITE_P(, ListTabs, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ListTabs, OfOrdersKeepWhatIsLookedFor) {
  const auto body = body_of(&show_orders, "state=paid&payment=paid&q=budi&from=2026-11-01&older=1795342500000000-17");
  EXPECT_TRUE(leads_to(body, "/admin/orders?from=2026-11-01&amp;payment=paid&amp;q=budi&amp;state=processing"));
  EXPECT_TRUE(leads_to(body, "/admin/orders?from=2026-11-01&amp;payment=paid&amp;q=budi")) << "of any state";
}

TEST_P(ListTabs, CountOnlyWhereNothingIsLookedFor) {
  place_paid();
  EXPECT_NE(body_of(&show_orders, "state=paid").find("tabs__count"), std::string::npos);
  EXPECT_EQ(body_of(&show_orders, "state=paid&q=budi").find("tabs__count"), std::string::npos);
  EXPECT_NE(body_of(&show_mails, "").find("tabs__count"), std::string::npos);
  EXPECT_EQ(body_of(&show_mails, "q=budi@mail.id").find("tabs__count"), std::string::npos);
  EXPECT_NE(body_of(&show_reviews, "").find("tabs__count"), std::string::npos);
  EXPECT_EQ(body_of(&show_reviews, "q=budi").find("tabs__count"), std::string::npos);
}

TEST_P(ListTabs, OfMailsAndReviewsKeepWhatIsLookedFor) {
  EXPECT_TRUE(leads_to(body_of(&show_mails, "state=dead&q=budi%40mail.id&before=9"),
                       "/admin/mail?q=budi%40mail.id&amp;state=waiting"));
  EXPECT_TRUE(leads_to(body_of(&show_reviews, "state=pending&q=budi"), "/admin/reviews?state=published&amp;q=budi"));
}

TEST_P(ListTabs, StayWhatTheyWereWhenSomethingIsLookedFor) {
  struct Searched {
    Show show;
    std::string_view tab, kept, clear_url;
  };
  for (const auto& [show, tab, kept, clear_url] :
       {Searched{&show_draft_orders, "state=placed", "name=\"state\" value=\"placed\"", "/admin/drafts?state=placed"},
        Searched{&show_mails, "state=dead", "name=\"state\" value=\"dead\"", "/admin/mail?state=dead"},
        Searched{&show_transfers, "proof=waiting", "name=\"proof\" value=\"waiting\"",
                 "/admin/payments/transfers?proof=waiting"}}) {
    const auto search_in = [](const std::string& body) {
      const auto begin = body.find("<form class=\"filters ");
      return begin == std::string::npos ? std::string{} : body.substr(begin, body.find("</form>", begin) - begin);
    };
    const auto form = search_in(body_of(show, std::string(tab) + "&q=zzqq"));
    EXPECT_NE(form.find("<input type=\"hidden\" " + std::string(kept)), std::string::npos) << tab << ": " << form;
    EXPECT_NE(form.find("name=\"q\" value=\"zzqq\""), std::string::npos) << form;
    EXPECT_NE(form.find("class=\"filters__clear\" href=\"" + std::string(clear_url) + "\""), std::string::npos) << form;
    const auto untouched = search_in(body_of(show, ""));
    EXPECT_FALSE(untouched.empty()) << clear_url;
    EXPECT_EQ(untouched.find("type=\"hidden\""), std::string::npos) << untouched;
    EXPECT_EQ(untouched.find("filters__clear"), std::string::npos) << untouched;
  }
}

TEST_P(ListTabs, OfOrdersKeepAProductThatThereCannotBe) {
  const std::string number = place_paid();
  for (const auto* query : {"product=abc", "product=-1", "product=999"}) {
    const auto body = body_of(&show_orders, query);
    EXPECT_NE(body.find(">No orders here<"), std::string::npos) << query;
    EXPECT_EQ(body.find(number), std::string::npos) << query;
    EXPECT_TRUE(leads_to(body, "/admin/orders?" + std::string(query) + "&amp;state=paid")) << query;
  }
}

TEST_P(ListTabs, NobodyHasDoneAnythingWhereNobodyIsNamed) {
  db_->write([&](db::Tx& tx) {
    store::add_audit_entry(tx,
                           {.actor = UserId{7},
                            .actor_name = "Ani",
                            .action = "supplier.created",
                            .subject_kind = "supplier",
                            .subject_id = "1",
                            .before_json = "null",
                            .after_json = "null",
                            .remote_address = ""},
                           kNoon);
  });
  EXPECT_EQ(body_of(&show_activity, "person=7").find(">Nothing matches<"), std::string::npos);
  for (const auto& [query, option] : {std::pair{"person=abc", "<option value=\"abc\" selected>abc<"},
                                      {"person=999", "<option value=\"999\" selected>#999<"}}) {
    const auto body = body_of(&show_activity, query);
    EXPECT_NE(body.find(">Nothing matches<"), std::string::npos) << query;
    EXPECT_NE(body.find(option), std::string::npos) << query;
  }
}

}  // namespace
}  // namespace hurtrock::admin
