#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace templates {

/// Where an expression stands, and so how it must be escaped.
enum class Slot : std::uint8_t {
  kText,       ///< between tags
  kPlainText,  ///< inside <title> or <textarea>, where there are no tags
  kAttribute,  ///< in a quoted attribute value
  kAddress,    ///< at the beginning of an attribute value that holds an address
  kJson,       ///< in a script element of a JSON type
};

/// Follows a template's literals through HTML, one character after another, and shrinks white space on the way. A
/// value: copy it at a branch, join the copies behind it. Everything throws Mistake with the line it was given.
class HtmlState {
 public:
  /// Takes `literal`, which begins in `line`; answers it with its white space shrunk.
  std::string feed(std::string_view literal, int line);

  /// An expression follows.
  Slot expression(int line);
  /// A statement follows. Tag and attribute names end here, so that `<b{% if x %} hidden{% endif %}>` means what it
  /// says.
  void statement(int line);
  /// A statement that prints elements follows: only between tags.
  void elements(int line);

  /// This state follows a branch, `other` another one of the same block: now either may be the case.
  void join(const HtmlState& other, int line);
  /// As join, for a loop that began at `start`: its second turn begins where the first one ended.
  void join_loop(const HtmlState& start, int line);

  /// Whether white space has just been written, so that more would be in vain.
  [[nodiscard]] bool after_space() const { return after_space_; }
  void set_after_space(bool after) { after_space_ = after; }
  /// The template ends here.
  void finish(int line);

 private:
  enum class Where : std::uint8_t {
    kText,
    kTagOpen,          // behind <
    kTagName,          // in <name or </name
    kEndTag,           // behind </name
    kBeforeAttribute,  // behind white space in a tag
    kAttributeName,
    kAfterAttributeName,  // behind white space that follows a name; = may come
    kAfterEquals,
    kValue,
    kAfterValue,  // white space, / or > must come
    kComment,
    kDeclaration,  // <!doctype ...>
    kPlainText,    // <title>, <textarea>
    kScript,       // with src: nothing but white space
    kJson,
  };
  /// How far an address has come.
  enum class Address : std::uint8_t {
    kOpen,     // an expression here could complete a scheme
    kStart,    // nothing yet
    kSettled,  // a scheme, or a character that none can hold, is there
  };

  void step(char c, std::string_view rest);
  void step_text(char c);
  void step_tag_open(char c, std::string_view rest);
  void step_in_tag(char c);
  void step_name(char c);
  void step_value(char c);
  void step_raw(char c, std::string_view rest);

  void begin_attribute(char c);
  void end_tag_name();
  void end_attribute_name();
  void end_value();
  void end_tag();
  void follow_address(char c);
  [[nodiscard]] bool holds_address() const;
  [[nodiscard]] bool same_place(const HtmlState& other) const;
  bool shrink(std::string& out, char c, std::string_view rest);
  [[noreturn]] void refuse(const std::string& why) const;

  Where where_ = Where::kText;
  int line_ = 1;
  std::string tag_;        // lower case
  bool closing_ = false;   // the tag is an end tag
  std::string attribute_;  // lower case
  std::string value_;      // of the attribute, literal parts only
  char quote_ = '"';
  Address address_ = Address::kStart;
  bool has_src_ = false;     // of the script tag that is open
  std::string script_type_;  // of the same
  int preformatted_ = 0;     // <pre> elements that are open
  bool after_space_ = true;
};

}  // namespace templates
