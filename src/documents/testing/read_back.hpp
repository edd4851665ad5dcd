#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What programs other than ours find in a document. For tests.
namespace hurtrock::documents::testing {

struct Word {
  std::string text;
  double left = 0, top = 0, right = 0, bottom = 0;  ///< points, from the page's upper left corner
};

struct PageRead {
  double width = 0, height = 0;  ///< points
  std::vector<Word> words;

  /// Its words with single spaces, in reading order.
  [[nodiscard]] std::string text() const;
};

/// A document in a folder of its own, which goes with it.
class Document {
 public:
  explicit Document(std::string_view bytes);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// The pages of a PDF, read by pdftotext.
  [[nodiscard]] std::vector<PageRead> pages() const;
  /// What zbarimg reads from a page (from 1) of a PDF at so many dots an inch: "CODE-128:JX123", "QR-Code:https://…".
  [[nodiscard]] std::vector<std::string> codes(std::size_t page, int dpi) const;
  /// Whether anything is drawn within so many points of the page's edge.
  [[nodiscard]] bool touches_edge(std::size_t page, double points) const;

 private:
  /// A picture of the page; all of them are made when the first is asked for.
  [[nodiscard]] std::filesystem::path picture(std::size_t page, int dpi) const;

  std::filesystem::path folder_;
};

/// Words that reach over an edge of their page: none in a good document.
std::vector<std::string> words_off_the_page(const std::vector<PageRead>& pages);

/// Whether HURTROCK_LONG asks for the full size of a test.
bool at_full_length();

}  // namespace hurtrock::documents::testing
