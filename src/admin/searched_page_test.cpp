#include <gmock/gmock.h>

#include "admin/exchange_store.hpp"
#include "admin/handlers.hpp"
#include "admin/searched_page.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

SearchedPage asked(std::string_view query) { return SearchedPage::read(*http::Fields::decode(query)); }

TEST(SearchedPage, ComesBackFromItsOwnAddress) {
  EXPECT_EQ(asked("q=cv+senar&page=3").address("/admin/suppliers"), "/admin/suppliers?page=3&q=cv+senar");
  EXPECT_EQ(asked("page=1").address("/admin/suppliers"), "/admin/suppliers");
  for (const auto* nonsense : {"page=0", "page=-1", "page=1001", "page=x", "q=%01", "q=++"})
    EXPECT_EQ(asked(nonsense).address("/admin/synonyms"), "/admin/synonyms") << nonsense;
  EXPECT_EQ(asked("page=3").skipped(), 2 * SearchedPage::kRows);
}

class ListsOfCatalogue : public testing::ShopTest {
 protected:
  using Show = http::Response (*)(const http::Request&, Services&);
  std::string body_of(Show show, std::string_view query) {
    http::Request request;
    request.query = *http::Fields::decode(query);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return show(request, shop_).body;
  }
  std::vector<std::string> suppliers(std::string_view query) {
    std::vector<std::string> names;
    for (const auto& row : db_->read([&](db::Tx& tx) { return store::suppliers_on(tx, asked(query)); }))
      names.push_back(row.name);
    return names;
  }
  std::vector<std::string> synonyms(std::string_view query) {
    std::vector<std::string> terms;
    for (const auto& row : db_->read([&](db::Tx& tx) { return store::synonyms_on(tx, asked(query)); }))
      terms.push_back(row.terms);
    return terms;
  }
};

INSTANTIATE_TEST_SUITE_P(, ListsOfCatalogue, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ListsOfCatalogue, FindSuppliersByWhatIsKnownOfThem) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO suppliers (id, name, contact_name, phone, email, active, created_at) VALUES "
        "(1, 'CV Senar Baja', 'Bu Tuti', '022 7000 123', 'tuti@senar.example', 1, 0), "
        "(2, 'PT Kulit 100%', NULL, NULL, NULL, 1, 0), (3, 'AA Amplifier', NULL, NULL, NULL, 0, 0)");
  });
  EXPECT_THAT(suppliers(""), ElementsAre("CV Senar Baja", "PT Kulit 100%", "AA Amplifier"));
  for (const auto* known : {"q=senar", "q=TUTI", "q=7000", "q=tuti%40senar"})
    EXPECT_THAT(suppliers(known), ElementsAre("CV Senar Baja")) << known;
  EXPECT_THAT(suppliers("q=%25"), ElementsAre("PT Kulit 100%"));
  EXPECT_THAT(body_of(&show_suppliers, "q=nobody"), HasSubstr("No supplier matches"));
}

TEST_P(ListsOfCatalogue, AreTurnedPageByPage) {
  db_->write([](db::Tx& tx) {
    for (int n = 100; n < 151; ++n)
      tx.execute("INSERT INTO suppliers (name, created_at) VALUES ($1, 0)", "CV " + std::to_string(n));
  });
  const std::string first = body_of(&show_suppliers, "q=cv"), second = body_of(&show_suppliers, "q=cv&page=2");
  EXPECT_THAT(first, HasSubstr("CV 149"));
  EXPECT_THAT(first, Not(HasSubstr("CV 150")));
  EXPECT_THAT(first, HasSubstr("href=\"/admin/suppliers?page=2&amp;q=cv\""));
  EXPECT_THAT(second, HasSubstr("CV 150"));
  EXPECT_THAT(second, Not(HasSubstr("CV 149")));
  EXPECT_THAT(second, HasSubstr("href=\"/admin/suppliers?q=cv\""));
  EXPECT_THAT(second, Not(HasSubstr("page=3")));
}

TEST_P(ListsOfCatalogue, FindSynonymsByAnyOfTheirWords) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "DELETE FROM search_synonyms; INSERT INTO search_synonyms (terms) VALUES ('senar, string'), ('efek, pedal')");
  });
  EXPECT_THAT(synonyms(""), ElementsAre("efek, pedal", "senar, string"));
  EXPECT_THAT(synonyms("q=STRING"), ElementsAre("senar, string"));
  EXPECT_THAT(body_of(&show_synonyms, "q=theremin"), HasSubstr("No synonyms match"));
}

TEST_P(ListsOfCatalogue, LeadToOlderImports) {
  db_->write([&](db::Tx& tx) {
    for (int n = 100; n < 121; ++n) {
      const std::string name = "file-" + std::to_string(n);
      store::add_import(
          tx, {.file = name, .file_name = name, .encoding = "utf-8", .settings = {}, .rows = 1, .staff = ani_},
          clock_.now());
    }
  });
  const std::string first = body_of(&show_imports, "");
  EXPECT_THAT(first, HasSubstr("file-120"));
  EXPECT_THAT(first, Not(HasSubstr("file-100")));
  EXPECT_THAT(first, HasSubstr("href=\"/admin/imports?before=2\""));
  const std::string second = body_of(&show_imports, "before=2");
  EXPECT_THAT(second, HasSubstr("file-100"));
  EXPECT_THAT(second, Not(HasSubstr("before=")));
}

}  // namespace
}  // namespace hurtrock::admin
