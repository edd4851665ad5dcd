#include <gtest/gtest.h>

#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"

namespace hurtrock::admin {
namespace {

class EditingCategories : public testing::ShopTest {
 protected:
  EditingCategories() {
    db_->write([](db::Tx& tx) {
      tx.run_script(
          "INSERT INTO categories (id, slug, name_id, name_en, parent_id) VALUES (2, 'piano', 'Piano', 'Pianos', "
          "NULL), "
          "(3, 'gitar-akustik', 'Akustik', 'Acoustic', 1), (4, 'piano-akustik', 'Akustik', 'Acoustic', 2), "
          "(5, 'seri', 'Seri', 'Series', 3)");
    });
  }

  http::Response sent(std::string_view form) {
    http::Request request;
    request.params = {{"id", "5"}};
    request.form = *http::Fields::decode(form);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return update_category(request, shop_);
  }
  std::string told_of_parent(std::string_view form) {
    const auto answer = sent(form);
    EXPECT_EQ(answer.status, 409);
    const auto field = answer.body.find("for=\"field-parent\"");
    const auto note = answer.body.find("stored-note__word", field);
    if (note == std::string::npos) return {};
    const auto begin = answer.body.find("</span> ", note) + 8;
    return answer.body.substr(begin, answer.body.find("</p>", begin) - begin);
  }
};

INSTANTIATE_TEST_SUITE_P(, EditingCategories, db::testing::every_dialect(), db::testing::name_of);

TEST_P(EditingCategories, WhoeverComesSecondIsToldWhichOfTwoOfOneNameItStandsBelow) {
  const auto seen = std::to_string(one<std::int64_t>("SELECT version FROM categories WHERE id = 5"));
  const std::string mine = "name_id=Seri&name_en=Series&slug=seri&active=1&parent=3&version=" + seen;
  EXPECT_EQ(sent("name_id=Seri&name_en=Series&slug=seri&active=1&parent=4&version=" + seen).status, 303);
  EXPECT_EQ(told_of_parent(mine), "Pianos &gt; Acoustic");
  const auto now = std::to_string(one<std::int64_t>("SELECT version FROM categories WHERE id = 5"));
  EXPECT_EQ(sent("name_id=Seri&name_en=Series&slug=seri&active=1&parent=&version=" + now).status, 303);
  EXPECT_EQ(told_of_parent(mine), "At the top");
}

}  // namespace
}  // namespace hurtrock::admin
