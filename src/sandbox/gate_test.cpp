#include "sandbox/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hurtrock::sandbox {
namespace {

using testing::HasSubstr;

http::Response failure_told_to(std::string accepted, std::string language) {
  SandboxGate gate(http::RouteTable{std::vector<http::Route>{}}, "Toko");
  http::Request request;
  request.headers = {{"Accept", std::move(accepted)}, {"Accept-Language", std::move(language)}};
  return gate.refusal(request, 500);
}

TEST(SandboxGateTest, a_browser_reads_of_a_failure_in_its_language) {
  const auto indonesian = failure_told_to("text/html,*/*;q=0.8", "id"), english = failure_told_to("text/html", "en");
  EXPECT_EQ(indonesian.status, 500);
  EXPECT_THAT(indonesian.body, HasSubstr("Terjadi gangguan"));
  EXPECT_EQ(english.status, 500);
  EXPECT_THAT(english.body, HasSubstr("Something went wrong"));
}

TEST(SandboxGateTest, a_program_is_answered_json) {
  EXPECT_THAT(failure_told_to("application/json", "id").body, HasSubstr(R"("status_code":"500")"));
}

}  // namespace
}  // namespace hurtrock::sandbox
