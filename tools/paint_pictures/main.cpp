// paint_pictures FOLDER PACK: paints the pictures of all sample products as WebP in the widths of
// sample_data/paintings.hpp, and packs them into one file. FOLDER keeps drawings and paintings, named after the
// drawing's content, so that another run paints only what is new.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <future>
#include <ios>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include <vips/vips8>

#include "platform/core/crypto.hpp"
#include "sample_data/gallery.hpp"
#include "sample_data/paintings.hpp"
#include "sample_data/seeds.hpp"

namespace {

namespace fs = std::filesystem;
namespace sample_data = hurtrock::sample_data;
using vips::VImage;

constexpr int kQuality = 65;

/// The names of all seeds' drawings, without their ending; the drawings are in `folder` then.
std::vector<std::string> draw_all(const fs::path& folder) {
  sample_data::PictureFiles files(folder);
  std::vector<std::string> stems;
  for (const auto& product : sample_data::read_catalogue().products)
    for (const auto& image : sample_data::gallery(product, sample_data::GallerySize::kFull, files))
      stems.push_back(fs::path(image.file.name).stem());
  std::ranges::sort(stems);
  stems.erase(std::ranges::unique(stems).begin(), stems.end());
  return stems;
}

std::string painting(const std::string& stem, int width) { return fmt::format("{}-{}.webp", stem, width); }

void paint(const fs::path& folder, const std::string& stem) {
  constexpr int kLargest = *std::ranges::max_element(sample_data::kPaintedWidths);
  // The largest is the last to be made: whoever finds it finds all.
  if (fs::exists(folder / painting(stem, kLargest))) return;
  const std::string drawing = folder / (stem + ".svg");
  const VImage largest =
      VImage::svgload(drawing.c_str(),
                      VImage::option()->set("scale", double{kLargest} / sample_data::PictureFiles::kWidth))
          .flatten()
          .copy_memory();
  for (const int width : sample_data::kPaintedWidths) {
    const std::string unfinished = folder / (stem + "-unfinished.webp");
    const VImage picture = width == kLargest ? largest : largest.thumbnail_image(width);
    picture.webpsave(unfinished.c_str(), VImage::option()->set("Q", kQuality));
    fs::rename(unfinished, folder / painting(stem, width));
  }
}

/// On every processor, each with a picture of its own.
void paint_all(const fs::path& folder, const std::vector<std::string>& stems) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::future<void>> painters;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
    painters.push_back(std::async(std::launch::async, [&] {
      for (std::size_t at = next++; at < stems.size(); at = next++) paint(folder, stems[at]);
    }));
  for (auto& painter : painters) painter.get();
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content(std::istreambuf_iterator<char>(file), {});
  if (!file.good() || content.empty()) throw std::runtime_error("cannot read " + path.string());
  return content;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    fmt::print(stderr, "usage: paint_pictures FOLDER PACK\n");
    return 2;
  }
  if (VIPS_INIT(argv[0]) != 0) throw std::runtime_error(vips_error_buffer());
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  hurtrock::crypto::start();

  // Another quality is another folder: what was painted otherwise does not count as done.
  const fs::path folder = fs::path(argv[1]) / fmt::format("quality-{}", kQuality);
  std::ofstream pack;
  pack.exceptions(std::ios::failbit | std::ios::badbit);
  pack.open(argv[2], std::ios::binary);
  const auto stems = draw_all(folder);
  paint_all(folder, stems);
  for (const std::string& stem : stems)
    for (const int width : sample_data::kPaintedWidths) {
      const std::string name = painting(stem, width);
      pack << sample_data::Paintings::packed(name, content_of(folder / name));
    }
  pack.close();
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "paint_pictures: {}\n", error.what());
  return 1;
}
