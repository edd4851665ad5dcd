#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "recording.hpp"

namespace hurtrock::bench {

/// A connection as bare as the client library lets it be: statements prepared once, every row fetched, no other thing
/// done. Throws std::runtime_error for everything that goes wrong.
class BareConnection {
 public:
  BareConnection() = default;
  BareConnection(const BareConnection&) = delete;
  BareConnection& operator=(const BareConnection&) = delete;
  virtual ~BareConnection() = default;

  virtual void begin() = 0;
  /// The first cell of each row, 0 for one that is no number.
  virtual std::vector<std::int64_t> run(const Statement& statement) = 0;
  virtual void commit() = 0;
};

/// With the settings the shop uses.
std::unique_ptr<BareConnection> connect_bare(const std::string& url);

}  // namespace hurtrock::bench
