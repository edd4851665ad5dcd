#include "admin/import_picture_store.hpp"

namespace hurtrock::admin::store {

std::set<std::string, std::less<>> known_pictures(db::Tx& tx, ProductId product, std::string_view media) {
  std::set<std::string, std::less<>> known;
  for (auto& [source] : tx.all<std::string>("SELECT source FROM product_image_sources WHERE product_id = $1", product))
    known.insert(std::move(source));
  for (auto& [file] :
       tx.all<std::string>("SELECT file FROM product_images WHERE product_id = $1 AND file <> ''", product))
    known.insert(std::string(media) + file);
  return known;
}

void add_wanted_pictures(db::Tx& tx, ImportId import, ProductId product, std::span<const WantedPicture> pictures,
                         Time now) {
  for (const auto& picture : pictures)
    tx.send(
        "INSERT INTO import_pictures (import_id, product_id, row_number, source, alt, since) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (import_id, product_id, source) DO NOTHING",
        import, product, picture.row, picture.source, picture.alt, now);
}

std::optional<ImportPicture> next_picture(db::Tx& tx, ImportId import, ProductId product) {
  auto found = tx.maybe<ImportPictureId, std::string, std::string, std::int64_t>(
      "SELECT id, source, alt, tries FROM import_pictures WHERE import_id = $1 AND product_id = $2 AND "
      "state = 'waiting' ORDER BY tries, id LIMIT 1",
      import, product);
  if (!found) return std::nullopt;
  auto& [id, source, alt, tries] = *found;
  return ImportPicture{id, import, product, std::move(source), std::move(alt), tries};
}

std::int64_t tries_at_pictures(db::Tx& tx, ImportId import, ProductId product) {
  return tx.one<std::int64_t>(
      "SELECT COALESCE(SUM(tries), 0) FROM import_pictures WHERE import_id = $1 AND product_id = $2", import, product);
}

bool settle_as_taken(db::Tx& tx, const ImportPicture& seen, Time now) {
  return tx.execute(
             "UPDATE import_pictures SET state = 'taken', tries = tries + 1, failure = '', answer_status = 0, "
             "since = $1 WHERE id = $2 AND state = 'waiting' AND tries = $3",
             now, seen.id, seen.tries) == 1;
}

bool settle_as_failed(db::Tx& tx, const ImportPicture& seen, const PictureFailure& failure, bool is_final, Time now) {
  return tx.execute(
             "UPDATE import_pictures SET state = $1, tries = tries + 1, failure = $2, answer_status = $3, since = $4 "
             "WHERE id = $5 AND state = 'waiting' AND tries = $6",
             is_final ? "failed" : "waiting", failure.word, failure.status, now, seen.id, seen.tries) == 1;
}

void remember_source(db::Tx& tx, const ImportPicture& picture, ImageId image) {
  tx.send(
      "INSERT INTO product_image_sources (product_id, source, image_id) VALUES ($1, $2, $3) "
      "ON CONFLICT (product_id, source) DO UPDATE SET image_id = excluded.image_id",
      picture.product, picture.source, image);
}

void fail_waiting_pictures(db::Tx& tx, ImportId import, ProductId product, std::string_view failure, Time now) {
  tx.send(
      "UPDATE import_pictures SET state = 'failed', tries = tries + 1, failure = $1, answer_status = 0, since = $2 "
      "WHERE import_id = $3 AND product_id = $4 AND state = 'waiting'",
      failure, now, import, product);
}

void fail_stranded_pictures(db::Tx& tx, Time before, std::string_view failure, Time now) {
  tx.send(
      "UPDATE import_pictures SET state = 'failed', tries = tries + 1, failure = $1, answer_status = 0, since = $2 "
      "WHERE state = 'waiting' AND since < $3",
      failure, now, before);
}

std::set<ProductId> retry_failed_pictures(db::Tx& tx, ImportId import, Time now) {
  std::set<ProductId> products;
  for (const auto& [product] :
       tx.all<ProductId>("UPDATE import_pictures SET state = 'waiting', failure = '', answer_status = 0, since = $1 "
                         "WHERE import_id = $2 AND state = 'failed' RETURNING product_id",
                         now, import))
    products.insert(product);
  return products;
}

PictureCounts count_pictures(db::Tx& tx, ImportId import) {
  PictureCounts counts;
  for (const auto& [state, count] : tx.all<std::string, std::int64_t>(
           "SELECT state, COUNT(*) FROM import_pictures WHERE import_id = $1 GROUP BY state", import))
    (state == "waiting" ? counts.waiting : state == "taken" ? counts.taken : counts.failed) = count;
  return counts;
}

std::vector<FailedPicture> failed_pictures(db::Tx& tx, ImportId import, std::int64_t limit) {
  std::vector<FailedPicture> pictures;
  for (auto& [row, product, name, source, word, status] :
       tx.all<std::int64_t, ProductId, std::string, std::string, std::string, int>(
           "SELECT f.row_number, f.product_id, p.name, f.source, f.failure, f.answer_status FROM import_pictures f "
           "JOIN products p ON p.id = f.product_id WHERE f.import_id = $1 AND f.state = 'failed' ORDER BY f.id LIMIT "
           "$2",
           import, limit))
    pictures.push_back({row, product, std::move(name), std::move(source), {std::move(word), status}});
  return pictures;
}

}  // namespace hurtrock::admin::store
