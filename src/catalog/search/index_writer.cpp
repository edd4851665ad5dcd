#include "catalog/search/index_writer.hpp"

#include <xapian.h>

#include <system_error>
#include <utility>

#include "catalog/search/document.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::catalog::search {
namespace {

bool is_indexable(ProductId id) { return id.value() > 0 && id.value() <= UINT32_MAX; }

}  // namespace

IndexWriter::IndexWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}
IndexWriter::~IndexWriter() = default;

IndexWriter::Progress IndexWriter::follow(const std::shared_ptr<const Snapshot>& snapshot) {
  std::string reason;
  try {
    const Progress progress = step(snapshot);
    failures_ = 0;
    return progress;
  } catch (const Xapian::Error& error) {
    reason = error.get_description();
  } catch (const std::system_error& error) {  // of the file system, too
    reason = error.what();
  }
  log::error("search.index_unwritable", {{"reason", reason}});
  // Opened anew it may be written; if not, then perhaps one that is begun anew.
  index_.reset();
  if (++failures_ > 1) distrust();
  return Progress::kFailed;
}

IndexWriter::Progress IndexWriter::step(const std::shared_ptr<const Snapshot>& snapshot) {
  if (!open()) return Progress::kNotOurs;
  if (followed_ != snapshot) {
    compare(*snapshot);
    followed_ = snapshot;
  }
  if (to_write_.empty() && to_remove_.empty() && complete_) return Progress::kSame;
  std::size_t done = 0;
  for (; done < kStep && !to_remove_.empty(); ++done, to_remove_.pop_front()) remove(to_remove_.front());
  for (; done < kStep && !to_write_.empty(); ++done, to_write_.pop_front()) write(*snapshot, to_write_.front());
  commit();
  return Progress::kChanged;
}

bool IndexWriter::open() {
  if (!lock_) lock_ = WriterLock::try_to_take(folder_);
  if (!lock_) return false;
  const bool vanished = index_ && !std::filesystem::exists(folder_ / kIndexFolder / kIndexFile);
  if (!index_ || distrusted_ || vanished) open_or_begin_anew();
  return true;
}

void IndexWriter::open_or_begin_anew() {
  const std::string path = folder_ / kIndexFolder;
  const bool begin_anew = std::exchange(distrusted_, false);
  index_.reset();
  followed_.reset();
  indexed_.clear();
  if (std::filesystem::exists(path) && !begin_anew) {
    try {
      // The whole of it is read once: a file that was cut off or written over is not noticed by opening it.
      if (Xapian::Database::check(path, 0, nullptr) != 0) throw Xapian::DatabaseCorruptError("it does not add up");
      index_ = std::make_unique<Xapian::WritableDatabase>(path, Xapian::DB_OPEN);
      for (auto value = index_->valuestream_begin(kFingerprintSlot); value != index_->valuestream_end(kFingerprintSlot);
           ++value)
        indexed_[value.get_docid()] = read_fingerprint(*value);
      complete_ = !index_->get_metadata(kCompleteKey).empty();
      return;
    } catch (const Xapian::Error& error) {
      log::error("search.index_damaged", {{"reason", error.get_description()}});
      index_.reset();
      indexed_.clear();
    }
  }
  std::filesystem::remove_all(path);
  index_ = std::make_unique<Xapian::WritableDatabase>(path, Xapian::DB_CREATE);
  complete_ = false;
  log::info("search.index_begun");
}

void IndexWriter::compare(const Snapshot& snapshot) {
  // Nothing is left to do of the last one: what was read for it or before is in the index.
  const std::uint64_t compared = followed_ && to_write_.empty() && to_remove_.empty() ? followed_->serial() : 0;
  to_write_.clear();
  to_remove_.clear();
  const auto products = snapshot.products();
  for (std::size_t i = 0; i < products.size(); ++i) {
    if (products[i].read_for <= compared || !is_indexable(products[i].id)) continue;
    const auto known = indexed_.find(static_cast<std::uint32_t>(products[i].id.value()));
    if (known == indexed_.end() || known->second != fingerprint(snapshot, products[i]))
      to_write_.push_back(static_cast<int>(i));
  }
  for (const auto& [document, seen] : indexed_)
    if (!snapshot.find_product(ProductId(document))) to_remove_.push_back(document);
}

void IndexWriter::write(const Snapshot& snapshot, int index) {
  const SnapshotProduct& product = snapshot.products()[static_cast<std::size_t>(index)];
  const auto id = static_cast<std::uint32_t>(product.id.value());
  remove(id);
  const std::uint64_t now = fingerprint(snapshot, product);
  const Xapian::Document document = document_of(snapshot, product, now);
  for (const std::string& word : spellings_of(document.get_data())) index_->add_spelling(word);
  index_->replace_document(id, document);
  indexed_[id] = now;
}

void IndexWriter::remove(std::uint32_t document) {
  if (indexed_.erase(document) == 0) return;
  for (const std::string& word : spellings_of(index_->get_document(document).get_data())) index_->remove_spelling(word);
  index_->delete_document(document);
}

void IndexWriter::commit() {
  if (to_write_.empty() && to_remove_.empty() && !complete_) {
    index_->set_metadata(kCompleteKey, "1");
    complete_ = true;
    log::info("search.index_complete", {{"products", indexed_.size()}});
  }
  index_->commit();
}

}  // namespace hurtrock::catalog::search
