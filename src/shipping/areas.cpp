#include "shipping/areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "platform/core/text.hpp"
#include "shipping/area_table.hpp"
#include "shipping/area_words.hpp"

namespace hurtrock::shipping {
namespace {

using Case = AreaTable::Case;

constexpr std::size_t kMostAnswers = 100;

/// How badly an area fits; smaller is better. From the highest bits down: how many words stand only inside a word of a
/// name, how far the area is from the shop, the sum of the levels of the names, how many words are no whole words, and
/// the length of the kelurahan's name. kMostAreaWords words overflow none of them, so that those of words can be added.
using Rank = std::uint32_t;
constexpr Rank kInnerWord = 1U << 24;
constexpr Rank kFarther = 1U << 22;
constexpr Rank kLevelUp = 1U << 16;
constexpr Rank kNotWhole = 1U << 8;
constexpr std::size_t kLongestName = 255;
constexpr Rank kNowhere = 0xFFFF'FFFF;
static_assert(kMostAreaWords * 3 * kLevelUp < kFarther);
enum Level : std::uint8_t { kVillage, kDistrict, kCity, kProvince };

Rank cost(Fit fit, Level level) {
  if (fit == Fit::kNone) return kNowhere;
  return (fit == Fit::kInner ? kInnerWord : 0) + level * kLevelUp + (fit == Fit::kWhole ? 0 : kNotWhole);
}

/// The city's number in the table, by its name with or without its level: a shop in "Bandung" is in Kota Bandung rather
/// than in Kabupaten Bandung.
std::optional<std::size_t> city_named(const AreaTable& table, std::string_view typed) {
  std::string name = text::lower(text::trim(typed));
  if (name.starts_with("kab. ")) name.replace(0, 4, "kabupaten");
  const std::string kota = "kota " + name;
  const std::string kabupaten = "kabupaten " + name;
  std::optional<std::size_t> second;
  for (std::size_t i = 0; i < table.cities(); ++i) {
    const std::string_view candidate = table.city(i, Case::kLower);
    if (candidate == name || candidate == kota) return i;
    if (candidate == kabupaten) second = i;
  }
  return second;
}

std::optional<std::size_t> province_named(const AreaTable& table, std::string_view typed) {
  const std::string name = text::lower(text::trim(typed));
  for (std::size_t i = 0; i < table.provinces(); ++i)
    if (table.province(i, Case::kLower) == name) return i;
  return std::nullopt;
}

/// How far the table's cities are from a place. From one that is not known, all are equally far.
class Distance {
 public:
  explicit Distance(const Place& from) : city_(city_named(table_, from.city)) {
    province_ = city_ ? table_.province_of_city(*city_) : province_named(table_, from.province);
  }
  [[nodiscard]] Rank to(std::size_t city) const {
    if (city == city_) return 0;
    return table_.province_of_city(city) == province_ ? kFarther : 2 * kFarther;
  }

 private:
  const AreaTable& table_ = AreaTable::instance();
  std::optional<std::size_t> city_, province_;
};

using Costs = std::array<Rank, kMostAreaWords>;
using Words = std::vector<std::string>;

/// The costs of `words` in `name`, or in what lies above it where that is better.
Costs costs_in(std::string_view name, Level level, const Words& words, const Costs& above) {
  Costs costs = above;
  for (std::size_t i = 0; i < words.size(); ++i) costs[i] = std::min(costs[i], cost(fit(name, words[i]), level));
  return costs;
}

/// Of every district, with its city and its province taken into account.
std::vector<Costs> district_costs(const AreaTable& table, const Words& words) {
  Costs nowhere;
  nowhere.fill(kNowhere);
  std::vector<Costs> provinces, cities, districts;
  districts.reserve(table.districts());
  for (std::size_t i = 0; i < table.provinces(); ++i)
    provinces.push_back(costs_in(table.province(i, Case::kLower), kProvince, words, nowhere));
  for (std::size_t i = 0; i < table.cities(); ++i)
    cities.push_back(costs_in(table.city(i, Case::kLower), kCity, words, provinces[table.province_of_city(i)]));
  for (std::size_t i = 0; i < table.districts(); ++i)
    districts.push_back(costs_in(table.district(i, Case::kLower), kDistrict, words, cities[table.city_of_district(i)]));
  return districts;
}

/// What can be told about a name without reading it: most names are ruled out by one comparison.
struct NameLetters {
  std::uint32_t anywhere;    // letters_of() the name
  std::uint32_t at_a_start;  // letters_of() the first letters of its words
};

const std::vector<NameLetters>& village_letters() {
  static const std::vector<NameLetters> letters = [] {
    const AreaTable& table = AreaTable::instance();
    std::vector<NameLetters> all(table.villages());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string_view name = table.village(i, Case::kLower);
      all[i] = {.anywhere = letters_of(name), .at_a_start = letters_of(initials(name))};
    }
    return all;
  }();
  return letters;
}

struct Candidate {
  Rank rank;
  std::uint32_t village;
  auto operator<=>(const Candidate&) const = default;
};

/// The best `limit` of all that are offered.
class Best {
 public:
  explicit Best(std::size_t limit) : limit_(limit) { heap_.reserve(limit); }

  void offer(Candidate candidate) {
    if (heap_.size() == limit_) {
      if (!(candidate < heap_.front())) return;
      std::ranges::pop_heap(heap_);
      heap_.pop_back();
    }
    heap_.push_back(candidate);
    std::ranges::push_heap(heap_);
  }
  /// Ranks above this need not be offered any more.
  [[nodiscard]] Rank worst_useful() const { return heap_.size() < limit_ ? kNowhere : heap_.front().rank; }
  std::vector<Candidate> in_order() && {
    std::ranges::sort_heap(heap_);
    return std::move(heap_);
  }

 private:
  std::size_t limit_;
  std::vector<Candidate> heap_;
};

/// One pass over the villages, with what can be known about the words in advance.
class Search {
 public:
  Search(const Words& words, const Place& near) : words_(words), distance_(near) {
    for (std::size_t i = 0; i < words.size(); ++i)
      word_letters_[i] = {.anywhere = letters_of(words[i]), .at_a_start = letters_of(words[i].substr(0, 1))};
  }

  std::vector<Candidate> run(std::size_t limit) const {
    Best best{limit};
    const std::vector<Costs> districts = district_costs(table_, words_);
    for (std::size_t district = 0; district < districts.size(); ++district) {
      const Rank far = distance_.to(table_.city_of_district(district));
      for (std::size_t village = table_.first_village(district); village < table_.first_village(district + 1);
           ++village)
        if (const auto rank = rank_of(village, far, districts[district], best.worst_useful()))
          best.offer({.rank = *rank, .village = static_cast<std::uint32_t>(village)});
    }
    return std::move(best).in_order();
  }

 private:
  /// The costs of the words, the distance and the length of the name. Nothing when a word is missing or the rank
  /// exceeds `worst`.
  [[nodiscard]] std::optional<Rank> rank_of(std::size_t village, Rank far, const Costs& above, Rank worst) const {
    const std::string_view name = table_.village(village, Case::kLower);
    const NameLetters& letters = village_letters_[village];
    Rank rank = far + static_cast<Rank>(std::min(name.size(), kLongestName));
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (rank > worst) return std::nullopt;
      Rank least = above[i];
      if ((word_letters_[i].anywhere & ~letters.anywhere) == 0) {
        // Once good answers abound, names in which the word could only be an inner one need not be read.
        const bool may_begin = (word_letters_[i].at_a_start & ~letters.at_a_start) == 0;
        const Rank hoped = std::min(least, cost(may_begin ? Fit::kWhole : Fit::kInner, kVillage));
        if (rank + hoped > worst) return std::nullopt;
        if (hoped < least) least = std::min(least, cost(fit(name, words_[i]), kVillage));
      }
      if (least == kNowhere) return std::nullopt;
      rank += least;
    }
    return rank > worst ? std::nullopt : std::optional{rank};
  }

  const AreaTable& table_ = AreaTable::instance();
  const std::vector<NameLetters>& village_letters_ = village_letters();
  const Words& words_;
  Distance distance_;
  std::array<NameLetters, kMostAreaWords> word_letters_{};
};

Area area(std::size_t village) {
  const AreaTable& table = AreaTable::instance();
  const std::size_t district = table.district_of_village(village);
  const std::size_t city = table.city_of_district(district);
  const std::size_t province = table.province_of_city(city);
  const std::uint32_t code = table.district_code(district);
  return {.code = fmt::format("{:02}.{:02}.{:02}.{:04}", code / 10'000, code / 100 % 100, code % 100,
                              table.village_code(village)),
          .kelurahan = std::string{table.village(village)},
          .kecamatan = std::string{table.district(district)},
          .kota = std::string{table.city(city)},
          .provinsi = std::string{table.province(province)},
          .province_code = std::to_string(table.province_code(province))};
}

/// "32.73.01.1001" or "3273011001" as ten digits; nothing for anything else.
std::optional<std::int64_t> parse_code(std::string_view code) {
  std::string digits{code};
  if (digits.size() == 13 && digits[2] == '.' && digits[5] == '.' && digits[8] == '.') std::erase(digits, '.');
  if (digits.size() != 10) return std::nullopt;
  return text::parse_integer(digits, 0, 9'999'999'999);
}

}  // namespace

FoundAreas search_areas(std::string_view query, const Place& near, std::size_t limit) {
  const Words words = area_words(query);
  limit = std::min(limit, kMostAnswers);
  if (words.empty() || limit == 0) return {};
  auto best = Search{words, near}.run(limit + 1);
  FoundAreas found{.areas = {}, .more = best.size() > limit};
  if (found.more) best.pop_back();
  for (const Candidate& candidate : best) found.areas.push_back(area(candidate.village));
  return found;
}

std::vector<Province> provinces() {
  const AreaTable& table = AreaTable::instance();
  std::vector<Province> all;
  for (std::size_t i = 0; i < table.provinces(); ++i)
    all.push_back({std::to_string(table.province_code(i)), std::string(table.province(i))});
  return all;
}

std::optional<Area> find_area(std::string_view code) {
  const std::optional<std::int64_t> number = parse_code(code);
  if (!number) return std::nullopt;
  const AreaTable& table = AreaTable::instance();
  const auto wanted_district = static_cast<std::uint32_t>(*number / 10'000);
  const auto wanted_village = static_cast<std::uint32_t>(*number % 10'000);

  std::size_t district = 0;
  for (std::size_t end = table.districts(); district < end;) {
    const std::size_t middle = district + (end - district) / 2;
    if (table.district_code(middle) < wanted_district)
      district = middle + 1;
    else
      end = middle;
  }
  if (district == table.districts() || table.district_code(district) != wanted_district) return std::nullopt;
  for (std::size_t village = table.first_village(district); village < table.first_village(district + 1); ++village)
    if (table.village_code(village) == wanted_village) return area(village);
  return std::nullopt;
}

}  // namespace hurtrock::shipping
