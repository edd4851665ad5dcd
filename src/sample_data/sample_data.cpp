#include "sample_data/sample_data.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"
#include "sample_data/gallery.hpp"
#include "sample_data/history.hpp"
#include "sample_data/picture_files.hpp"
#include "sample_data/seeds.hpp"
#include "sample_data/store.hpp"
#include "sample_data/variations.hpp"

namespace hurtrock::sample_data {
namespace {

/// About 5,000 rows in one transaction.
constexpr std::int64_t kProductsPerTransaction = 400;
constexpr std::int64_t kProductsPerProgressLine = 50'000;

std::vector<AccountRow> with_password_hashes(std::vector<Account> accounts) {
  std::vector<AccountRow> rows;
  for (Account& account : accounts) {
    std::string hash = crypto::hash_password(account.password);
    rows.push_back({.account = std::move(account), .password_hash = std::move(hash)});
  }
  return rows;
}

ProductRow with_pictures(Product product, GallerySize size, PictureFiles& files) {
  std::vector<Image> images = gallery(product, size, files);
  return {.product = std::move(product), .images = std::move(images)};
}

std::vector<ProductRow> seed_rows(const std::vector<Product>& products, PictureFiles& files) {
  std::vector<ProductRow> rows;
  rows.reserve(products.size());
  for (const Product& product : products) rows.push_back(with_pictures(product, GallerySize::kFull, files));
  return rows;
}

void insert_past(db::Tx& tx, const std::vector<SampleReview>& reviews, const std::vector<SampleOrder>& orders,
                 Time now) {
  History history;
  add_reviews(tx, history, reviews, now);
  add_orders(tx, history, orders, now);
  history.write(tx);
  count_stars(tx);
}

/// The shop and the seeds in one transaction: whoever finds products finds a complete shop. Nothing when another loader
/// came first.
std::optional<References> load_seeds(db::Database& database, const Request& request, const Catalogue& catalogue,
                                     std::span<const ProductRow> products, Time now) {
  const Shop shop = read_shop();
  const std::vector<SampleReview> reviews = read_reviews();
  const std::vector<SampleOrder> orders = read_orders();
  const std::vector<AccountRow> accounts =
      request.with_accounts ? with_password_hashes(shop.accounts) : std::vector<AccountRow>{};
  return database.write([&](db::Tx& tx) -> std::optional<References> {
    wait_for_other_loaders(tx);
    if (has_products(tx)) return std::nullopt;
    insert_shop(tx, shop, now);
    insert_accounts(tx, accounts, now);
    References references = insert_references(tx, catalogue, now);
    insert_products(tx, products, references, now);
    if (request.with_accounts) insert_past(tx, reviews, orders, now);
    raise_catalogue_version(tx);
    return references;
  });
}

std::int64_t count_variants(std::span<const ProductRow> rows) {
  std::int64_t count = 0;
  for (const ProductRow& row : rows) count += std::ssize(row.product.variants);
  return count;
}

void load_variations(db::Database& database, std::int64_t count, const Catalogue& catalogue,
                     const References& references, PictureFiles& files, Time now, Loaded& loaded) {
  const Variations variations(catalogue);
  std::int64_t next = 0;
  while (next < count) {
    const std::int64_t end = std::min(next + kProductsPerTransaction, count);
    std::vector<ProductRow> rows;
    rows.reserve(static_cast<std::size_t>(end - next));
    for (; next < end; ++next) rows.push_back(with_pictures(variations.make(next), GallerySize::kSmall, files));

    database.write([&](db::Tx& tx) {
      insert_products(tx, rows, references, now);
      raise_catalogue_version(tx);
    });
    loaded.products += std::ssize(rows);
    loaded.variants += count_variants(rows);
    if (next % kProductsPerProgressLine == 0) log::info("sample_data.progress", {{"products", loaded.products}});
  }
}

}  // namespace

std::vector<Login> published_logins() {
  std::vector<Login> logins;
  for (Account& account : read_accounts())
    logins.push_back({.email = std::move(account.email), .password = std::move(account.password)});
  return logins;
}

bool is_empty(db::Database& database) {
  return database.read([](db::Tx& tx) { return !has_products(tx); });
}

Loaded load(db::Database& database, const Request& request, const Clock& clock) {
  if (request.products < 0 || request.products > kMostProducts)
    throw std::invalid_argument("sample data: between 0 and " + std::to_string(kMostProducts) + " products");
  Loaded loaded;
  if (!is_empty(database)) {
    log::info("sample_data.skipped", {{"reason", "the database has products"}});
    return loaded;
  }

  const Time now = clock.now();
  const Catalogue catalogue = read_catalogue();
  PictureFiles files(request.media_folder, request.paintings);
  const std::vector<ProductRow> seeds = seed_rows(catalogue.products, files);
  const std::optional<References> references = load_seeds(database, request, catalogue, seeds, now);
  if (!references) {
    log::info("sample_data.skipped", {{"reason", "another process has just loaded it"}});
    return loaded;
  }
  loaded = {.was_empty = true, .products = std::ssize(seeds), .variants = count_variants(seeds)};

  const std::int64_t missing = request.products - loaded.products;
  load_variations(database, missing, catalogue, *references, files, now, loaded);
  loaded.picture_files = files.count();
  log::info("sample_data.loaded", {{"products", loaded.products},
                                   {"variants", loaded.variants},
                                   {"picture_files", static_cast<std::int64_t>(loaded.picture_files)}});
  return loaded;
}

}  // namespace hurtrock::sample_data
