#include "platform/archive/archive.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "platform/archive/header.hpp"

namespace hurtrock::archive {
namespace {

constexpr const char* kSums = "SHA256SUMS";
constexpr std::size_t kPiece = 256UZ * 1024;
/// A million names.
constexpr std::uint64_t kMostSums = 256ULL * 1024 * 1024;
constexpr const char* kNotOurs = "it is not a backup of this program, or its beginning is damaged";
constexpr const char* kCutOff = "its end is missing";

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
}

struct OpenFile {
  int number = -1;
  ~OpenFile() {
    if (number >= 0) ::close(number);
  }
};

void sync_folder_of(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const OpenFile opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number < 0 || ::fsync(opened.number) != 0) fail("cannot write to " + folder.string());
}

std::string line_of(const std::string& sum, const std::string& name) { return fmt::format("{}  {}\n", sum, name); }

}  // namespace

Writer::Writer(std::filesystem::path file, Time made_at)
    : file_(std::move(file)),
      unfinished_(file_.string() + "." + crypto::random_token(6) + ".unfinished"),
      made_at_s_(std::chrono::floor<std::chrono::seconds>(made_at).time_since_epoch().count()) {
  if (std::filesystem::exists(std::filesystem::symlink_status(file_)))
    throw std::runtime_error(file_.string() + " is there already: choose another name, or remove it first");
  const int opened = ::open(unfinished_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (opened < 0) fail("cannot write " + file_.string());
  out_.reset(::fdopen(opened, "wb"));
}

Writer::~Writer() {
  if (out_ != nullptr) ::unlink(unfinished_.c_str());
}

void Writer::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), out_.get()) != bytes.size()) fail("cannot write " + file_.string());
}

void Writer::begin_entry(const std::string& name, std::uint64_t size) {
  if (!is_safe_name(name)) throw std::invalid_argument("not a name for an archive: " + name);
  const Block header = encode({.name = name, .size = size, .time_s = made_at_s_});
  write({header.data(), header.size()});
}

void Writer::end_entry(const std::string& name, std::uint64_t size, std::string sum) {
  write(std::string(padding_after(size), '\0'));
  sums_ += line_of(sum, name);
}

void Writer::add(const std::string& name, std::string_view bytes) {
  begin_entry(name, bytes.size());
  write(bytes);
  end_entry(name, bytes.size(), crypto::sha256_hex(bytes));
}

bool Writer::add_file(const std::string& name, const std::filesystem::path& source) {
  const OpenFile opened{::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  struct stat about{};
  if (opened.number < 0 && errno == ENOENT) return false;
  if (opened.number < 0 || ::fstat(opened.number, &about) != 0) fail("cannot read " + source.string());
  const auto size = static_cast<std::uint64_t>(about.st_size);
  begin_entry(name, size);
  crypto::Sha256 sum;
  std::string piece(kPiece, '\0');
  for (std::uint64_t left = size; left > 0;) {
    const ssize_t count = ::read(opened.number, piece.data(), std::min<std::uint64_t>(left, piece.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot read " + source.string());
    if (count == 0) throw std::runtime_error(source.string() + " became shorter while it was read: try again");
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(count));
    sum.add(bytes);
    write(bytes);
    left -= bytes.size();
  }
  end_entry(name, size, sum.hex());
  return true;
}

void Writer::finish() {
  const std::string sums = std::move(sums_);
  begin_entry(kSums, sums.size());
  write(sums);
  write(std::string(padding_after(sums.size()) + 2 * kBlock, '\0'));
  if (std::fflush(out_.get()) != 0 || ::fsync(::fileno(out_.get())) != 0) fail("cannot write " + file_.string());
  // Not in the place of what somebody else has put there meanwhile. A link would do as well, but not on every stick.
  if (::renameat2(AT_FDCWD, unfinished_.c_str(), AT_FDCWD, file_.c_str(), RENAME_NOREPLACE) != 0)
    fail("cannot write " + file_.string());
  sync_folder_of(file_);
  out_.reset();
}

namespace {

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file), in_{::open(file.c_str(), O_RDONLY | O_CLOEXEC)} {
    if (in_.number < 0) fail("cannot read " + file.string());
  }

  void run(const std::function<Sink(const std::string&)>& open) {
    std::string sums;
    bool complete = false;
    while (const auto header = next_header()) {
      if (complete) throw Damaged("something follows its checksums");
      if (header->name != kSums) {
        const std::string sum = entry(*header, open(header->name));
        names_.push_back(header->name);
        expected_ += line_of(sum, header->name);
        continue;
      }
      if (header->size > kMostSums) throw Damaged("its checksums are damaged");
      entry(*header, [&](std::string_view bytes) { sums += bytes; });
      complete = true;
    }
    if (!complete) throw Damaged(names_.empty() ? kNotOurs : kCutOff);
    compare(sums);
  }

 private:
  /// As much as is asked for, unless the file ends before.
  std::string_view take(std::size_t most) {
    piece_.resize(most);
    std::size_t have = 0;
    while (have < most) {
      const ssize_t count = ::read(in_.number, piece_.data() + have, most - have);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("cannot read " + file_.string());
      if (count == 0) break;
      have += static_cast<std::size_t>(count);
    }
    return {piece_.data(), have};
  }

  std::string_view take_all(std::size_t size) {
    const auto bytes = take(size);
    if (bytes.size() < size) throw Damaged(kCutOff);
    return bytes;
  }

  static bool is_zero(std::string_view bytes) { return bytes.find_first_not_of('\0') == std::string_view::npos; }

  /// Nothing at the archive's end, behind which nothing may come.
  std::optional<Header> next_header() {
    const auto bytes = take(kBlock);
    // A text, most often: whoever looks for the rest of it looks in vain.
    if (bytes.size() < kBlock) throw Damaged(names_.empty() ? kNotOurs : kCutOff);
    if (is_zero(bytes)) {
      if (!is_zero(take_all(kBlock)) || !take(1).empty()) throw Damaged("something follows its end");
      return std::nullopt;
    }
    Block block{};
    bytes.copy(block.data(), block.size());
    auto header = decode(block);
    if (!header && names_.empty()) throw Damaged(kNotOurs);
    if (!header) throw Damaged(fmt::format("it is damaged behind {}", names_.back()));
    return header;
  }

  std::string entry(const Header& header, const Sink& sink) {
    crypto::Sha256 sum;
    for (std::uint64_t left = header.size; left > 0;) {
      const auto bytes = take_all(std::min<std::uint64_t>(left, kPiece));
      sum.add(bytes);
      if (sink) sink(bytes);
      left -= bytes.size();
    }
    if (!is_zero(take_all(padding_after(header.size)))) throw Damaged(header.name + " is damaged");
    return sum.hex();
  }

  void compare(const std::string& sums) const {
    if (sums == expected_) return;
    for (std::size_t i = 0, at = 0; i < names_.size(); ++i) {
      const auto end = expected_.find('\n', at) + 1;
      if (sums.compare(at, end - at, expected_, at, end - at) != 0) throw Damaged(names_[i] + " is damaged");
      at = end;
    }
    throw Damaged("its checksums are damaged");
  }

  const std::filesystem::path& file_;
  OpenFile in_;
  std::string piece_, expected_;
  std::vector<std::string> names_;
};

}  // namespace

void read(const std::filesystem::path& file, const std::function<Sink(const std::string& name)>& open) {
  Reader(file).run(open);
}

}  // namespace hurtrock::archive
