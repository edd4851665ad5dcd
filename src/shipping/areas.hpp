#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where a parcel can go: Indonesia's kelurahan and desa, from the package idn-area-data (Kepmendagri codes). Pure; any
/// thread; the data is part of the program.
namespace hurtrock::shipping {

struct Area {
  std::string code;       ///< "32.73.01.1001", with dots, as the package and the ministry write it
  std::string kelurahan;  ///< kelurahan or desa: "Sukarasa"
  std::string kecamatan;  ///< "Sukasari"
  std::string kota;       ///< kota or kabupaten, saying which: "Kota Bandung", "Kabupaten Bandung Barat"
  std::string provinsi;   ///< "Jawa Barat", "DKI Jakarta"
  std::optional<std::string> province_code;  ///< "32"; always there in what these functions answer
};

/// A place by the names that an address gives it, such as the shop's own; what is not known is empty.
struct Place {
  std::string city;      ///< "Kota Bandung", or just "Bandung"
  std::string province;  ///< "Jawa Barat"
};

struct FoundAreas {
  std::vector<Area> areas;
  bool more = false;  ///< others fit too, which the limit has cut off
};

/// Areas of which every word of `query` is part of some name of the four, in any case and order ("sukasari bandung").
/// First those with words at the beginning of a name's word, then those with words inside one: whoever types "medan"
/// does not mean Sumedang, however near that is. Of each, first the city of `near`, then its province, then the rest of
/// the country: of the hundred places of one name a shop's buyers mostly mean the one around the corner, and whoever
/// lives elsewhere goes on typing ("sukajadi pekanbaru"), which rules out the rest. Of these, matches in the
/// kelurahan's name before the kecamatan's, the kota's and the province's, then whole words before beginnings, then
/// short names. Only the first 100 characters, eight words, and two of fewer than three letters count; words that
/// merely name a level ("kec", "kelurahan") do not, when there are others. Takes a few milliseconds at most. At most
/// `limit`, and never more than 100.
FoundAreas search_areas(std::string_view query, const Place& near = {}, std::size_t limit = 20);

struct Province {
  std::string code, name;  ///< "32", "Jawa Barat"
};
/// From west to east, as their codes have it.
std::vector<Province> provinces();

/// By its code, with or without dots; nothing when there is no such kelurahan.
std::optional<Area> find_area(std::string_view code);

}  // namespace hurtrock::shipping
