#include "chat/frames.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace hurtrock::chat {
namespace {

namespace json = boost::json;

constexpr std::string_view kId = "0b5a2f4e-7f6b-4a53-9a6e-2f1d3c4b5a69";

std::string send_frame(const std::string& body, const std::string& more = "") {
  return R"({"type":"send","room":7,"client_id":")" + std::string(kId) + R"(","body":)" +
         json::serialize(json::string(body)) + more + "}";
}
Problem problem_of(const std::string& frame) {
  const auto parsed = parse_frame(frame);
  return parsed ? Problem::kUnavailable : parsed.error().problem;
}

TEST(ClientFrames, a_hello_says_what_has_been_seen) {
  const auto frame = parse_frame(R"({"type":"hello","token":"abc","resume":{"7":3,"9":0}})");
  ASSERT_TRUE(frame);
  const auto& hello = std::get<Hello>(*frame);
  EXPECT_EQ(hello.token, "abc");
  EXPECT_EQ(hello.resume, (std::map<RoomId, std::int64_t>{{RoomId{7}, 3}, {RoomId{9}, 0}}));
  EXPECT_TRUE(parse_frame(R"({"type":"hello","token":"abc"})"));
  EXPECT_TRUE(parse_frame(R"({"type":"hello","token":"abc","resume":null})"));
}

TEST(ClientFrames, a_message_comes_without_white_space_around_it) {
  const auto frame = parse_frame(send_frame("  Halo\n dunia \n"));
  ASSERT_TRUE(frame);
  const auto& draft = std::get<Draft>(*frame);
  EXPECT_EQ(draft.body, "Halo\n dunia");
  EXPECT_EQ(draft.client_id, kId);
  EXPECT_EQ(draft.room, RoomId{7});
}

TEST(ClientFrames, a_ping_needs_nothing_else) {
  const auto frame = parse_frame(R"({"type":"ping"})");
  ASSERT_TRUE(frame);
  EXPECT_TRUE(std::holds_alternative<Ping>(*frame));
}

TEST(ClientFrames, a_product_alone_is_a_message) {
  const auto frame = parse_frame(send_frame("", R"(,"product":"gibson-les-paul")"));
  ASSERT_TRUE(frame);
  EXPECT_EQ(std::get<Draft>(*frame).product_slug, "gibson-les-paul");
}

TEST(ClientFrames, lengths_count_characters_not_bytes) {
  std::string guitars;
  for (std::size_t i = 0; i < kLongestBody; ++i) guitars += "🎸";
  EXPECT_TRUE(parse_frame(send_frame(guitars)));
  EXPECT_EQ(problem_of(send_frame(guitars + "!")), Problem::kTooLong);
}

TEST(ClientFrames, a_refused_message_is_named) {
  const auto refused = parse_frame(send_frame("   "));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().problem, Problem::kEmpty);
  EXPECT_EQ(refused.error().client_id, kId);
  EXPECT_EQ(refused.error().room, RoomId{7});
}

TEST(ClientFrames, a_refused_frame_is_named_as_its_client_named_it) {
  const auto named = [](std::string_view frame) {
    const auto refused = parse_frame(frame);
    return refused ? "taken" : refused.error().client_id;
  };
  const std::string longest(200, 'x');
  EXPECT_EQ(named(R"({"type":"send","room":7,"client_id":"not-a-uuid","body":"x"})"), "not-a-uuid");
  EXPECT_EQ(named(R"({"type":"send","room":"x","client_id":"a-1","body":5})"), "a-1");
  EXPECT_EQ(named(R"({"type":"read","client_id":"a-2"})"), "a-2");
  EXPECT_EQ(named(R"({"type":"unknown","client_id":"a-3"})"), "a-3");
  EXPECT_EQ(named(R"({"type":"send","client_id":")" + longest + R"("})"), longest);
  EXPECT_EQ(named(R"({"type":"send","client_id":")" + longest + R"(x"})"), "");
  EXPECT_EQ(named(R"({"type":"send","client_id":5})"), "");
}

TEST(ClientFrames, nonsense_is_refused) {
  for (const char* text : {"", "x", "[]", "42", "null", "{}", R"({"type":1})", R"({"type":"unknown"})",
                           "{\"type\":", R"({"a":{"b":{"c":{"d":{"e":1}}}}})"})
    EXPECT_EQ(problem_of(text), Problem::kBadFrame) << text;
  for (const char* text :
       {R"({"type":"hello"})", R"({"type":"hello","token":""})", R"({"type":"hello","token":5})",
        R"({"type":"hello","token":"a","resume":[]})", R"({"type":"hello","token":"a","resume":{"x":1}})",
        R"({"type":"hello","token":"a","resume":{"1":-1}})", R"({"type":"typing"})", R"({"type":"typing","room":"7"})",
        R"({"type":"read","room":7})", R"({"type":"read","room":7,"seq":0})", R"({"type":"read","room":7,"seq":1.5})",
        R"({"type":"read","room":0,"seq":1})", R"({"type":"token"})",
        R"({"type":"send","room":7,"client_id":"not-a-uuid","body":"x"})", R"({"type":"send","room":7,"body":"x"})"})
    EXPECT_EQ(problem_of(text), Problem::kInvalid) << text;
  EXPECT_EQ(problem_of(send_frame("x", R"(,"product":"../admin")")), Problem::kInvalid);
  EXPECT_EQ(problem_of(send_frame(std::string("a\0b", 3))), Problem::kInvalid);
}

TEST(ServerFrames, a_message_carries_everything_that_a_screen_needs) {
  const Message message{.room = RoomId{7},
                        .room_owner = PersonId{17},
                        .seq = 3,
                        .client_id = std::string(kId),
                        .sender = {.id = PersonId{-4}, .name = "Tamu 4", .role = Role::kGuest},
                        .body = "Halo \"dunia\"",
                        .product_slug = "gibson-les-paul",
                        .sent_at = from_micros(1'795'000'000'000'000)};
  const ProductCard card{.slug = "gibson-les-paul", .name = "Gibson", .image = "/a.webp", .price = 30, .available = 2};
  const auto frame = json::parse(message_frame(message, card));
  EXPECT_EQ(frame.at("type").as_string(), "message");
  EXPECT_EQ(frame.at("room").as_int64(), 7);
  EXPECT_EQ(frame.at("seq").as_int64(), 3);
  EXPECT_EQ(frame.at("sender").at("id").as_int64(), -4);
  EXPECT_EQ(frame.at("sender").at("role").as_string(), "guest");
  EXPECT_EQ(frame.at("body").as_string(), "Halo \"dunia\"");
  EXPECT_EQ(frame.at("product").at("price").as_int64(), 30);
  // The shop is down: the message is there all the same.
  EXPECT_TRUE(json::parse(message_frame(message, std::nullopt)).at("product").at("name").is_null());
}

TEST(ServerFrames, an_error_names_what_it_is_about) {
  const auto& texts = i18n::Texts::of(i18n::Language::kEnglish);
  const auto frame = json::parse(error_frame(
      {.problem = Problem::kRateLimited, .client_id = std::string(kId), .room = RoomId{7}, .retry_after_ms = 1'500},
      texts));
  EXPECT_EQ(frame.at("code").as_string(), "rate_limited");
  EXPECT_EQ(frame.at("client_id").as_string(), std::string(kId));
  EXPECT_EQ(frame.at("room").as_int64(), 7);
  EXPECT_EQ(frame.at("retry_after_ms").as_int64(), 1'500);
  EXPECT_GT(frame.at("message").as_string().size(), 5U);
}

TEST(ServerFrames, every_problem_has_a_text_in_both_languages) {
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish})
    for (int problem = 0; problem <= static_cast<int>(Problem::kUnavailable); ++problem)
      EXPECT_FALSE(text_of(static_cast<Problem>(problem), i18n::Texts::of(language)).starts_with("chat."));
}

}  // namespace
}  // namespace hurtrock::chat
