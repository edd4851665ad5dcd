#include "app/dev_mail.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "layout/dev_mail.hpp"
#include "layout/error_page.hpp"
#include "layout/views/dev_mail.html.hpp"
#include "platform/core/text.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::app {
namespace {

constexpr std::int64_t kShown = 50;

std::string mailbox(const mail::OutboxMail& mail) {
  return mail.to_name.empty() ? mail.to_address : mail.to_name + " <" + mail.to_address + ">";
}

std::optional<std::int64_t> id_of(const http::Request& request) {
  return text::parse_integer(request.param("id"), 1, std::numeric_limits<std::int64_t>::max());
}

layout::DevMail opened(const mail::StoredMail& stored) {
  return {.id = stored.id,
          .subject = stored.mail.subject,
          .to = mailbox(stored.mail),
          .kind = stored.mail.kind,
          .state = stored.state,
          .created_at = wib_timestamp(stored.created_at),
          .error = stored.last_error,
          .text = stored.mail.text,
          .has_html = !stored.mail.html.empty()};
}

http::Response page(const http::Request& request, DevMailServices& services,
                    const std::optional<mail::StoredMail>& shown) {
  const auto& texts = request.visitor.texts();
  layout::DevMailPage view;
  view.frame = services.frames.frame_for(request);
  view.frame.title = texts("layout.dev_mail.title");
  view.frame.indexable = false;
  for (const auto& stored : services.db.read([](db::Tx& tx) { return mail::newest_mails(tx, kShown); }))
    view.mails.push_back({.id = stored.id,
                          .subject = stored.mail.subject,
                          .to = mailbox(stored.mail),
                          .kind = stored.mail.kind,
                          .state = stored.state,
                          .created_at = wib_timestamp(stored.created_at),
                          .current = shown && shown->id == stored.id});
  if (shown) view.open = opened(*shown);
  std::string out;
  html::Writer writer(out, texts);
  layout::views::dev_mail(writer, view);
  return http::html(200, std::move(out));
}

std::optional<mail::StoredMail> asked_for(const http::Request& request, DevMailServices& services) {
  const auto id = id_of(request);
  if (!id) return std::nullopt;
  return services.db.read([&](db::Tx& tx) { return mail::find_mail(tx, *id); });
}

http::Response list_mails(const http::Request& request, DevMailServices& services) {
  return page(request, services, std::nullopt);
}

http::Response show_mail(const http::Request& request, DevMailServices& services) {
  const auto stored = asked_for(request, services);
  return stored ? page(request, services, stored) : layout::error_response(request, services.frames, 404);
}

/// The mail's own markup, for the frame on its page: nothing in it runs, and its links leave the frame.
http::Response show_html(const http::Request& request, DevMailServices& services) {
  const auto stored = asked_for(request, services);
  if (!stored) return layout::error_response(request, services.frames, 404);
  std::string markup = stored->mail.html;
  constexpr std::string_view kHeadEnd = "</head>";
  if (const auto head = markup.find(kHeadEnd); head != std::string::npos)
    markup.insert(head, R"(<base target="_top">)");
  auto response = http::html(200, std::move(markup));
  response.set("Content-Security-Policy",
               "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'");
  return response;
}

}  // namespace

std::vector<http::Route> dev_mail_routes(DevMailServices& services) {
  using http::Access;
  using http::bind;
  using http::RunsOn;
  using enum http::Method;
  return {{kGet, "/dev/mail", Access::kAnyone, RunsOn::kWorker, bind(list_mails, services)},
          {kGet, "/dev/mail/:id", Access::kAnyone, RunsOn::kWorker, bind(show_mail, services)},
          {kGet, "/dev/mail/:id/html", Access::kAnyone, RunsOn::kWorker, bind(show_html, services)}};
}

}  // namespace hurtrock::app
