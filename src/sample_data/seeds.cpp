#include "sample_data/seeds.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "platform/core/text.hpp"
#include "sample_data/seed_reader.hpp"

namespace hurtrock::sample_data {
namespace {

constexpr std::array kProductFiles = {"products/guitars.json",    "products/basses.json",     "products/drums.json",
                                      "products/keyboards.json",  "products/amplifiers.json", "products/sound.json",
                                      "products/accessories.json"};

using OptionNames = std::map<std::string, Bilingual, std::less<>>;

OptionNames read_option_names() {
  OptionNames names;
  SeedFile("options.json").each([&](const SeedObject& option) {
    names.emplace(option.text("key"), option.bilingual("name"));
  });
  return names;
}

std::vector<Option> read_options(const SeedObject& variant, const OptionNames& names) {
  std::vector<Option> options;
  if (!variant.has("options")) return options;
  const SeedObject values = variant.object("options");
  for (const auto& member : values.members())
    options.push_back({.name = names.at(member.key()), .value = values.bilingual(member.key())});
  return options;
}

Variant read_variant(const SeedObject& seed, const OptionNames& names) {
  Variant variant{.sku = seed.text("sku"),
                  .finish = seed.text("finish"),
                  .left_handed = seed.flag("left_handed"),
                  .strings = static_cast<int>(seed.integer_or("strings", 0)),
                  .options = read_options(seed, names),
                  .price = seed.money("price"),
                  .stock = seed.integer("stock"),
                  .minimum_stock = seed.integer("minimum_stock"),
                  .low_stock_threshold = seed.integer("low_stock_threshold")};
  if (seed.has("compare_at_price")) variant.compare_at_price = seed.money("compare_at_price");
  return variant;
}

std::vector<Specification> read_specifications(const SeedObject& seed) {
  std::vector<Specification> specifications;
  for (const auto& member : seed.members()) {
    Specification specification{.key = member.key()};
    if (member.value().is_number()) {
      specification.number_milli = thousandths(member.value());
    } else {
      specification.text = seed.bilingual(member.key());
    }
    specifications.push_back(std::move(specification));
  }
  return specifications;
}

Product read_product(const SeedObject& seed, const OptionNames& names) {
  const SeedObject picture = seed.object("picture");
  const SeedObject parcel = seed.object("parcel");
  Product product{.slug = seed.text("slug"),
                  .name = seed.text("brand") + " " + seed.text("model"),
                  .model = seed.text("model"),
                  .brand = seed.text("brand"),
                  .category = seed.text("category"),
                  .description = seed.bilingual("description"),
                  .featured = seed.flag("featured"),
                  .listed_days_ago = seed.integer("listed_days_ago"),
                  .units_sold = seed.integer("units_sold"),
                  .shape = picture.text("shape"),
                  .hardware = picture.text("hardware"),
                  .strings = static_cast<int>(picture.integer_or("strings", 0)),
                  .parcel = {.weight_g = parcel.integer("weight_g"),
                             .length_mm = parcel.integer("length_mm"),
                             .width_mm = parcel.integer("width_mm"),
                             .height_mm = parcel.integer("height_mm")},
                  .specifications = read_specifications(seed.object("specifications"))};
  seed.each("variants", [&](const SeedObject& variant) { product.variants.push_back(read_variant(variant, names)); });
  return product;
}

/// "09:30" -> 570.
int minutes_after_midnight(std::string_view clock) {
  const auto parts = text::split(clock, ':');
  if (parts.size() == 2) {
    const auto hours = text::parse_integer(parts[0], 0, 24);
    const auto minutes = text::parse_integer(parts[1], 0, 59);
    if (hours && minutes) return static_cast<int>(*hours * 60 + *minutes);
  }
  throw std::runtime_error("db/seeds: not a time of day: " + std::string(clock));
}

int weekday_number(std::string_view day) {
  constexpr std::array kDays = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
  for (std::size_t number = 0; number < kDays.size(); ++number)
    if (day == kDays[number]) return static_cast<int>(number);
  throw std::runtime_error("db/seeds/store.json: not a day: " + std::string(day));
}

std::vector<ZonePrice> read_zones(const SeedObject& service) {
  std::vector<ZonePrice> prices;
  service.each("zones", [&](const SeedObject& zone) {
    zone.each_text("provinces", [&](std::string province) {
      prices.push_back({.province_code = std::move(province),
                        .base_price = zone.money("base_price"),
                        .price_per_kg = zone.money("price_per_kg"),
                        .extra_days = zone.integer("extra_days")});
    });
  });
  return prices;
}

ShippingService read_shipping_service(const SeedObject& seed) {
  ShippingService service{.code = seed.text("code"),
                          .courier = seed.text("courier"),
                          .name = seed.text("name"),
                          .base_price = seed.money("base_price"),
                          .price_per_kg = seed.money("price_per_kg"),
                          .volumetric_divisor = seed.integer("volumetric_divisor"),
                          .rounding_tolerance_g = seed.integer("rounding_tolerance_g"),
                          .min_days = seed.integer("min_days"),
                          .max_days = seed.integer("max_days"),
                          .is_pickup = seed.flag("pickup"),
                          .zones = read_zones(seed)};
  if (seed.has("max_weight_g")) service.max_weight_g = seed.integer("max_weight_g");
  return service;
}

Account read_account(const SeedObject& seed) {
  Account account{.email = seed.text("email"),
                  .name = seed.text("name"),
                  .phone = seed.text("phone"),
                  .role = seed.text("role"),
                  .password = Secret{seed.text("password")}};
  if (seed.has("address")) {
    const SeedObject address = seed.object("address");
    account.address = SampleAddress{.street = address.text("street"),
                                    .area_code = address.text("area_code"),
                                    .postal_code = address.text("postal_code"),
                                    .note = address.text("note")};
  }
  return account;
}

}  // namespace

Catalogue read_catalogue() {
  Catalogue catalogue;
  SeedFile("categories.json").each([&](const SeedObject& seed) {
    catalogue.categories.push_back({.slug = seed.text("slug"),
                                    .parent = seed.has("parent") ? seed.text("parent") : std::string{},
                                    .name = seed.bilingual("name")});
  });
  SeedFile("suppliers.json").each([&](const SeedObject& seed) {
    catalogue.suppliers.push_back({.key = seed.text("key"),
                                   .name = seed.text("name"),
                                   .contact = seed.text("contact"),
                                   .phone = seed.text("phone"),
                                   .email = seed.text("email"),
                                   .address = seed.text("address")});
  });
  SeedFile("brands.json").each([&](const SeedObject& seed) {
    catalogue.brands.push_back(
        {.name = seed.text("name"), .slug = seed.text("slug"), .supplier = seed.text("supplier")});
  });
  SeedFile("specifications.json").each([&](const SeedObject& seed) {
    SpecificationDefinition definition{
        .key = seed.text("key"), .name = seed.bilingual("name"), .is_number = seed.text("kind") == "number"};
    if (seed.has("unit")) definition.unit = seed.text("unit");
    definition.filterable = seed.flag("filterable");
    catalogue.definitions.push_back(std::move(definition));
  });
  const OptionNames names = read_option_names();
  for (const char* file : kProductFiles)
    SeedFile(file).each([&](const SeedObject& seed) { catalogue.products.push_back(read_product(seed, names)); });
  return catalogue;
}

Shop read_shop() {
  Shop shop;
  const SeedFile store("store.json");
  const SeedObject profile = store.object().object("profile");
  shop.profile = {.name = profile.text("name"),
                  .street = profile.text("street"),
                  .city = profile.text("city"),
                  .province = profile.text("province"),
                  .postal_code = profile.text("postal_code"),
                  .phone = profile.text("phone"),
                  .whatsapp = profile.text("whatsapp"),
                  .email = profile.text("email"),
                  .free_shipping_from = profile.money("free_shipping_from"),
                  .free_shipping_at_most = profile.money("free_shipping_at_most")};
  store.object().each("opening_hours", [&](const SeedObject& hours) {
    shop.opening_hours.push_back({.weekday = weekday_number(hours.text("day")),
                                  .opens_minute = minutes_after_midnight(hours.text("opens")),
                                  .closes_minute = minutes_after_midnight(hours.text("closes"))});
  });
  SeedFile("shipping_services.json").each([&](const SeedObject& seed) {
    shop.shipping_services.push_back(read_shipping_service(seed));
  });
  SeedFile("synonyms.json").each([&](const SeedObject& seed) { shop.synonyms.push_back(seed.text("terms")); });
  shop.accounts = read_accounts();
  return shop;
}

std::vector<Account> read_accounts() {
  std::vector<Account> accounts;
  SeedFile("accounts.json").each([&](const SeedObject& seed) { accounts.push_back(read_account(seed)); });
  return accounts;
}

std::vector<SampleReview> read_reviews() {
  std::vector<SampleReview> reviews;
  SeedFile("reviews.json").each([&](const SeedObject& seed) {
    reviews.push_back({.product = seed.text("product"),
                       .author = seed.text("author"),
                       .rating = static_cast<int>(seed.integer("rating")),
                       .title = seed.has("title") ? seed.text("title") : std::string{},
                       .body = seed.text("body"),
                       .answer = seed.has("answer") ? seed.text("answer") : std::string{},
                       .days_ago = seed.integer("days_ago"),
                       .helpful = seed.integer_or("helpful", 0),
                       .photo = seed.flag("photo")});
  });
  return reviews;
}

std::vector<SampleOrder> read_orders() {
  std::vector<SampleOrder> orders;
  SeedFile("orders.json").each([&](const SeedObject& seed) {
    SampleOrder order{.buyer = seed.text("buyer"),
                      .street = seed.text("street"),
                      .area_code = seed.text("area_code"),
                      .minute = minutes_after_midnight(seed.text("at")),
                      .shipping = seed.text("shipping"),
                      .payment = seed.text("payment"),
                      .given_up = seed.flag("given_up"),
                      .lines = {}};
    seed.each("lines", [&](const SeedObject& line) {
      order.lines.push_back({.sku = line.text("sku"), .quantity = line.integer("quantity")});
    });
    orders.push_back(std::move(order));
  });
  return orders;
}

}  // namespace hurtrock::sample_data
