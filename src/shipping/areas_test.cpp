#include "shipping/areas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "shipping/area_table.hpp"

namespace hurtrock::shipping {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(AreasTest, provinces_have_the_codes_that_their_areas_have) {
  const auto all = provinces();
  EXPECT_EQ(all.size(), 38U);
  EXPECT_EQ(all.front().name, "Aceh");
  const auto found = std::ranges::find(all, find_area("32.73.01.1001")->province_code, &Province::code);
  ASSERT_NE(found, all.end());
  EXPECT_EQ(found->name, "Jawa Barat");
}

TEST(AreasTest, TheWholeCountryIsThere) {
  const AreaTable& table = AreaTable::instance();
  EXPECT_EQ(table.provinces(), 38U);
  EXPECT_EQ(table.cities(), 514U);
  EXPECT_GE(table.districts(), 7'277U);
  EXPECT_GE(table.villages(), 83'700U);
}

TEST(AreasTest, EveryKelurahanIsFoundByItsCode) {
  const AreaTable& table = AreaTable::instance();
  for (std::size_t village = 0; village < table.villages(); village += 97) {
    const std::size_t district = table.district_of_village(village);
    const std::string code =
        std::to_string(std::int64_t{table.district_code(district)} * 10'000 + table.village_code(village));
    const auto area = find_area(code);
    ASSERT_TRUE(area) << code;
    EXPECT_EQ(area->kelurahan, table.village(village));
    EXPECT_EQ(area->kecamatan, table.district(district));
  }
}

TEST(AreasTest, ACodeMayHaveDotsOrNone) {
  const auto area = find_area("32.73.01.1001");
  ASSERT_TRUE(area);
  EXPECT_EQ(area->code, "32.73.01.1001");
  EXPECT_EQ(area->kecamatan, "Sukasari");
  EXPECT_EQ(area->kota, "Kota Bandung");
  EXPECT_EQ(area->provinsi, "Jawa Barat");
  EXPECT_EQ(area->province_code, "32");
  EXPECT_EQ(find_area("3273011001")->code, area->code);
}

TEST(AreasTest, WhatIsNoCodeOfAKelurahanFindsNothing) {
  for (const char* code : {"", "32", "32.73.01", "32.73.01.9999", "99.99.99.9999", "32-73-01-1001", "32.73.011.001",
                           "327301100x", "-273011001", "32.73.01.1001 "})
    EXPECT_EQ(find_area(code), std::nullopt) << code;
}

TEST(AreasTest, TheShopFindsItsOwnNeighbourhood) {
  const auto found = search_areas("isola sukasari bandung");
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_EQ(found[0].kelurahan, "Isola");
  EXPECT_EQ(found[0].kota, "Kota Bandung");
}

TEST(AreasTest, WordsMayComeInAnyOrder) {
  const auto codes = [](std::string_view query) {
    std::vector<std::string> list;
    for (const Area& area : search_areas(query)) list.push_back(area.code);
    return list;
  };
  EXPECT_THAT(codes("sukasari bandung"), Not(IsEmpty()));
  EXPECT_EQ(codes("sukasari bandung"), codes("BANDUNG,  Sukasari"));
  EXPECT_EQ(codes("sukasari bandung"), codes("Kec. Sukasari, Bandung"));
}

TEST(AreasTest, EveryWordMustFit) {
  EXPECT_THAT(search_areas("sukasari jayapura"), IsEmpty());
  EXPECT_THAT(search_areas("isola qqqq"), IsEmpty());
}

TEST(AreasTest, AKelurahansOwnNameComesBeforeItsKecamatan) {
  const auto found = search_areas("gegerkalong", 100);
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_EQ(found[0].kelurahan, "Gegerkalong");

  const auto coblong = search_areas("coblong", 100);
  const auto first_by_kecamatan =
      std::ranges::find_if(coblong, [](const Area& area) { return !area.kelurahan.contains("oblong"); });
  EXPECT_TRUE(std::all_of(first_by_kecamatan, coblong.end(),
                          [](const Area& area) { return !area.kelurahan.starts_with("Coblong"); }));
}

TEST(AreasTest, TheBeginningOfAWordComesBeforeItsInside) {
  const auto found = search_areas("andung", 100);  // Andung... before Bandung
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_THAT(found[0].kelurahan, HasSubstr("Andung"));
}

TEST(AreasTest, AnyPartOfANameIsEnough) { EXPECT_THAT(search_areas("egerkalon"), Not(IsEmpty())); }

TEST(AreasTest, TheExactNameComesFirst) { EXPECT_EQ(search_areas("menteng jakarta pusat").at(0).kelurahan, "Menteng"); }

TEST(AreasTest, NamesAreWrittenAsInAnAddress) {
  EXPECT_THAT(search_areas("menteng dki jakarta"), Each(Field(&Area::provinsi, "DKI Jakarta")));
  EXPECT_EQ(search_areas("gambir jakarta pusat").at(0).kota, "Kota Jakarta Pusat");
  EXPECT_EQ(search_areas("caturtunggal sleman").at(0).provinsi, "DI Yogyakarta");
}

TEST(AreasTest, AnAnswerHasAtMostItsLimit) {
  EXPECT_THAT(search_areas("a"), SizeIs(20));
  EXPECT_THAT(search_areas("a", 5), SizeIs(5));
  EXPECT_THAT(search_areas("a", 5000), SizeIs(100));
  EXPECT_THAT(search_areas("a", 0), IsEmpty());
}

TEST(AreasTest, AQueryWithoutWordsFindsNothing) {
  for (const char* query : {"", "   ", ".,/", "\xff\xfe", "\u30ae\u30bf\u30fc"})
    EXPECT_THAT(search_areas(query), IsEmpty());
}

TEST(AreasTest, AnEndlessQueryIsCut) {
  EXPECT_EQ(search_areas("isola sukasari bandung" + std::string(100, ' ') + "qqqq").at(0).kelurahan, "Isola");
  EXPECT_THAT(search_areas(std::string(100'000, 'a')), IsEmpty());
}

TEST(AreasTest, AWordThatNamesALevelAloneIsLookedFor) {
  EXPECT_THAT(search_areas("desa"), Each(AllOf(Field(&Area::code, SizeIs(13)))));
  EXPECT_THAT(search_areas("desa"), Not(IsEmpty()));
}

}  // namespace
}  // namespace hurtrock::shipping
