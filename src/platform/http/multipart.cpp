#include "platform/http/multipart.hpp"

#include <algorithm>
#include <utility>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

constexpr std::size_t kMaxParts = 200;
constexpr std::size_t kMaxPartHeader = 8 * 1024;
constexpr std::size_t kMaxPadding = 64;   ///< white space between a delimiter and its line end
constexpr std::size_t kMaxBoundary = 70;  ///< RFC 2046 section 5.1.1

/// Takes "; name=value" or `; name="value"` off the front of `rest`. Nothing when no well-formed parameter is left.
/// A backslash escapes only a quotation mark: some browsers send file names with plain backslashes.
std::optional<std::pair<std::string_view, std::string>> next_parameter(std::string_view& rest) {
  rest = text::trim(rest);
  if (!rest.starts_with(';')) return std::nullopt;
  rest = text::trim(rest.substr(1));
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view name = text::trim(rest.substr(0, equals));
  rest.remove_prefix(equals + 1);

  if (!rest.starts_with('"')) {
    const std::string_view value = rest.substr(0, std::min(rest.find(';'), rest.size()));
    rest.remove_prefix(value.size());
    return std::pair(name, std::string(text::trim(value)));
  }
  std::string value;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return std::pair(name, std::move(value));
    }
    if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '"') ++i;
    value += rest[i];
  }
  return std::nullopt;
}

/// Undoes how the HTML Standard writes names that hold quotation marks or line breaks.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view triplet = text.substr(i, 3);
    const char mark = triplet == "%22" ? '"' : triplet == "%0D" ? '\r' : triplet == "%0A" ? '\n' : '\0';
    plain += mark == '\0' ? text[i] : mark;
    if (mark != '\0') i += 2;
  }
  return plain;
}

std::string last_component(std::string_view filename) {
  const std::size_t slash = filename.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? filename : filename.substr(slash + 1));
}

/// Nothing unless `value` is that of a form-data Content-Disposition with a name.
std::optional<MultipartParser::Part> parse_disposition(std::string_view value) {
  const std::size_t end = std::min(value.find(';'), value.size());
  if (!text::equals_ignoring_case(text::trim(value.substr(0, end)), "form-data")) return std::nullopt;
  MultipartParser::Part part;
  bool named = false;
  std::string_view rest = value.substr(end);
  while (const auto parameter = next_parameter(rest)) {
    if (text::equals_ignoring_case(parameter->first, "name")) {
      part.name = unescaped(parameter->second);
      named = true;
    } else if (text::equals_ignoring_case(parameter->first, "filename")) {
      part.filename = last_component(unescaped(parameter->second));
    }
  }
  if (!named || !rest.empty()) return std::nullopt;
  return part;
}

std::optional<MultipartParser::Part> parse_part_header(std::string_view block) {
  while (!block.empty()) {
    const std::size_t end = std::min(block.find("\r\n"), block.size());
    const std::string_view line = block.substr(0, end);
    block.remove_prefix(std::min(end + 2, block.size()));
    const std::size_t colon = std::min(line.find(':'), line.size());
    if (text::equals_ignoring_case(line.substr(0, colon), "Content-Disposition")) {
      return parse_disposition(line.substr(std::min(colon + 1, line.size())));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  std::string_view rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
  while (const auto parameter = next_parameter(rest)) {
    if (!text::equals_ignoring_case(parameter->first, "boundary")) continue;
    const std::string& boundary = parameter->second;
    if (boundary.empty() || boundary.size() > kMaxBoundary || boundary.find_first_of("\r\n") != std::string::npos) {
      return std::nullopt;
    }
    return boundary;
  }
  return std::nullopt;
}

MultipartParser::MultipartParser(std::string_view boundary, Sink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), sink_(sink) {}

bool MultipartParser::feed(std::string_view bytes) {
  if (state_ == State::kEpilogue) return true;
  pending_.append(bytes);
  Step result = Step::kAdvanced;
  while (result == Step::kAdvanced) result = step();
  pending_.erase(0, taken_);
  taken_ = 0;
  return result == Step::kNeedMore;
}

MultipartParser::Step MultipartParser::step() {
  switch (state_) {
    case State::kPreamble:
    case State::kData:
      return find_delimiter();
    case State::kAfterDelimiter:
      return after_delimiter();
    case State::kHeader:
      return read_header();
    case State::kEpilogue:
      break;
  }
  taken_ = pending_.size();
  return Step::kNeedMore;
}

MultipartParser::Step MultipartParser::find_delimiter() {
  const std::size_t found = pending_.find(delimiter_, taken_ + searched_);
  if (found == std::string::npos) {
    // The last bytes may be the beginning of a delimiter.
    const std::size_t available = pending_.size() - taken_;
    const std::size_t held_back = std::min(available, delimiter_.size() - 1);
    return emit(available - held_back) ? Step::kNeedMore : Step::kMalformed;
  }
  if (!emit(found - taken_)) return Step::kMalformed;
  before_delimiter_ = state_;
  state_ = State::kAfterDelimiter;
  return Step::kAdvanced;
}

MultipartParser::Step MultipartParser::after_delimiter() {
  const std::string_view rest = std::string_view(pending_).substr(taken_ + delimiter_.size());
  if (rest.starts_with("--")) {
    if (!leave_part()) return Step::kMalformed;
    state_ = State::kEpilogue;
    return Step::kAdvanced;
  }
  const std::size_t padding = std::min(rest.find_first_not_of(" \t"), rest.size());
  const std::string_view line_end = rest.substr(padding, 2);
  if (line_end == "\r\n" && padding <= kMaxPadding) {
    if (!leave_part()) return Step::kMalformed;
    taken_ += delimiter_.size() + padding;  // the line end stays: it may be half of an empty header's blank line
    state_ = State::kHeader;
    return Step::kAdvanced;
  }
  const bool may_still_become_one =
      padding <= kMaxPadding && (line_end.empty() || line_end == "\r" || (line_end == "-" && padding == 0));
  if (may_still_become_one) return Step::kNeedMore;

  // Only the beginning of a longer line, which belongs to the part's data.
  state_ = before_delimiter_;
  searched_ = 1;
  return Step::kAdvanced;
}

MultipartParser::Step MultipartParser::read_header() {
  const std::size_t end = pending_.find("\r\n\r\n", taken_);
  if (end == std::string::npos) {
    return pending_.size() - taken_ > kMaxPartHeader ? Step::kMalformed : Step::kNeedMore;
  }
  if (end - taken_ > kMaxPartHeader || ++parts_ > kMaxParts) return Step::kMalformed;
  const std::string_view block = std::string_view(pending_).substr(taken_, end - taken_);
  auto part = parse_part_header(block.substr(std::min<std::size_t>(2, block.size())));
  if (!part || !sink_.begin_part(std::move(*part))) return Step::kMalformed;
  taken_ = end + 4;
  searched_ = 0;
  state_ = State::kData;
  return Step::kAdvanced;
}

bool MultipartParser::emit(std::size_t count) {
  const std::string_view bytes = std::string_view(pending_).substr(taken_, count);
  taken_ += count;
  searched_ = 0;
  return state_ != State::kData || bytes.empty() || sink_.part_data(bytes);
}

bool MultipartParser::leave_part() { return before_delimiter_ != State::kData || sink_.end_part(); }

}  // namespace hurtrock::http
