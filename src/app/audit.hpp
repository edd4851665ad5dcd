#pragma once

#include <string>
#include <vector>

#include "platform/db/db.hpp"

namespace hurtrock::app {

/// One of the truths that always hold (CONTRACT section 8), and what in the database contradicts it.
struct Truth {
  std::string name;
  std::vector<std::string> violations;  ///< a sentence each, the first few; empty: it holds
};

/// Proves the books from one snapshot of the database.
std::vector<Truth> audit(db::Tx& tx);
/// Proves what the chat service promises, from one of its own.
std::vector<Truth> audit_chat(db::Tx& tx);

}  // namespace hurtrock::app
