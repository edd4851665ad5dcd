#include "output.hpp"

namespace texts {
namespace {

/// Octal escapes, because a hexadecimal one would swallow the digits behind it.
std::string literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += '\\';
      for (const int shift : {6, 3, 0}) quoted += static_cast<char>('0' + ((byte >> shift) & 7));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

/// The length comes along, so that the compiler need not count thousands of strings while it evaluates constants.
std::string sized(std::string_view text) { return "{" + literal(text) + ", " + std::to_string(text.size()) + "}"; }

}  // namespace

std::string source_text(const Catalogue& catalogue) {
  std::string out =
      "// Joined from every texts.json. Sorted by key.\n"
      "#include \"platform/i18n/catalogue.hpp\"\n\n"
      "namespace hurtrock::i18n::catalogue {\n"
      "namespace {\n\n"
      "constexpr Entry kEntries[] = {\n";
  for (const auto& [key, entry] : catalogue) {
    out += "    {" + sized(key) + ", " + sized(entry.indonesian) + ", " + sized(entry.english_one) + ", " +
           sized(entry.english_other) + "},\n";
  }
  return out +
         "};\n\n"
         "}  // namespace\n\n"
         "std::span<const Entry> entries() { return kEntries; }\n\n"
         "}  // namespace hurtrock::i18n::catalogue\n";
}

std::string key_list(const Catalogue& catalogue) {
  std::string out;
  for (const auto& [key, entry] : catalogue) {
    out += key;
    for (const std::string& name : entry.placeholders) out += ' ' + name;
    out += '\n';
  }
  return out;
}

}  // namespace texts
