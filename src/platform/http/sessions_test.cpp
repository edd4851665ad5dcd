#include "platform/http/sessions.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

class CountingStarter final : public SessionStarter {
 public:
  Started start(const Request&) override {
    ++started;
    return {.session = {.id = 7, .csrf_token = "masked"}, .cookie = "hurtrock_session=t; HttpOnly"};
  }
  int started = 0;
};

TEST(SessionForWriteTest, ANewSessionTravelsWithItsCookieAndItsToken) {
  CountingStarter starter;
  const SessionForWrite session(Request{}, starter);
  ASSERT_TRUE(session.visitor().session);
  EXPECT_EQ(session.visitor().session->id, 7);
  const Response response = session.with_session(json(200, "{}"));
  EXPECT_EQ(response.header("Set-Cookie"), "hurtrock_session=t; HttpOnly");
  EXPECT_EQ(response.header("X-CSRF-Token"), "masked");
}

TEST(SessionForWriteTest, ASessionThatIsThereIsKept) {
  CountingStarter starter;
  Request request;
  request.visitor.session = Visitor::Session{.id = 3, .csrf_token = "old"};
  const SessionForWrite session(request, starter);
  EXPECT_EQ(starter.started, 0);
  EXPECT_EQ(session.visitor().session->id, 3);
  const Response response = session.with_session(json(200, "{}"));
  EXPECT_EQ(response.header("Set-Cookie"), "");
  EXPECT_EQ(response.header("X-CSRF-Token"), "");
}

}  // namespace
}  // namespace hurtrock::http
