#include "documents/testing/read_back.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/process/process.hpp"

namespace hurtrock::documents::testing {
namespace {

namespace fs = std::filesystem;

std::string run(const std::vector<std::string>& command, int also_good = 0) {
  const auto finished = process::run(command, {}, {.deadline = std::chrono::minutes{2}, .most_output = 64UZ << 20});
  if (finished.status != 0 && finished.status != also_good)
    throw std::runtime_error(fmt::format("{} ended with {}", command.front(), finished.status));
  return finished.output;
}

double number_in(std::string_view line, std::string_view name) {
  const std::size_t at = line.find(fmt::format("{}=\"", name));
  return at == std::string_view::npos ? 0 : std::strtod(line.data() + at + name.size() + 2, nullptr);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::string word_in(std::string_view line) {
  const std::size_t begin = line.find('>') + 1;
  std::string word(line.substr(begin, line.rfind("</word>") - begin));
  replace_all(word, "&lt;", "<");
  replace_all(word, "&gt;", ">");
  replace_all(word, "&quot;", "\"");
  replace_all(word, "&amp;", "&");
  return word;
}

}  // namespace

std::string PageRead::text() const {
  std::string joined;
  for (const Word& word : words) joined += (joined.empty() ? "" : " ") + word.text;
  return joined;
}

Document::Document(std::string_view bytes)
    : folder_(fs::temp_directory_path() / ("hurtrock-document-" + crypto::hex(crypto::random_bytes(8)))) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "document.pdf", std::ios::binary) << bytes;
}

Document::~Document() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::vector<PageRead> Document::pages() const {
  std::vector<PageRead> pages;
  const std::string markup = run({"/usr/bin/pdftotext", "-bbox", (folder_ / "document.pdf").string(), "-"});
  for (const std::string_view line : text::split(markup, '\n')) {
    if (line.contains("<page ")) pages.push_back({number_in(line, "width"), number_in(line, "height"), {}});
    if (line.contains("<word "))
      pages.back().words.push_back({word_in(line), number_in(line, "xMin"), number_in(line, "yMin"),
                                    number_in(line, "xMax"), number_in(line, "yMax")});
  }
  return pages;
}

fs::path Document::picture(std::size_t page, int dpi) const {
  const fs::path pictures = folder_ / std::to_string(dpi);
  if (fs::create_directory(pictures))
    run({"/usr/bin/pdftoppm", "-r", std::to_string(dpi), "-gray", (folder_ / "document.pdf").string(),
         (pictures / "page").string()});
  // Numbered with as many digits as the last page needs.
  std::vector<fs::path> sorted;
  for (const auto& entry : fs::directory_iterator(pictures)) sorted.push_back(entry.path());
  std::ranges::sort(sorted);
  return sorted.at(page - 1);
}

std::vector<std::string> Document::codes(std::size_t page, int dpi) const {
  constexpr int kNothingFound = 4;
  const std::string found = run({"/usr/bin/zbarimg", "--quiet", "--nodbus", "-Sdisable", "-Scode128.enable",
                                 "-Sqrcode.enable", picture(page, dpi).string()},
                                kNothingFound);
  std::vector<std::string> codes;
  for (const std::string_view line : text::split(found, '\n'))
    if (!line.empty()) codes.emplace_back(line);
  return codes;
}

bool Document::touches_edge(std::size_t page, double points) const {
  constexpr int kDpi = 203;
  std::ifstream file(picture(page, kDpi), std::ios::binary);
  std::string magic;
  std::size_t width = 0, height = 0, white = 0;
  file >> magic >> width >> height >> white;
  file.get();
  std::string pixels(width * height, '\0');
  file.read(pixels.data(), static_cast<std::streamsize>(pixels.size()));
  const auto edge = static_cast<std::size_t>(points * kDpi / 72);
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      const bool inside = x >= edge && x + edge < width && y >= edge && y + edge < height;
      if (!inside && static_cast<unsigned char>(pixels[y * width + x]) < white) return true;
    }
  return false;
}

std::vector<std::string> words_off_the_page(const std::vector<PageRead>& pages) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < pages.size(); ++i)
    for (const Word& word : pages[i].words)
      if (word.left < 0 || word.top < 0 || word.right > pages[i].width || word.bottom > pages[i].height)
        words.push_back(fmt::format("page {}: {}", i + 1, word.text));
  return words;
}

bool at_full_length() {
  const char* wish = std::getenv("HURTROCK_LONG");
  return wish != nullptr && *wish != '\0';
}

}  // namespace hurtrock::documents::testing
