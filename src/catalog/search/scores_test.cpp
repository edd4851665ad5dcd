#include "catalog/search/scores.hpp"

#include <gmock/gmock.h>
#include <xapian.h>

#include "catalog/catalogue_for_tests.hpp"
#include "catalog/search/search_fixture.hpp"

namespace hurtrock::catalog::search {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::IsEmpty;

/// Two thousand products; the n-th has the term "bN" for every N that divides n, and as many "often" as n has digits.
class ScorerTest : public ::testing::Test {
 protected:
  static constexpr int kProducts = 2'000;

  static void SetUpTestSuite() {
    crypto::start();
    const auto db = db::testing::migrated_database(db::Dialect::kSqlite);
    db->write([](db::Tx& tx) {
      const auto category = insert_category(tx, {.slug = "gitar"});
      const auto brand = insert_brand(tx, "ibanez", "Ibanez");
      for (int n = 1; n <= kProducts; ++n)
        insert_variant(tx, insert_product(tx, {.slug = "p" + std::to_string(n), .brand = brand, .category = category}),
                       {.sku = "SKU-" + std::to_string(n)});
    });
    snapshot_ = snapshot_of(*db);
  }
  static void TearDownTestSuite() { snapshot_.reset(); }

  void SetUp() override {
    Xapian::WritableDatabase index((folder_.path() / "index").string(), Xapian::DB_CREATE);
    for (int n = 1; n <= kProducts; ++n) {
      Xapian::Document document;
      for (const int divisor : {1, 2, 3, 5, 500})
        if (n % divisor == 0) document.add_term("b" + std::to_string(divisor));
      document.add_term("often", static_cast<unsigned>(std::to_string(n).size()));
      index.replace_document(static_cast<Xapian::docid>(id_of(n).value()), document);
    }
    index.commit();
    index_ = Xapian::Database((folder_.path() / "index").string());
  }

  static ProductId id_of(int n) {
    const auto product = snapshot_->find_product("p" + std::to_string(n));
    return snapshot_->products()[static_cast<std::size_t>(*product)].id;
  }
  static Expression term(std::string text) { return {.kind = Expression::Kind::kTerm, .term = std::move(text)}; }

  /// The numbers of the products that match, ascending.
  std::vector<int> matching(const Expression& expression) {
    const Scores scores = Scorer(index_, *snapshot_, postings_).scores(expression);
    std::vector<int> numbers;
    for (int n = 1; n <= kProducts; ++n)
      if (score(scores, n) > 0) numbers.push_back(n);
    EXPECT_EQ(scores.any, !numbers.empty());
    return numbers;
  }
  static float score(const Scores& scores, int n) {
    return scores.of[static_cast<std::size_t>(*snapshot_->find_product(id_of(n)))];
  }
  float score(const Expression& expression, int n) {
    return score(Scorer(index_, *snapshot_, postings_).scores(expression), n);
  }

  static inline std::shared_ptr<const Snapshot> snapshot_;
  ScratchFolder folder_;
  Xapian::Database index_;
  PostingsCache postings_;
};

TEST_F(ScorerTest, a_term_counts_for_as_much_as_xapian_says) {
  for (const char* text : {"b2", "b500", "often", "b1"}) {
    const Scores scores = Scorer(index_, *snapshot_, postings_).scores(term(text));
    Xapian::Enquire enquire(index_);
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.2, 0.01));
    enquire.set_query(Xapian::Query(text));
    const Xapian::MSet all = enquire.get_mset(0, kProducts);
    ASSERT_GT(all.size(), 0U);
    for (auto hit = all.begin(); hit != all.end(); ++hit)
      EXPECT_THAT(scores.of[static_cast<std::size_t>(*snapshot_->find_product(ProductId(*hit)))],
                  FloatNear(static_cast<float>(hit.get_weight()), 1e-4F));
  }
}

TEST_F(ScorerTest, all_parts_must_match) {
  EXPECT_THAT(matching(all_of({term("b500"), term("b3")})), ElementsAre(1'500));
  EXPECT_THAT(matching(all_of({term("b500"), term("unknown")})), IsEmpty());
}

TEST_F(ScorerTest, any_part_will_do_and_counts_together_with_the_others) {
  const Expression either = any_of({term("b500"), term("b3")});
  EXPECT_EQ(matching(either).size(), 4U + 666U - 1U);
  EXPECT_FLOAT_EQ(score(either, 1'500), score(term("b500"), 1'500) + score(term("b3"), 1'500));
  EXPECT_FLOAT_EQ(score(either, 500), score(term("b500"), 500));
}

TEST_F(ScorerTest, the_best_part_counts_alone) {
  const Expression best = best_of({term("b3"), term("b500")});
  EXPECT_FLOAT_EQ(score(best, 1'500), score(term("b500"), 1'500));
  EXPECT_FLOAT_EQ(score(best, 3), score(term("b3"), 3));
}

TEST_F(ScorerTest, factors_multiply_down_to_the_terms) {
  const Expression once = all_of({term("b5"), best_of({term("b3")})});
  EXPECT_FLOAT_EQ(score(scaled(3, any_of({scaled(2, once)})), 15), 6 * score(once, 15));
}

TEST_F(ScorerTest, a_beginning_is_had_by_the_best_term_that_begins_so) {
  const Expression beginning{.kind = Expression::Kind::kBeginning, .term = "b5"};
  EXPECT_EQ(matching(beginning), matching(term("b5")));
  EXPECT_FLOAT_EQ(score(beginning, 500), score(term("b500"), 500));
}

TEST_F(ScorerTest, what_is_remembered_of_a_term_is_forgotten_when_the_index_has_changed) {
  EXPECT_EQ(matching(term("b2")).size(), 1'000U);
  Xapian::WritableDatabase index((folder_.path() / "index").string(), Xapian::DB_OPEN);
  index.delete_document(static_cast<Xapian::docid>(id_of(2).value()));
  index.commit();
  EXPECT_EQ(matching(term("b2")).size(), 1'000U) << "a reader sees the state that it has opened";
  index_ = Xapian::Database((folder_.path() / "index").string());
  EXPECT_EQ(matching(term("b2")).size(), 999U);
}

TEST_F(ScorerTest, what_is_no_product_any_more_matches_nothing) {
  Xapian::WritableDatabase index((folder_.path() / "index").string(), Xapian::DB_OPEN);
  Xapian::Document document;
  document.add_term("gone");
  index.replace_document(1'000'000, document);
  index.commit();
  index_ = Xapian::Database((folder_.path() / "index").string());
  EXPECT_THAT(matching(term("gone")), IsEmpty());
}

}  // namespace
}  // namespace hurtrock::catalog::search
