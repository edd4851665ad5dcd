#include "html_state.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cpp_text.hpp"
#include "mistake.hpp"

namespace templates {
namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <std::size_t kSize>
bool contains(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// Elements whose content browsers do not read as HTML, or that a content security policy forbids.
constexpr std::array<std::string_view, 5> kRefusedElements{"style", "plaintext", "xmp", "noembed", "noframes"};
constexpr std::array<std::string_view, 8> kAddressAttributes{"href",   "src",  "action", "formaction",
                                                             "poster", "cite", "data",   "xlink:href"};
constexpr std::array<std::string_view, 4> kSchemes{"http", "https", "mailto", "tel"};
constexpr std::array<std::string_view, 2> kJsonTypes{"application/ld+json", "application/json"};

bool is_end_tag_of(std::string_view rest, std::string_view tag) {
  return rest.starts_with("</") && rest.size() >= tag.size() + 2 &&
         std::ranges::equal(rest.substr(2, tag.size()), tag, {}, lower);
}

}  // namespace

void HtmlState::refuse(const std::string& why) const { throw Mistake(line_, why); }

std::string HtmlState::feed(std::string_view literal, int line) {
  line_ = line;
  std::string out;
  for (std::size_t at = 0; at < literal.size(); ++at) {
    const char c = literal[at];
    const std::string_view rest = literal.substr(at);
    if (!shrink(out, c, rest)) out += c;
    step(c, rest);
    if (c == '\n') ++line_;
  }
  return out;
}

/// Deals with one character of white space where it may be shrunk; answers whether that was the case.
bool HtmlState::shrink(std::string& out, char c, std::string_view rest) {
  const bool in_tag = where_ == Where::kBeforeAttribute || where_ == Where::kAfterAttributeName;
  const bool in_text = where_ == Where::kText && preformatted_ == 0;
  if (in_tag) return is_space(c);  // the first one of the run has been written
  const bool was_after_space = std::exchange(after_space_, in_text && is_space(c));
  if (!after_space_) return false;
  if (!was_after_space) {
    const std::string_view run = rest.substr(0, rest.find_first_not_of(" \t\n\r\f"));
    out += run.find('\n') == std::string_view::npos ? ' ' : '\n';
  }
  return true;
}

void HtmlState::step(char c, std::string_view rest) {
  switch (where_) {
    case Where::kText:
      return step_text(c);
    case Where::kTagOpen:
      return step_tag_open(c, rest);
    case Where::kTagName:
    case Where::kAttributeName:
      return step_name(c);
    case Where::kEndTag:
      if (c == '>') return end_tag();
      if (!is_space(c)) refuse("an end tag has no attributes");
      return;
    case Where::kBeforeAttribute:
    case Where::kAfterAttributeName:
    case Where::kAfterEquals:
    case Where::kAfterValue:
      return step_in_tag(c);
    case Where::kValue:
      return step_value(c);
    case Where::kComment:
      if (rest.starts_with("-->")) where_ = Where::kDeclaration;  // which also ends at >
      return;
    case Where::kDeclaration:
      if (c == '>') where_ = Where::kText;
      return;
    case Where::kPlainText:
    case Where::kScript:
    case Where::kJson:
      return step_raw(c, rest);
  }
}

void HtmlState::step_text(char c) {
  if (c == '<') where_ = Where::kTagOpen;
}

void HtmlState::step_tag_open(char c, std::string_view rest) {
  if (c == '!') {
    where_ = rest.starts_with("!--") ? Where::kComment : Where::kDeclaration;
    return;
  }
  if (c == '/' && rest.size() > 1 && is_letter(rest[1])) {
    closing_ = true;
  } else if (is_letter(c)) {
    closing_ = false;
  } else {
    refuse("a \"<\" that begins no tag is written &lt;");
  }
  tag_ = closing_ ? "" : std::string(1, lower(c));
  has_src_ = false;
  script_type_.clear();
  where_ = Where::kTagName;
}

void HtmlState::step_name(char c) {
  const bool in_tag_name = where_ == Where::kTagName;
  if (is_space(c) || c == '>' || c == '/' || (c == '=' && !in_tag_name)) {
    in_tag_name ? end_tag_name() : end_attribute_name();
    return step_in_tag(c);
  }
  if (c == '"' || c == '\'' || c == '<' || c == '=') refuse("\"" + std::string(1, c) + "\" inside a name");
  (in_tag_name ? tag_ : attribute_) += lower(c);
}

void HtmlState::step_in_tag(char c) {
  if (where_ == Where::kEndTag) {
    if (c == '>') end_tag();
  } else if (where_ == Where::kAfterEquals) {
    if (is_space(c)) return;
    if (c != '"' && c != '\'') refuse("the value of \"" + attribute_ + "\" must stand in quotes");
    quote_ = c;
    value_.clear();
    address_ = Address::kStart;
    where_ = Where::kValue;
  } else if (is_space(c)) {
    const bool after_name = where_ == Where::kAttributeName || where_ == Where::kAfterAttributeName;
    where_ = after_name ? Where::kAfterAttributeName : Where::kBeforeAttribute;
  } else if (c == '>') {
    end_tag();
  } else if (c == '/') {
    where_ = Where::kBeforeAttribute;
  } else if (c == '=' && (where_ == Where::kAttributeName || where_ == Where::kAfterAttributeName)) {
    where_ = Where::kAfterEquals;
  } else if (where_ == Where::kAfterValue) {
    refuse("white space is missing before the next attribute");
  } else {
    begin_attribute(c);
  }
}

void HtmlState::begin_attribute(char c) {
  if (c == '"' || c == '\'' || c == '<' || c == '=') refuse("\"" + std::string(1, c) + "\" where an attribute begins");
  attribute_ = std::string(1, lower(c));
  where_ = Where::kAttributeName;
}

void HtmlState::step_value(char c) {
  if (c == quote_) return end_value();
  if (holds_address()) follow_address(c);
  value_ += c;
}

void HtmlState::step_raw(char c, std::string_view rest) {
  if (is_end_tag_of(rest, tag_)) {
    where_ = Where::kTagOpen;
  } else if (where_ == Where::kScript && !is_space(c)) {
    refuse("a script with src has no content");
  } else if (where_ == Where::kJson && rest.starts_with("<!--")) {
    refuse("\"<!--\" inside a script");
  }
}

void HtmlState::end_tag_name() {
  where_ = closing_ ? Where::kEndTag : Where::kAfterValue;
  if (contains(kRefusedElements, tag_)) refuse("<" + tag_ + "> is not allowed in a view");
}

void HtmlState::end_attribute_name() {
  if (attribute_.starts_with("on")) refuse("\"" + attribute_ + "\": event handlers belong into web/js");
  if (attribute_ == "style") refuse("\"style\": looks belong into web/css");
  if (attribute_ == "srcdoc") refuse("\"srcdoc\" is not allowed in a view");
  if (tag_ == "script" && attribute_ == "src") has_src_ = true;
}

void HtmlState::end_value() {
  if (tag_ == "script" && attribute_ == "type") script_type_ = value_;
  where_ = Where::kAfterValue;
}

void HtmlState::end_tag() {
  where_ = Where::kText;
  if (tag_ == "pre") preformatted_ = std::max(0, preformatted_ + (closing_ ? -1 : 1));
  if (closing_) return;
  if (tag_ == "title" || tag_ == "textarea") {
    where_ = Where::kPlainText;
  } else if (tag_ == "script") {
    if (!has_src_ && !contains(kJsonTypes, script_type_))
      refuse("scripts belong into web/js; only JSON may stand here");
    where_ = has_src_ ? Where::kScript : Where::kJson;
  }
}

bool HtmlState::holds_address() const { return contains(kAddressAttributes, attribute_); }

void HtmlState::follow_address(char c) {
  if (address_ == Address::kSettled) return;
  if (c == '/' || c == '?' || c == '#') {
    address_ = Address::kSettled;
  } else if (c == '&') {
    refuse("a character reference at the beginning of an address");  // it may stand for a colon
  } else if (c == ':') {
    std::string scheme;
    for (const char part : value_) {
      if (!is_space(part)) scheme += lower(part);
    }
    if (!contains(kSchemes, scheme) && !(scheme == "data" && tag_ == "img"))
      refuse("the scheme \"" + scheme + ":\" is not allowed in an address");
    address_ = Address::kSettled;
  } else {
    address_ = Address::kOpen;
  }
}

Slot HtmlState::expression(int line) {
  line_ = line;
  switch (where_) {
    case Where::kText:
      after_space_ = false;
      return Slot::kText;
    case Where::kPlainText:
      return Slot::kPlainText;
    case Where::kJson:
      return Slot::kJson;
    case Where::kValue:
      break;
    case Where::kAfterEquals:
      refuse("the value of \"" + attribute_ + "\" must stand in quotes");
    case Where::kComment:
      refuse("an expression inside an HTML comment; write {# #} for notes");
    case Where::kScript:
      refuse("a script with src has no content");
    default:
      refuse("an expression inside a tag stands in the quotes of an attribute's value");
  }
  if (tag_ == "script" && attribute_ == "type") refuse("a script's type must be known when it is compiled");
  if (!holds_address() || address_ == Address::kSettled) return Slot::kAttribute;
  if (address_ == Address::kOpen)
    refuse("an expression in \"" + attribute_ + "\" stands first or behind \"/\", \"?\" or \"#\"");
  address_ = Address::kOpen;
  value_ += '?';  // no scheme holds it, so a colon that follows is refused
  return Slot::kAddress;
}

void HtmlState::statement(int line) {
  line_ = line;
  switch (where_) {
    case Where::kTagName:
      if (closing_) refuse("a statement inside an end tag");
      return end_tag_name();
    case Where::kAttributeName:
      end_attribute_name();
      where_ = Where::kAfterValue;
      return;
    case Where::kAfterAttributeName:
      where_ = Where::kBeforeAttribute;
      return;
    case Where::kTagOpen:
    case Where::kEndTag:
    case Where::kAfterEquals:
    case Where::kComment:
    case Where::kDeclaration:
      refuse("a statement cannot stand here");
    default:
      return;
  }
}

void HtmlState::elements(int line) {
  line_ = line;
  if (where_ != Where::kText) refuse("elements can only be printed between tags");
  after_space_ = false;
}

bool HtmlState::same_place(const HtmlState& other) const {
  const auto merged = [](Where where) { return where == Where::kBeforeAttribute ? Where::kAfterValue : where; };
  if (merged(where_) != merged(other.where_) || preformatted_ != other.preformatted_) return false;
  if (where_ == Where::kText) return true;
  return tag_ == other.tag_ && has_src_ == other.has_src_ && script_type_ == other.script_type_ &&
         (where_ != Where::kValue || (attribute_ == other.attribute_ && quote_ == other.quote_));
}

void HtmlState::join(const HtmlState& other, int line) {
  line_ = line;
  if (!same_place(other)) refuse("the branches of this block end in different places of the HTML");
  if (where_ != other.where_) where_ = Where::kAfterValue;
  if (value_ != other.value_) value_ += '?';  // which scheme it begins with is no longer known
  address_ = std::min(address_, other.address_);
  after_space_ = after_space_ && other.after_space_;
}

void HtmlState::join_loop(const HtmlState& start, int line) {
  line_ = line;
  if (!same_place(start)) refuse("this loop ends in another place of the HTML than it began");
  if (where_ == Where::kValue && holds_address() && address_ != start.address_)
    refuse("the beginning of an address cannot stand in a loop");
  join(start, line);
}

void HtmlState::finish(int line) {
  line_ = line;
  if (where_ != Where::kText) refuse("the template ends inside a tag, comment, script or <" + tag_ + ">");
  if (preformatted_ != 0) refuse("<pre> is not closed");
}

}  // namespace templates
