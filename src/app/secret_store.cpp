#include "app/secret_store.hpp"

namespace hurtrock::app {

std::optional<std::string> last_secret(db::Tx& tx) {
  return tx.maybe_value<std::string>("SELECT fingerprint FROM last_secret WHERE id = 1");
}

bool note_secret(db::Database& db, const std::string& fingerprint) {
  const auto last = db.read([](db::Tx& tx) { return last_secret(tx); });
  if (last == fingerprint) return false;
  db.write([&](db::Tx& tx) {
    tx.execute(
        "INSERT INTO last_secret (id, fingerprint) VALUES (1, $1) "
        "ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint",
        fingerprint);
  });
  return last.has_value();
}

}  // namespace hurtrock::app
