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

/// Areas of which every word of `query` is part of some name of the four, in any case and order ("sukasari bandung").
/// Those with words at the beginning of a name's word come before those with words inside one, and of each, matches in
/// the kelurahan's name before the kecamatan's, the kota's and the province's. Only the first 100 characters, eight
/// words, and two of fewer than three letters count; words that merely name a level ("kec", "kelurahan") do not, when
/// there are others. Takes a few milliseconds at most. At most `limit`, and never more than 100.
std::vector<Area> search_areas(std::string_view query, std::size_t limit = 20);

struct Province {
  std::string code, name;  ///< "32", "Jawa Barat"
};
/// From west to east, as their codes have it.
std::vector<Province> provinces();

/// By its code, with or without dots; nothing when there is no such kelurahan.
std::optional<Area> find_area(std::string_view code);

}  // namespace hurtrock::shipping
