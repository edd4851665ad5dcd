#pragma once

#include <expected>
#include <string>

#include "chat/chat.hpp"
#include "images/images.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::chat {

/// The files of attachments, below a folder that all processes of the service share: of each a folder with its id for a
/// name, never served as it stands. Thread-safe.
class AttachmentFiles {
 public:
  /// `helper`: the program hurtrock-images. Makes the folders.
  AttachmentFiles(std::string helper, std::string folder, std::string scratch);

  /// Keeps an upload: pictures are made anew, so that nothing hidden in them is passed on; PDF is told by its beginning
  /// and kept as it is. On the disk then.
  std::expected<StoredAttachment, images::Refusal> keep(const http::Upload& upload, RoomId room);
  /// Whether or not it is there.
  void remove(const std::string& id) const;

  /// The file to be sent: of a picture one that does for a message on a screen, or the largest.
  [[nodiscard]] std::string path_of(const StoredAttachment& attachment, bool small) const;

 private:
  std::expected<StoredAttachment, images::Refusal> keep_picture(const http::Upload& upload, StoredAttachment kept);
  static StoredAttachment keep_pdf(const http::Upload& upload, StoredAttachment kept, const std::string& place);

  images::Helper helper_;
  const std::string folder_, scratch_;
};

}  // namespace hurtrock::chat
