#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

/// A list of the staff's, what it asks for when it is narrowed, and what it says then and otherwise.
struct EmptyList {
  http::Response (*show)(const http::Request&, Services&);
  std::string_view narrowed, nothing_matches, nothing_yet;
};

constexpr EmptyList kEmptyLists[] = {
    {&show_activity, "kind=order", ">Nothing matches<", ">Nothing has happened yet<"},
    {&show_mails, "state=dead", ">No e-mail matches<", ">No e-mails yet<"},
    {&show_mails, "q=budi", ">No e-mail matches<", ">No e-mails yet<"},
    {&show_orders, "state=paid", ">No orders here<", ">No orders yet<"},
    {&show_orders, "q=budi", ">No orders here<", ">No orders yet<"},
    {&show_payments, "provider=midtrans", ">No payment matches<", ">No payments yet<"},
    {&show_ledger, "account=cash", ">No entry matches.<", ">No entries yet.<"},
    {&show_products, "stock=out", ">No product matches<", ">No products here yet<"},
    {&show_stock, "alert=out", ">No variant matches<", ">No variants here yet<"},
    {&show_stock, "q=gitar", ">No variant matches<", ">No variants here yet<"},
    {&show_restock_list, "state=ordered", ">No purchase order matches<", ">No purchase orders yet<"},
    {&show_draft_orders, "q=budi", ">No draft matches<", ">No drafts yet<"},
    {&show_restock_list, "q=PO", ">No purchase order matches<", ">No purchase orders yet<"},
};

class EmptyLists : public testing::ShopTest {
 protected:
  EmptyLists() {
    db_->write(
        [](db::Tx& tx) { tx.run_script("DELETE FROM stock_levels; DELETE FROM variants; DELETE FROM products;"); });
  }
  std::string body_of(const EmptyList& list, std::string_view query) {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kAdmin};
    request.visitor.language = i18n::Language::kEnglish;
    return list.show(request, shop_).body;
  }
};

INSTANTIATE_TEST_SUITE_P(, EmptyLists, db::testing::every_dialect(), db::testing::name_of);

TEST_P(EmptyLists, WhereNothingIsAskedForTheyDoNotSpeakOfMatching) {
  for (const EmptyList& list : kEmptyLists) {
    const std::string body = body_of(list, "");
    EXPECT_NE(body.find(list.nothing_yet), std::string::npos) << list.nothing_yet;
    EXPECT_EQ(body.find(list.nothing_matches), std::string::npos) << list.nothing_matches;
  }
}

TEST_P(EmptyLists, SayWhatWillStandThereOrHowToFindMore) {
  db_->write([](db::Tx& tx) { tx.run_script("DELETE FROM search_synonyms"); });
  constexpr std::string_view kSection = "<section class=\"empty\">";
  const auto teaches = [&](const EmptyList& list, std::string_view query) {
    const std::string body = body_of(list, query);
    const auto begin = body.find(kSection);
    if (begin == std::string::npos) return false;
    const auto paragraph = body.find("<p>", begin);
    return paragraph != std::string::npos && paragraph < body.find("</section>", begin);
  };
  for (const EmptyList& list : kEmptyLists) {
    if (list.show == &show_ledger) continue;  // beside its form it is a line
    EXPECT_TRUE(teaches(list, "")) << list.nothing_yet;
    EXPECT_TRUE(teaches(list, list.narrowed)) << list.nothing_matches;
  }
  for (const auto show : {&show_suppliers, &show_synonyms, &show_reviews, &show_transfers, &show_reconciliations})
    EXPECT_TRUE(teaches({show, "", "", ""}, ""));
  for (const auto show : {&show_suppliers, &show_synonyms, &show_reviews, &show_transfers, &show_users})
    EXPECT_TRUE(teaches({show, "", "", ""}, "q=zzzzqqqq"));
}

TEST_P(EmptyLists, WhereSomethingIsAskedForTheySayThatNothingIsLikeThat) {
  for (const EmptyList& list : kEmptyLists) {
    const std::string body = body_of(list, list.narrowed);
    EXPECT_NE(body.find(list.nothing_matches), std::string::npos) << list.narrowed << ": " << list.nothing_matches;
    EXPECT_EQ(body.find(list.nothing_yet), std::string::npos) << list.narrowed << ": " << list.nothing_yet;
  }
}

}  // namespace
}  // namespace hurtrock::admin
