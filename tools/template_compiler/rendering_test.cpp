#include <gmock/gmock.h>

#include "platform/assets/assets.hpp"
#include "sample/views/page.html.hpp"

// The sample's assets, instead of those of the shop.
std::string_view hurtrock::assets::url(std::string_view name) {
  return name == "icons.svg" ? "/assets/icons-1.svg" : "/assets/a-1.png";
}

namespace hurtrock::sample {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string render(const Sample& sample, i18n::Language language = i18n::Language::kEnglish) {
  std::string out;
  html::Writer w(out, i18n::Texts::of(language));
  views::page(w, sample);
  return out;
}

TEST(Rendering, APageLooksAsItsTemplateSays) {
  const Sample sample{
      .title = "Gitar & Bas",
      .description = "  keep\n this",
      .search = "a\"b",
      .token = "token-1",
      .next = "/next?page=2&sort=name",
      .lines = {{"Les <Paul>", "/product/les-paul", Money{12'500'000}}, {"SG", "/product/sg", Money{9}}},
      .story = html::SafeHtml("<b>1959</b>"),
      .json = html::SafeJson(R"({"name":"</script>"})"),
      .days = 1,
      .chosen = true};
  EXPECT_EQ(render(sample), R"(<!DOCTYPE html>
<html lang="en">
<title>Gitar &amp; Bas – English</title>
<script src="/assets/shop.js" type="module"></script>
<main>
<h1 title="Gitar &amp; Bas" data-columns='2'>Gitar &amp; Bas</h1>
<ul>
<li id="line-0" hidden>
<a href="/product/les-paul">Les &lt;Paul&gt;</a> <a href="/p?name=Les &lt;Paul&gt;">)"
                            "Rp\u00a012.500.000"
                            R"(</a>
</li>
<li id="line-1">
<a href="/product/sg">SG</a> <a href="/p?name=SG">)"
                            "Rp\u00a0"
                            R"(9</a>
</li>
</ul>
<p>1 day, English</p>
<pre>
  two   spaces
    Gitar &amp; Bas
</pre>
<select><option value="a&quot;b" selected>x</option></select>
<textarea>  keep
 this</textarea>
<a href="/next?page=2&amp;sort=name" class="a b">n</a>
<form method="post" action="/x"><input type="hidden" name="_csrf" value="token-1"></form>
<b>1959</b> <svg class="icon" aria-hidden="true" focusable="false"><use href="/assets/icons-1.svg#cart"/></svg> <img src="/assets/a-1.png" alt="">
<i>Les &lt;Paul&gt;</i><i>SG</i>
<script type="application/ld+json">{"name":"\u003c/script\u003e"}</script>
</main>
</html>)");
}

TEST(Rendering, BranchesFollowTheView) {
  const std::string empty = render({.title = "x"});
  EXPECT_THAT(empty, HasSubstr("<p>Nothing here</p>"));
  EXPECT_THAT(empty, HasSubstr(R"(<option value="">x</option>)"));
  EXPECT_THAT(empty, HasSubstr(R"(<a href="/end" class="a">)"));
  EXPECT_THAT(empty, Not(HasSubstr("_csrf")));
  EXPECT_THAT(render({.lines = {{"a", "/a", Money{1}}}}), HasSubstr("<p>One</p>"));
}

TEST(Rendering, ThePageSpeaksTheVisitorsLanguage) {
  const std::string page = render({.days = 1}, i18n::Language::kIndonesian);
  EXPECT_THAT(page, HasSubstr(R"(<html lang="id">)"));
  EXPECT_THAT(page, HasSubstr("1 hari, Bahasa Indonesia"));
}

TEST(Rendering, AScriptInAnAddressBecomesANumberSign) {
  EXPECT_THAT(render({.next = "javascript:alert(1)"}), HasSubstr(R"(<a href="#" class="a">)"));
}

}  // namespace
}  // namespace hurtrock::sample
