#include "catalog/list_address.hpp"

#include <gtest/gtest.h>

#include "catalog/snapshot_contents.hpp"

namespace hurtrock::catalog {
namespace {

struct Read {
  ListAddress address;
  std::vector<http::FieldError> errors;
};

Read read(std::string_view query) {
  static const Snapshot kEmpty({.storage = std::make_shared<SnapshotStorage>()}, nullptr);
  const auto fields = http::Fields::decode(query).value();
  auto input = http::Input::of_fields(fields, i18n::Texts::of(i18n::Language::kIndonesian));
  auto address = read_list_address(kEmpty, fields, input, std::nullopt, 24);
  return {std::move(address), input.errors()};
}

TEST(ListAddress, PricesMayBeTypedAsPeopleWriteThem) {
  const auto [address, errors] = read("min_price=Rp+1.500.000&max_price=20.000.000");
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(address.query.min_price, Money{1'500'000});
  EXPECT_EQ(address.query.max_price, Money{20'000'000});
}

TEST(ListAddress, ALowestPriceAboveTheHighestMeansTheSpanBetweenThem) {
  const auto [address, errors] = read("min_price=20000000&max_price=1500000");
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(address.query.min_price, Money{1'500'000});
  EXPECT_EQ(address.query.max_price, Money{20'000'000});
}

TEST(ListAddress, FieldsLeftEmptyAreNoFilters) {
  const auto [address, errors] = read("min_price=&max_price=&q=");
  EXPECT_TRUE(errors.empty());
  EXPECT_FALSE(address.query.min_price);
  EXPECT_FALSE(address.query.max_price);
}

TEST(ListAddress, APriceThatIsNoNumberIsRefusedAtItsField) {
  const auto [address, errors] = read("min_price=murah");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].field, "min_price");
  EXPECT_EQ(errors[0].code, "number");
}

}  // namespace
}  // namespace hurtrock::catalog
