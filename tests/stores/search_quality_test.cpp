#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "catalog/search/search_fixture.hpp"
#include "platform/core/text.hpp"
#include "sample_data/sample_data.hpp"

namespace hurtrock::catalog::search {
namespace {

constexpr std::size_t kFewestCases = 150;
constexpr std::size_t kLookedAt = 3;

struct Case {
  std::string text;
  std::vector<std::pair<std::string, std::string>> expected;  // property and value
};

std::vector<Case> read_cases() {
  std::ifstream file(HURTROCK_SEARCH_CASES);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    const auto arrow = line.find(" => ");
    if (line.starts_with('#') || arrow == std::string::npos) continue;
    Case& entry = cases.emplace_back(Case{.text = line.substr(0, arrow), .expected = {}});
    for (const auto part : text::split(std::string_view(line).substr(arrow + 4), ';')) {
      const auto wanted = text::trim(part);
      const auto colon = std::min(wanted.find(':'), wanted.size());
      entry.expected.emplace_back(wanted.substr(0, colon), wanted.substr(std::min(colon + 1, wanted.size())));
    }
  }
  return cases;
}

class SearchQuality : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    sample_data::load(*db_, {.media_folder = folder_.path() / "media", .with_accounts = false}, clock_);
    snapshot_ = snapshot_of(*db_);
    search_.emplace(*db_, clock_, folder_.path() / "search");
    search_->refresh(snapshot_);
  }

  bool holds(const SnapshotProduct& product, const std::string& property, const std::string& value) const {
    if (property == "name") return product.name.contains(value);
    if (property == "brand") return snapshot_->brands()[static_cast<std::size_t>(product.brand)].name == value;
    const auto category = snapshot_->find_category(value);
    return property == "category" && category &&
           snapshot_->in_category(*category).test(static_cast<std::size_t>(&product - snapshot_->products().data()));
  }

  bool holds_all(const SnapshotProduct& product, const Case& entry) const {
    return std::ranges::all_of(entry.expected,
                               [&](const auto& wanted) { return holds(product, wanted.first, wanted.second); });
  }

  bool is_met(const Case& entry, const std::vector<std::uint32_t>& found) const {
    if (entry.expected.front().first == "nothing") return found.empty();
    const auto fits = [&](std::uint32_t index) { return holds_all(snapshot_->products()[index], entry); };
    if (std::ranges::any_of(entry.expected, [](const auto& wanted) { return wanted.first == "name"; }))
      return std::ranges::any_of(std::span(found).first(std::min(kLookedAt, found.size())), fits);
    // Where the shop has only two such products, a third one cannot fit.
    const auto there_are = static_cast<std::size_t>(std::ranges::count_if(
        snapshot_->products(), [&](const SnapshotProduct& product) { return holds_all(product, entry); }));
    const std::size_t wanted = std::min(kLookedAt, there_are);
    return wanted > 0 && found.size() >= wanted && std::ranges::all_of(std::span(found).first(wanted), fits);
  }

  ScratchFolder folder_;
  FakeClock clock_{from_micros(1'795'000'000'000'000)};
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(db::Dialect::kSqlite);
  std::shared_ptr<const Snapshot> snapshot_;
  std::optional<Search> search_;
};

TEST_F(SearchQuality, what_customers_type_finds_what_they_mean_among_the_first_three) {
  const auto cases = read_cases();
  ASSERT_GE(cases.size(), kFewestCases);
  std::size_t met = 0;
  std::string missed;
  for (const Case& entry : cases) {
    auto match = search_->match(*snapshot_, entry.text);
    ASSERT_TRUE(match) << entry.text;
    if (is_met(entry, match->best_first)) {
      ++met;
      continue;
    }
    missed += "\n  " + entry.text + " ->";
    match->best_first.resize(std::min(kLookedAt, match->best_first.size()));
    for (const auto& name : names(*snapshot_, match->best_first)) missed += " [" + name + "]";
  }
  RecordProperty("met", static_cast<int>(met));
  std::cout << met << " of " << cases.size() << " searches found what was meant; missed:" << missed << '\n';
  EXPECT_GE(met * 100, cases.size() * 95);
}

TEST_F(SearchQuality, the_name_of_an_instrument_finds_all_of_them_before_any_accessory) {
  const std::pair<const char*, const char*> cases[] = {
      {"gitar", "gitar"}, {"guitar", "gitar"}, {"guitars", "gitar"},     {"bass", "bass"},  {"bas", "bass"},
      {"drum", "drum"},   {"drums", "drum"},   {"keyboard", "keyboard"}, {"gtar", "gitar"}, {"amp", "amplifier"}};
  for (const auto& [text, slug] : cases) {
    const auto match = search_->match(*snapshot_, text);
    ASSERT_TRUE(match) << text;
    const Bitmap& instruments = snapshot_->in_category(*snapshot_->find_category(slug));
    const auto is_instrument = [&](std::uint32_t index) { return instruments.test(index); };
    EXPECT_TRUE(std::ranges::is_partitioned(match->best_first, is_instrument)) << text;
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count_if(match->best_first, is_instrument)), instruments.count())
        << text;
  }
}

}  // namespace
}  // namespace hurtrock::catalog::search
