#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "app/config.hpp"

/// What is in a backup. An archive (platform/archive) of:
///   backup.json                      what it is of
///   shop.sqlite or shop.postgresql   the shop's database as of one moment
///   chat.sqlite or chat.postgresql   the chat's
///   files/...                        the folders of DATA_DIR that hold what cannot be made again: pictures, proofs
///   SHA256SUMS
/// Without SESSION_SECRET: what it seals stays sealed.
namespace hurtrock::app {

inline constexpr std::string_view kAbout = "backup.json";
inline constexpr std::string_view kFiles = "files/";
inline constexpr int kBackupFormat = 1;

struct About {
  int format = kBackupFormat;
  std::string program;                   ///< version of the one that made it
  std::string made_at;                   ///< RFC 3339; everything that had been committed then is in it
  std::string shop, chat;                ///< kinds of the databases
  int shop_schema = 0, chat_schema = 0;  ///< their newest migrations
  std::string secret;                    ///< fingerprint of the SESSION_SECRET; tells nothing about it
};
std::string to_json(const About& about);
/// Throws std::runtime_error when it is none.
About read_about(std::string_view json);

/// The same for equal secrets.
std::string fingerprint(const Secret& session_secret);

/// Whether that folder of DATA_DIR belongs into a backup: not what is made again by itself.
bool is_kept(std::string_view folder);

/// A folder of its own below DATA_DIR/tmp, gone at the end; those of others that were killed go as well. One at a time:
/// throws std::runtime_error while another backup or restore of this DATA_DIR runs.
class WorkFolder {
 public:
  explicit WorkFolder(const std::filesystem::path& data_dir);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace hurtrock::app
