#include "admin/handlers.hpp"
#include "admin/job_words.hpp"
#include "admin/shop_fixture.hpp"
#include "catalog/gallery.hpp"
#include "checkout/transfer_difference.hpp"

namespace hurtrock::admin {
namespace {

TEST(JobWords, SayWhatEveryKindDoes) {
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish})
    for (const std::string_view kind :
         {catalog::kMakeVariants, reviews::kMakePhoto, reviews::kForgetPhoto, checkout::kTellOfRest,
          std::string_view("admin.import_products"), std::string_view("admin.import_pictures"),
          std::string_view("admin.bulk_run"), std::string_view("accounts.leave_chat"),
          std::string_view("payments.event"), std::string_view("payments.close_others")})
      EXPECT_NE(worded_job(kind, i18n::Texts::of(language)), kind);
  EXPECT_EQ(worded_job("of.tomorrow", i18n::Texts::of(i18n::Language::kEnglish)), "of.tomorrow");
}

class DeadJobs : public testing::ShopTest {
 protected:
  void dies(std::string_view kind, std::string_view error) {
    db_->write([&](db::Tx& tx) {
      tx.execute(
          "INSERT INTO jobs (kind, payload, state, run_at, attempts, max_attempts, last_error, created_at, "
          "finished_at) "
          "VALUES ($1, '{}', 'dead', 0, 4, 4, $2, 0, $3)",
          kind, error, clock_.now());
    });
  }
  http::Request request(std::string_view form = "") {
    http::Request request;
    request.form = *http::Fields::decode(form);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return request;
  }
  bool overview_says(std::string_view text) {
    return show_start(request(), shop_).body.find(text) != std::string::npos;
  }
  std::string retry(std::string_view form) {
    return std::string(create_job_retry(request(form), shop_).header("Location"));
  }
};

INSTANTIATE_TEST_SUITE_P(, DeadJobs, db::testing::every_dialect(), db::testing::name_of);

TEST_P(DeadJobs, StandOnTheOverviewByWhatTheyDo) {
  EXPECT_FALSE(overview_says("Failed jobs"));
  dies("catalog.make_variants", "no such file");
  dies("catalog.make_variants", "the disk is full");
  dies("payments.event", "no answer");
  EXPECT_TRUE(overview_says("Preparing the sizes of product pictures: 2 jobs failed"));
  EXPECT_TRUE(overview_says("the disk is full"));
  EXPECT_TRUE(overview_says("Processing news from a payment provider: 1 job failed"));
}

TEST_P(DeadJobs, AreTriedAgainByTheStaffOnceHoweverOftenTheyAsk) {
  dies("catalog.make_variants", "no such file");
  dies("payments.event", "no answer");
  EXPECT_EQ(retry("kind=catalog.make_variants"), "/admin?notice=jobs_retried");
  EXPECT_EQ(retry("kind=catalog.make_variants"), "/admin?notice=jobs_gone");
  EXPECT_EQ(retry(""), "/admin?notice=jobs_gone");
  EXPECT_EQ(one<std::string>("SELECT state FROM jobs WHERE kind = 'catalog.make_variants'"), "waiting");
  EXPECT_EQ(one<std::string>("SELECT state FROM jobs WHERE kind = 'payments.event'"), "dead");
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log WHERE action = 'job.retried' AND actor_id = 7"), 1);
}

}  // namespace
}  // namespace hurtrock::admin
