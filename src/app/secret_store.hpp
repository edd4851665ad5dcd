#pragma once

#include <optional>
#include <string>

#include "platform/db/db.hpp"

/// By which it shows that processes on one database were given different SESSION_SECRETs. Fingerprints are those of
/// backup.hpp.
namespace hurtrock::app {

/// Of the secret that a shop was last started with on this database; nothing before the first start.
std::optional<std::string> last_secret(db::Tx& tx);

/// For a shop that starts. Answers whether the last one had another secret. Writes only then, and the first time.
bool note_secret(db::Database& db, const std::string& fingerprint);

}  // namespace hurtrock::app
