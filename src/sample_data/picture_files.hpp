#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>

#include "sample_data/paintings.hpp"
#include "sample_data/pictures/pictures.hpp"

namespace hurtrock::sample_data {

struct PictureFile {
  std::string name;    ///< of the drawing, in the folder
  std::string widths;  ///< as layout/picture_address.hpp has them; empty when there are no paintings of it
};

/// The media folder's drawn pictures and their paintings. Every picture is written once, named after its content, so
/// that loading again or into another database changes nothing.
class PictureFiles {
 public:
  /// The folder is created if missing.
  explicit PictureFiles(std::filesystem::path folder, Paintings paintings = {});

  /// Drawn and written when it is asked for the first time.
  const PictureFile& file_for(const sample_pictures::PictureSpec& spec);
  [[nodiscard]] std::size_t count() const { return files_.size(); }

  static constexpr int kWidth = 1000, kHeight = 1000;  ///< every drawing's size

 private:
  std::string write_paintings(const std::string& stem) const;

  std::filesystem::path folder_;
  Paintings paintings_;
  std::unordered_map<std::string, PictureFile> files_;
};

}  // namespace hurtrock::sample_data
