#include "platform/spreadsheet/plain_text.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <vector>

namespace hurtrock::spreadsheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kChunk = 64UZ * 1024;
constexpr std::size_t kProbe = 4096;

class Converter {
 public:
  explicit Converter(const char* from) : descriptor_(iconv_open("UTF-8", from)) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): so says POSIX
    if (descriptor_ == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("iconv does not know an encoding");
  }
  ~Converter() { iconv_close(descriptor_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  enum class Step : std::uint8_t { kDone, kFull, kWrong };
  /// Takes from `in` and adds to `out`; what is left of `in` is the beginning of a character.
  Step convert(std::string_view& in, std::string& out) {
    std::array<char, 2 * kChunk> space{};
    char* from = const_cast<char*>(in.data());  // iconv() does not write there
    std::size_t left = in.size();
    char* to = space.data();
    std::size_t room = space.size();
    const bool failed = iconv(descriptor_, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
    const int error = errno;
    in.remove_prefix(in.size() - left);
    out.assign(space.data(), space.size() - room);
    if (!failed || error == EINVAL) return Step::kDone;
    return error == E2BIG ? Step::kFull : Step::kWrong;
  }

 private:
  iconv_t descriptor_;
};

/// Why the conversion from that encoding did not go to the end; nothing when it did.
std::optional<NotText> convert(std::ifstream& in, std::size_t skipped, const char* encoding, const std::string& to) {
  in.clear();
  in.seekg(static_cast<std::streamoff>(skipped));
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  Converter converter(encoding);
  std::string pending, converted;
  std::vector<char> chunk(kChunk);
  while (in) {
    in.read(chunk.data(), std::ssize(chunk));
    pending.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
    std::string_view rest = pending;
    for (auto step = Converter::Step::kFull; step == Converter::Step::kFull;) {
      step = converter.convert(rest, converted);
      if (converted.contains('\0')) return NotText::kBinary;
      if (step == Converter::Step::kWrong) return NotText::kBroken;
      out.write(converted.data(), std::ssize(converted));
    }
    pending.assign(std::string(rest));
  }
  if (!in.eof()) throw std::runtime_error("a file could not be read");
  out.close();
  if (!out) throw std::runtime_error("a file could not be written");
  return pending.empty() ? std::nullopt : std::optional{NotText::kBroken};
}

std::string beginning_of(std::ifstream& in) {
  std::string probe(kProbe, '\0');
  in.read(probe.data(), std::ssize(probe));
  probe.resize(static_cast<std::size_t>(in.gcount()));
  return probe;
}

std::optional<NotText> not_text(std::string_view probe) {
  if (probe.find_first_not_of(" \t\r\n") == std::string_view::npos) return NotText::kEmpty;
  for (const auto magic : {"PK\x03\x04"sv, "PK\x05\x06"sv, "\x1F\x8B"sv, "7z\xBC\xAF"sv, "Rar!"sv})
    if (probe.starts_with(magic)) return NotText::kArchive;
  if (probe.starts_with("\xD0\xCF\x11\xE0"sv)) return NotText::kWorkbook;
  return std::nullopt;
}

/// Latin text in UTF-16 without a mark: one half of its bytes is nearly always NUL, the other never.
std::optional<Encoding> unmarked_utf16(std::string_view probe) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < probe.size(); ++i)
    if (probe[i] == '\0') ++zeros[i % 2];
  const std::size_t most = probe.size() / 2;
  if (zeros[0] == 0 && 10 * zeros[1] >= 8 * most && most > 0) return Encoding::kUtf16LittleEndian;
  if (zeros[1] == 0 && 10 * zeros[0] >= 8 * most && most > 0) return Encoding::kUtf16BigEndian;
  return std::nullopt;
}

}  // namespace

std::string_view word(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16LittleEndian:
    case Encoding::kUtf16BigEndian:
      return "UTF-16";
    case Encoding::kWindows1252:
      return "Windows-1252";
  }
  return {};
}

std::string_view word(NotText why) {
  switch (why) {
    case NotText::kEmpty:
      return "empty";
    case NotText::kArchive:
      return "archive";
    case NotText::kWorkbook:
      return "workbook";
    case NotText::kBinary:
      return "binary";
    case NotText::kBroken:
      return "broken";
  }
  return {};
}

std::expected<Encoding, NotText> copy_as_utf8(const std::string& from, const std::string& to) {
  std::ifstream in(from, std::ios::binary);
  if (!in) throw std::runtime_error("a file could not be opened");
  const std::string probe = beginning_of(in);
  if (const auto why = not_text(probe)) return std::unexpected(*why);

  const auto finish = [&](Encoding encoding, std::size_t mark, const char* name) -> std::expected<Encoding, NotText> {
    if (probe.size() == mark) return std::unexpected(NotText::kEmpty);
    if (const auto why = convert(in, mark, name, to)) return std::unexpected(*why);
    return encoding;
  };
  if (probe.starts_with("\xEF\xBB\xBF"sv)) return finish(Encoding::kUtf8, 3, "UTF-8");
  if (probe.starts_with("\xFF\xFE"sv)) return finish(Encoding::kUtf16LittleEndian, 2, "UTF-16LE");
  if (probe.starts_with("\xFE\xFF"sv)) return finish(Encoding::kUtf16BigEndian, 2, "UTF-16BE");
  if (const auto wide = unmarked_utf16(probe))
    return finish(*wide, 0, wide == Encoding::kUtf16LittleEndian ? "UTF-16LE" : "UTF-16BE");
  auto as_utf8 = finish(Encoding::kUtf8, 0, "UTF-8");
  if (as_utf8 || as_utf8.error() != NotText::kBroken) return as_utf8;
  return finish(Encoding::kWindows1252, 0, "WINDOWS-1252");
}

}  // namespace hurtrock::spreadsheet
