#include "chat/attachment_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "images/image_files.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::chat {
namespace {

constexpr std::string_view kPdfBegins = "%PDF-";
constexpr std::string_view kPdfFile = "document.pdf";
constexpr int kWideEnough = 480;
constexpr std::size_t kLongestStem = 80;

bool is_pdf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string beginning(kPdfBegins.size(), ' ');
  return file.read(beginning.data(), static_cast<std::streamsize>(beginning.size())) && beginning == kPdfBegins;
}

/// What it was called, with the ending of what it is now.
std::string name_for(std::string_view given, std::string_view fallback, std::string_view ending) {
  const std::string_view stem = text::trim(given.substr(0, given.rfind('.')));
  const bool usable = !stem.empty() && text::is_printable(stem) && !stem.contains('\n');
  return fmt::format("{}{}", usable ? text::shorten(stem, kLongestStem) : fallback, ending);
}

void flush(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw std::system_error(errno, std::generic_category(), path);
  ::fsync(file);
  ::close(file);
}

}  // namespace

AttachmentFiles::AttachmentFiles(std::string helper, std::string folder, std::string scratch)
    : helper_(std::move(helper)), folder_(std::move(folder)), scratch_(std::move(scratch)) {
  for (const std::string& each : {folder_, scratch_}) std::filesystem::create_directories(each);
}

std::expected<StoredAttachment, images::Refusal> AttachmentFiles::keep(const http::Upload& upload, RoomId room) {
  if (upload.size > static_cast<std::uint64_t>(kMostAttachmentBytes))
    return std::unexpected(images::Refusal::kTooLarge);
  StoredAttachment kept{.attachment = {.id = crypto::random_uuid()}, .room = room, .file = {}, .widths = {}};
  const std::string place = folder_ + "/" + kept.attachment.id;
  if (is_pdf(upload.path)) {
    std::filesystem::create_directories(place);
    return keep_pdf(upload, std::move(kept), place);
  }
  return keep_picture(upload, std::move(kept));
}

StoredAttachment AttachmentFiles::keep_pdf(const http::Upload& upload, StoredAttachment kept,
                                           const std::string& place) {
  kept.file = kPdfFile;
  flush(upload.path);
  std::filesystem::rename(upload.path, place + "/" + kept.file);
  flush(place);
  kept.attachment.kind = AttachmentKind::kPdf;
  kept.attachment.name = name_for(upload.filename, "dokumen", ".pdf");
  kept.attachment.bytes = static_cast<std::int64_t>(upload.size);
  return kept;
}

std::expected<StoredAttachment, images::Refusal> AttachmentFiles::keep_picture(const http::Upload& upload,
                                                                               StoredAttachment kept) {
  const auto size = helper_.inspect(upload.path, images::Sender::kAnybody);
  if (!size) return std::unexpected(size.error());
  const std::string place = folder_ + "/" + kept.attachment.id;
  std::filesystem::create_directories(place);
  auto made = images::make_and_publish(helper_, upload.path, scratch_, place);
  if (!made) {
    remove(kept.attachment.id);
    return std::unexpected(made.error());
  }
  flush(place);
  kept.file = made->file;
  kept.widths = layout::write_widths(made->variants.widths);
  kept.attachment.kind = AttachmentKind::kPicture;
  kept.attachment.name = name_for(upload.filename, "foto", ".webp");
  kept.attachment.bytes = static_cast<std::int64_t>(std::filesystem::file_size(place + "/" + kept.file));
  kept.attachment.width = made->variants.size.width;
  kept.attachment.height = made->variants.size.height;
  return kept;
}

void AttachmentFiles::remove(const std::string& id) const {
  std::error_code ignored;
  std::filesystem::remove_all(folder_ + "/" + id, ignored);
}

std::string AttachmentFiles::path_of(const StoredAttachment& attachment, bool small) const {
  std::string file = attachment.file;
  if (small)
    for (const int width : layout::read_widths(attachment.widths))
      if (width >= kWideEnough) {
        file = layout::variant_file(attachment.file, width);
        break;
      }
  return folder_ + "/" + attachment.attachment.id + "/" + file;
}

}  // namespace hurtrock::chat
