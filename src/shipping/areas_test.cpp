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

const Place kShop{.city = "Kota Bandung", .province = "Jawa Barat"};

/// As nobody in particular.
std::vector<Area> found(std::string_view query, std::size_t limit = 20) { return search_areas(query, {}, limit).areas; }
/// As a buyer of the shop in Bandung.
std::vector<Area> near_shop(std::string_view query, std::size_t limit = 20) {
  return search_areas(query, kShop, limit).areas;
}

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
  const auto areas = found("isola sukasari bandung");
  ASSERT_THAT(areas, Not(IsEmpty()));
  EXPECT_EQ(areas[0].kelurahan, "Isola");
  EXPECT_EQ(areas[0].kota, "Kota Bandung");
}

TEST(AreasTest, WordsMayComeInAnyOrder) {
  const auto codes = [](std::string_view query) {
    std::vector<std::string> list;
    for (const Area& area : found(query)) list.push_back(area.code);
    return list;
  };
  EXPECT_THAT(codes("sukasari bandung"), Not(IsEmpty()));
  EXPECT_EQ(codes("sukasari bandung"), codes("BANDUNG,  Sukasari"));
  EXPECT_EQ(codes("sukasari bandung"), codes("Kec. Sukasari, Bandung"));
}

TEST(AreasTest, EveryWordMustFit) {
  EXPECT_THAT(found("sukasari jayapura"), IsEmpty());
  EXPECT_THAT(found("isola qqqq"), IsEmpty());
}

TEST(AreasTest, AKelurahansOwnNameComesBeforeItsKecamatan) {
  const auto areas = found("gegerkalong", 100);
  ASSERT_THAT(areas, Not(IsEmpty()));
  EXPECT_EQ(areas[0].kelurahan, "Gegerkalong");

  const auto coblong = found("coblong", 100);
  const auto first_by_kecamatan =
      std::ranges::find_if(coblong, [](const Area& area) { return !area.kelurahan.contains("oblong"); });
  EXPECT_TRUE(std::all_of(first_by_kecamatan, coblong.end(),
                          [](const Area& area) { return !area.kelurahan.starts_with("Coblong"); }));
}

TEST(AreasTest, TheBeginningOfAWordComesBeforeItsInside) {
  const auto areas = found("andung", 100);  // Andung... before Bandung
  ASSERT_THAT(areas, Not(IsEmpty()));
  EXPECT_THAT(areas[0].kelurahan, HasSubstr("Andung"));
}

TEST(AreasTest, AnyPartOfANameIsEnough) { EXPECT_THAT(found("egerkalon"), Not(IsEmpty())); }

TEST(AreasTest, TheExactNameComesFirst) { EXPECT_EQ(found("menteng jakarta pusat").at(0).kelurahan, "Menteng"); }

TEST(AreasTest, NamesAreWrittenAsInAnAddress) {
  EXPECT_THAT(found("menteng dki jakarta"), Each(Field(&Area::provinsi, "DKI Jakarta")));
  EXPECT_EQ(found("gambir jakarta pusat").at(0).kota, "Kota Jakarta Pusat");
  EXPECT_EQ(found("caturtunggal sleman").at(0).provinsi, "DI Yogyakarta");
}

TEST(AreasTest, PlacesNearTheShopComeFirst) {
  const auto sukajadi = near_shop("sukajadi");
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(sukajadi.at(i).kecamatan, "Sukajadi");
    EXPECT_EQ(sukajadi.at(i).kota, "Kota Bandung");
  }
  for (std::size_t i = 5; i < sukajadi.size(); ++i) EXPECT_EQ(sukajadi.at(i).provinsi, "Jawa Barat");

  EXPECT_EQ(near_shop("coblong").at(0).kota, "Kota Bandung");
  const auto cibiru = near_shop("cibiru");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(cibiru.at(i).kota, "Kota Bandung");
  EXPECT_EQ(cibiru.at(4).kelurahan, "Cibiru Hilir");
  EXPECT_THAT(near_shop("mekarsari"), Each(Field(&Area::provinsi, "Jawa Barat")));
}

TEST(AreasTest, AFartherPlaceIsFoundByMoreOfItsName) {
  const auto pekanbaru = near_shop("sukajadi pekanbaru");
  EXPECT_EQ(pekanbaru.at(0).kelurahan, "Sukajadi");
  EXPECT_THAT(pekanbaru, Each(Field(&Area::kota, "Kota Pekanbaru")));
  EXPECT_EQ(near_shop("sukajadi pek").at(0).kota, "Kota Pekanbaru");
  EXPECT_EQ(near_shop("menteng jakarta pusat").at(0).kelurahan, "Menteng");
}

TEST(AreasTest, ThePlaceThatIsCalledSoComesBeforeOnesEquallyNearThatAreCalledSoOnlyInPart) {
  // Kota Bogor has a Menteng, Kabupaten Cianjur a Mentengsari; the Menteng of Jakarta is farther.
  const auto areas = near_shop("menteng");
  EXPECT_EQ(areas.at(0).kelurahan, "Menteng");
  EXPECT_EQ(areas.at(0).kota, "Kota Bogor");
  EXPECT_EQ(areas.at(1).kelurahan, "Mentengsari");
  EXPECT_EQ(areas.at(2).provinsi, "DKI Jakarta");
}

TEST(AreasTest, NearnessDoesNotMakeUpForAWordsInside) {
  // Every village of Kabupaten Sumedang, next to the shop, has "medan" inside its kabupaten's name.
  EXPECT_THAT(near_shop("medan"), Each(Field(&Area::kota, Not(HasSubstr("Sumedang")))));
}

TEST(AreasTest, AnAnswerSaysWhetherOthersFitToo) {
  const std::size_t all = found("coblong", 100).size();
  ASSERT_GT(all, 1U);
  EXPECT_FALSE(search_areas("coblong", kShop, all).more);
  EXPECT_FALSE(search_areas("coblong", kShop, all + 1).more);
  const auto cut = search_areas("coblong", kShop, all - 1);
  EXPECT_TRUE(cut.more);
  EXPECT_EQ(cut.areas.size(), all - 1);
  EXPECT_TRUE(search_areas("a", kShop, 5000).more);
  EXPECT_FALSE(search_areas("qqqq", kShop).more);
}

TEST(AreasTest, TheShopsPlaceMayBeWrittenInOtherWays) {
  const auto first = [](const Place& place) { return search_areas("sukajadi", place).areas.at(0).kota; };
  for (const char* city : {"Kota Bandung", " kota bandung ", "Bandung", "BANDUNG"})
    EXPECT_EQ(first({.city = city, .province = {}}), "Kota Bandung") << city;
  EXPECT_EQ(first({.city = "Kab. Bandung", .province = {}}), "Kabupaten Bandung");
  EXPECT_EQ(first({.city = "Pekanbaru", .province = "Jawa Barat"}), "Kota Pekanbaru");
  const auto in_province = search_areas("mekarsari", {.city = "Paris", .province = "jawa tengah"}).areas;
  EXPECT_EQ(in_province.at(0).provinsi, "Jawa Tengah");
}

TEST(AreasTest, AShopThatDoesNotSayWhereItIsFindsAsBefore) {
  EXPECT_EQ(found("sukajadi", 3).at(0).kelurahan, "Sukajadi");
  EXPECT_EQ(search_areas("sukajadi", {.city = "Paris", .province = "France"}, 3).areas.at(0).code,
            found("sukajadi", 3).at(0).code);
}

TEST(AreasTest, AnAnswerHasAtMostItsLimit) {
  EXPECT_THAT(found("a"), SizeIs(20));
  EXPECT_THAT(found("a", 5), SizeIs(5));
  EXPECT_THAT(found("a", 5000), SizeIs(100));
  EXPECT_THAT(found("a", 0), IsEmpty());
}

TEST(AreasTest, AQueryWithoutWordsFindsNothing) {
  for (const char* query : {"", "   ", ".,/", "\xff\xfe", "\u30ae\u30bf\u30fc"}) EXPECT_THAT(found(query), IsEmpty());
}

TEST(AreasTest, AnEndlessQueryIsCut) {
  EXPECT_EQ(found("isola sukasari bandung" + std::string(100, ' ') + "qqqq").at(0).kelurahan, "Isola");
  EXPECT_THAT(found(std::string(100'000, 'a')), IsEmpty());
}

TEST(AreasTest, AWordThatNamesALevelAloneIsLookedFor) {
  EXPECT_THAT(found("desa"), Each(AllOf(Field(&Area::code, SizeIs(13)))));
  EXPECT_THAT(found("desa"), Not(IsEmpty()));
}

}  // namespace
}  // namespace hurtrock::shipping
