#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "platform/mail/mail.hpp"

/// A Mail as the text that travels (RFC 5322, MIME): CRLF line ends, ASCII only, no line above 998 characters.
namespace hurtrock::mail {

/// The error says what is wrong with the mail, without quoting it.
std::expected<std::string, std::string> render_message(const Mail& mail, const Mailbox& from);

/// Header text: as it stands when it is plain ASCII, otherwise as RFC 2047 encoded words of at most 75 characters.
std::string encode_header_text(std::string_view text);
/// RFC 2045 section 6.7; line breaks of any kind become CRLF.
std::string quoted_printable(std::string_view text);

}  // namespace hurtrock::mail
