#include "app/dev_mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/db/testing/testing.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class PlainFrames final : public layout::FrameSource {
 public:
  layout::Frame frame_for(const http::Request&) override { return {}; }
};

class DevMailTest : public testing::Test {
 protected:
  void write(const std::string& event, const std::string& subject,
             const std::string& html = "<html><head></head><body><b>Halo</b></body></html>") {
    database_->write([&](db::Tx& tx) {
      mail::enqueue_mail(tx,
                         {.kind = "order_placed",
                          .event_key = event,
                          .order_id = std::nullopt,
                          .to_address = "budi@example.com",
                          .to_name = "Budi",
                          .language = "id",
                          .subject = subject,
                          .html = html,
                          .text = "Halo <Budi>"},
                         from_micros(1'795'342'500'000'000));
    });
  }
  http::Response get(const std::string& path) {
    http::Request request;
    request.path = request.target = path;
    const auto match = routes_.find(http::Method::kGet, path);
    request.params = match.params;
    return match.route->handler(request);
  }

  std::unique_ptr<db::Database> database_ = db::testing::migrated_database(db::Dialect::kSqlite);
  PlainFrames frames_;
  DevMailServices services_{.db = *database_, .frames = frames_};
  http::RouteTable routes_{dev_mail_routes(services_)};
};

TEST_F(DevMailTest, EveryMailIsListedWithALinkToIt) {
  write("order_placed:1", "Pesanan pertama");
  write("order_placed:2", "Pesanan kedua");
  const auto page = get("/dev/mail");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Pesanan pertama"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/dev/mail/2\""));
}

TEST_F(DevMailTest, AMailShowsItsTextAsItWasWritten) {
  write("order_placed:1", "Pesanan pertama");
  EXPECT_THAT(get("/dev/mail/1").body, HasSubstr("Halo &lt;Budi&gt;"));
}

TEST_F(DevMailTest, AMailWithoutMarkupHasNoEmptyFrame) {
  write("order_placed:1", "Pesanan pertama");
  write("order_placed:2", "Pesanan kedua", "");
  EXPECT_THAT(get("/dev/mail/1").body, HasSubstr("<iframe"));
  EXPECT_THAT(get("/dev/mail/2").body, Not(HasSubstr("<iframe")));
}

TEST_F(DevMailTest, NothingInAMailRunsAndOnlyThePageAroundItMayFrameIt) {
  write("order_placed:1", "Pesanan pertama");
  const auto markup = get("/dev/mail/1/html");
  EXPECT_THAT(markup.body, HasSubstr("<base target=\"_top\"></head><body><b>Halo</b>"));
  const std::string policy(markup.header("Content-Security-Policy"));
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("script-src")));
}

TEST_F(DevMailTest, AMailThatIsNotThereIsNotFound) {
  for (const auto* path : {"/dev/mail/1", "/dev/mail/1/html", "/dev/mail/x", "/dev/mail/0"})
    EXPECT_EQ(get(path).status, 404) << path;
}

}  // namespace
}  // namespace hurtrock::app
