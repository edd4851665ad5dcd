#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace hurtrock::db {

/// The statements a connection has prepared; forgets the one unused for longest when there are too many.
template <class Statement>
class StatementCache {
 public:
  explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] std::size_t size() const { return index_.size(); }
  [[nodiscard]] bool full() const { return size() >= capacity_; }

  /// Null when `key` has not been prepared. Valid until the next insert, drop_oldest or drop.
  Statement* find(std::string_view key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
    return &found->second->statement;
  }

  Statement& insert(std::string key, Statement statement) {
    if (full()) drop_oldest();
    newest_first_.push_front({std::move(key), std::move(statement)});
    // The index views the key inside the list's node, which never moves.
    index_.emplace(newest_first_.front().key, newest_first_.begin());
    return newest_first_.front().statement;
  }

  /// What the next insert into a full cache would forget.
  [[nodiscard]] const Statement& oldest() const { return newest_first_.back().statement; }

  void drop_oldest() {
    index_.erase(newest_first_.back().key);
    newest_first_.pop_back();
  }

  /// Forgets `key`, if it is there.
  void drop(std::string_view key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    const auto entry = found->second;
    index_.erase(found);
    newest_first_.erase(entry);
  }

 private:
  struct Entry {
    std::string key;
    Statement statement;
  };

  std::size_t capacity_;
  std::list<Entry> newest_first_;
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> index_;
};

}  // namespace hurtrock::db
