#include "sample_data/variations.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "platform/core/text.hpp"

namespace hurtrock::sample_data {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSeries = {"Tour"sv,     "Artist"sv,   "Session"sv,  "Anniversary"sv, "Reserve"sv,
                                "Workshop"sv, "Founders"sv, "Backline"sv, "Encore"sv,      "Midnight"sv,
                                "Garage"sv,   "Arena"sv,    "Festival"sv, "Collector"sv,   "Signature"sv,
                                "Limited"sv,  "Dealer"sv,   "Showcase"sv, "Spotlight"sv,   "Crossroads"sv};
/// Editions are named after mountains.
constexpr std::array kEditions = {
    "Merapi"sv,     "Rinjani"sv,    "Semeru"sv,     "Krakatau"sv,  "Bromo"sv,   "Kerinci"sv,   "Tambora"sv,
    "Papandayan"sv, "Galunggung"sv, "Ciremai"sv,    "Slamet"sv,    "Lawu"sv,    "Arjuno"sv,    "Agung"sv,
    "Batur"sv,      "Kelimutu"sv,   "Toba"sv,       "Maninjau"sv,  "Halimun"sv, "Pangrango"sv, "Gede"sv,
    "Malabar"sv,    "Patuha"sv,     "Burangrang"sv, "Tangkuban"sv, "Leuser"sv};
constexpr std::int64_t kFirstYear = 2017;
constexpr std::int64_t kYears = 10;
constexpr std::int64_t kEditionsOfOneSeed = std::ssize(kSeries) * std::ssize(kEditions) * kYears;

struct Finish {
  std::string_view key, id, en;
};
/// What guitars and basses come in; other goods keep the finishes of their seed.
constexpr std::array kFinishes = {
    Finish{"black", "Hitam", "Black"},
    Finish{"matte_black", "Hitam Doff", "Matte Black"},
    Finish{"white", "Putih", "White"},
    Finish{"red", "Merah", "Red"},
    Finish{"blood_red", "Merah Hati", "Blood Red"},
    Finish{"blue", "Biru", "Blue"},
    Finish{"ocean_blue", "Biru Laut", "Ocean Blue"},
    Finish{"green", "Hijau", "Green"},
    Finish{"purple", "Ungu", "Purple"},
    Finish{"orange", "Oranye", "Orange"},
    Finish{"gold", "Emas", "Gold"},
    Finish{"sunburst", "Sunburst", "Sunburst"},
    Finish{"cherry_burst", "Cherry Burst", "Cherry Burst"},
    Finish{"natural", "Natural", "Natural"},
    Finish{"walnut", "Walnut", "Walnut"},
    Finish{"flame_amber", "Flame Amber", "Flame Amber"},
    Finish{"quilt_blue", "Quilt Biru", "Quilt Blue"},
    Finish{"bone_white", "Putih Tulang", "Bone White"},
};

/// A fixed sequence of numbers without visible pattern (SplitMix64, Steele and others 2014): sample data must come out
/// the same on every machine.
class Dice {
 public:
  explicit Dice(std::int64_t seed) : state_(static_cast<std::uint64_t>(seed)) {}
  std::int64_t below(std::int64_t bound) {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::int64_t>((mixed ^ (mixed >> 31U)) % static_cast<std::uint64_t>(bound));
  }

 private:
  std::uint64_t state_;
};

std::string edition_suffix(std::int64_t edition) {
  // Steps through all editions of a seed in an order that mixes series, names and years: 1847 has no common divisor
  // with the number of editions.
  static_assert(kEditionsOfOneSeed % 1847 != 0 && kEditionsOfOneSeed == 5200);
  std::int64_t mixed = edition * 1847 % kEditionsOfOneSeed;
  const auto series = static_cast<std::size_t>(mixed % std::ssize(kSeries));
  mixed /= std::ssize(kSeries);
  const auto name = static_cast<std::size_t>(mixed % std::ssize(kEditions));
  const std::int64_t year = kFirstYear + mixed / std::ssize(kEditions);
  return std::string(kSeries[series]) + " " + std::string(kEditions[name]) + " " + std::to_string(year);
}

/// 75 to 129 % of the seed's price, on a round sum.
Money price_near(Money seed, Dice& dice) {
  const std::int64_t step = seed < Money{200'000} ? 1'000 : 10'000;
  const std::int64_t price = seed.rupiah() * (75 + dice.below(55)) / 100 / step * step;
  return Money{std::clamp<std::int64_t>(price, 15'000, 95'000'000)};
}

std::int64_t stock_level(Dice& dice) {
  if (dice.below(100) < 8) return 0;
  return 1 + dice.below(25);
}

Variant vary(const Variant& seed, std::string sku, Money price, Dice& dice) {
  Variant variant = seed;
  variant.sku = std::move(sku);
  variant.price = price;
  variant.compare_at_price.reset();
  if (dice.below(10) == 0) variant.compare_at_price = Money{price.rupiah() * 115 / 100 / 1'000 * 1'000 + 1'000};
  variant.stock = stock_level(dice);
  return variant;
}

/// One to three finishes, each once.
std::vector<Variant> vary_finishes(const Variant& seed, const std::string& sku, Dice& dice) {
  const std::int64_t count = 1 + dice.below(3);
  const std::int64_t first = dice.below(std::ssize(kFinishes));
  const Money price = price_near(seed.price, dice);
  std::vector<Variant> variants;
  for (std::int64_t n = 0; n < count; ++n) {
    const Finish& finish = kFinishes[static_cast<std::size_t>((first + n * 5) % std::ssize(kFinishes))];
    Variant variant = vary(seed, sku + "-" + std::to_string(n + 1), price, dice);
    variant.finish = finish.key;
    variant.options.clear();
    if (count > 1)
      variant.options.push_back(
          {.name = {"Warna", "Finish"}, .value = {std::string(finish.id), std::string(finish.en)}});
    variants.push_back(std::move(variant));
  }
  return variants;
}

std::vector<Variant> vary_all(const std::vector<Variant>& seeds, const std::string& sku, Dice& dice) {
  std::vector<Variant> variants;
  for (std::size_t n = 0; n < seeds.size() && n < 3; ++n)
    variants.push_back(vary(seeds[n], sku + "-" + std::to_string(n + 1), price_near(seeds[n].price, dice), dice));
  return variants;
}

}  // namespace

std::int64_t Variations::capacity() const { return std::ssize(seeds_.products) * kEditionsOfOneSeed; }

Product Variations::make(std::int64_t number) const {
  const Product& seed = seeds_.products[static_cast<std::size_t>(number % std::ssize(seeds_.products))];
  const std::string edition = edition_suffix(number / std::ssize(seeds_.products));
  Dice dice(number);

  Product product = seed;
  product.name = seed.name + " " + edition;
  product.model = seed.model + " " + edition;
  product.slug = seed.slug + "-" + text::slug(edition);
  product.description.id = "Edisi " + edition + ". " + seed.description.id;
  product.description.en = "The " + edition + " edition. " + seed.description.en;
  product.featured = false;
  product.listed_days_ago = dice.below(365);
  product.units_sold = dice.below(120);
  product.parcel.weight_g = std::max<std::int64_t>(5, seed.parcel.weight_g * (92 + dice.below(17)) / 100);

  const std::string sku = seed.variants.front().sku + "-E" + std::to_string(number);
  const bool has_strings = seed.strings > 0;
  product.variants = has_strings ? vary_finishes(seed.variants.front(), sku, dice) : vary_all(seed.variants, sku, dice);
  return product;
}

}  // namespace hurtrock::sample_data
