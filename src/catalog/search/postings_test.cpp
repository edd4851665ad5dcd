#include "catalog/search/postings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include <string>

#include "catalog/search/search_fixture.hpp"

namespace hurtrock::catalog::search {
namespace {

constexpr unsigned kProducts = 1'000;

/// An index of products that are all "common", half of them "even".
class PostingsCacheTest : public ::testing::Test {
 protected:
  PostingsCacheTest() {
    for (unsigned n = 1; n <= kProducts; ++n) add(n);
    index_.commit();
  }

  void add(unsigned n) {
    Xapian::Document document;
    document.add_term("common");
    if (n % 2 == 0) document.add_term("even");
    index_.replace_document(n, document);
  }
  void remove(unsigned n) {
    index_.delete_document(n);
    index_.commit();
  }
  [[nodiscard]] Xapian::Database reader() const { return Xapian::Database(path()); }
  [[nodiscard]] std::string path() const { return (folder_.path() / "index").string(); }

  ScratchFolder folder_;
  Xapian::WritableDatabase index_{path(), Xapian::DB_CREATE};
  PostingsCache cache_;
};

TEST_F(PostingsCacheTest, a_list_is_read_once_for_a_state_of_the_index) {
  const auto index = reader();
  const auto list = cache_.of(index, "common");
  EXPECT_EQ(list->size(), kProducts);
  EXPECT_EQ(cache_.of(index, "common"), list);
  EXPECT_EQ(cache_.held(), kProducts);
}

TEST_F(PostingsCacheTest, a_new_state_is_read_before_it_is_asked_for) {
  cache_.of(reader(), "common");
  remove(1);
  cache_.follow(reader());
  EXPECT_EQ(cache_.held(), kProducts - 1);
  EXPECT_EQ(cache_.of(reader(), "common")->size(), kProducts - 1);
}

TEST_F(PostingsCacheTest, what_nobody_asks_for_any_more_is_forgotten) {
  cache_.of(reader(), "common");
  cache_.of(reader(), "even");
  remove(1);
  cache_.follow(reader());
  cache_.of(reader(), "even");
  remove(3);
  cache_.follow(reader());
  EXPECT_EQ(cache_.held(), kProducts / 2);
}

TEST_F(PostingsCacheTest, a_search_of_the_state_before_finds_that_and_leaves_the_new_one) {
  const auto before = reader();
  cache_.of(before, "common");
  remove(1);
  cache_.follow(reader());
  EXPECT_EQ(cache_.of(before, "common")->size(), kProducts);
  EXPECT_EQ(cache_.held(), kProducts - 1);
}

TEST_F(PostingsCacheTest, an_index_begun_anew_replaces_the_other) {
  cache_.of(reader(), "common");
  index_.close();
  index_ = Xapian::WritableDatabase(path(), Xapian::DB_CREATE_OR_OVERWRITE);
  for (unsigned n = 1; n <= kProducts / 2; ++n) add(n);
  index_.commit();
  EXPECT_EQ(cache_.of(reader(), "common")->size(), kProducts / 2);
  EXPECT_EQ(cache_.held(), kProducts / 2);
}

}  // namespace
}  // namespace hurtrock::catalog::search
