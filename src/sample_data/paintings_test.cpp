#include "sample_data/paintings.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace hurtrock::sample_data {
namespace {

TEST(PaintingsTest, a_pack_gives_back_what_went_in) {
  const std::string pack = Paintings::packed("a-160.webp", "one\ntwo 3") + Paintings::packed("b-160.webp", "three");
  const Paintings paintings(pack);
  EXPECT_EQ(paintings.find("a-160.webp"), "one\ntwo 3");
  EXPECT_EQ(paintings.find("b-160.webp"), "three");
  EXPECT_EQ(paintings.find("c-160.webp"), "");
}

TEST(PaintingsTest, a_pack_that_was_cut_off_is_refused) {
  const std::string pack = Paintings::packed("a-160.webp", "content");
  for (std::size_t size = 1; size < pack.size(); ++size)
    EXPECT_THROW(Paintings(std::string_view(pack).substr(0, size)), std::invalid_argument) << size;
}

}  // namespace
}  // namespace hurtrock::sample_data
