#include "platform/mail/message.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::mail {
namespace {

constexpr std::size_t kLongestSubject = 200;
constexpr std::size_t kLongestName = 100;

bool is_header_text(std::string_view text) {
  return text::is_printable(text) && text.find_first_of("\r\n\t") == std::string_view::npos;
}

bool is_mailbox(const Mailbox& box) { return is_address(box.address) && is_header_text(box.name); }

bool is_id_part(std::string_view id) {
  return !id.empty() && id.size() <= 100 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
  });
}

bool is_attachment(const Attachment& attachment) {
  const auto is_word = [](std::string_view text, std::string_view more) {
    return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [&](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || more.contains(c);
    });
  };
  return is_word(attachment.file_name, "-._ ") && is_word(attachment.content_type, "-.+/");
}

/// What keeps this mail from being sent, or nullptr.
const char* defect(const Mail& mail, const Mailbox& from) {
  if (!is_mailbox(from)) return "malformed sender";
  if (!is_mailbox(mail.to)) return "malformed recipient";
  if (mail.reply_to && !is_mailbox(*mail.reply_to)) return "malformed reply address";
  if (mail.subject.empty() || !is_header_text(mail.subject)) return "malformed subject";
  if (!is_id_part(mail.stable_id)) return "malformed id";
  if (mail.language != "id" && mail.language != "en") return "unknown language";
  if (!text::is_printable(mail.html) || !text::is_printable(mail.text)) return "malformed text";
  if (!std::ranges::all_of(mail.attachments, is_attachment)) return "malformed attachment";
  return nullptr;
}

std::string mailbox_header(const Mailbox& box) {
  if (box.name.empty()) return box.address;
  const std::string_view name = text::shorten(box.name, kLongestName);
  const std::string encoded = encode_header_text(name);
  if (encoded != name) return encoded + "\r\n <" + box.address + ">";
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\" <" + box.address + ">";
}

/// RFC 5322 wants an offset where HTTP writes "GMT".
std::string date_header(Time at) {
  std::string date = http_date(at);
  return date.replace(date.size() - 3, 3, "+0000");
}

std::string text_part(std::string_view subtype, std::string_view content) {
  return fmt::format(
      "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n", subtype,
      quoted_printable(content));
}

std::string attachment_part(const Attachment& attachment) {
  std::string part = fmt::format(
      "Content-Type: {}\r\nContent-Disposition: attachment; filename=\"{}\"\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n",
      attachment.content_type, attachment.file_name);
  constexpr std::size_t kLine = 76;
  const std::string content = crypto::base64(attachment.bytes);
  for (std::size_t at = 0; at < content.size(); at += kLine) part.append(content, at, kLine).append("\r\n");
  return part;
}

std::string multipart(std::string_view subtype, std::string_view boundary, const std::vector<std::string>& parts) {
  std::string body = fmt::format("Content-Type: multipart/{}; boundary=\"{}\"\r\n\r\n", subtype, boundary);
  for (const std::string& part : parts) body.append("--").append(boundary).append("\r\n").append(part);
  return body.append("--").append(boundary).append("--\r\n");
}

std::string body_of(const Mail& mail) {
  // A fixed boundary would let a text that holds it break out of its part. "=_" cannot occur in quoted-printable.
  const std::string mark = crypto::sha256_hex(mail.stable_id).substr(0, 24);
  // Readers show the last alternative they understand.
  std::string alternative =
      multipart("alternative", "=_a" + mark, {text_part("plain", mail.text), text_part("html", mail.html)});
  if (mail.attachments.empty()) return alternative;
  std::vector<std::string> parts{std::move(alternative)};
  std::ranges::transform(mail.attachments, std::back_inserter(parts), attachment_part);
  return multipart("mixed", "=_m" + mark, parts);
}

}  // namespace

bool is_address(std::string_view address) {
  constexpr std::string_view kForbidden = "<>()[]\\,;:\"@ ";
  const std::size_t at = address.find('@');
  if (address.size() > 254 || at == std::string_view::npos || at == 0 || at > 64) return false;
  const auto is_part = [&](std::string_view part) {
    return !part.empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..") &&
           std::ranges::all_of(part, [&](char c) { return c > ' ' && c <= '~' && !kForbidden.contains(c); });
  };
  return is_part(address.substr(0, at)) && is_part(address.substr(at + 1));
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
  text = text::trim(text);
  Mailbox box{.address = std::string{text}, .name = ""};
  if (const std::size_t open = text.find('<'); open != std::string_view::npos && text.ends_with('>')) {
    box.address = text.substr(open + 1, text.size() - open - 2);
    std::string_view name = text::trim(text.substr(0, open));
    if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
    box.name = name;
  }
  if (!is_mailbox(box)) return std::nullopt;
  return box;
}

std::expected<std::string, std::string> render_message(const Mail& mail, const Mailbox& from) {
  if (const char* const wrong = defect(mail, from)) return std::unexpected(wrong);
  const std::string host = from.address.substr(from.address.find('@') + 1);
  std::string message =
      fmt::format("Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\n",
                  date_header(mail.written_at), mailbox_header(from), mailbox_header(mail.to),
                  encode_header_text(text::shorten(mail.subject, kLongestSubject)), mail.stable_id, host);
  if (mail.reply_to) message += "Reply-To: " + mailbox_header(*mail.reply_to) + "\r\n";
  // Asks holiday answerers not to answer (RFC 3834).
  message += "Auto-Submitted: auto-generated\r\nContent-Language: " + mail.language + "\r\nMIME-Version: 1.0\r\n";
  return message + body_of(mail);
}

}  // namespace hurtrock::mail
