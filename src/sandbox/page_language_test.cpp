#include "sandbox/page_language.hpp"

#include <gtest/gtest.h>

namespace hurtrock::sandbox {
namespace {

using i18n::Language;

http::Request page_request(std::string accepted, std::string_view query = "") {
  http::Request request;
  request.query = *http::Fields::decode(query);
  request.headers.emplace_back("Accept-Language", std::move(accepted));
  return request;
}

TEST(PageLanguageTest, whoever_names_no_language_of_ours_reads_indonesian) {
  for (const char* accepted : {"", "*", "fr-FR,fr;q=0.9", "english", ",;q=1,", "en;q=0", "en;q=much"})
    EXPECT_EQ(page_language(page_request(accepted), ""), Language::kIndonesian) << accepted;
}

TEST(PageLanguageTest, the_browsers_favourite_of_the_two_counts) {
  for (const char* accepted : {"en", "EN-gb", "fr, en;q=0.5", "en-US,en;q=0.9,id;q=0.8", "id;q=0.3, en;q=0.7", "en,id"})
    EXPECT_EQ(page_language(page_request(accepted), ""), Language::kEnglish) << accepted;
  for (const char* accepted : {"id-ID,id;q=0.9,en;q=0.8", "en;q=0.3, id;q=0.7", "id,en"})
    EXPECT_EQ(page_language(page_request(accepted), ""), Language::kIndonesian) << accepted;
}

TEST(PageLanguageTest, what_the_shop_asked_for_goes_before_the_browser) {
  EXPECT_EQ(page_language(page_request("en"), "id"), Language::kIndonesian);
  EXPECT_EQ(page_language(page_request("id"), "en"), Language::kEnglish);
  EXPECT_EQ(page_language(page_request("en"), "auto"), Language::kEnglish);
}

TEST(PageLanguageTest, the_address_goes_before_everything_and_is_kept) {
  const auto request = page_request("id", "language=en");
  EXPECT_EQ(page_language(request, "id"), Language::kEnglish);
  EXPECT_EQ(language_query(request), "?language=en");
}

TEST(PageLanguageTest, an_address_that_names_another_language_chooses_none) {
  const auto request = page_request("en", "language=fr&x=1");
  EXPECT_EQ(page_language(request, ""), Language::kEnglish);
  EXPECT_EQ(language_query(request), "");
}

}  // namespace
}  // namespace hurtrock::sandbox
