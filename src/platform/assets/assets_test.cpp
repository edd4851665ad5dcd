#include "platform/assets/assets.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "platform/assets/packed.hpp"

namespace hurtrock::assets {
namespace {

TEST(Assets, every_packed_asset_is_found_by_the_address_of_its_name) {
  ASSERT_FALSE(packed().empty());
  for (const Packed& row : packed()) {
    const Asset* asset = find(url(row.name));
    ASSERT_NE(asset, nullptr) << row.name;
    EXPECT_FALSE(asset->identity.empty()) << row.name;
    EXPECT_FALSE(asset->content_type.empty()) << row.name;
  }
}

TEST(Assets, a_compressed_form_exists_only_where_it_is_smaller) {
  for (const Packed& row : packed()) {
    if (row.gzip.size != 0) EXPECT_LT(row.gzip.size, row.identity.size) << row.name;
    if (row.brotli.size != 0) EXPECT_LT(row.brotli.size, row.identity.size) << row.name;
  }
}

TEST(Assets, the_style_sheet_comes_with_its_type_and_both_compressed_forms) {
  const Asset* sheet = find(url("css/shop.css"));
  ASSERT_NE(sheet, nullptr);
  EXPECT_EQ(sheet->content_type, "text/css; charset=utf-8");
  EXPECT_FALSE(sheet->gzip.empty());
  EXPECT_FALSE(sheet->brotli.empty());
}

TEST(Assets, no_style_sheet_loads_anything_from_elsewhere) {
  const std::string_view css = find(url("css/shop.css"))->identity;
  EXPECT_EQ(css.find("url(http"), std::string_view::npos);
  EXPECT_EQ(css.find("url(data:"), std::string_view::npos);
  EXPECT_EQ(css.find("asset:"), std::string_view::npos);
}

TEST(Assets, an_outdated_address_is_not_found) { EXPECT_EQ(find("/assets/css/shop-0000000000.css"), nullptr); }

TEST(Assets, an_unknown_name_is_a_bug_that_is_reported) {
  EXPECT_THROW((void)url("css/nothing.css"), std::logic_error);
}

}  // namespace
}  // namespace hurtrock::assets
