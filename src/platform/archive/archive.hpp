#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/core/crypto.hpp"

/// Many files in one, in tar's format (POSIX ustar), so that any tar unpacks it. Its last entry, "SHA256SUMS", holds
/// the checksum of every other as `sha256sum --check` reads them.
namespace hurtrock::archive {

/// Writes an archive. Everything throws std::runtime_error when the disk does not take it, with what to do.
class Writer {
 public:
  /// Under a name of its own until finish(), for its owner's eyes only. Throws when `file` is there already.
  Writer(std::filesystem::path file, Time made_at);
  /// Removes what was not finished.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// `name`: at most 255 bytes, relative, with '/' between its parts.
  void add(const std::string& name, std::string_view bytes);
  /// False, with nothing added, when there is no such file, or none any more.
  bool add_file(const std::string& name, const std::filesystem::path& source);
  /// Writes the checksums and gives the file its name once all of it is on the disk.
  void finish();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void begin_entry(const std::string& name, std::uint64_t size);
  void write(std::string_view bytes);
  void end_entry(const std::string& name, std::uint64_t size, std::string sum);

  std::filesystem::path file_, unfinished_;
  std::int64_t made_at_s_;
  std::unique_ptr<std::FILE, CloseFile> out_;
  std::string sums_;
};

/// What is wrong with an archive, in a sentence without its name.
class Damaged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Takes the bytes of an entry, piece by piece; empty: nobody wants them.
using Sink = std::function<void(std::string_view bytes)>;

/// Reads an archive of Writer's from the first byte to the last and asks `open` for every entry but the checksums where
/// its bytes go. Throws Damaged when a single bit is not as it was written; at the latest after the last entry, so what
/// sinks were given is proved only once this returns. Names are relative and lead nowhere outside. Throws
/// std::runtime_error when the file cannot be read.
void read(const std::filesystem::path& file, const std::function<Sink(const std::string& name)>& open);

}  // namespace hurtrock::archive
