#include "catalog/cards.hpp"
#include "catalog/handlers.hpp"
#include "catalog/pages.hpp"
#include "catalog/views/viewed.html.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::catalog {
namespace {

/// As many as a browser keeps.
constexpr std::size_t kMostViewed = 12;

}  // namespace

http::Response show_viewed(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto refused = [&] {
    return http::problem(400, "invalid_query", texts("http.problem.validation"),
                         texts("catalog.problem.viewed_detail"));
  };
  const auto wanted = request.query.all("id");
  if (wanted.empty() || wanted.size() > kMostViewed) return refused();

  const auto snapshot = shop.catalogue.snapshot();
  const auto language = request.visitor.language;
  ViewedProducts view;
  if (request.visitor.session) view.csrf_token = request.visitor.session->csrf_token;
  for (const auto word : wanted) {
    const auto id = text::parse_integer(word, 1, INT64_MAX);
    if (!id) return refused();
    if (const auto index = snapshot->find_product(ProductId{*id}))
      view.products.push_back({*id, card_of(*snapshot, *index, language, shop.clock.now())});
  }
  std::string out;
  html::Writer writer(out, texts);
  views::viewed(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::catalog
