#include "shipping/areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include "platform/core/text.hpp"
#include "shipping/area_table.hpp"
#include "shipping/area_words.hpp"

namespace hurtrock::shipping {
namespace {

using Case = AreaTable::Case;

constexpr std::size_t kMostAnswers = 100;

/// How badly a word fits at its best place, as one small number: first whether it begins a word there, then the level
/// of the name, then whether it is a whole word. kNowhere sorts last.
using Cost = std::uint8_t;
constexpr Cost kNowhere = 0xFF;
enum Level : std::uint8_t { kVillage, kDistrict, kCity, kProvince };

Cost cost(Fit fit, Level level) {
  if (fit == Fit::kNone) return kNowhere;
  const unsigned inner = fit == Fit::kInner ? 1 : 0;
  const unsigned not_whole = fit == Fit::kWhole ? 0 : 1;
  return static_cast<Cost>(((inner * 4 + level) * 2) + not_whole);
}

using Costs = std::array<Cost, kMostAreaWords>;
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
  std::uint32_t rank;  // smaller is better
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
  /// Costs above this need not be offered any more.
  [[nodiscard]] std::uint32_t largest_useful_sum() const {
    return heap_.size() < limit_ ? std::numeric_limits<std::uint32_t>::max() : heap_.front().rank >> 16;
  }
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
  explicit Search(const Words& words) : words_(words) {
    for (std::size_t i = 0; i < words.size(); ++i)
      word_letters_[i] = {.anywhere = letters_of(words[i]), .at_a_start = letters_of(words[i].substr(0, 1))};
  }

  std::vector<Candidate> run(std::size_t limit) const {
    Best best{limit};
    const std::vector<Costs> districts = district_costs(table_, words_);
    for (std::size_t district = 0; district < districts.size(); ++district)
      for (std::size_t village = table_.first_village(district); village < table_.first_village(district + 1);
           ++village)
        if (const auto rank = rank_of(village, districts[district], best.largest_useful_sum()))
          best.offer({.rank = *rank, .village = static_cast<std::uint32_t>(village)});
    return std::move(best).in_order();
  }

 private:
  /// The sum of the words' costs; among equals, more whole words, then the shorter name. Nothing when a word is
  /// missing or the sum exceeds `largest_sum`.
  [[nodiscard]] std::optional<std::uint32_t> rank_of(std::size_t village, const Costs& above,
                                                     std::uint32_t largest_sum) const {
    const std::string_view name = table_.village(village, Case::kLower);
    const NameLetters& letters = village_letters_[village];
    std::uint32_t sum = 0;
    std::uint32_t not_whole = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      Cost least = above[i];
      if ((word_letters_[i].anywhere & ~letters.anywhere) == 0) {
        // Once good answers abound, names in which the word could only be an inner one need not be read.
        const bool may_begin = (word_letters_[i].at_a_start & ~letters.at_a_start) == 0;
        const Cost hoped = std::min(least, cost(may_begin ? Fit::kWhole : Fit::kInner, kVillage));
        if (sum + hoped / 2U > largest_sum) return std::nullopt;
        if (hoped < least) least = std::min(least, cost(fit(name, words_[i]), kVillage));
      }
      if (least == kNowhere) return std::nullopt;
      sum += least / 2U;
      if (sum > largest_sum) return std::nullopt;
      not_whole += least % 2U;
    }
    return (sum << 16) | (not_whole << 8) | static_cast<std::uint32_t>(std::min<std::size_t>(name.size(), 255));
  }

  const AreaTable& table_ = AreaTable::instance();
  const std::vector<NameLetters>& village_letters_ = village_letters();
  const Words& words_;
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

std::vector<Area> search_areas(std::string_view query, std::size_t limit) {
  const Words words = area_words(query);
  limit = std::min(limit, kMostAnswers);
  if (words.empty() || limit == 0) return {};
  std::vector<Area> areas;
  for (const Candidate& candidate : Search{words}.run(limit)) areas.push_back(area(candidate.village));
  return areas;
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
