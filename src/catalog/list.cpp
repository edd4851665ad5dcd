#include <algorithm>
#include <functional>
#include <ranges>

#include "catalog/cards.hpp"
#include "catalog/elsewhere.hpp"
#include "catalog/handlers.hpp"
#include "catalog/list_address.hpp"
#include "catalog/pages.hpp"
#include "catalog/spec_groups.hpp"
#include "catalog/structured.hpp"
#include "catalog/text_answer.hpp"
#include "catalog/typed_price.hpp"
#include "catalog/views/list.html.hpp"
#include "layout/error_page.hpp"

namespace hurtrock::catalog {
namespace {

constexpr Sort kSortsOffered[] = {Sort::kRelevance,       Sort::kNewest, Sort::kPriceAscending,
                                  Sort::kPriceDescending, Sort::kName,   Sort::kBestselling};

/// Makes the parts of the page that depend on what is chosen now.
class ListView {
 public:
  ListView(const http::Request& request, Services& shop, const Snapshot& snapshot, Query query, bool category_in_path)
      : request_(request),
        shop_(shop),
        snapshot_(snapshot),
        query_(std::move(query)),
        language_(request.visitor.language),
        answer_(answer(snapshot, query_, shop.search)),
        found_(answer_.found),
        by_path_(category_in_path),
        base_(by_path_ ? "/categories/" + std::string(category().slug) : "/products") {}

  ListPage make() {
    ListPage view;
    const auto& texts = request_.visitor.texts();
    view.frame = shop_.frames.frame_for(request_);
    if (query_.category)
      view.heading = category().name.in(language_);
    else if (is_brand_page())
      view.heading = brand(query_.brands.front()).name;
    view.search_text = view.frame.search_text = query_.text;
    view.frame.title = !view.heading.empty() ? view.heading
                       : query_.text.empty() ? std::string(texts("catalog.list.all"))
                                             : query_.text;
    if (query_.page > 1) view.frame.title += " · " + texts("layout.page_number", {{"number", query_.page}});
    if (query_.category) view.breadcrumbs = breadcrumbs_of(snapshot_, *query_.category, language_);
    view.action = base_;
    if (!query_.text.empty()) view.kept.emplace_back("q", query_.text);
    if (!by_path_ && query_.category) view.kept.emplace_back("category", category().slug);
    add_other_texts(view);
    add_categories(view);
    add_filters(view);
    add_chips(view);
    for (const Sort sort : kSortsOffered)
      if (sort != Sort::kRelevance || !query_.text.empty())
        view.sorts.push_back({std::string(word(sort)), sort == shown_sort()});
    view.total = found_.total;
    const Time now = shop_.clock.now();
    view.cards = cards_of(snapshot_, found_.products, language_, now);
    view.pagination = layout::paginate(query_.page, query_.per_page, found_.total, [this](std::int64_t number) {
      return url([&](Query& changed) { changed.page = number; });
    });
    add_for_search_engines(view);
    if (found_.total == 0)
      view.popular = cards_of(snapshot_,
                              find(snapshot_, {.text = {},
                                               .category = {},
                                               .brands = {},
                                               .min_price = {},
                                               .max_price = {},
                                               .in_stock = true,
                                               .sort = Sort::kBestselling,
                                               .per_page = 4})
                                  .products,
                              language_, now);
    return view;
  }

 private:
  [[nodiscard]] const SnapshotCategory& category() const {
    return snapshot_.categories()[static_cast<std::size_t>(*query_.category)];
  }
  /// What orders the list when nobody has chosen: nothing to be relevant to means newest first.
  [[nodiscard]] Sort shown_sort() const {
    return query_.sort == Sort::kRelevance && query_.text.empty() ? Sort::kNewest : query_.sort;
  }

  template <class Change>
  std::string url(Change&& change) const {
    Query changed = query_;
    changed.page = 1;
    change(changed);
    return list_url(snapshot_, base_, changed, !by_path_);
  }

  /// All there is of one brand: a page that people look for, as a category's.
  [[nodiscard]] bool is_brand_page() const {
    return !query_.category && query_.brands.size() == 1 && query_.text.empty();
  }

  /// What is searched for or filtered is one of endlessly many lists of the same products: only whole categories and
  /// brands, page by page, are found by search engines.
  [[nodiscard]] bool is_indexable() const {
    return query_.text.empty() && (query_.brands.empty() || is_brand_page()) && !query_.min_price &&
           !query_.max_price && !query_.in_stock && query_.specs.empty() && !found_.products.empty();
  }

  void add_for_search_engines(ListPage& view) const {
    view.frame.indexable = is_indexable();
    if (!view.frame.indexable) return;
    // The order in which a list is shown makes it no other list.
    const Query plain{.text = {},
                      .category = query_.category,
                      .brands = query_.brands,
                      .min_price = {},
                      .max_price = {},
                      .page = query_.page};
    const std::string base = query_.category ? "/categories/" + std::string(category().slug) : "/products";
    view.frame.canonical = shop_.public_url + list_url(snapshot_, base, plain, false);
    if (!view.breadcrumbs.empty())
      view.frame.json_ld.push_back(breadcrumb_json(view.breadcrumbs, view.frame, language_));
    if (view.heading.empty()) return;
    view.frame.description =
        request_.visitor.texts()("catalog.list.description", {{"name", view.heading},
                                                              {"store", view.frame.shop->store.name},
                                                              {"examples", examples()},
                                                              {"n", found_.total}});
    view.frame.preview = preview();
  }

  /// Brands of a category, categories of a brand: those with most products.
  [[nodiscard]] std::string examples() const {
    constexpr std::size_t kMost = 4;
    auto facets = query_.category ? found_.brands : found_.categories;
    std::ranges::sort(facets, std::greater{}, [](const Facet& f) { return std::pair{f.count, -f.index}; });
    std::string list;
    for (const Facet& facet : facets | std::views::take(kMost)) {
      if (!list.empty()) list += ", ";
      list += query_.category ? brand(facet.index).name
                              : snapshot_.categories()[static_cast<std::size_t>(facet.index)].name.in(language_);
    }
    return list;
  }

  /// The picture of the first product.
  [[nodiscard]] layout::Picture preview() const {
    const auto& first = snapshot_.products()[static_cast<std::size_t>(found_.products.front())];
    const auto images = first.images;
    return images.empty() ? layout::Picture{} : preview_of(images.front(), language_);
  }

  [[nodiscard]] const SnapshotBrand& brand(int index) const {
    return snapshot_.brands()[static_cast<std::size_t>(index)];
  }

  void add_other_texts(ListPage& view) const {
    const auto with_text = [&](const std::string& text) {
      return SearchLink{text, url([&](Query& changed) { changed.text = text; })};
    };
    if (!answer_.did_you_mean.empty()) view.did_you_mean = with_text(answer_.did_you_mean);
    for (const std::string& text : answer_.fewer_words) view.fewer_words.push_back(with_text(text));
  }

  /// The way up, the current category and what lies below it; on the whole catalogue, the departments.
  void add_categories(ListPage& view) const {
    const auto count_of = [&](int index) {
      const auto facet = std::ranges::find(found_.categories, index, &Facet::index);
      return facet == found_.categories.end() ? std::int64_t{0} : facet->count;
    };
    const auto link = [&](int index, int depth, bool current) {
      const auto& entry = snapshot_.categories()[static_cast<std::size_t>(index)];
      Query other = query_;
      other.category = index;
      other.page = 1;
      const bool by_path = query_.text.empty();
      view.categories.push_back(
          {.name = std::string(entry.name.in(language_)),
           .url =
               list_url(snapshot_, by_path ? "/categories/" + std::string(entry.slug) : "/products", other, !by_path),
           .count = count_of(index),
           .current = current,
           .depth = depth});
    };
    if (!query_.category) {
      for (const int department : snapshot_.departments())
        if (count_of(department) > 0) link(department, 0, false);
      return;
    }
    const auto& children = category().children;
    if (children.empty() && category().parent >= 0) {
      link(category().parent, 0, false);
      for (const int sibling : snapshot_.categories()[static_cast<std::size_t>(category().parent)].children)
        if (count_of(sibling) > 0 || sibling == *query_.category) link(sibling, 1, sibling == *query_.category);
      return;
    }
    link(*query_.category, 0, true);
    for (const int child : children)
      if (count_of(child) > 0) link(child, 1, false);
  }

  void add_filters(ListPage& view) const {
    for (const Facet& facet : found_.brands) {
      const SnapshotBrand& entry = brand(facet.index);
      view.brands.push_back({.value = std::string(entry.slug),
                             .label = std::string(entry.name),
                             .count = facet.count,
                             .selected = std::ranges::find(query_.brands, facet.index) != query_.brands.end()});
    }
    if (query_.min_price) view.min_price = without_currency(*query_.min_price);
    if (query_.max_price) view.max_price = without_currency(*query_.max_price);
    if (found_.lowest_price) view.lowest_price = without_currency(*found_.lowest_price);
    if (found_.highest_price) view.highest_price = without_currency(*found_.highest_price);
    view.in_stock = query_.in_stock;
    view.in_stock_count = found_.in_stock_count;
    view.specs = spec_groups(snapshot_, query_, found_, language_);
  }

  [[nodiscard]] std::string price_span() const {
    if (!query_.max_price) return "≥ " + format_rupiah(*query_.min_price);
    if (!query_.min_price) return "≤ " + format_rupiah(*query_.max_price);
    return format_rupiah(*query_.min_price) + " – " + format_rupiah(*query_.max_price);
  }

  void add_chips(ListPage& view) const {
    const auto& texts = request_.visitor.texts();
    for (const int chosen : query_.brands)
      view.chips.push_back(
          {std::string(brand(chosen).name), url([&](Query& changed) { std::erase(changed.brands, chosen); })});
    if (query_.min_price || query_.max_price)
      view.chips.push_back(
          {price_span(), url([](Query& changed) { changed.min_price = changed.max_price = std::nullopt; })});
    if (query_.in_stock)
      view.chips.push_back(
          {std::string(texts("catalog.filter.in_stock")), url([](Query& changed) { changed.in_stock = false; })});
    for (const SpecChip& chip : spec_chips(snapshot_, query_, language_))
      view.chips.push_back({chip.label, url([&](Query& changed) { changed.specs = chip.without; })});
    if (!view.chips.empty())
      view.clear_url = url([](Query& changed) {
        changed.brands.clear();
        changed.specs.clear();
        changed.min_price = changed.max_price = std::nullopt;
        changed.in_stock = false;
      });
  }

  const http::Request& request_;
  Services& shop_;
  const Snapshot& snapshot_;
  Query query_;
  i18n::Language language_;
  TextAnswer answer_;
  const Found& found_;
  bool by_path_;
  std::string base_;
};

http::Response list(const http::Request& request, Services& shop, const Snapshot& snapshot,
                    std::optional<int> category) {
  auto input = http::Input::of_fields(request.query, request.visitor.texts());
  const ListAddress address = read_list_address(snapshot, request.query, input, category, kProductsPerPage);
  // Brand is the one field that may come several times; it has been read from the fields themselves.
  if (!input.ok()) return layout::error_response(request, shop.frames, 400);
  const ListPage view = ListView(request, shop, snapshot, address.query, category.has_value()).make();
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::list(writer, view);
  auto response = http::html(200, std::move(out));
  // Texts are too many to be worth keeping pages for, and every search is to be counted.
  if (!address.query.text.empty()) response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

http::Response show_list(const http::Request& request, Services& shop) {
  return list(request, shop, *shop.catalogue.snapshot(), std::nullopt);
}

http::Response show_category(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto category = snapshot->find_category(request.param("slug"));
  if (!category) return category_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  return list(request, shop, *snapshot, category);
}

http::Response redirect_search(const http::Request& request, Services&) {
  return http::see_other("/products?" + http::Fields{{{"q", std::string(request.query.value("q"))}}}.canonical());
}

}  // namespace hurtrock::catalog
