#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "admin/pages.hpp"

/// What the staff's pages about files of products show.
namespace hurtrock::admin {

struct ImportListRow {
  std::string file_name, url, actor, at, detail;
  std::string state;  ///< a word of store::ProductImport, or "stopped"
};

/// GET /admin/imports, and every upload that was refused.
struct ImportListPage {
  Frame frame;
  std::string refusal;  ///< worded; empty: nothing was refused
  std::string largest;  ///< "256 MB"
  std::string most_rows;
  std::vector<ImportListRow> imports;
  std::string newest_url, older_url;  ///< empty at the ends
};

struct ImportColumn {
  std::string field, title;
  std::string samples;  ///< "Gitar · Bass · Senar"
  std::string error;    ///< worded; empty: none
  std::vector<Choice> meanings;
};

struct ImportDefault {
  std::string field, label, value, error;
};

struct ImportRefusal {
  std::int64_t row = 0;
  std::string subject, column, text;
};

struct ImportPictureFailure {
  std::int64_t row = 0;
  std::string product, product_url, source, text;
};

struct ImportArchiveFile {
  std::string name, text;
};

/// The ZIP of pictures.
struct ImportArchivePart {
  bool is_taken = false;  ///< one can be sent now
  std::string refusal;    ///< of the one that has been sent; worded, empty: none
  std::string limits;     ///< "ZIP sampai 200 MB …"
  std::string about;      ///< "foto.zip · 120 gambar"; empty: there is none
  std::string faults_title, unnamed_title, more_faults, more_unnamed;
  std::vector<ImportArchiveFile> faults;
  std::vector<std::string> unnamed;  ///< no row names them
};

/// GET /admin/imports/:id, and every choice of columns that was refused.
struct ImportPage {
  Frame frame;
  std::string url, file_name, state, set;
  std::string about;  ///< "3.482 baris · UTF-8 · titik koma"
  std::int64_t run = 0;
  bool is_stopped = false;  ///< while it is working: until its job is tried again
  bool is_working = false, can_choose = false, can_start = false, can_cancel = false, can_retry = false;
  std::string failure;  ///< worded; empty unless it failed
  layout::Form form;    ///< the errors of a choice that was refused
  [[nodiscard]] layout::FieldLabels labels() const;
  /// With the choice as a whole, before anybody has made one.
  std::vector<std::string> wrong;
  std::int64_t products = 0, done = 0;
  std::string progress;  ///< "1.200 dari 3.482 produk"
  std::vector<std::pair<std::string, std::string>> figures;
  std::vector<ImportColumn> columns;
  NamedChoice category;
  std::string category_error;
  std::vector<ImportDefault> defaults;
  bool sets_stock = false;
  std::vector<ImportRefusal> refusals;
  std::string refused_url, more_refused;  ///< empty: none, or all are shown
  std::vector<HistoryRow> previews;
  std::string more_previews;
  std::vector<std::pair<std::string, std::string>> picture_figures;  ///< empty: the file has named none so far
  std::vector<ImportPictureFailure> picture_failures;
  std::string more_picture_failures;
  bool pictures_wait = false;
  ImportArchivePart archive;
};

}  // namespace hurtrock::admin
