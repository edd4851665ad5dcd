#include "checkout/mail_attachments.hpp"

#include "checkout/invoice.hpp"

namespace hurtrock::checkout {

std::vector<mail::Attachment> attachments_of(const mail::OutboxMail& mail, db::Database& db, const Clock& clock) {
  if (mail.kind != "order_paid" || !mail.order_id) return {};
  std::string file_name;
  std::optional<documents::Invoice> invoice;
  const auto& texts = i18n::Texts::of(mail.language == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian);
  db.read([&](db::Tx& tx) {
    const auto order = orders::find(tx, OrderId{*mail.order_id});
    if (!order || !orders::has_invoice(*order)) return;
    file_name = invoice_file_name(*order);
    invoice = invoice_of(tx, *order, texts, clock.now());
  });
  if (!invoice) return {};
  return {
      {.file_name = file_name, .content_type = "application/pdf", .bytes = documents::invoice_pdf(*invoice, texts)}};
}

}  // namespace hurtrock::checkout
