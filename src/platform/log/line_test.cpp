#include "platform/log/line.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hurtrock::log {
namespace {

using namespace std::chrono_literals;

constexpr Time kMorning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 10h + 15min + 123456us};

struct Line {
  std::vector<Field> fields;
  std::string_view request_id = {};
  Level level = Level::kInfo;
  [[nodiscard]] Event event() const {
    return {.at = kMorning,
            .level = level,
            .process = "shop",
            .name = "checkout.place_order.placed",
            .request_id = request_id,
            .fields = fields};
  }
};

TEST(LineTest, AnEventIsReadableAsText) {
  EXPECT_EQ(as_text(Line{.fields = {{"order", 17}, {"fresh", true}, {"status", "paid"}}}.event()),
            "2026-11-22T10:15:00.123Z INFO  shop checkout.place_order.placed order=17 fresh=true status=paid");
}

TEST(LineTest, AnEventIsOneJsonObject) {
  EXPECT_EQ(as_json(Line{.fields = {{"order", 17}, {"fresh", true}, {"status", "paid"}}}.event()),
            R"({"time":"2026-11-22T10:15:00.123Z","level":"info","process":"shop",)"
            R"("event":"checkout.place_order.placed","order":17,"fresh":true,"status":"paid"})");
}

TEST(LineTest, TheRequestIdComesAlong) {
  EXPECT_TRUE(as_text(Line{.request_id = "r-1"}.event()).ends_with(" request_id=r-1"));
  EXPECT_NE(as_json(Line{.request_id = "r-1"}.event()).find(R"("request_id":"r-1")"), std::string::npos);
}

TEST(LineTest, AValueCannotForgeASecondLine) {
  const Line line{.fields = {{"reason", "x\n2026 ERROR shop forged=\"1\"\r\x1b[31m"}}};
  EXPECT_EQ(as_text(line.event()).find_first_of("\n\r\x1b"), std::string::npos);
  EXPECT_EQ(as_json(line.event()).find_first_of("\n\r\x1b"), std::string::npos);
  EXPECT_NE(as_json(line.event()).find(R"("x\n2026 ERROR shop forged=\"1\"\r\u001b[31m")"), std::string::npos);
}

TEST(LineTest, AValueWithSpacesIsQuoted) {
  EXPECT_TRUE(as_text(Line{.fields = {{"reason", "card declined"}}}.event()).ends_with(R"( reason="card declined")"));
  EXPECT_TRUE(as_text(Line{.fields = {{"reason", ""}}}.event()).ends_with(R"( reason="")"));
}

TEST(LineTest, MalformedTextDoesNotBreakTheJson) {
  EXPECT_TRUE(as_json(Line{.fields = {{"name", "caf\xe9"}}}.event()).ends_with(R"("name":"caf?"})"));
  EXPECT_TRUE(as_json(Line{.fields = {{"name", "caf\u00e9"}}}.event()).ends_with("\"name\":\"caf\u00e9\"}"));
}

TEST(LineTest, AHugeValueIsCut) {
  std::string huge;
  for (int i = 0; i < 5000; ++i) huge += "\u00e9";
  const std::string line = as_text(Line{.fields = {{"body", huge}}}.event());
  EXPECT_LT(line.size(), 2200U);
  EXPECT_TRUE(line.ends_with("\u00e9...\""));
}

}  // namespace
}  // namespace hurtrock::log
