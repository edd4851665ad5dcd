#include "admin/html_text.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
    {"&nbsp;", " "},   {"&amp;", "&"},   {"&lt;", "<"},    {"&gt;", ">"},    {"&quot;", "\""},
    {"&#39;", "'"},    {"&#039;", "'"},  {"&apos;", "'"},  {"&ndash;", "–"}, {"&mdash;", "—"},
    {"&rsquo;", "’"},  {"&lsquo;", "‘"}, {"&ldquo;", "“"}, {"&rdquo;", "”"}, {"&hellip;", "…"},
    {"&eacute;", "é"}, {"&times;", "×"}, {"&deg;", "°"},   {"&reg;", "®"},   {"&trade;", "™"}};

/// "BR" of "<br />", "P" of "</p>"
std::string name_of(std::string_view tag) {
  tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
  const auto end = std::ranges::find_if(
      tag, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); });
  return text::lower(std::string_view(tag.begin(), end));
}

bool begins_tag(std::string_view text) {
  if (text.size() < 2 || text[0] != '<') return false;
  const char c = text[1];
  return c == '/' || c == '!' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool breaks_line(std::string_view name) {
  for (const auto block : {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
    if (name == block) return true;
  return false;
}

void append_character(std::string& out, std::string_view& rest) {
  if (rest.starts_with('&'))
    for (const auto& [entity, character] : kEntities)
      if (rest.starts_with(entity)) {
        out += character;
        rest.remove_prefix(entity.size());
        return;
      }
  out += rest.front();
  rest.remove_prefix(1);
}

void break_line(std::string& out) {
  while (out.ends_with(' ')) out.pop_back();
  if (!out.empty() && !out.ends_with("\n\n")) out += '\n';
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string out;
  std::string_view rest = html;
  bool may_close = true;  // a bracket without its counterpart is looked for once
  while (!rest.empty()) {
    const bool is_tag = may_close && begins_tag(rest);
    const auto end = is_tag ? rest.find('>') : std::string_view::npos;
    if (end == std::string_view::npos) {
      may_close = may_close && !is_tag;
      append_character(out, rest);
      continue;
    }
    const std::string_view tag = rest.substr(0, end + 1);
    const std::string name = name_of(tag);
    rest.remove_prefix(tag.size());
    if ((name == "script" || name == "style") && !tag.starts_with("</")) {
      while (!rest.empty() && !(rest.starts_with("</") && name_of(rest) == name)) rest.remove_prefix(1);
    } else if (breaks_line(name)) {
      break_line(out);
      if (name == "li" && !tag.starts_with("</")) out += "- ";
    }
  }
  return std::string(text::trim(out));
}

}  // namespace hurtrock::admin
