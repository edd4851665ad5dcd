#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The administrative areas of Indonesia as tools/pack_areas wrote them into the program: 38 provinces, 514 kabupaten
/// and kota, some 7,300 kecamatan and 83,800 kelurahan or desa. Nothing is copied: 2.5 MB of read-only memory, shared
/// by all processes. Areas of a level are numbered from 0 in the order of their codes.
namespace hurtrock::shipping {

class AreaTable {
 public:
  static const AreaTable& instance();

  [[nodiscard]] std::size_t provinces() const { return province_codes_.size(); }
  [[nodiscard]] std::size_t cities() const { return city_codes_.size(); }
  [[nodiscard]] std::size_t districts() const { return district_codes_.size(); }
  [[nodiscard]] std::size_t villages() const { return village_codes_.size(); }

  /// Codes without dots: 32, 3273, 327301. A village's has four digits and counts within its district.
  [[nodiscard]] std::uint32_t province_code(std::size_t province) const { return province_codes_[province]; }
  [[nodiscard]] std::uint32_t district_code(std::size_t district) const { return district_codes_[district]; }
  [[nodiscard]] std::uint32_t village_code(std::size_t village) const { return village_codes_[village]; }

  [[nodiscard]] std::size_t province_of_city(std::size_t city) const { return province_of_city_[city]; }
  [[nodiscard]] std::size_t city_of_district(std::size_t district) const { return city_of_district_[district]; }
  [[nodiscard]] std::size_t district_of_village(std::size_t village) const;
  /// The villages of a district are those from `first_village(district)` to before `first_village(district + 1)`.
  [[nodiscard]] std::size_t first_village(std::size_t district) const { return first_villages_[district]; }

  enum class Case : std::uint8_t { kAsWritten, kLower };
  [[nodiscard]] std::string_view province(std::size_t i, Case letters = Case::kAsWritten) const;
  [[nodiscard]] std::string_view city(std::size_t i, Case letters = Case::kAsWritten) const;
  [[nodiscard]] std::string_view district(std::size_t i, Case letters = Case::kAsWritten) const;
  [[nodiscard]] std::string_view village(std::size_t i, Case letters = Case::kAsWritten) const;

 private:
  AreaTable();
  [[nodiscard]] std::string_view name(std::size_t i, Case letters) const;

  std::span<const std::uint32_t> province_codes_, city_codes_, province_of_city_, district_codes_, city_of_district_,
      first_villages_, village_codes_, starts_;
  std::string_view written_, lower_;  // the names of all levels, one after the other
};

}  // namespace hurtrock::shipping
