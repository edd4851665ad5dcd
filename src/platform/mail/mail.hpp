#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"

/// One message to one person, and the two ways it can leave: by SMTP, or into a folder for developers.
namespace hurtrock::mail {

struct Mailbox {
  std::string address;
  std::string name;  ///< may be empty
};

/// "toko@example.com" or "Hurtrock Music Store <toko@example.com>"; nothing for anything else.
std::optional<Mailbox> parse_mailbox(std::string_view text);
/// ASCII, one '@', a name before and a host after it, at most 254 characters, nothing that means something to SMTP or
/// to a header. Says nothing about whether the mailbox exists.
bool is_address(std::string_view address);

struct Attachment {
  std::string file_name;     ///< ASCII
  std::string content_type;  ///< "application/pdf"
  std::string bytes;
};

struct Mail {
  Mailbox to;
  std::string subject;
  std::string html, text;
  std::string language;  ///< "id" or "en"
  /// Left part of the Message-ID, the same whenever this mail is tried again: receivers can drop the second copy.
  std::string stable_id;
  Time written_at;
  std::optional<Mailbox> reply_to = {};
  std::vector<Attachment> attachments = {};
};

struct Delivery {
  enum class Result : std::uint8_t {
    kAccepted,  ///< the server has taken it
    kFailed,    ///< try again later
    kRefused,   ///< it will never be taken: malformed, or the server says there is no such mailbox
  };
  Result result = Result::kFailed;
  std::string error = {};  ///< for the outbox page and the log; holds no addresses
};

/// Thread-safe. Blocks for at most a minute. Does not throw for what a server does or a mail holds.
class Mailer {
 public:
  virtual ~Mailer() = default;
  virtual Delivery send(const Mail& mail) = 0;
};

/// Whether make_smtp_mailer() takes it. Says nothing about whether the server exists.
bool is_server_url(const std::string& url);
/// `url`: smtp://[user:password@]host[:port] (STARTTLS where the server offers it, and required before a password is
/// sent; none to this machine itself) or smtps://... Certificates are verified. Throws std::invalid_argument, without
/// the url, for anything else.
std::unique_ptr<Mailer> make_smtp_mailer(const std::string& url, Mailbox from);

/// Writes each mail to `folder` as 000001-subject.eml. A reader never sees half a file, and no file is ever replaced,
/// however many processes write.
std::unique_ptr<Mailer> make_file_mailer(std::filesystem::path folder, Mailbox from);

}  // namespace hurtrock::mail
