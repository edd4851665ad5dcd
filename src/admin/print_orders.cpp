#include <fmt/format.h>

#include <expected>

#include "admin/handlers.hpp"
#include "admin/order_list.hpp"
#include "admin/paper.hpp"
#include "admin/print.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

struct NothingToPrint {
  int status;
  std::string why;  ///< finished text
};

struct Chosen {
  std::vector<OrderOnPaper> papers;
  hurtrock::store::Profile profile;
};

/// The orders that the query names, in its order, each once.
std::expected<Chosen, NothingToPrint> chosen_orders(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto numbers = chosen_in_list(request.query.all("number"), texts);
  if (!numbers) return std::unexpected(NothingToPrint{422, numbers.error()});

  return shop.db.read([&](db::Tx& tx) -> std::expected<Chosen, NothingToPrint> {
    Chosen chosen{.papers = {}, .profile = hurtrock::store::load_profile(tx)};
    for (const std::string_view number : *numbers) {
      auto paper = order_on_paper(tx, number);
      if (!paper)
        return std::unexpected(
            NothingToPrint{422, texts("admin.print.unknown_order", {{"number", text::shorten(number, 20)}})});
      if (!orders::is_confirmed(paper->order.state))
        return std::unexpected(NothingToPrint{409, texts("admin.print.order_not_confirmed", {{"number", number}})});
      chosen.papers.push_back(*std::move(paper));
    }
    return chosen;
  });
}

http::Response print_labels_of_orders(const http::Request& request, Services& shop, LabelForm form) {
  const auto chosen = chosen_orders(request, shop);
  if (!chosen) return order_list(request, shop, chosen.error().status, chosen.error().why);
  const auto size = label_size(request.query);
  if (!size) return order_list(request, shop, 422, std::string(request.visitor.texts()("admin.print.unknown_size")));
  std::vector<documents::Label> labels;
  for (const OrderOnPaper& paper : chosen->papers)
    for (const auto& parcel : parcels_at_hand(paper))
      labels.push_back(label_of(paper, parcel, chosen->profile, shop.mails));
  return label_file(labels, *size, form, "labels", shop.clock.now());
}

}  // namespace

http::Response show_labels(const http::Request& request, Services& shop) {
  return print_labels_of_orders(request, shop, LabelForm::kPdf);
}

http::Response show_labels_zpl(const http::Request& request, Services& shop) {
  return print_labels_of_orders(request, shop, LabelForm::kZpl);
}

http::Response show_packing_lists(const http::Request& request, Services& shop) {
  const auto chosen = chosen_orders(request, shop);
  if (!chosen) return order_list(request, shop, chosen.error().status, chosen.error().why);
  const auto& texts = request.visitor.texts();
  std::vector<documents::PackingList> lists;
  for (const OrderOnPaper& paper : chosen->papers)
    lists.push_back(packing_list_of(paper, contents_to_pack(paper), chosen->profile.name, texts));
  return http::document(documents::packing_list_pdf(lists, texts, shop.clock.now()), "application/pdf",
                        "packing-lists.pdf");
}

}  // namespace hurtrock::admin
