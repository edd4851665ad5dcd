#include <fmt/format.h>

#include "app/missing_files.hpp"

namespace hurtrock::app {

std::optional<MissingFiles> missing_files(db::Tx& tx, const std::filesystem::path& data_dir) {
  MissingFiles found;
  for (const auto& [file] : tx.all<std::string>("SELECT 'media/' || file FROM product_images WHERE state = 'ready' "
                                                "UNION SELECT 'proofs/' || file FROM transfer_proofs ORDER BY 1")) {
    ++found.named;
    if (std::filesystem::exists(data_dir / file)) continue;
    if (found.missing++ == 0) found.first = file;
  }
  return found.missing > 0 ? std::optional{found} : std::nullopt;
}

std::string to_text(const MissingFiles& files, const std::filesystem::path& data_dir) {
  return fmt::format("{} of {} pictures are missing in {}, {} is one", files.missing, files.named, data_dir.string(),
                     files.first);
}

}  // namespace hurtrock::app
