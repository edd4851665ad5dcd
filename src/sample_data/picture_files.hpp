#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>

#include "sample_data/pictures/pictures.hpp"

namespace hurtrock::sample_data {

/// The media folder's drawn pictures. Every picture is written once, named after its content, so that loading again or
/// into another database changes nothing.
class PictureFiles {
 public:
  explicit PictureFiles(std::filesystem::path folder);  ///< created if missing

  /// The file's name in the folder; drawn and written when it is asked for the first time.
  const std::string& file_for(const sample_pictures::PictureSpec& spec);
  [[nodiscard]] std::size_t count() const { return names_.size(); }

  static constexpr int kWidth = 1000, kHeight = 1000;  ///< every drawing's size

 private:
  std::filesystem::path folder_;
  std::unordered_map<std::string, std::string> names_;
};

}  // namespace hurtrock::sample_data
