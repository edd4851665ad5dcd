#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "catalog/random_shop_for_tests.hpp"
#include "catalog/snapshot_contents.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string said(const Bilingual& text) { return fmt::format("{}/{}", text.id, text.en); }

/// Everything a snapshot says, one fact a line.
class Description {
 public:
  explicit Description(const Snapshot& snapshot) : s_(snapshot) {
    for (const SnapshotProduct& product : s_.products()) describe(product);
    for (std::size_t sort = 0; sort < kSortCount; ++sort) {
      const auto order = s_.order(static_cast<Sort>(sort));
      const auto rank = s_.rank(static_cast<Sort>(sort));
      for (std::uint32_t i = 0; i < order.size(); ++i)
        say("order {} {} {} {}", sort, i, slug(order[i]), rank[order[i]] == i);
    }
    for (std::size_t c = 0; c < s_.categories().size(); ++c) {
      const auto& category = s_.categories()[c];
      say("category {} {} depth {} parent {}", category.slug, said(category.name), category.depth, category.parent);
      s_.in_category(static_cast<int>(c)).for_each([&](std::size_t i) { say("  has {}", slug(i)); });
      for (const int spec : s_.specs_in_category(static_cast<int>(c)))
        say("  filter {}", s_.spec_indexes()[static_cast<std::size_t>(spec)].key);
    }
    for (std::size_t b = 0; b < s_.brands().size(); ++b) {
      say("brand {} {}", s_.brands()[b].slug, s_.find_brand(s_.brands()[b].slug) == static_cast<int>(b));
      s_.of_brand(static_cast<int>(b)).for_each([&](std::size_t i) { say("  has {}", slug(i)); });
    }
    for (const SpecIndex& spec : s_.spec_indexes()) {
      for (const SpecValue& value : spec.values) {
        say("{} {} {} {}", spec.key, value.slug, said(value.text), value.number_milli);
        Bitmap having(s_.products().size());
        value.products.add_to(having);
        having.for_each([&](std::size_t i) { say("  has {}", slug(i)); });
      }
    }
    s_.in_stock()->for_each([&](std::size_t i) { say("in stock {}", slug(i)); });
  }
  void tell_slug(const std::string& asked) {
    const auto product = s_.find_product(asked);
    const auto renamed = s_.find_renamed_product(asked);
    const Gone* gone = s_.find_gone_product(asked);
    say("slug {} is {} was {} gone {} {}", asked, product ? slug(static_cast<std::size_t>(*product)) : "-",
        renamed ? slug(static_cast<std::size_t>(*renamed)) : "-", gone == nullptr ? "-" : gone->name,
        gone == nullptr ? -2 : gone->category);
  }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> format, Args&&... args) {
    lines_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }
  [[nodiscard]] std::string_view slug(std::size_t index) const { return s_.products()[index].slug; }

  void describe(const SnapshotProduct& p) {
    say("product {} {} {} {} {} brand {} category {} at {} {} featured {} sold {} stars {} prices {} {}", p.id.value(),
        p.slug, p.name, p.model, said(p.description), s_.brands()[static_cast<std::size_t>(p.brand)].slug,
        s_.categories()[static_cast<std::size_t>(p.category)].slug, p.created_at.time_since_epoch().count(),
        p.updated_at.time_since_epoch().count(), p.featured, p.units_sold, p.ratings.total(), p.lowest_price.rupiah(),
        p.highest_price.rupiah());
    say("  found by {} | {} {}", p.search_text, p.lower_name,
        s_.find_product(p.id) == static_cast<int>(&p - s_.products().data()));
    for (const SnapshotVariant& v : p.variants) {
      say("  variant {} {} {} {} {} available {}", v.id.value(), v.sku, v.price.rupiah(),
          v.compare_at.value_or(Money{}).rupiah(), v.weight_g, s_.available(v));
      for (const SnapshotOption& option : v.options) say("    {} {}", said(option.name), said(option.value));
    }
    for (const SnapshotImage& image : p.images)
      say("  image {} {} of {}", image.file, said(image.alt), image.variant.value());
    for (const SnapshotSpec& spec : p.specs)
      say("  spec {} {} {} {} filter {}", said(spec.name), said(spec.text), spec.unit, spec.number_milli.value_or(-1),
          spec.filter);
  }

  const Snapshot& s_;
  std::vector<std::string> lines_;
};

class SnapshotFollowTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  std::shared_ptr<const Snapshot> whole() {
    return db_->read([](db::Tx& tx) { return build_snapshot(tx); });
  }
  std::shared_ptr<const Snapshot> follow(const Snapshot& before, std::int64_t seen) {
    return db_->read([&](db::Tx& tx) {
      const auto changed = products_changed_since(tx, seen);
      return changed ? build_snapshot(tx, before, *changed) : nullptr;
    });
  }
  std::int64_t version() {
    return db_->read([](db::Tx& tx) { return catalogue_version(tx); });
  }
  std::vector<std::string> described(const Snapshot& snapshot) {
    Description description(snapshot);
    for (const auto& [slug] :
         db_->read([](db::Tx& tx) { return tx.all<std::string>("SELECT slug FROM product_slugs ORDER BY slug"); }))
      description.tell_slug(slug);
    return description.lines();
  }
  std::optional<std::vector<ProductId>> changed_since(std::int64_t seen) {
    return db_->read([&](db::Tx& tx) { return products_changed_since(tx, seen); });
  }
  void raise(std::vector<ProductId> products) {
    db_->write([&](db::Tx& tx) { raise_catalogue_version(tx, products); });
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, SnapshotFollowTest, db::testing::every_dialect(), db::testing::name_of);

/// Changes products of a shop at random, as staff would.
class Editor {
 public:
  explicit Editor(std::uint64_t seed) : random_(seed) {}

  void edit(db::Tx& tx) {
    std::set<ProductId> changed;
    for (std::uint64_t i = 0, edits = 1 + below(4); i < edits; ++i) changed.insert(edit_one(tx));
    raise_catalogue_version(tx, std::vector(changed.begin(), changed.end()));
  }

 private:
  std::uint64_t below(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>{0, limit - 1}(random_);
  }
  template <class T>
  T any(db::Tx& tx, std::string_view ids) {
    const auto all = tx.all<T>(ids);
    return std::get<0>(all[below(all.size())]);
  }

  ProductId edit_one(db::Tx& tx) {
    ++edits_;
    const auto product = any<ProductId>(tx, "SELECT id FROM products ORDER BY id");
    switch (below(9)) {
      case 0:
        tx.execute("UPDATE products SET name = $1, units_sold = $2 WHERE id = $3", fmt::format("Renamed {}", below(30)),
                   static_cast<std::int64_t>(below(12)), product);
        break;
      case 1: {
        static constexpr const char* kStates[] = {"active", "active", "hidden", "archived"};
        tx.execute("UPDATE products SET state = $1 WHERE id = $2", kStates[below(4)], product);
        break;
      }
      case 2:
        tx.execute("UPDATE products SET slug = $1 WHERE id = $2", fmt::format("slug-{}", edits_), product);
        break;
      case 3: {
        const auto brand = insert_brand(tx, fmt::format("new-{}", edits_), fmt::format("A new brand {}", edits_));
        tx.execute("UPDATE products SET brand_id = $1 WHERE id = $2", brand, product);
        break;
      }
      case 4:
        tx.execute("UPDATE products SET category_id = $1 WHERE id = $2",
                   any<CategoryId>(tx, "SELECT id FROM categories ORDER BY id"), product);
        break;
      case 5:
        tx.execute("UPDATE variants SET price = $1, state = $2 WHERE product_id = $3",
                   static_cast<std::int64_t>(100'000 * (1 + below(50))), below(4) == 0 ? "archived" : "active",
                   product);
        break;
      case 6: {
        const auto added = insert_product(tx, {.slug = fmt::format("added-{}", edits_),
                                               .brand = any<BrandId>(tx, "SELECT id FROM brands ORDER BY id"),
                                               .category = any<CategoryId>(tx, "SELECT id FROM categories ORDER BY id"),
                                               .created_at = kToday - std::chrono::days{below(60)}});
        insert_variant(tx, added, {.sku = fmt::format("ADDED-{}", edits_)});
        return added;
      }
      case 7:
        tx.execute("DELETE FROM product_specs WHERE product_id = $1", product);
        insert_number_spec(tx, product, any<std::int64_t>(tx, "SELECT id FROM spec_definitions WHERE kind = 'number'"),
                           static_cast<std::int64_t>(below(5)) * 500);
        break;
      default:
        tx.execute(
            "INSERT INTO product_images (product_id, file, width, height, alt_id, alt_en, position) "
            "VALUES ($1, $2, 10, 10, 'Depan', 'Front', $3)",
            product, fmt::format("{}.webp", edits_), edits_);
    }
    return product;
  }

  std::mt19937_64 random_;
  std::int64_t edits_ = 0;
};

TEST_P(SnapshotFollowTest, after_any_edits_it_says_what_a_snapshot_read_from_the_beginning_says) {
  db_->write([](db::Tx& tx) { RandomShop(tx, 120, 7); });
  auto snapshot = whole();
  Editor editor(11);
  for (int round = 0; round < 60; ++round) {
    const std::int64_t seen = version();
    db_->write([&](db::Tx& tx) { editor.edit(tx); });
    snapshot = follow(*snapshot, seen);
    ASSERT_NE(snapshot, nullptr);
    ASSERT_EQ(described(*snapshot), described(*whole())) << "round " << round;
  }
}

TEST_P(SnapshotFollowTest, only_what_changed_is_read_again) {
  db_->write([](db::Tx& tx) { RandomShop(tx, 20, 3); });
  const auto before = whole();
  const ProductId edited = before->products()[1].id;
  const std::int64_t seen = version();
  raise({edited});
  const auto after = follow(*before, seen);
  ASSERT_GT(after->serial(), before->serial());
  for (const SnapshotProduct& product : after->products()) {
    EXPECT_EQ(product.read_for, product.id == edited ? after->serial() : before->serial());
    const auto& earlier = before->products()[static_cast<std::size_t>(*before->find_product(product.id))];
    EXPECT_EQ(product.variants.data() == earlier.variants.data(), product.id != edited);
  }
}

TEST_P(SnapshotFollowTest, the_units_of_what_was_not_read_again_are_those_last_heard_of) {
  db_->write([](db::Tx& tx) { RandomShop(tx, 20, 3); });
  const auto before = whole();
  const SnapshotVariant& variant = before->products()[0].variants[0];
  before->set_available(variant.id, 77);
  const std::int64_t seen = version();
  raise({before->products()[1].id});
  const auto after = follow(*before, seen);
  EXPECT_EQ(after->available(variant), 77);
  after->set_available(variant.id, 5);
  EXPECT_EQ(after->available(variant), 5);
  EXPECT_EQ(before->available(variant), 77);
}

TEST_P(SnapshotFollowTest, a_storage_that_is_half_waste_is_left_for_a_new_one) {
  db_->write([](db::Tx& tx) { RandomShop(tx, 30, 3); });
  auto snapshot = whole();
  const auto first = snapshot->storage();
  std::vector<ProductId> all;
  for (const SnapshotProduct& product : snapshot->products()) all.push_back(product.id);
  for (std::size_t again = 0; again <= 1'000 / all.size() + 1; ++again)
    snapshot = db_->read([&](db::Tx& tx) { return build_snapshot(tx, *snapshot, all); });
  EXPECT_NE(snapshot->storage(), first);
  EXPECT_LT(snapshot->storage()->slots, first->slots);
}

TEST_P(SnapshotFollowTest, a_hidden_category_is_noticed_although_only_a_product_was_named) {
  db_->write([](db::Tx& tx) { RandomShop(tx, 30, 3); });
  const auto before = whole();
  const std::int64_t seen = version();
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE categories SET active = 0 WHERE id = $1", before->categories()[0].id);
    raise_catalogue_version(tx, before->products()[0].id);
  });
  EXPECT_EQ(described(*follow(*before, seen)), described(*whole()));
}

TEST_P(SnapshotFollowTest, changed_products_are_known_for_every_version_since) {
  const std::int64_t seen = version();
  EXPECT_THAT(changed_since(seen).value(), IsEmpty());
  raise({ProductId{3}, ProductId{5}});
  raise({ProductId{4}});
  EXPECT_THAT(changed_since(seen).value(), ElementsAre(ProductId{3}, ProductId{5}, ProductId{4}));
  EXPECT_THAT(changed_since(seen + 1).value(), ElementsAre(ProductId{4}));
}

TEST_P(SnapshotFollowTest, one_version_without_products_makes_the_change_unknown) {
  const std::int64_t seen = version();
  raise({ProductId{3}});
  db_->write([](db::Tx& tx) { raise_catalogue_version(tx); });
  EXPECT_EQ(changed_since(seen), std::nullopt);
  raise({ProductId{4}});
  EXPECT_EQ(changed_since(seen), std::nullopt);
  EXPECT_THAT(changed_since(seen + 2).value(), SizeIs(1));
}

TEST_P(SnapshotFollowTest, changes_of_very_old_versions_are_forgotten_and_then_unknown) {
  const std::int64_t seen = version();
  db_->write([](db::Tx& tx) {
    for (int i = 0; i < 1'002; ++i) raise_catalogue_version(tx, ProductId{3});
  });
  EXPECT_EQ(changed_since(seen), std::nullopt);
  EXPECT_THAT(changed_since(seen + 2).value(), SizeIs(1'000));
}

TEST_P(SnapshotFollowTest, a_change_of_more_products_than_are_worth_naming_is_unknown) {
  const std::int64_t seen = version();
  std::vector<ProductId> many;
  for (int i = 1; i <= 1'001; ++i) many.emplace_back(i);
  raise(many);
  EXPECT_EQ(changed_since(seen), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::catalog
