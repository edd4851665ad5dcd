#include "platform/db/migrations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using testing::error_of;
using testing::kind_of;

const std::vector<Migration> kThreeSteps{
    {.number = 1,
     .name = "first",
     .sql = "-- Two tables.\nCREATE TABLE a (n BIGINT PRIMARY KEY); CREATE TABLE b (n BIGINT);\n"},
    {.number = 2, .name = "second", .sql = "INSERT INTO a VALUES (1);"},
    {.number = 5, .name = "third", .sql = "INSERT INTO b VALUES (1); INSERT INTO b VALUES (2); -- done"}};

class Migrations : public ::testing::TestWithParam<Dialect> {
 protected:
  std::int64_t rows_in(const std::string& table) {
    return db_->read([&](Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM " + table); });
  }
  std::vector<bool> applied(const std::vector<Migration>& steps) {
    std::vector<bool> flags;
    for (const auto& state : migration_states(*db_, steps)) flags.push_back(state.applied);
    return flags;
  }

  testing::ScratchAddress address_{GetParam()};
  std::unique_ptr<Database> db_ = Database::open(address_.url(), testing::kScratchOptions);
};
INSTANTIATE_TEST_SUITE_P(, Migrations, testing::every_dialect(), testing::name_of);

TEST_P(Migrations, AreAppliedOnce) {
  EXPECT_EQ(migrate(*db_, kThreeSteps), 3);
  EXPECT_EQ(migrate(*db_, kThreeSteps), 0);
  EXPECT_EQ(rows_in("b"), 2);
}

TEST_P(Migrations, OnlyTheMissingOnesAreApplied) {
  EXPECT_EQ(applied(kThreeSteps), (std::vector{false, false, false}));
  migrate(*db_, {kThreeSteps[0]});
  EXPECT_EQ(applied(kThreeSteps), (std::vector{true, false, false}));
  EXPECT_EQ(migrate(*db_, kThreeSteps), 2);
}

TEST_P(Migrations, AppliedByFourProcessesAtOnceHappenOnce) {
  std::atomic<int> steps = 0;
  {
    std::vector<std::jthread> processes;
    for (int process = 0; process < 4; ++process)
      processes.emplace_back([&] {
        const auto db = Database::open(address_.url(), testing::kScratchOptions);
        steps += migrate(*db, kThreeSteps);
      });
  }
  EXPECT_EQ(steps, 3);
  EXPECT_EQ(rows_in("b"), 2);
}

TEST_P(Migrations, AFailingStepLeavesNothingBehind) {
  const auto error = error_of([&] {
    migrate(*db_, {kThreeSteps[0],
                   {.number = 2, .name = "broken", .sql = "INSERT INTO a VALUES (7); INSERT INTO a VALUES (7)"}});
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::kUnique);
  EXPECT_THAT(error->what(), ::testing::HasSubstr("0002_broken"));
  EXPECT_EQ(rows_in("a"), 0);
  EXPECT_EQ(applied(kThreeSteps), (std::vector{true, false, false}));
}

TEST_P(Migrations, ANewerDatabaseIsRefused) {
  migrate(*db_, kThreeSteps);
  EXPECT_EQ(kind_of([&] { migrate(*db_, {kThreeSteps[0], kThreeSteps[1]}); }), ErrorKind::kMisuse);
}

TEST_P(Migrations, AnEditedStepIsRefused) {
  migrate(*db_, kThreeSteps);
  auto edited = kThreeSteps;
  edited[1].sql = "INSERT INTO a VALUES (2);";
  const auto error = error_of([&] { migrate(*db_, edited); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::kMisuse);
  EXPECT_THAT(error->what(), ::testing::HasSubstr("0002_second was edited"));
}

TEST_P(Migrations, OutOfOrderAreABug) {
  EXPECT_EQ(kind_of([&] { migrate(*db_, {kThreeSteps[1], kThreeSteps[0]}); }), ErrorKind::kMisuse);
}

TEST_P(Migrations, TheBuiltInOnesApplyAndCanBeDroppedAndAppliedAgain) {
  for (const Schema schema : {Schema::kShop, Schema::kChat}) {
    const auto built_in = built_in_migrations(GetParam(), schema);
    ASSERT_FALSE(built_in.empty());
    for (int round = 0; round < 2; ++round) {
      EXPECT_EQ(migrate(*db_, built_in), static_cast<int>(built_in.size()));
      drop_everything(*db_);
    }
    for (const auto& state : migration_states(*db_, built_in)) EXPECT_FALSE(state.applied) << state.name;
  }
}

TEST_P(Migrations, DroppingMindsTablesThatReferToEachOther) {
  db_->write([](Tx& tx) {
    tx.run_script(
        "CREATE TABLE parent (id BIGINT PRIMARY KEY);"
        "CREATE TABLE child (id BIGINT PRIMARY KEY REFERENCES parent (id) ON DELETE RESTRICT);"
        "CREATE VIEW family AS SELECT id FROM parent;"
        "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);");
  });
  drop_everything(*db_);
  EXPECT_EQ(kind_of([&] { rows_in("parent"); }), ErrorKind::kMisuse);
}

TEST_P(Migrations, AMigratedScratchDatabaseIsComplete) {
  const auto migrated = testing::migrated_database(GetParam());
  EXPECT_EQ(migrate(*migrated, built_in_migrations(GetParam())), 0);
}

TEST(BuiltInMigrations, BothDatabasesHaveTheSameSteps) {
  const auto labels = [](Dialect dialect, Schema schema) {
    std::vector<std::pair<int, std::string>> steps;
    for (const auto& step : built_in_migrations(dialect, schema)) steps.emplace_back(step.number, step.name);
    return steps;
  };
  for (const Schema schema : {Schema::kShop, Schema::kChat})
    EXPECT_EQ(labels(Dialect::kSqlite, schema), labels(Dialect::kPostgres, schema));
}

}  // namespace
}  // namespace hurtrock::db
