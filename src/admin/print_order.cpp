#include <fmt/format.h>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/paper.hpp"
#include "admin/print.hpp"
#include "checkout/invoice.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

struct PaperLoaded {
  OrderOnPaper paper;
  hurtrock::store::Profile profile;
};

std::optional<PaperLoaded> load_paper(const http::Request& request, Services& shop) {
  return shop.db.read([&](db::Tx& tx) -> std::optional<PaperLoaded> {
    auto paper = order_on_paper(tx, request.param("number"));
    if (!paper) return std::nullopt;
    return PaperLoaded{*std::move(paper), hurtrock::store::load_profile(tx)};
  });
}

http::Response refuse(const http::Request& request, Services& shop, int status, std::string_view why) {
  return order_page(request, shop,
                    {.status = status, .notice = std::string(request.visitor.texts()(why)), .notice_is_error = true});
}

/// The parcels that the address asks for: one by its number, or those at hand. None: there is no parcel of that number.
std::vector<ParcelOnPaper> wanted_parcels(const http::Request& request, const OrderOnPaper& paper) {
  const auto wanted = request.query.get("parcel");
  if (!wanted) return parcels_at_hand(paper);
  const auto parcels = parcels_of(paper);
  const auto number = text::parse_integer(*wanted, 1, static_cast<std::int64_t>(parcels.size()));
  if (!number) return {};
  return {parcels[static_cast<std::size_t>(*number - 1)]};
}

http::Response print_labels_of_order(const http::Request& request, Services& shop, LabelForm form) {
  const auto loaded = load_paper(request, shop);
  if (!loaded) return missing_page(request, shop);
  if (!orders::is_confirmed(loaded->paper.order.state)) return refuse(request, shop, 409, "admin.print.not_confirmed");
  const auto size = label_size(request.query);
  if (!size) return refuse(request, shop, 422, "admin.print.unknown_size");
  std::vector<documents::Label> labels;
  for (const auto& parcel : wanted_parcels(request, loaded->paper))
    labels.push_back(label_of(loaded->paper, parcel, loaded->profile, shop.mails));
  if (labels.empty()) return missing_page(request, shop);
  return label_file(labels, *size, form, fmt::format("label-{}", loaded->paper.order.number), shop.clock.now());
}

}  // namespace

http::Response show_label(const http::Request& request, Services& shop) {
  return print_labels_of_order(request, shop, LabelForm::kPdf);
}

http::Response show_label_zpl(const http::Request& request, Services& shop) {
  return print_labels_of_order(request, shop, LabelForm::kZpl);
}

http::Response show_packing_list(const http::Request& request, Services& shop) {
  const auto loaded = load_paper(request, shop);
  if (!loaded) return missing_page(request, shop);
  if (!orders::is_confirmed(loaded->paper.order.state)) return refuse(request, shop, 409, "admin.print.not_confirmed");
  const auto& texts = request.visitor.texts();
  const std::vector lists{packing_list_of(loaded->paper, contents_to_pack(loaded->paper), loaded->profile.name, texts)};
  return http::document(documents::packing_list_pdf(lists, texts, shop.clock.now()), "application/pdf",
                        fmt::format("packing-list-{}.pdf", loaded->paper.order.number));
}

http::Response show_invoice(const http::Request& request, Services& shop) {
  std::optional<orders::Order> order;
  std::optional<documents::Invoice> invoice;
  const auto& texts = request.visitor.texts();
  shop.db.read([&](db::Tx& tx) {
    order = orders::find(tx, request.param("number"));
    if (order && orders::has_invoice(*order)) invoice = checkout::invoice_of(tx, *order, texts, shop.clock.now());
  });
  if (!order) return missing_page(request, shop);
  if (!invoice) return refuse(request, shop, 409, "admin.print.no_invoice");
  return http::document(documents::invoice_pdf(*invoice, texts), "application/pdf",
                        checkout::invoice_file_name(*order));
}

}  // namespace hurtrock::admin
