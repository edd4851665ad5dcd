#include "compiler.hpp"

#include <optional>
#include <vector>

#include "cpp_text.hpp"
#include "expressions.hpp"
#include "function_body.hpp"
#include "html_state.hpp"
#include "lexer.hpp"
#include "mistake.hpp"

namespace templates {
namespace {

constexpr std::string_view kWriter = "[[maybe_unused]] html::Writer& w";

/// An if, for or wrap that is open.
struct Block {
  enum class Kind { kIf, kFor, kWrap };
  Kind kind;
  int line;
  HtmlState start;                   // where it began
  std::optional<HtmlState> endings;  // of the branches that are complete, joined
  bool has_else = false;
  std::string index;  // of a for that counts
};

/// What `{% template %}` says.
struct Signature {
  int line = 0;
  std::string name, parameters;
};

std::string line_break(std::string_view text) { return std::string(text) + '\n'; }

/// Parameters without their defaults, which only the declaration may have.
std::string without_defaults(std::string_view parameters) {
  std::string out;
  for (const std::string_view parameter : split_arguments(parameters)) {
    if (!out.empty()) out += ", ";
    out += trim(parameter.substr(0, find_outside(parameter, "=")));
  }
  return out;
}

class Compilation {
 public:
  Compilation(std::string_view source, const TextKeys& keys, const Options& options)
      : tokens_(tokenize(source)), options_(options), expressions_(keys), body_(options.file) {}

  Output run();

 private:
  void literal(const Token& token);
  void expression(const Token& token);
  void statement(const Token& token);
  void prologue(std::string_view keyword, std::string_view rest, int line);
  void markup(std::string_view keyword, std::string_view rest, int line);

  void include(std::string_view header, int line);
  void declare(std::string_view declaration, int line);
  void extend(std::string_view call, int line);
  void set(std::string_view assignment, int line);
  void print_element(std::string_view keyword, std::string_view rest, int line);

  void open_if(std::string_view condition, int line);
  void next_branch(std::string_view keyword, std::string_view condition, int line);
  void open_for(std::string_view head, int line);
  void open_wrap(std::string_view call, int line);
  void close(std::string_view keyword, int line);
  void end_branch(Block& block, int line);
  Block& innermost(Block::Kind kind, std::string_view keyword, int line);

  [[nodiscard]] bool loop_body_ends_with_space() const;
  std::string call_with_writer(std::string_view call, std::string_view last_argument, int line);
  [[nodiscard]] std::string header() const;
  std::string source();
  [[noreturn]] static void refuse(int line, const std::string& why) { throw Mistake(line, why); }

  std::vector<Token> tokens_;
  std::size_t current_ = 0;
  const Options& options_;
  Expressions expressions_;
  FunctionBody body_;
  HtmlState html_;
  std::vector<Block> blocks_;
  std::optional<Signature> signature_;
  std::string header_includes_, source_includes_;
  bool extends_ = false, started_ = false;  // started: markup has been seen
};

Output Compilation::run() {
  for (; current_ < tokens_.size(); ++current_) {
    const Token& token = tokens_[current_];
    if (token.kind == Token::Kind::kLiteral) {
      literal(token);
    } else if (token.kind == Token::Kind::kExpression) {
      expression(token);
    } else {
      statement(token);
    }
  }
  const int last_line = tokens_.empty() ? 1 : tokens_.back().line;
  if (!signature_) refuse(last_line, "{% template name(parameters) %} is missing");
  if (!blocks_.empty()) refuse(blocks_.back().line, "this block is not closed");
  html_.finish(last_line);
  if (extends_) body_.code("});");
  return {header(), source()};
}

void Compilation::literal(const Token& token) {
  const bool blank = trim(token.text).empty();
  if (!signature_ && !blank) refuse(token.line, "markup before {% template %}");
  started_ = started_ || !blank;
  body_.literal(html_.feed(token.text, token.line));
}

void Compilation::expression(const Token& token) {
  if (!signature_) refuse(token.line, "an expression before {% template %}");
  started_ = true;
  const Slot slot = html_.expression(token.line);
  const Call call = parse_call(token.text);
  if (call.name == "icon") {
    if (slot != Slot::kText) refuse(token.line, "an icon can only stand between tags");
    if (literal_content(call.arguments).empty()) refuse(token.line, "the name of an icon is a string literal");
    return body_.code("::hurtrock::html::icon(w, " + std::string(call.arguments) + ");", token.line);
  }
  if ((call.name == "json") != (slot == Slot::kJson))
    refuse(token.line, slot == Slot::kJson ? "inside a script an expression is written json(...)"
                                           : "json(...) belongs into a script element of a JSON type");
  if (slot == Slot::kJson)
    return body_.code("w.json(" + expressions_.rewrite(call.arguments, token.line) + ");", token.line);

  const std::string function = slot == Slot::kAttribute ? "attribute" : slot == Slot::kAddress ? "url" : "text";
  body_.code("w." + function + "(" + expressions_.rewrite(token.text, token.line) + ");", token.line);
}

void Compilation::statement(const Token& token) {
  const std::size_t end = token.text.find_first_of(" \t\n\r");
  const std::string_view keyword = token.text.substr(0, end);
  const std::string_view rest = end == std::string_view::npos ? std::string_view{} : trim(token.text.substr(end));
  if (keyword == "include" || keyword == "template" || keyword == "extends") {
    prologue(keyword, rest, token.line);
  } else {
    if (!signature_) refuse(token.line, "a statement before {% template %}");
    markup(keyword, rest, token.line);
  }
}

void Compilation::prologue(std::string_view keyword, std::string_view rest, int line) {
  if (!blocks_.empty()) refuse(line, std::string(keyword) + " inside a block");
  if (keyword == "include") {
    include(rest, line);
  } else if (keyword == "template") {
    declare(rest, line);
  } else {
    extend(rest, line);
  }
}

void Compilation::include(std::string_view header, int line) {
  const bool quoted = !literal_content(header).empty();
  const bool system = header.starts_with('<') && header.ends_with('>');
  if (!quoted && !system) refuse(line, "a header is written \"folder/name.hpp\"");
  (signature_ ? source_includes_ : header_includes_) +=
      line_mark(line, options_.file) + line_break("#include " + std::string(header));
}

void Compilation::declare(std::string_view declaration, int line) {
  if (signature_) refuse(line, "a file holds one template");
  const Call call = parse_call(declaration);
  if (call.name.empty()) refuse(line, "a template is declared as name(parameters)");
  signature_ = Signature{line, std::string(call.name), std::string(call.arguments)};
}

void Compilation::extend(std::string_view call, int line) {
  if (!signature_) refuse(line, "extends before {% template %}");
  if (extends_ || started_) refuse(line, "extends stands once, before any markup");
  extends_ = true;
  html_ = HtmlState{};
  body_.code(call_with_writer(call, "[&](" + std::string(kWriter) + ") {", line), line);
}

void Compilation::markup(std::string_view keyword, std::string_view rest, int line) {
  if (keyword == "set") return set(rest, line);

  started_ = true;
  html_.statement(line);
  if (keyword == "if") {
    open_if(rest, line);
  } else if (keyword == "elif" || keyword == "else") {
    next_branch(keyword, rest, line);
  } else if (keyword == "for") {
    open_for(rest, line);
  } else if (keyword == "wrap") {
    open_wrap(rest, line);
  } else if (keyword == "endif" || keyword == "endfor" || keyword == "endwrap") {
    close(keyword, line);
  } else {
    print_element(keyword, rest, line);
  }
}

void Compilation::set(std::string_view assignment, int line) {
  const std::size_t equals = find_outside(assignment, "=");
  if (equals == std::string_view::npos) refuse(line, "set is written name = expression");
  const std::string_view value = trim(assignment.substr(equals + 1));
  body_.code(
      "const auto " + std::string(trim(assignment.substr(0, equals))) + " = " + expressions_.rewrite(value, line) + ";",
      line);
}

void Compilation::print_element(std::string_view keyword, std::string_view rest, int line) {
  html_.elements(line);
  if (keyword == "body") {
    body_.code("body(w);", line);
  } else if (keyword == "call") {
    body_.code(call_with_writer(rest, "", line) + ");", line);
  } else if (keyword == "csrf") {
    if (rest.empty()) refuse(line, "csrf needs the token");
    body_.code("::hurtrock::html::csrf_field(w, " + expressions_.rewrite(rest, line) + ");", line);
  } else {
    refuse(line, "unknown statement \"" + std::string(keyword) + "\"");
  }
}

void Compilation::open_if(std::string_view condition, int line) {
  if (condition.empty()) refuse(line, "if needs a condition");
  blocks_.push_back({.kind = Block::Kind::kIf, .line = line, .start = html_, .endings = {}});
  body_.code("if (" + expressions_.rewrite(condition, line) + ") {", line);
}

void Compilation::next_branch(std::string_view keyword, std::string_view condition, int line) {
  Block& block = innermost(Block::Kind::kIf, keyword, line);
  if (block.has_else) refuse(line, std::string(keyword) + " after else");
  end_branch(block, line);
  html_ = block.start;
  if (keyword == "else") {
    if (!condition.empty()) refuse(line, "else has no condition; elif has one");
    block.has_else = true;
    body_.code("} else {");
  } else {
    if (condition.empty()) refuse(line, "elif needs a condition");
    body_.code("} else if (" + expressions_.rewrite(condition, line) + ") {", line);
  }
}

void Compilation::open_for(std::string_view head, int line) {
  const std::size_t in = find_outside(head, " in ");
  if (in == std::string_view::npos) refuse(line, "for is written x in range, or i, x in range");
  const auto names = split_arguments(head.substr(0, in));
  if (names.empty() || names.size() > 2) refuse(line, "for takes one name, or an index and a name");

  const std::string index(names.size() == 2 ? names[0] : "");
  blocks_.push_back({.kind = Block::Kind::kFor, .line = line, .start = html_, .endings = {}, .index = index});
  // White space at the beginning of the body is in vain only if every turn begins behind white space.
  html_.set_after_space(html_.after_space() && loop_body_ends_with_space());

  body_.code("for (" + (index.empty() ? "" : "std::size_t " + index + " = 0; ") + "auto&& " +
                 std::string(names.back()) + " : " + expressions_.rewrite(trim(head.substr(in + 4)), line) + ") {",
             line);
}

void Compilation::open_wrap(std::string_view call, int line) {
  html_.elements(line);
  blocks_.push_back({.kind = Block::Kind::kWrap, .line = line, .start = html_, .endings = {}});
  body_.code(call_with_writer(call, "[&](" + std::string(kWriter) + ") {", line), line);
}

void Compilation::close(std::string_view keyword, int line) {
  if (keyword == "endif") {
    Block& block = innermost(Block::Kind::kIf, keyword, line);
    end_branch(block, line);
    html_ = *block.endings;
    if (!block.has_else) html_.join(block.start, line);
    body_.code("}");
  } else if (keyword == "endfor") {
    const Block& block = innermost(Block::Kind::kFor, keyword, line);
    html_.join_loop(block.start, line);
    body_.code(block.index.empty() ? "}" : "++" + block.index + ";\n}");
  } else {
    html_.elements(line);
    html_.join(innermost(Block::Kind::kWrap, keyword, line).start, line);
    body_.code("});");
  }
  blocks_.pop_back();
}

void Compilation::end_branch(Block& block, int line) {
  if (block.endings) html_.join(*block.endings, line);
  block.endings = html_;
}

Block& Compilation::innermost(Block::Kind kind, std::string_view keyword, int line) {
  if (blocks_.empty() || blocks_.back().kind != kind)
    refuse(line, blocks_.empty() ? std::string(keyword) + " without its beginning"
                                 : std::string(keyword) + " does not match the block that line " +
                                       std::to_string(blocks_.back().line) + " opens");
  return blocks_.back();
}

/// Looks ahead from a for statement: is the last thing in its body a literal that ends with white space?
bool Compilation::loop_body_ends_with_space() const {
  int depth = 0;
  for (std::size_t i = current_ + 1; i < tokens_.size(); ++i) {
    if (tokens_[i].kind != Token::Kind::kStatement) continue;
    if (tokens_[i].text.starts_with("for")) ++depth;
    if (tokens_[i].text.starts_with("endfor") && depth-- == 0)
      return tokens_[i - 1].kind == Token::Kind::kLiteral && is_space(tokens_[i - 1].text.back());
  }
  return false;
}

/// `name(a)` as `name(w, a, last_argument`, without the closing bracket.
std::string Compilation::call_with_writer(std::string_view call, std::string_view last_argument, int line) {
  const Call parts = parse_call(call);
  if (parts.name.empty()) refuse(line, "a template is called as name(arguments)");
  std::string out = std::string(parts.name) + "(w";
  if (!parts.arguments.empty()) out += ", " + expressions_.rewrite(parts.arguments, line);
  if (!last_argument.empty()) out += ", " + std::string(last_argument);
  return out;
}

std::string namespace_of(std::string_view folder) {
  const std::size_t slash = folder.rfind('/');
  const std::string_view last = slash == std::string_view::npos ? folder : folder.substr(slash + 1);
  return "hurtrock::" + std::string(last) + "::views";
}

std::string declaration(const Signature& signature, std::string_view writer, std::string_view parameters) {
  return "void " + signature.name + "(" + std::string(writer) + (parameters.empty() ? "" : ", ") +
         std::string(parameters) + ")";
}

std::string Compilation::header() const {
  const std::string name_space = namespace_of(options_.name_space);
  return "#pragma once\n\n#include \"platform/html/html.hpp\"\n" + header_includes_ + "\nnamespace " + name_space +
         " {\n\n" + line_mark(signature_->line, options_.file) +
         declaration(*signature_, "html::Writer& w", signature_->parameters) + ";\n\n}  // namespace " + name_space +
         "\n";
}

std::string Compilation::source() {
  const std::string name_space = namespace_of(options_.name_space);
  std::string out = "#include \"" + options_.header_name + "\"\n\n#include <cstddef>\n#include <cstdint>\n";
  if (expressions_.uses_assets()) out += "#include \"platform/assets/assets.hpp\"\n";
  out += source_includes_ + "\nnamespace " + name_space + " {\n" + line_mark(signature_->line, options_.file) +
         declaration(*signature_, kWriter, without_defaults(signature_->parameters)) + " {\n" +
         expressions_.declarations() + body_.take() + "}\n";
  return out + "\n}  // namespace " + name_space + "\n";
}

}  // namespace

Output compile(std::string_view source, const TextKeys& keys, const Options& options) {
  return Compilation(source, keys, options).run();
}

}  // namespace templates
