#include "admin/import_archive_store.hpp"

namespace hurtrock::admin::store {

bool begin_archive(db::Tx& tx, ImportId import) {
  return tx.execute(
             "UPDATE product_imports SET state = 'columns', products = 0, done = 0, created = 0, changed = 0, "
             "unchanged = 0, refused = 0, refused_rows = 0, finished_at = NULL WHERE id = $1 AND "
             "state IN ('columns', 'checked', 'cancelled') AND NOT EXISTS (SELECT 1 FROM import_pictures "
             "WHERE import_id = $1 AND state = 'waiting')",
             import) == 1;
}

std::vector<std::string> forget_archive(db::Tx& tx, ImportId import) {
  std::vector<std::string> files;
  for (auto& [file] : tx.all<std::string>("DELETE FROM import_archives WHERE import_id = $1 RETURNING file", import))
    files.push_back(std::move(file));
  return files;
}

void add_archive(db::Tx& tx, ImportId import, const ImportArchive& archive, std::span<const ArchiveFile> files,
                 Time now) {
  tx.send("INSERT INTO import_archives (import_id, file, file_name, created_at) VALUES ($1, $2, $3, $4)", import,
          archive.file, archive.file_name, now);
  std::int64_t position = 0;
  for (const auto& file : files)
    tx.send(
        "INSERT INTO import_archive_files (import_id, position, name, name_key, size, crc, fault) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        import, ++position, file.name, file.key, file.size, file.crc, file.fault);
}

std::optional<ImportArchive> find_archive(db::Tx& tx, ImportId import) {
  auto found = tx.maybe<std::string, std::string, bool>(
      "SELECT file, file_name, CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END FROM import_archives "
      "WHERE import_id = $1",
      import);
  if (!found) return std::nullopt;
  auto& [file, file_name, is_removed] = *found;
  return ImportArchive{std::move(file), std::move(file_name), is_removed};
}

std::vector<ArchiveFile> archive_files(db::Tx& tx, ImportId import) {
  std::vector<ArchiveFile> files;
  for (auto& [name, key, size, crc, fault, named] :
       tx.all<std::string, std::string, std::int64_t, std::int64_t, std::string, bool>(
           "SELECT name, name_key, size, crc, fault, named FROM import_archive_files WHERE import_id = $1 "
           "ORDER BY position",
           import))
    files.push_back({std::move(name), std::move(key), static_cast<std::uint64_t>(size), static_cast<std::uint32_t>(crc),
                     std::move(fault), named});
  return files;
}

void forget_named_files(db::Tx& tx, ImportId import) {
  tx.send("UPDATE import_archive_files SET named = 0 WHERE import_id = $1 AND named = 1", import);
}

void mark_named_files(db::Tx& tx, ImportId import, const std::set<std::string, std::less<>>& keys) {
  for (const auto& key : keys)
    tx.send("UPDATE import_archive_files SET named = 1 WHERE import_id = $1 AND name_key = $2 AND named = 0", import,
            key);
}

std::vector<std::string> remove_spent_archives(db::Tx& tx, Time before, Time now) {
  std::vector<std::string> files;
  for (auto& [file] : tx.all<std::string>(
           "UPDATE import_archives SET removed_at = $1 WHERE removed_at IS NULL "
           "AND NOT EXISTS (SELECT 1 FROM import_pictures p WHERE p.import_id = import_archives.import_id "
           "AND p.state = 'waiting') "
           "AND (created_at < $2 OR (EXISTS (SELECT 1 FROM product_imports i WHERE i.id = import_archives.import_id "
           "AND i.state IN ('finished', 'cancelled', 'failed')) "
           "AND NOT EXISTS (SELECT 1 FROM import_pictures p WHERE p.import_id = import_archives.import_id "
           "AND p.state = 'failed' AND p.source LIKE 'zip/%'))) RETURNING file",
           now, before))
    files.push_back(std::move(file));
  return files;
}

bool is_archive_file(db::Tx& tx, std::string_view file) {
  return tx
      .maybe_value<std::int64_t>("SELECT import_id FROM import_archives WHERE file = $1 AND removed_at IS NULL", file)
      .has_value();
}

}  // namespace hurtrock::admin::store
