#include "platform/http/input.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "platform/core/phone.hpp"

namespace hurtrock::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

Input form(std::vector<std::pair<std::string, std::string>> fields) {
  return Input::of_fields(Fields(std::move(fields)), english());
}

Request json_request(std::string body, std::string type = "application/json") {
  Request request;
  request.path = "/api/v1/anything";
  request.headers = {{"Content-Type", std::move(type)}};
  request.body = std::move(body);
  request.visitor.language = i18n::Language::kEnglish;
  return request;
}

Input json_input(std::string body) { return Input::of_json(json_request(std::move(body))).value(); }

int refusal_of(std::string body, std::string type = "application/json") {
  const auto input = Input::of_json(json_request(std::move(body), std::move(type)));
  return input ? 0 : input.error().status;
}

std::vector<std::string> mistakes(const Input& input) {
  std::vector<std::string> found;
  for (const FieldError& error : input.errors()) found.push_back(error.field + ": " + error.code);
  return found;
}

// One field of a form read by one reader: the value, or the code of its only mistake in angle brackets.
template <class Read>
std::string outcome(std::string value, Read&& read) {
  Input input = form({{"f", std::move(value)}});
  std::string answer = read(input);
  if (input.ok()) return answer;
  EXPECT_EQ(answer, "") << "a refused field must read as empty";
  return "<" + input.errors().front().code + ">";
}

std::string line_of(std::string value, std::size_t max = 10) {
  return outcome(std::move(value), [&](Input& input) { return input.line("f", max); });
}
std::string email_of(std::string value) {
  return outcome(std::move(value), [](Input& input) { return input.email("f"); });
}
std::string phone_of(std::string value) {
  return outcome(std::move(value), [](Input& input) { return input.phone("f"); });
}
std::string integer_of(std::string value) {
  return outcome(std::move(value), [](Input& input) {
    const auto number = input.integer("f", -5, 100);
    return number ? std::to_string(*number) : std::string{};
  });
}

TEST(InputTest, EveryMistakeIsCollectedInTheOrderOfReading) {
  Input input = form({{"name", ""}, {"email", "budi"}, {"quantity", "many"}, {"colour", "pink"}});
  input.line("name", 10);
  input.email("email");
  input.integer("quantity", 1, 9);
  input.word("colour", {"red", "blue"});
  input.phone("phone");
  EXPECT_FALSE(input.ok());
  EXPECT_THAT(mistakes(input),
              ElementsAre("name: required", "email: email", "quantity: number", "colour: choice", "phone: required"));
}

TEST(InputTest, MessagesAreInTheVisitorsLanguageAndNameTheLimit) {
  Input input = Input::of_fields(Fields({{"name", "Budi Santoso"}}), i18n::Texts::of(i18n::Language::kIndonesian));
  input.line("name", 4);
  ASSERT_EQ(input.errors().size(), 1U);
  EXPECT_EQ(input.errors()[0].message, "Terlalu panjang, maksimal 4 karakter.");
}

TEST(InputTest, WhatIsChosenIsNotToBeFilledIn) {
  Input input = Input::of_fields(Fields({{"size", ""}}), i18n::Texts::of(i18n::Language::kEnglish));
  input.word("colour", {"red", "blue"});
  input.choice("size", 20);
  input.line("name", 20);
  EXPECT_THAT(mistakes(input), ElementsAre("colour: required", "size: required", "name: required"));
  EXPECT_EQ(input.errors()[0].message, "Please choose one.");
  EXPECT_EQ(input.errors()[1].message, "Please choose one.");
  EXPECT_EQ(input.errors()[2].message, "Please fill this in.");
}

TEST(InputTest, ARefusalOfTheCallersOwnCountsAsAMistake) {
  Input input = form({});
  input.refuse("area", "unknown", "We do not know this area.");
  EXPECT_FALSE(input.ok());
  EXPECT_EQ(input.errors()[0].message, "We do not know this area.");
}

TEST(InputTest, ALineIsTrimmedAndCountedInCharactersNotBytes) {
  EXPECT_EQ(line_of("  Sénar  "), "Sénar");
  EXPECT_EQ(line_of("éééééééééé"), "éééééééééé");
  EXPECT_EQ(line_of("ééééééééééé"), "<too_long>");
}

TEST(InputTest, ALineOfSpacesOnlyIsMissing) {
  EXPECT_EQ(line_of(" \xC2\xA0 "), "<required>");
  Input input = form({{"f", "   "}});
  EXPECT_EQ(input.line("f", 10, Need::kOptional), "");
  EXPECT_TRUE(input.ok());
}

TEST(InputTest, ALineHasNoLineBreakTabOrControlCharacter) {
  for (const std::string_view bad : {"a\nb", "a\rb", "a\tb", "a\x1b[0m", "a\x7f"})
    EXPECT_EQ(line_of(std::string(bad)), "<invalid>") << bad;
  EXPECT_EQ(line_of(std::string("a\0b", 3)), "<invalid>");
}

TEST(InputTest, BytesThatAreNotUtf8AreRefusedByEveryReaderOfText) {
  for (const std::string_view bad : {"\xff", "\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80"}) {
    EXPECT_EQ(line_of(std::string(bad)), "<invalid>");
    EXPECT_EQ(email_of(std::string(bad)), "<invalid>");
    EXPECT_EQ(phone_of(std::string(bad)), "<invalid>");
    EXPECT_EQ(outcome(std::string(bad), [](Input& i) { return i.text("f", 10); }), "<invalid>");
    EXPECT_EQ(outcome(std::string(bad), [](Input& i) { return i.password("f", 1); }), "<invalid>");
    EXPECT_EQ(outcome(std::string(bad), [](Input& i) { return i.word("f", {"a"}); }), "<invalid>");
  }
}

TEST(InputTest, ATextMayHaveSeveralLines) {
  Input input = form({{"note", "Titip satpam.\r\nTelepon dulu."}});
  EXPECT_EQ(input.text("note", 100), "Titip satpam.\r\nTelepon dulu.");
  EXPECT_TRUE(input.ok());
}

TEST(InputTest, APasswordKeepsItsSpaces) {
  Input input = form({{"password", "  kata sandi  "}});
  EXPECT_EQ(input.password("password", 8), "  kata sandi  ");
}

TEST(InputTest, APasswordsMinimumIsInCharactersAndItsMaximumInBytes) {
  const auto password = [](std::string value) {
    return outcome(std::move(value), [](Input& input) { return input.password("f", 8, 12); });
  };
  EXPECT_EQ(password("ééééé"), "<too_short>");
  EXPECT_EQ(password("1234567"), "<too_short>");
  EXPECT_EQ(password("12345678"), "12345678");
  EXPECT_EQ(password("1234567890123"), "<too_long>");
  EXPECT_EQ(password("ééééééé"), "<too_long>");
  EXPECT_EQ(password(""), "<required>");
  EXPECT_EQ(password(std::string("12345678\0", 9)), "<invalid>");
}

TEST(InputTest, AMailboxComesInSmallLetters) {
  EXPECT_EQ(email_of("  Budi.Santoso+toko@Contoh.CO.ID "), "budi.santoso+toko@contoh.co.id");
}

TEST(InputTest, WhatCannotBeAMailboxIsRefused) {
  for (const std::string_view bad :
       {"budi", "@contoh.id", "budi@", "budi@contoh", "budi@@contoh.id", "budi@contoh..id", "budi@.contoh.id",
        "budi@contoh.id.", ".budi@contoh.id", "budi.@contoh.id", "bu di@contoh.id", "budi@con toh.id",
        "budi,ani@contoh.id", "budi@contoh.id,ani@contoh.id", "<budi@contoh.id>", "búdi@contoh.id", "budi@cøntoh.id"})
    EXPECT_EQ(email_of(std::string(bad)), "<email>") << bad;
  EXPECT_EQ(email_of("budi@contoh.id\r\nBcc: ani@contoh.id"), "<invalid>");
  EXPECT_EQ(email_of(std::string(65, 'a') + "@contoh.id"), "<email>");
  EXPECT_EQ(email_of("a@" + std::string(260, 'b') + ".id"), "<too_long>");
}

TEST(InputTest, AnIndonesianNumberGetsItsCountryCode) {
  for (const std::string_view written : {"082115558035", "0821-1555-8035", "(0821) 1555.8035", "+62 821 1555 8035",
                                         "6282115558035", "821 1555 8035", "0062 821-1555-8035"})
    EXPECT_EQ(phone_of(std::string(written)), "+6282115558035") << written;
}

TEST(InputTest, ATelephoneNumberIsTakenBackAsItIsShown) {
  for (const char* stored : {"+6282115558035", "+62811555803", "+62812345678901", "+622212345678", "+6561234567"})
    EXPECT_EQ(phone_of(text::national_phone(stored)), stored);
}

TEST(InputTest, AForeignNumberKeepsItsCountryCode) { EXPECT_EQ(phone_of("+65 6123 4567"), "+6561234567"); }

TEST(InputTest, WhatCannotBeATelephoneNumberIsRefused) {
  for (const std::string_view bad :
       {"12345", "08x1234567", "0812+3456789", "++62811111111", "+0811111111", "1234567890123456", "+"})
    EXPECT_EQ(phone_of(std::string(bad)), "<phone>") << bad;
  Input input = form({{"f", ""}});
  EXPECT_EQ(input.phone("f", Need::kOptional), "");
  EXPECT_TRUE(input.ok());
}

TEST(InputTest, AnIntegerIsWholeAndWithinItsBounds) {
  EXPECT_EQ(integer_of("-5"), "-5");
  EXPECT_EQ(integer_of("100"), "100");
  EXPECT_EQ(integer_of("-6"), "<out_of_range>");
  EXPECT_EQ(integer_of("101"), "<out_of_range>");
  EXPECT_EQ(integer_of(""), "<required>");
  for (const std::string_view bad : {"1.5", "1e3", "+1", " 1", "0x10", "--1", "-", "99999999999999999999", "satu"})
    EXPECT_EQ(integer_of(std::string(bad)), "<number>") << bad;
}

TEST(InputTest, ANumberWithoutAMostIsTheLargestOfItsKindWhenItIsLarger) {
  for (const std::string_view number : {"9223372036854775807", "9223372036854775808", "99999999999999999999"}) {
    Input typed = form({{"f", std::string(number)}});
    EXPECT_EQ(typed.at_least("f", 1), INT64_MAX) << number;
    Input sent = json_input(R"({"f": )" + std::string(number) + "}");
    EXPECT_EQ(sent.at_least("f", 1), INT64_MAX) << number;
  }
  Input huge = json_input(R"({"f": 1e300, "g": 7})");
  EXPECT_EQ(huge.at_least("f", 1), INT64_MAX);
  EXPECT_EQ(huge.at_least("g", 1), 7);
  EXPECT_TRUE(huge.ok());
}

TEST(InputTest, ANumberWithoutAMostIsStillWholeAndNotTooSmall) {
  for (const std::string_view bad : {"0", "-1", "-9223372036854775808", "-1e300", "1.5", "\"two\"", "[1]", "true"}) {
    Input input = json_input(R"({"f": )" + std::string(bad) + "}");
    EXPECT_EQ(input.at_least("f", 1), std::nullopt) << bad;
    EXPECT_EQ(input.errors().size(), 1U) << bad;
  }
  Input small = form({{"f", "0"}});
  small.at_least("f", 1);
  EXPECT_THAT(mistakes(small), ElementsAre("f: out_of_range"));
  EXPECT_EQ(small.errors().front().message, "Enter a number of at least 1.");
}

TEST(InputTest, AnOptionalIntegerMayBeMissingOrEmpty) {
  Input input = form({{"empty", ""}});
  EXPECT_EQ(input.integer("empty", 0, 9, Need::kOptional), std::nullopt);
  EXPECT_EQ(input.integer("missing", 0, 9, Need::kOptional), std::nullopt);
  EXPECT_TRUE(input.ok());
}

TEST(InputTest, AFieldThatCameTwiceIsRefusedEvenWhenOptional) {
  Input input = form({{"f", "1"}, {"f", "2"}});
  EXPECT_TRUE(input.has("f"));
  input.line("f", 10, Need::kOptional);
  input.integer("f", 0, 9, Need::kOptional);
  EXPECT_THAT(mistakes(input), ElementsAre("f: repeated", "f: repeated"));
}

TEST(InputTest, NestedJsonIsReachedByDots) {
  Input input = json_input(R"({"contact": {"name": "Ani", "home": {"city": "Solo"}}, "quantity": 3})");
  EXPECT_EQ(input.line("contact.name", 20), "Ani");
  EXPECT_EQ(input.line("contact.home.city", 20), "Solo");
  EXPECT_EQ(input.integer("quantity", 1, 9), 3);
  EXPECT_TRUE(input.ok());
}

TEST(InputTest, JsonNullIsAMissingField) {
  Input input = json_input(R"({"note": null})");
  EXPECT_FALSE(input.has("note"));
  EXPECT_EQ(input.line("note", 10, Need::kOptional), "");
  EXPECT_TRUE(input.ok());
}

TEST(InputTest, JsonOfAnotherKindThanTheFieldIsInvalid) {
  Input input = json_input(R"({"a": 5, "b": true, "c": ["x"], "d": 1.5, "e": {"x": 1}, "f": 9223372036854775808})");
  input.line("a", 10);
  input.line("b", 10);
  input.line("c", 10);
  input.integer("d", 0, 9);
  input.line("e", 10);
  input.integer("f", 0, 9);
  EXPECT_THAT(mistakes(input),
              ElementsAre("a: invalid", "b: invalid", "c: invalid", "d: invalid", "e: required", "f: invalid"));
}

TEST(InputTest, AJsonIntegerIsHeldAgainstTheBounds) {
  Input input = json_input(R"({"n": -9223372036854775808})");
  EXPECT_EQ(input.integer("n", 1, 9), std::nullopt);
  EXPECT_THAT(mistakes(input), ElementsAre("n: out_of_range"));
}

TEST(InputTest, AJsonTextWithANulIsInvalid) {
  Input input = json_input(R"({"n": "a\u0000b"})");
  input.line("n", 10);
  EXPECT_THAT(mistakes(input), ElementsAre("n: invalid"));
}

TEST(InputTest, WhatIsNoJsonObjectIsRefused) {
  for (const std::string_view bad : {"", "[]", "5", "null", "{", R"({"a":})", R"({"a":1} {})", R"({'a': 1})",
                                     "{\"a\":\"\xff\"}", R"({"a":"\ud800"})"})
    EXPECT_EQ(refusal_of(std::string(bad)), 400) << bad;
}

TEST(InputTest, JsonNestedDeeperThanAnyDocumentOfOursIsRefused) {
  const auto nested = [](int depth) {
    std::string body;
    for (int i = 0; i < depth; ++i) body += R"({"a":)";
    return body + "1" + std::string(static_cast<std::size_t>(depth), '}');
  };
  EXPECT_EQ(refusal_of(nested(8)), 0);
  EXPECT_EQ(refusal_of(nested(9)), 400);
  EXPECT_EQ(refusal_of(nested(5'000)), 400);
}

TEST(InputTest, OnlyTheJsonMediaTypeIsTaken) {
  for (const std::string_view type :
       {"application/json", "Application/JSON; charset=utf-8", "application/json ;charset=utf-8"})
    EXPECT_EQ(refusal_of("{}", std::string(type)), 0) << type;
  for (const std::string_view type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
    EXPECT_EQ(refusal_of("{}", std::string(type)), 415) << type;
}

TEST(InputTest, TheAnswerToWrongInputNamesEveryFieldAndItsMistake) {
  Input input = form({{"email", "x"}});
  input.email("email");
  input.line("name", 10);
  const Response response = invalid(input);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
  const auto errors = boost::json::parse(response.body).at("errors").as_array();
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].at("field").as_string(), "email");
  EXPECT_EQ(errors[1].at("code").as_string(), "required");
}

}  // namespace
}  // namespace hurtrock::http
