#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/mail_filter.hpp"
#include "admin/mail_pages.hpp"
#include "admin/mail_words.hpp"
#include "admin/order_filter.hpp"
#include "admin/saved_filters.hpp"
#include "admin/store.hpp"
#include "admin/views/mail.html.hpp"
#include "admin/views/mail_list.html.hpp"
#include "platform/core/text.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kMailsPerPage = 25, kMailHistoryShown = 20;

std::vector<mail::StoredMail> mails_matching(db::Tx& tx, const MailFilter& filter, std::int64_t limit) {
  mail::Wanted wanted{.state = filter.state, .before = filter.before};
  if (!filter.search.empty()) {
    const auto terms = SearchTerms::of(filter.search);
    wanted.to_address = text::lower(filter.search);
    if (!terms.order_number.empty())
      if (const auto order = orders::find(tx, terms.order_number)) {
        wanted.order_id = order->id.value();
        wanted.to_address.clear();
      }
  }
  return mail::find_mails(tx, wanted, limit);
}

std::vector<Tab> mail_tabs(db::Tx& tx, const MailFilter& filter, const i18n::Texts& texts) {
  const auto address = [&](std::optional<mail::State> state) {
    MailFilter other = filter;
    other.state = state;
    return other.address();
  };
  std::vector<Tab> tabs{{std::string(texts("admin.mail.state.any")), address(std::nullopt), {}, !filter.state}};
  for (const auto state : kMailStates) {
    // Of those that are sent nobody counts how many there are, nor of what is looked for how many of it a tab shows.
    const bool is_counted = state != mail::State::kSent && filter.search.empty();
    tabs.push_back({std::string(texts(fmt::format("admin.mail.state.{}", mail::word(state)))), address(state),
                    is_counted ? count_text(store::mails_in(tx, state), texts) : std::string{}, filter.state == state});
  }
  return tabs;
}

std::string order_number(db::Tx& tx, const mail::OutboxMail& letter) {
  return letter.order_id ? store::order_number(tx, OrderId{*letter.order_id}) : std::string{};
}

/// Of all that are listed, in one question.
std::map<OrderId, std::string> order_numbers(db::Tx& tx, const std::vector<mail::StoredMail>& mails) {
  std::vector<OrderId> orders;
  for (const auto& stored : mails)
    if (stored.mail.order_id) orders.emplace_back(*stored.mail.order_id);
  return store::order_numbers(tx, orders);
}

/// What is in letters about accounts opens them: links to a new password, invitations.
bool is_secret(std::string_view kind) { return kind.starts_with("account_"); }

std::string seen_as(const mail::StoredMail& stored) {
  return std::to_string(stored.sent_at ? to_micros(*stored.sent_at) : 0);
}

std::optional<std::int64_t> mail_of(const http::Request& request) {
  return text::parse_integer(request.param("id"), 1, INT64_MAX);
}

http::Response mail_page(const http::Request& request, Services& shop, int status, std::string notice) {
  const auto& texts = request.visitor.texts();
  const auto id = mail_of(request);
  MailPage view{.frame = frame_for(request, shop, Section::kSettings, texts("admin.mail.missing"))};
  shop.db.read([&](db::Tx& tx) {
    const auto stored = id ? mail::find_mail(tx, *id) : std::nullopt;
    view.found = stored.has_value();
    if (!stored) return;
    view.id = stored->id;
    view.kind = worded_mail(stored->mail.kind, texts);
    view.subject = stored->mail.subject;
    view.language = stored->mail.language;
    view.name = stored->mail.to_name;
    view.address = stored->mail.to_address;
    view.state = stored->state;
    view.written_at = date_and_time(stored->created_at, texts);
    view.sent_at = stored->sent_at ? date_and_time(*stored->sent_at, texts) : std::string{};
    view.next_attempt_at = stored->state == "waiting" ? date_and_time(stored->next_attempt_at, texts) : std::string{};
    view.attempts = stored->attempts;
    view.order_number = order_number(tx, stored->mail);
    view.error = stored->last_error;
    view.is_secret = is_secret(stored->mail.kind);
    view.text = view.is_secret ? std::string{} : stored->mail.text;
    view.can_be_sent_again = stored->state != "waiting";
    view.seen = seen_as(*stored);
    view.history = history_of(tx, "mail", std::to_string(stored->id), kMailHistoryShown, texts);
  });
  if (view.found) view.frame.shop.title = view.subject;
  // Also after a refused POST, whose own address has no page.
  if (view.found) view.frame.shop.path = mail_url(view.id);
  view.frame.shop.notice = std::move(notice);
  view.frame.shop.notice_is_error = status >= 400;
  std::string out;
  html::Writer writer(out, texts);
  views::mail(writer, view);
  return http::html(view.found ? status : 404, std::move(out));
}

}  // namespace

std::string mail_url(std::int64_t id) { return fmt::format("/admin/mail/{}", id); }

std::string worded_mail(std::string_view kind, const i18n::Texts& texts) {
  const std::string key = fmt::format("admin.mail.kind.{}", kind);
  return std::string(texts.has(key) ? texts(key) : kind);
}

http::Response show_mails(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const MailFilter filter = MailFilter::read(request.query);
  MailListPage view{.frame = frame_for(request, shop, Section::kSettings, texts("admin.mail.title"))};
  shop.db.read([&](db::Tx& tx) {
    view.mails.clear();
    view.saved = saved_filters(tx, request, FilteredList::kMails);
    view.tabs = mail_tabs(tx, filter, texts);
    // One more than fits says whether there are others.
    auto mails = mails_matching(tx, filter, kMailsPerPage + 1);
    view.next_url.clear();
    if (std::ssize(mails) > kMailsPerPage) {
      mails.pop_back();
      view.next_url = filter.address_before(mails.back().id);
    }
    const auto numbers = order_numbers(tx, mails);
    for (const auto& stored : mails) {
      const auto number = stored.mail.order_id ? numbers.find(OrderId{*stored.mail.order_id}) : numbers.end();
      view.mails.push_back({.kind = worded_mail(stored.mail.kind, texts),
                            .subject = stored.mail.subject,
                            .language = stored.mail.language,
                            .recipient = stored.mail.to_address,
                            .url = mail_url(stored.id),
                            .state = stored.state,
                            .at = date_and_time(stored.sent_at.value_or(stored.created_at), texts),
                            .order_number = number == numbers.end() ? std::string{} : number->second,
                            .error = stored.state == "sent" ? std::string{} : stored.last_error});
    }
  });
  if (filter.state) view.state = mail::word(*filter.state);
  view.search = filter.search;
  if (!filter.search.empty()) view.clear_url = MailFilter{.state = filter.state}.address();
  if (filter.before > 0) view.first_url = filter.address();
  std::string out;
  html::Writer writer(out, texts);
  views::mail_list(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_mail(const http::Request& request, Services& shop) {
  const bool queued = request.query.value("notice") == "queued";
  return mail_page(request, shop, 200,
                   queued ? std::string(request.visitor.texts()("admin.mail.notice.queued")) : std::string{});
}

http::Response create_resending(const http::Request& request, Services& shop) {
  const auto id = mail_of(request);
  const auto seen = text::parse_integer(request.form.value("seen"), 0, INT64_MAX);
  if (!id || !seen) return mail_page(request, shop, 409, std::string(request.visitor.texts()("admin.mail.refused")));
  const StaffMember staff = staff_of(request);
  const auto sent_at = *seen == 0 ? std::nullopt : std::optional{from_micros(*seen)};
  const bool queued = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = mail::find_mail(tx, *id);
    if (!mail::resend_mail(tx, *id, sent_at, now)) return false;
    audit(tx, staff, "mail.resent", "mail", std::to_string(*id), {{"state", before->state}}, {{"state", "waiting"}},
          now);
    return true;
  });
  if (!queued) return mail_page(request, shop, 409, std::string(request.visitor.texts()("admin.mail.refused")));
  shop.wake_jobs();
  return http::see_other(mail_url(*id) + "?notice=queued");
}

}  // namespace hurtrock::admin
