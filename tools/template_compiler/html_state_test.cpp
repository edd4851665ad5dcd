#include "html_state.hpp"

#include <gmock/gmock.h>

#include "mistake.hpp"

namespace templates {
namespace {

using testing::HasSubstr;

Slot slot_behind(std::string_view html) {
  HtmlState state;
  state.feed(html, 1);
  return state.expression(1);
}

std::string refusal(std::string_view html) {
  try {
    slot_behind(html);
  } catch (const Mistake& mistake) {
    return mistake.what();
  }
  return "accepted";
}

TEST(HtmlState, KnowsWhereAnExpressionStands) {
  EXPECT_EQ(slot_behind("<p>"), Slot::kText);
  EXPECT_EQ(slot_behind("<title>"), Slot::kPlainText);
  EXPECT_EQ(slot_behind("<textarea rows=\"3\"><b>"), Slot::kPlainText);
  EXPECT_EQ(slot_behind("<textarea></TextArea>"), Slot::kText);
  EXPECT_EQ(slot_behind("<p class=\"a "), Slot::kAttribute);
  EXPECT_EQ(slot_behind("<p class = 'a\" "), Slot::kAttribute);
  EXPECT_EQ(slot_behind("<a href=\""), Slot::kAddress);
  EXPECT_EQ(slot_behind("<A HREF='"), Slot::kAddress);
  EXPECT_EQ(slot_behind("<a href=\"/x/"), Slot::kAttribute);
  EXPECT_EQ(slot_behind("<a href=\"mailto:"), Slot::kAttribute);
  EXPECT_EQ(slot_behind("<img srcset=\""), Slot::kAttribute);
  EXPECT_EQ(slot_behind("<script type=\"application/ld+json\">"), Slot::kJson);
  EXPECT_EQ(slot_behind("<script src=\"/a.js\"></script>"), Slot::kText);
  EXPECT_EQ(slot_behind("<!-- <a href=\" --><br/>"), Slot::kText);
}

TEST(HtmlState, RefusesExpressionsWhereNoEscapingIsSafe) {
  EXPECT_THAT(refusal("<"), HasSubstr("inside a tag"));
  EXPECT_THAT(refusal("<p"), HasSubstr("inside a tag"));
  EXPECT_THAT(refusal("<p "), HasSubstr("inside a tag"));
  EXPECT_THAT(refusal("<p data-"), HasSubstr("inside a tag"));
  EXPECT_THAT(refusal("</p"), HasSubstr("inside a tag"));
  EXPECT_THAT(refusal("<p id="), HasSubstr("quotes"));
  EXPECT_THAT(refusal("<!-- "), HasSubstr("comment"));
  EXPECT_THAT(refusal("<!DOCTYPE "), HasSubstr("inside a tag"));
  EXPECT_THAT(refusal("<script src=\"/a.js\">"), HasSubstr("no content"));
  EXPECT_THAT(refusal("<script src=\"/a.js\" type=\""), HasSubstr("type"));
}

TEST(HtmlState, RefusesScriptsAndLooksInMarkup) {
  EXPECT_THAT(refusal("<p onclick=\"x\">"), HasSubstr("web/js"));
  EXPECT_THAT(refusal("<p ONCLICK>"), HasSubstr("web/js"));
  EXPECT_THAT(refusal("<p style=\"x\">"), HasSubstr("web/css"));
  EXPECT_THAT(refusal("<iframe srcdoc=\"x\">"), HasSubstr("srcdoc"));
  EXPECT_THAT(refusal("<style>"), HasSubstr("<style>"));
  EXPECT_THAT(refusal("<script>"), HasSubstr("web/js"));
  EXPECT_THAT(refusal("<script type=\"module\">"), HasSubstr("web/js"));
  EXPECT_THAT(refusal("<script src=\"/a.js\">alert(1)"), HasSubstr("no content"));
  EXPECT_THAT(refusal("<script type=\"application/json\"><!--"), HasSubstr("<!--"));
}

TEST(HtmlState, RefusesAddressesThatCouldRunScripts) {
  EXPECT_THAT(refusal("<a href=\"javascript:x\">"), HasSubstr("javascript:"));
  EXPECT_THAT(refusal("<a href=\" Java\nScript:x\">"), HasSubstr("javascript:"));
  EXPECT_THAT(refusal("<a href=\"javascript&#58;x\">"), HasSubstr("character reference"));
  EXPECT_THAT(refusal("<form action='vbscript:x'>"), HasSubstr("vbscript:"));
  EXPECT_THAT(refusal("<iframe src=\"data:text/html,x\">"), HasSubstr("data:"));
  EXPECT_THAT(refusal("<a href=\"java"), HasSubstr("stands first"));
  EXPECT_EQ(refusal("<img src=\"data:image/png;base64,x\"><a href=\"https://a.example/b:c\">"), "accepted");
}

TEST(HtmlState, RefusesASecondExpressionThatCouldCompleteAScheme) {
  HtmlState state;
  state.feed("<a href=\"", 1);
  EXPECT_EQ(state.expression(1), Slot::kAddress);
  EXPECT_THROW(state.expression(1), Mistake);
  EXPECT_THROW(HtmlState(state).feed("x:", 1), Mistake);
  state.feed("?page=", 1);
  EXPECT_EQ(state.expression(1), Slot::kAttribute);
}

TEST(HtmlState, RefusesBrokenMarkup) {
  EXPECT_THAT(refusal("a < b"), HasSubstr("&lt;"));
  EXPECT_THAT(refusal("<p id=x>"), HasSubstr("quotes"));
  EXPECT_THAT(refusal("<p id=\"x\"class=\"y\">"), HasSubstr("white space is missing"));
  EXPECT_THAT(refusal("<p id\"x\">"), HasSubstr("inside a name"));
  EXPECT_THAT(refusal("</p id>"), HasSubstr("end tag"));
}

TEST(HtmlState, NamesTheLineOfTheMistake) {
  HtmlState state;
  try {
    state.feed("<p>\n<b>\n<i onclick=\"\">", 7);
    FAIL();
  } catch (const Mistake& mistake) {
    EXPECT_EQ(mistake.line(), 9);
  }
}

TEST(HtmlState, WhiteSpaceShrinksOutsidePreformattedText) {
  HtmlState state;
  EXPECT_EQ(state.feed("  <p>a  b \n\n  c</p>\n\n", 1), "<p>a b\nc</p>\n");
  EXPECT_EQ(state.feed(" \n<pre> a\n\n  b</pre>  <i\n   id=\"a  b\"   hidden  >", 1),
            "<pre> a\n\n  b</pre> <i\nid=\"a  b\" hidden >");
}

}  // namespace
}  // namespace templates
