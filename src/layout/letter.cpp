#include "layout/letter.hpp"

#include <fmt/format.h>

#include "layout/views/letter.html.hpp"

namespace hurtrock::layout {
namespace {

std::string ending_of(const Letter& letter) {
  std::string ending = letter.closing + "\n";
  if (!letter.leave_url.empty()) ending += fmt::format("\n{} {}\n", letter.leave, letter.leave_url);
  return ending;
}

}  // namespace

std::string as_html(const Letter& letter, const i18n::Texts& texts) {
  std::string out;
  html::Writer writer(out, texts);
  views::letter(writer, letter);
  return out;
}

std::string as_plain_text(const Letter& letter) {
  std::string text = letter.heading + "\n\n";
  for (const auto& paragraph : letter.paragraphs) text += paragraph + "\n\n";
  if (!letter.button_url.empty()) text += letter.button + ": " + letter.button_url + "\n\n";
  if (letter.lines.empty()) return text + ending_of(letter);
  text += letter.lines_heading + "\n";
  for (const auto& [name, amount] : letter.lines) text += fmt::format("  {}: {}\n", name, amount);
  for (const auto& [label, amount] : letter.totals) text += fmt::format("  {}: {}\n", label, amount);
  text += fmt::format("  {}: {}\n\n", letter.total_label, letter.total);
  if (letter.address.empty()) return text + ending_of(letter);
  text += letter.address_heading + "\n";
  for (const auto& line : letter.address) text += "  " + line + "\n";
  return text + "\n" + ending_of(letter);
}

}  // namespace hurtrock::layout
