#include "shipping/area_table.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

extern "C" {
extern const std::uint32_t hurtrock_areas_begin[];
extern const std::uint32_t hurtrock_areas_end[];
}

namespace hurtrock::shipping {
namespace {

// pack.mjs writes little-endian words, and this reads them where they lie.
static_assert(std::endian::native == std::endian::little);
constexpr std::uint32_t kLayout = 0x41455231;

}  // namespace

const AreaTable& AreaTable::instance() {
  static const AreaTable table;
  return table;
}

AreaTable::AreaTable() {
  const std::uint32_t* next = hurtrock_areas_begin;
  if (*next++ != kLayout) throw std::logic_error("the packed areas have another layout");
  const std::size_t provinces = *next++;
  const std::size_t cities = *next++;
  const std::size_t districts = *next++;
  const std::size_t villages = *next++;
  const std::size_t letters = *next++;

  const auto take = [&next](std::size_t count) {
    const std::span<const std::uint32_t> words{next, count};
    next += count;
    return words;
  };
  province_codes_ = take(provinces);
  city_codes_ = take(cities);
  province_of_city_ = take(cities);
  district_codes_ = take(districts);
  city_of_district_ = take(districts);
  first_villages_ = take(districts + 1);
  village_codes_ = take(villages);
  starts_ = take(provinces + cities + districts + villages + 1);
  const char* const text = reinterpret_cast<const char*>(next);
  written_ = {text, letters};
  lower_ = {text + letters, letters};
}

std::size_t AreaTable::district_of_village(std::size_t village) const {
  const auto after = std::ranges::upper_bound(first_villages_, village);
  return static_cast<std::size_t>(after - first_villages_.begin()) - 1;
}

std::string_view AreaTable::name(std::size_t i, Case letters) const {
  return (letters == Case::kLower ? lower_ : written_).substr(starts_[i], starts_[i + 1] - starts_[i]);
}

std::string_view AreaTable::province(std::size_t i, Case letters) const { return name(i, letters); }
std::string_view AreaTable::city(std::size_t i, Case letters) const { return name(provinces() + i, letters); }
std::string_view AreaTable::district(std::size_t i, Case letters) const {
  return name(provinces() + cities() + i, letters);
}
std::string_view AreaTable::village(std::size_t i, Case letters) const {
  return name(provinces() + cities() + districts() + i, letters);
}

}  // namespace hurtrock::shipping
