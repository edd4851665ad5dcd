#include "catalog/search/synonym_sets.hpp"

#include <gmock/gmock.h>

#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::catalog::search {
namespace {

using ::testing::ElementsAre;

TEST(SynonymSet, is_read_as_people_type_it) {
  EXPECT_EQ(read_synonym_set(" Efek,pedal ,,\nStompbox\nefek"), "efek, pedal, stompbox");
  EXPECT_EQ(read_synonym_set("gitar bas, bass"), "gitar bas, bass");
  EXPECT_EQ(read_synonym_set("sendiri"), std::nullopt);
  EXPECT_EQ(read_synonym_set("sama, SAMA"), std::nullopt);
  EXPECT_EQ(read_synonym_set("CAF\u00c9, kafe"), std::nullopt);
  EXPECT_EQ(read_synonym_set("a, " + std::string(kLongestSynonym + 1, 'b')), std::nullopt);
}

class SynonymSetStore : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  SynonymSetStore() {
    db_->write([](db::Tx& tx) { tx.execute("DELETE FROM search_synonyms"); });
  }
  std::expected<std::int64_t, SynonymRefusal> create(std::string_view terms) {
    return db_->write([&](db::Tx& tx) { return create_synonym_set(tx, terms); });
  }
  std::expected<void, SynonymRefusal> update(std::int64_t id, std::string_view seen, std::string_view terms) {
    return db_->write([&](db::Tx& tx) { return update_synonym_set(tx, id, seen, terms); });
  }
  std::vector<std::string> sets() {
    std::vector<std::string> terms;
    for (auto& [set] :
         db_->read([](db::Tx& tx) { return tx.all<std::string>("SELECT terms FROM search_synonyms ORDER BY terms"); }))
      terms.push_back(std::move(set));
    return terms;
  }
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, SynonymSetStore, db::testing::every_dialect(), db::testing::name_of);

TEST_P(SynonymSetStore, a_set_is_made_once_changed_and_taken_away) {
  const auto id = create("efek, pedal");
  ASSERT_TRUE(id);
  EXPECT_EQ(create("efek, pedal").error(), SynonymRefusal::kTaken);
  ASSERT_TRUE(update(*id, "efek, pedal", "efek, pedal, stompbox"));
  EXPECT_THAT(sets(), ElementsAre("efek, pedal, stompbox"));
  ASSERT_TRUE(db_->write([&](db::Tx& tx) { return delete_synonym_set(tx, *id, "efek, pedal, stompbox"); }));
  EXPECT_THAT(sets(), ElementsAre());
}

TEST_P(SynonymSetStore, nobody_overwrites_what_they_have_not_seen) {
  const auto id = *create("efek, pedal");
  create("senar, strings");
  EXPECT_EQ(update(id, "efek", "a, b").error(), SynonymRefusal::kChanged);
  EXPECT_EQ(update(id, "efek, pedal", "senar, strings").error(), SynonymRefusal::kTaken);
  EXPECT_EQ(update(id + 100, "efek, pedal", "a, b").error(), SynonymRefusal::kNoSuchSet);
  EXPECT_EQ(db_->write([&](db::Tx& tx) { return delete_synonym_set(tx, id, "efek"); }).error(),
            SynonymRefusal::kChanged);
  EXPECT_THAT(sets(), ElementsAre("efek, pedal", "senar, strings"));
}

}  // namespace
}  // namespace hurtrock::catalog::search
