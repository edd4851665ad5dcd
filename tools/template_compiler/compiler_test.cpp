#include "compiler.hpp"

#include <gmock/gmock.h>

#include "mistake.hpp"

namespace templates {
namespace {

using testing::HasSubstr;
using testing::Not;

const TextKeys kKeys = parse_text_keys("cart.title\ncart.lines n\n");

Output compiled(std::string_view source) {
  return compile(source, kKeys, {.file = "cart.html", .name_space = "cart", .header_name = "cart.html.hpp"});
}

/// "line: message" of what is refused in `markup`, which begins in line 2.
std::string refusal(std::string_view markup) {
  try {
    compiled("{% template x() %}\n" + std::string(markup));
  } catch (const Mistake& mistake) {
    return std::to_string(mistake.line()) + ": " + mistake.what();
  }
  return "accepted";
}

TEST(Compiler, ATemplateBecomesAFunctionOfItsFeature) {
  const Output output = compiled("{% include \"cart/pages.hpp\" %}\n{% template cart(const Page& view, int n = 2) %}x");
  EXPECT_THAT(output.header, HasSubstr("#include \"cart/pages.hpp\""));
  EXPECT_THAT(output.header, HasSubstr("namespace hurtrock::cart::views {"));
  EXPECT_THAT(output.header, HasSubstr("void cart(html::Writer& w, const Page& view, int n = 2);"));
  EXPECT_THAT(output.source, HasSubstr("& w, const Page& view, int n) {"));
}

TEST(Compiler, AnErrorInAnExpressionIsReportedAtItsLine) {
  EXPECT_THAT(compiled("{% template x() %}\n<p>\n{{ view.nme }}").source,
              HasSubstr("#line 3 \"cart.html\"\nw.text(view.nme);"));
}

TEST(Compiler, ExpressionsMayHoldBracesAndClosingMarksInStrings) {
  EXPECT_THAT(compiled("{% template x() %}{{ f(A{B{1}}, \"}}\") }}").source, HasSubstr("w.text(f(A{B{1}}, \"}}\"));"));
}

TEST(Compiler, TextsAreLookedUpOnce) {
  const std::string source = compiled("{% template x() %}{{ t(\"cart.title\") }}{{ t(\"cart.title\") }}").source;
  EXPECT_THAT(source, HasSubstr("index_of(\"cart.title\")"));
  EXPECT_THAT(source, HasSubstr("w.text(w.texts().at(text_0()));"));
  EXPECT_THAT(source, Not(HasSubstr("text_1")));
}

TEST(Compiler, NothingButTheTemplateItselfIsDefinedForTheWholeFile) {
  const std::string source = compiled("{% template x() %}{{ t(\"cart.title\") }}").source;
  EXPECT_LT(source.find("void x("), source.find("text_0"));
}

TEST(Compiler, TextsWorkInsideOtherExpressions) {
  EXPECT_THAT(compiled("{% template x() %}{% call f(t(\"cart.lines\", {\"n\", g(t(\"cart.title\"))}), 1) %}").source,
              HasSubstr("f(w, w.texts().at(text_0(), {{\"n\", g(w.texts().at(text_1()))}}), 1);"));
  EXPECT_THAT(compiled("{% template x() %}{{ view.t(\"x\") }}{{ \"t(\" }}").source,
              HasSubstr("w.text(view.t(\"x\"));"));
}

TEST(Compiler, AMissingTextStopsTheBuild) {
  EXPECT_EQ(refusal("{{ t(\"cart.titel\") }}"), "2: there is no text \"cart.titel\"");
  EXPECT_THAT(refusal("{{ t(key) }}"), HasSubstr("string literal"));
}

TEST(Compiler, PlaceholdersMustBeThoseOfTheText) {
  EXPECT_THAT(refusal("{{ t(\"cart.lines\") }}"), HasSubstr("needs {\"n\", ...}"));
  EXPECT_THAT(refusal("{{ t(\"cart.title\", {\"n\", 1}) }}"), HasSubstr("no placeholder {n}"));
  EXPECT_THAT(refusal("{{ t(\"cart.lines\", 1) }}"), HasSubstr("is written"));
}

TEST(Compiler, BlocksMustBeClosedInOrder) {
  EXPECT_EQ(refusal("\n{% if a %}"), "3: this block is not closed");
  EXPECT_THAT(refusal("{% endif %}"), HasSubstr("without its beginning"));
  EXPECT_THAT(refusal("{% if a %}{% for x in y %}{% endif %}{% endfor %}"), HasSubstr("does not match"));
  EXPECT_THAT(refusal("{% if a %}{% else %}{% elif b %}{% endif %}"), HasSubstr("after else"));
  EXPECT_THAT(refusal("{{ a"), HasSubstr("not closed"));
  EXPECT_THAT(refusal("{{ }}"), HasSubstr("nothing stands"));
  EXPECT_THAT(refusal("{% iff a %}"), HasSubstr("unknown statement"));
}

TEST(Compiler, BranchesMustEndInTheSamePlaceOfTheHtml) {
  EXPECT_THAT(refusal("<p{% if a %}>{% endif %} x>"), HasSubstr("different places"));
  EXPECT_THAT(refusal("<p id=\"{% if a %}\"{% else %}x{% endif %}\">"), HasSubstr("different places"));
  EXPECT_THAT(refusal("{% if a %}<textarea>{% endif %}</textarea>"), HasSubstr("different places"));
  EXPECT_THAT(refusal("{% for a in b %}<p {% endfor %}>"), HasSubstr("another place"));
  EXPECT_EQ(refusal("<p{% if a %} hidden{% elif b %} id=\"x\"{% else %} lang=\"en\" {% endif %} class=\"c\">"),
            "accepted");
  EXPECT_EQ(refusal("<b class=\"{% if a %}x{% endif %}{{ c }}{% for a in b %} {{ a }}{% endfor %}\"></b>"), "accepted");
}

TEST(Compiler, NamesCannotBeComposedOfBranches) {
  EXPECT_THAT(refusal("<h{% if a %}1{% endif %}>"), HasSubstr("white space is missing"));
  EXPECT_THAT(refusal("<p data-{% if a %}x{% endif %}=\"\">"), HasSubstr("white space is missing"));
}

TEST(Compiler, AnAddressCannotBeComposedOfUnsafeParts) {
  EXPECT_THAT(refusal("<a href=\"{{ a }}{{ b }}\">"), HasSubstr("stands first"));
  EXPECT_THAT(refusal("<a href=\"{% if a %}java{% endif %}script:x\">"), HasSubstr("not allowed"));
  EXPECT_THAT(refusal("<a href=\"{% if a %}/x{% else %}x{% endif %}{{ b }}\">"), HasSubstr("stands first"));
  EXPECT_THAT(refusal("<a href=\"{% for a in b %}{{ a }}{% endfor %}\">"), HasSubstr("loop"));
  EXPECT_EQ(refusal("<a href=\"{% if a %}/x{% else %}{{ b }}{% endif %}\">"), "accepted");
  EXPECT_EQ(refusal("<a href=\"/x?{% for a in b %}{{ a }}&amp;{% endfor %}\">"), "accepted");
}

TEST(Compiler, JsonStaysInItsScript) {
  EXPECT_THAT(refusal("{{ json(a) }}"), HasSubstr("belongs into a script"));
  EXPECT_THAT(refusal("<script type=\"application/json\">{{ a }}</script>"), HasSubstr("json(...)"));
}

TEST(Compiler, ElementsCannotBePrintedInsideTagsOrPlainText) {
  EXPECT_THAT(refusal("<p {% call x() %}>"), HasSubstr("between tags"));
  EXPECT_THAT(refusal("<title>{{ icon(\"x\") }}</title>"), HasSubstr("between tags"));
  EXPECT_THAT(refusal("<p id=\"{% csrf token %}\">"), HasSubstr("between tags"));
}

TEST(Compiler, AWrappedPartBecomesTheLastArgument) {
  const std::string source =
      compiled("{% template x() %}{% wrap card(view.a) %}<p>{{ view.b }}</p>{% endwrap %}").source;
  EXPECT_THAT(source, HasSubstr("card(w, view.a, [&]([[maybe_unused]] html::Writer& w) {"));
  EXPECT_THAT(source, HasSubstr("w.raw(\"</p>\");\n});"));
  EXPECT_THAT(refusal("{% wrap card(1) %}<p {% endwrap %}>"), HasSubstr("between tags"));
}

TEST(Compiler, OneFileHoldsOneTemplateAndBeginsWithIt) {
  EXPECT_THAT(refusal("{% template y() %}"), HasSubstr("one template"));
  EXPECT_THAT(refusal("<p>{% extends y() %}"), HasSubstr("before any markup"));
  EXPECT_THROW(compiled("<p>{% template x() %}"), Mistake);
  EXPECT_THROW(compiled(""), Mistake);
}

TEST(Compiler, ATemplateMustNotEndInsideATag) {
  EXPECT_THAT(refusal("<p"), HasSubstr("ends inside"));
  EXPECT_THAT(refusal("<pre>x"), HasSubstr("<pre>"));
}

TEST(Compiler, LongMarkupIsSplitWithoutCuttingCharacters) {
  std::string markup;
  while (markup.size() < 40'000) markup += "★";
  const std::string source = compiled("{% template x() %}" + markup).source;
  EXPECT_THAT(source, HasSubstr("★\");\nw.raw(\"★"));
}

}  // namespace
}  // namespace templates
