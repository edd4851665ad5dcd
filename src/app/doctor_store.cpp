#include "app/doctor_store.hpp"

namespace hurtrock::app {

std::vector<std::string> picture_files(db::Tx& tx) {
  std::vector<std::string> files;
  for (auto& [file] : tx.all<std::string>("SELECT DISTINCT file FROM product_images WHERE state = 'ready'"))
    files.push_back(std::move(file));
  return files;
}

}  // namespace hurtrock::app
