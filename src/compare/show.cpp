#include <fmt/format.h>

#include <algorithm>

#include "catalog/cards.hpp"
#include "catalog/related.hpp"
#include "catalog/text_answer.hpp"
#include "compare/handlers.hpp"
#include "compare/table.hpp"
#include "compare/views/compare.html.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::compare {
namespace {

using catalog::Snapshot;

constexpr std::size_t kCandidates = 6;
constexpr std::size_t kLongestSearch = 120;

Candidate candidate_of(const Snapshot& snapshot, int index, i18n::Language language, Time now) {
  auto card = catalog::card_of(snapshot, index, language, now);
  card.picture.alt.clear();  // The name stands beside it.
  return {.product_id = snapshot.products()[static_cast<std::size_t>(index)].id.value(),
          .name = std::move(card.name),
          .brand = std::move(card.brand),
          .price = format_rupiah(card.price.amount),
          .picture = std::move(card.picture)};
}

/// What was searched for; before that, what is most like the product chosen last.
std::vector<int> found_for(const std::string& text, const Snapshot& snapshot, const Chosen& chosen, Services& shop) {
  constexpr std::size_t kEnough = kCandidates + kMostCompared;  // those that are compared already are left out
  std::vector<int> found;
  if (!text.empty())
    found = catalog::suggest(snapshot, text, kEnough, shop.search).products;
  else if (!chosen.empty())
    found = catalog::related_to(snapshot, chosen.back(), kEnough);
  std::erase_if(found, [&](int index) { return std::ranges::find(chosen, index) != chosen.end(); });
  if (found.size() > kCandidates) found.resize(kCandidates);
  return found;
}

http::Response page(const http::Request& request, Services& shop, int status, std::string notice,
                    const Snapshot& snapshot, const Chosen& chosen) {
  const auto& texts = request.visitor.texts();
  const auto language = request.visitor.language;
  const Time now = shop.clock.now();
  ComparePage view;
  for (const int index : chosen) {
    const auto& product = snapshot.products()[static_cast<std::size_t>(index)];
    auto card = catalog::card_of(snapshot, index, language, now);
    card.picture.alt.clear();  // The name stands below it.
    view.columns.push_back({product.id.value(), std::string(product.slug), std::move(card)});
  }
  view.rows = rows_of(snapshot, chosen, view.columns, texts);
  view.only_differences = chosen.size() > 1 && request.query.value("only") == "differences";
  if (view.only_differences) std::erase_if(view.rows, [](const Row& row) { return !row.differs; });
  view.all_url = address_of(snapshot, chosen);
  view.differences_url = view.all_url + "&only=differences";
  view.share_url = shop.public_url + view.all_url;
  view.full = chosen.size() >= kMostCompared;
  if (!view.full) {
    view.search_text = text::shorten(text::trim(request.query.value("q")), kLongestSearch);
    view.searched = !view.search_text.empty();
    for (const int index : found_for(view.search_text, snapshot, chosen, shop))
      view.candidates.push_back(candidate_of(snapshot, index, language, now));
  }

  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("compare.title");
  view.frame.indexable = false;
  view.frame.notice = std::move(notice);
  view.frame.notice_is_error = true;
  std::string out;
  html::Writer writer(out, texts);
  views::compare(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace

http::Response show_comparison(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto snapshot = shop.catalogue.snapshot();
  const auto slugs = request.query.all("with");
  if (slugs.empty() && request.query.count("q") == 0) {
    const Chosen kept = from_cookie(*snapshot, request.cookie(kCookie));
    if (!kept.empty()) return http::see_other(address_of(*snapshot, kept));
  }
  const auto chosen = from_slugs(*snapshot, slugs);
  std::string notice;
  if (chosen.too_many)
    notice = texts("compare.notice.full", {{"n", kMostCompared}});
  else if (chosen.missing > 0)
    notice = texts("compare.notice.missing", {{"n", chosen.missing}});
  return page(request, shop, chosen.too_many ? 422 : 200, std::move(notice), *snapshot, chosen.products);
}

http::Response refused_page(const http::Request& request, Services& shop, int status, std::string_view notice,
                            const Chosen& chosen) {
  return page(request, shop, status,
              request.visitor.texts()(fmt::format("compare.notice.{}", notice), {{"n", kMostCompared}}),
              *shop.catalogue.snapshot(), chosen);
}

}  // namespace hurtrock::compare
