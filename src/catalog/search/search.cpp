#include "catalog/search/search.hpp"

#include "catalog/search/ask.hpp"
#include "catalog/search/store.hpp"

namespace hurtrock::catalog::search {
namespace {

using namespace std::chrono_literals;

// One year beside the same season of the year before.
constexpr auto kKeptFor = 24h * 800;

constexpr auto kPauseAfterFailure = 30s;

}  // namespace

Search::Search(db::Database& db, const Clock& clock, const std::filesystem::path& folder)
    : db_(db), clock_(clock), writer_(folder), reader_(folder), synonyms_(std::make_shared<const Synonyms>()) {}

std::optional<TextMatch> Search::match(const Snapshot& snapshot, std::string_view text) {
  // Named before it is asked for: an answer may be newer than its key, never older.
  const RecentMatches::Key key{snapshot.serial(), version(), std::string(text)};
  if (auto known = recent_.find(key)) return known;
  TextMatch match;
  const auto synonyms = synonyms_.load();
  const auto outcome =
      reader_.read([&](Xapian::Database& index) { match = ask(index, snapshot, *synonyms, postings_, text); });
  if (outcome == IndexReader::Outcome::kDamaged) damaged_ = true;
  if (outcome != IndexReader::Outcome::kRead) return std::nullopt;
  recent_.keep(key, match);
  return match;
}

void Search::count(std::string_view text, std::int64_t found) { counts_.add(text, found, clock_.now()); }

void Search::refresh(const std::shared_ptr<const Snapshot>& snapshot) {
  const std::lock_guard lock(refreshing_);
  if (damaged_.exchange(false)) writer_.distrust();
  if (clock_.now() >= writes_again_at_ && writer_.follow(snapshot) == IndexWriter::Progress::kFailed)
    writes_again_at_ = clock_.now() + kPauseAfterFailure;
  if (reader_.look_for_changes([this](const Xapian::Database& index) { postings_.follow(index); })) ++version_;
  refresh_synonyms();
}

void Search::refresh_synonyms() {
  const Synonyms now(db_.read([](db::Tx& tx) { return synonym_sets(tx); }));
  if (now == *synonyms_.load()) return;
  synonyms_.store(std::make_shared<const Synonyms>(now));
  ++version_;
}

void Search::save_counts() {
  auto counted = counts_.take();
  if (counted.empty()) return;
  try {
    db_.write([&](db::Tx& tx) { add_counts(tx, counted); });
  } catch (...) {
    counts_.put_back(std::move(counted));
    throw;
  }
}

void Search::forget_old_counts() {
  db_.write([&](db::Tx& tx) { forget_counts_before(tx, clock_.now() - kKeptFor); });
}

}  // namespace hurtrock::catalog::search
