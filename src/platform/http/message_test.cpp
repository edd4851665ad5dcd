#include "platform/http/message.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "platform/http/problem.hpp"
#include "platform/http/response_head.hpp"

namespace hurtrock::http {
namespace {

Request with_header(std::string name, std::string value) {
  Request request;
  request.path = "/";
  request.headers.emplace_back(std::move(name), std::move(value));
  return request;
}

TEST(RequestTest, HeaderNamesCompareWithoutCase) {
  EXPECT_EQ(with_header("content-TYPE", "text/plain").header("Content-Type"), "text/plain");
}

TEST(RequestTest, ACookieIsFoundAmongOthersByItsWholeName) {
  const Request request = with_header("Cookie", "xid=1; id=2;theme=\"dark\"; empty=");
  EXPECT_EQ(request.cookie("id"), "2");
  EXPECT_EQ(request.cookie("theme"), "dark");
  EXPECT_EQ(request.cookie("empty"), "");
  EXPECT_EQ(request.cookie("i"), "");
}

TEST(ResponseTest, SettingAHeaderReplacesItWhateverItsCase) {
  Response response;
  response.set("Cache-Control", "public");
  response.set("cache-control", "no-store");
  EXPECT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.header("Cache-Control"), "no-store");
}

TEST(ResponseTest, ACookieIsSameSiteAndHiddenFromScriptsUnlessToldOtherwise) {
  Response response;
  set_cookie(response, "session", "abc", {.secure = true, .max_age_s = 60});
  set_cookie(response, "theme", "dark", {.http_only = false});
  EXPECT_EQ(response.headers[0].second, "session=abc; Path=/; SameSite=Lax; Max-Age=60; HttpOnly; Secure");
  EXPECT_EQ(response.headers[1].second, "theme=dark; Path=/; SameSite=Lax");
}

TEST(ResponseHeadTest, TheConnectionsOwnHeadersCannotBeSetByAHandler) {
  Response response = html(200, "x");
  response.set("Content-Length", "999");
  response.set("Connection", "upgrade");
  std::string head;
  ASSERT_TRUE(write_head(head, response, {.date = "now", .request_id = "id", .content_length = 1}));
  EXPECT_EQ(head,
            "HTTP/1.1 200 OK\r\nServer: hurtrock\r\nDate: now\r\nContent-Type: text/html; charset=utf-8\r\n"
            "X-Request-Id: id\r\nContent-Length: 1\r\n\r\n");
}

TEST(ResponseHeadTest, AHeaderThatWouldSplitTheAnswerIsRefused) {
  std::string head;
  EXPECT_FALSE(write_head(head, see_other("/x\r\nSet-Cookie: a=b"), {}));
  EXPECT_FALSE(write_head(head, see_other(std::string("/x\0y", 4)), {}));
  Response response;
  response.set("Bad Name", "x");
  EXPECT_FALSE(write_head(head, response, {}));
}

TEST(ResponseHeadTest, AnswersWithoutBodyAnnounceNoLength) {
  std::string head;
  ASSERT_TRUE(write_head(head, {.status = 204}, {.date = "now"}));
  EXPECT_FALSE(head.contains("Content-Length"));
}

TEST(ProblemTest, AProblemNamesItsCodeItsFieldsAndExtraMembers) {
  const Response response = problem(422, "invalid_address", "Alamat \"salah\"", "Isi jalannya",
                                    {{"street", "required", "Isi"}}, R"("available":3)");
  EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(
      response.body,
      R"({"type":"/problems/invalid_address","title":"Alamat \"salah\"","status":422,"detail":"Isi jalannya","code":"invalid_address",)"
      R"("errors":[{"field":"street","code":"required","message":"Isi"}],"available":3})");
}

TEST(ProblemTest, AProblemOfWhichOnlyTheTitleIsKnownTellsWhatCanBeDone) {
  const auto detail = [](int status, i18n::Language language) {
    const Response response = problem(status, "any", "Judul", i18n::Texts::of(language));
    return std::string(boost::json::parse(response.body).at("detail").as_string());
  };
  for (const int status : {400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 414, 415,
                           417, 418, 422, 426, 429, 431, 500, 501, 502, 503, 505, 599}) {
    const std::string indonesian = detail(status, i18n::Language::kIndonesian);
    EXPECT_FALSE(indonesian.empty()) << status;
    EXPECT_NE(indonesian, detail(status, i18n::Language::kEnglish)) << status;
  }
  EXPECT_NE(detail(404, i18n::Language::kEnglish), detail(429, i18n::Language::kEnglish));
}

TEST(ProblemTest, ApiPathsAndClientsThatAskForJsonGetJson) {
  Request request = with_header("Accept", "text/html,application/json");
  EXPECT_FALSE(wants_json(request));
  request.path = "/api/v1/cart";
  EXPECT_TRUE(wants_json(request));
  EXPECT_TRUE(wants_json(with_header("Accept", "application/json")));
  Request unreadable;
  unreadable.target = "/api/v1/products/%ff";
  EXPECT_TRUE(wants_json(unreadable)) << "an address that could not be decoded has no path";
  EXPECT_FALSE(wants_json(with_header("Accept", "*/*")));
}

}  // namespace
}  // namespace hurtrock::http
