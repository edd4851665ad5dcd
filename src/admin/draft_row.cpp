#include "admin/draft_row.hpp"

#include <fmt/format.h>

#include "admin/dates.hpp"
#include "platform/core/phone.hpp"

namespace hurtrock::admin {

DraftOrderRow draft_row(const store::DraftRow& row, const i18n::Texts& texts) {
  std::string number = texts("admin.draft.title_of", {{"id", row.id.value()}});
  std::string contact = text::national_phone(row.phone);
  if (!row.email.empty()) contact += (contact.empty() ? "" : " · ") + row.email;
  DraftOrderRow shown{
      .title = row.name,
      .number = std::move(number),
      .url = fmt::format("/admin/drafts/{}", row.id.value()),
      .contact = std::move(contact),
      .contents = texts("admin.draft.contents", {{"n", row.pieces}}),
      .made = texts("admin.draft.made", {{"name", row.author}, {"time", date_and_time(row.changed_at, texts)}}),
      .order_number = row.order_number,
      .total = row.total};
  if (shown.title.empty()) shown.title.swap(shown.number);
  return shown;
}

}  // namespace hurtrock::admin
