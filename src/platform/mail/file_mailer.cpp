#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/mail/mail.hpp"
#include "platform/mail/message.hpp"

namespace hurtrock::mail {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void write_durably(const fs::path& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (file < 0) fail("open");
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool kept = content.empty() && ::fsync(file) == 0;
  if (::close(file) != 0 || !kept) fail("write");
}

int highest_number(const fs::path& folder) {
  int highest = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder}) {
    const std::string name = entry.path().filename().string();
    const auto number = text::parse_integer(std::string_view{name}.substr(0, name.find('-')), 0, 999'999'999);
    if (number) highest = std::max(highest, static_cast<int>(*number));
  }
  return highest;
}

class FileMailer final : public Mailer {
 public:
  FileMailer(fs::path folder, Mailbox from) : folder_(std::move(folder)), from_(std::move(from)) {}

  Delivery send(const Mail& mail) override {
    const auto message = render_message(mail, from_);
    if (!message) return {Delivery::Result::kRefused, message.error()};
    try {
      put(*message, text::slug(mail.subject));
      return {Delivery::Result::kAccepted};
    } catch (const std::system_error& failure) {
      return {Delivery::Result::kFailed, failure.what()};
    }
  }

 private:
  void put(std::string_view message, const std::string& slug) const {
    fs::create_directories(folder_);
    const fs::path unfinished = folder_ / (".unfinished-" + crypto::random_token(9));
    write_durably(unfinished, message);
    // A link, unlike a rename, fails where the name is taken: then another writer was first, and the next number is
    // tried.
    int number = highest_number(folder_) + 1;
    bool linked = false;
    while (!(linked = ::link(unfinished.c_str(), (folder_ / fmt::format("{:06}-{}.eml", number, slug)).c_str()) == 0) &&
           errno == EEXIST)
      ++number;
    const int error = errno;
    ::unlink(unfinished.c_str());
    if (!linked) throw std::system_error(error, std::generic_category(), "link");
  }

  fs::path folder_;
  Mailbox from_;
};

}  // namespace

std::unique_ptr<Mailer> make_file_mailer(fs::path folder, Mailbox from) {
  return std::make_unique<FileMailer>(std::move(folder), std::move(from));
}

}  // namespace hurtrock::mail
