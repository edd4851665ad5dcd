#include "platform/html/html.hpp"

#include <gmock/gmock.h>

#include <cstddef>

namespace hurtrock::html {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text(std::string_view value) {
  std::string out;
  escape_text(out, value);
  return out;
}

std::string attribute(std::string_view value) {
  std::string out;
  escape_attribute(out, value);
  return out;
}

std::string url(std::string_view value) {
  std::string out;
  escape_url(out, value);
  return out;
}

/// One character after another, for comparison.
std::string attribute_slowly(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else {
      out += c;
    }
  }
  return out;
}

TEST(Escaping, MarkupInATextShowsAsItWasTyped) {
  EXPECT_EQ(text("<script>alert(1)</script> & \"Rock\" 'n' Roll"),
            "&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"Rock\" 'n' Roll");
}

TEST(Escaping, AValueCannotLeaveItsAttribute) {
  EXPECT_EQ(attribute(R"(" onmouseover="alert(1))"), "&quot; onmouseover=&quot;alert(1)");
  EXPECT_EQ(attribute("' autofocus onfocus='x"), "&#39; autofocus onfocus=&#39;x");
}

TEST(Escaping, EverySpecialCharacterIsFoundAtEveryPlaceOfABlock) {
  for (std::size_t length = 0; length < 50; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (const char special : {'&', '<', '>', '"', '\'', '\xc3', '\0'}) {
        std::string value(length, 'x');
        value[at] = special;
        value[length - 1 - at] = special;
        EXPECT_EQ(attribute(value), attribute_slowly(value)) << value;
      }
    }
  }
}

TEST(Escaping, TextsOutsideAsciiPassUnchanged) {
  EXPECT_EQ(text("Gitar — “Les Paul” ’59 ★ 日本"), "Gitar — “Les Paul” ’59 ★ 日本");
}

TEST(Addresses, ThoseOfTheShopAndTheWebPass) {
  for (const char* good : {"/cart", "cart", "", "?page=2", "#top", "//cdn.example/x", "https://example.com/a:b",
                           "HTTP://EXAMPLE.COM", "mailto:a@b.example", "tel:+6222123", "/a?u=javascript:1", "a/b:c"})
    EXPECT_EQ(url(good), good);
}

TEST(Addresses, ScriptsAreReplacedHoweverTheyAreSpelt) {
  for (const char* bad : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
                          "\tjava\nscript:alert(1)", "\x01javascript:alert(1)", "java\rscript:alert(1)",
                          "javascript\t:alert(1)", "data:text/html,<script>", "vbscript:x", "blob:https://x",
                          "file:///etc/passwd", "feed:javascript:x", ":javascript:x", "javascript&colon;:x"})
    EXPECT_EQ(url(bad), "#") << bad;
}

TEST(Addresses, AreEscapedForTheirAttribute) {
  EXPECT_EQ(url("/search?q=a&b=\"><script>"), "/search?q=a&amp;b=&quot;&gt;&lt;script&gt;");
}

TEST(Json, CannotEndItsScriptElement) {
  const SafeJson json(R"({"name":"</script><!--<script>&"})");
  EXPECT_EQ(json.text(), R"({"name":"\u003c/script\u003e\u003c!--\u003cscript\u003e\u0026"})");
}

TEST(Json, LineSeparatorsOfUnicodeAreEscaped) {
  EXPECT_EQ(SafeJson("\"a\u2028b\u2029c\u2027\"").text(), "\"a\\u2028b\\u2029c\u2027\"");
}

class Written : public testing::Test {
 protected:
  std::string out;
  Writer w{out, i18n::Texts::of(i18n::Language::kIndonesian)};
};

TEST_F(Written, MoneyAndNumbersPrintAsIndonesiansWriteThem) {
  w.text(Money{12'500'000});
  w.raw("|");
  w.attribute(std::int64_t{-3});
  w.raw("|");
  w.text(std::size_t{7});
  EXPECT_EQ(out, "Rp\u00a012.500.000|-3|7");
}

TEST_F(Written, SafeMarkupIsNotEscapedAgain) {
  w.text(SafeHtml("<b>&amp;</b>"));
  EXPECT_EQ(out, "<b>&amp;</b>");
}

TEST_F(Written, AFormOfAVisitorWithoutSessionCarriesNoToken) {
  csrf_field(w, "");
  EXPECT_EQ(out, "");
  csrf_field(w, "t\"1");
  EXPECT_EQ(out, R"(<input type="hidden" name="_csrf" value="t&quot;1">)");
}

template <class T>
constexpr bool kPrints = requires(Writer& w, const T& value) { w.text(value); };
template <class T>
constexpr bool kPrintsInAttribute = requires(Writer& w, const T& value) { w.attribute(value); };

static_assert(kPrints<std::string> && kPrints<int> && kPrints<Money> && kPrints<SafeHtml>);
static_assert(!kPrints<bool> && !kPrints<double> && !kPrints<char> && !kPrints<SafeJson>);
static_assert(kPrintsInAttribute<std::string> && !kPrintsInAttribute<SafeHtml> && !kPrintsInAttribute<bool>);

}  // namespace
}  // namespace hurtrock::html
