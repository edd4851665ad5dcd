#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/payment_promise.hpp"
#include "layout/breadcrumbs.hpp"
#include "layout/form.hpp"
#include "layout/frame.hpp"
#include "layout/pagination.hpp"
#include "layout/picture.hpp"
#include "layout/product_card.hpp"

/// What the pages of the catalogue show. Names, descriptions and units are in the visitor's language already.
namespace hurtrock::catalog {

struct Department {
  std::string name, url;
  layout::Picture picture;  ///< of a typical product of it
  std::int64_t products = 0;
};

struct BrandLink {
  std::string name, url;  ///< "/products?brand=…"
};

/// GET /
struct HomePage {
  layout::Frame frame;
  std::vector<layout::ProductCard> featured;  ///< at most 8; the first is shown large
  std::vector<layout::ProductCard> newest;    ///< at most 8
  std::vector<Department> departments;        ///< the top-level categories
  std::vector<BrandLink> brands;              ///< at most 18, the best known first
  bool cash_on_delivery = false;
  std::optional<PaymentPromise> payment;
};

/// One value of a filter, with how many products would be left by choosing it.
struct FilterOption {
  std::string value, label;
  std::int64_t count = 0;
  bool selected = false;
};

/// A specification to filter by: values to tick or, where a number has many, a range.
struct SpecGroup {
  std::string field;                  ///< "spec.body_wood"; a range's fields have ".min" and ".max" behind
  std::string title;                  ///< with unit: "Panjang skala (mm)"
  std::vector<FilterOption> options;  ///< empty: a range
  std::string min, max;               ///< of a range as chosen; empty: not chosen
  std::string lowest, highest;        ///< of what would be left: placeholders
  bool open = false;                  ///< shown unfolded: something is chosen in it, or it is among the first
};

struct CategoryLink {
  std::string name, url;  ///< keeps the other filters
  std::int64_t count = 0;
  bool current = false;
  int depth = 0;  ///< 0: as wide as the list, 1: below the current category
};

/// An active filter that can be taken off by itself.
struct FilterChip {
  std::string label;  ///< "Ibanez", "Rp 1.000.000 – Rp 5.000.000"
  std::string remove_url;
};

struct SortOption {
  std::string value;  ///< as in the query: "relevance", "newest", "price_asc", …; worded by the view
  bool selected = false;
};

/// Another text to search for.
struct SearchLink {
  std::string text, url;
};

/// GET /products and GET /categories/:slug
struct ListPage {
  layout::Frame frame;
  layout::Breadcrumbs breadcrumbs;      ///< empty on /products without category
  std::string heading;                  ///< the category's name; empty: "Semua produk", or the search text in quotes
  std::string description;              ///< of the category; may be empty
  std::string search_text;              ///< what was searched for; empty: nothing
  SearchLink did_you_mean;              ///< better spelling; an empty text: none
  std::vector<SearchLink> fewer_words;  ///< when nothing has all the words of the text; at most 3

  std::string action;  ///< where the filter form goes: "/products" or "/categories/…"
  std::vector<std::pair<std::string, std::string>> kept;  ///< hidden fields of that form: q, and category on /products
  std::vector<CategoryLink> categories;
  std::vector<FilterOption> brands;
  std::vector<SpecGroup> specs;             ///< of the category; empty without one
  std::string min_price, max_price;         ///< as chosen, "20.000.000"; empty: not chosen
  std::string lowest_price, highest_price;  ///< of the products found, likewise: placeholders; empty: none found
  bool in_stock = false;                    ///< chosen
  std::int64_t in_stock_count = 0;
  std::vector<SortOption> sorts;
  std::vector<FilterChip> chips;
  std::string clear_url;  ///< without any filter; used when there are chips

  std::int64_t total = 0;                  ///< products found
  std::vector<layout::ProductCard> cards;  ///< at most 24
  layout::Pagination pagination;
  std::vector<layout::ProductCard> popular;  ///< offered when nothing was found; at most 4
};

/// One value of something to choose.
struct OptionValue {
  std::string label;    ///< "Sunburst", "Kidal"
  std::string url;      ///< "/product/…?variant=ID" of the variant that it leads to
  std::string price;    ///< of that variant; empty when all variants cost the same
  std::string picture;  ///< address of a thumbnail of that variant; empty: none is shown
  layout::Stock stock;  ///< of that variant
  bool selected = false;
  bool elsewhere = false;  ///< not to be had with the other choices: choosing it changes them
};

/// Something to choose about a product: its finish, its orientation.
struct OptionGroup {
  std::string name;    ///< empty: variants without options of their own
  std::string chosen;  ///< the value chosen now
  std::vector<OptionValue> values;
};

struct Specification {
  std::string name, value;  ///< with unit: "648 mm"
};

/// The form that asks to be told when a variant is there again. The feature back_in_stock takes it.
struct TellMe {
  std::int64_t variant_id = 0;
  layout::Form form;
  std::string csrf_token;  ///< as in Frame
};

/// GET /product/:slug[?variant=ID]
struct ProductPage {
  layout::Frame frame;
  layout::Breadcrumbs breadcrumbs;  ///< ends with the product
  std::int64_t id = 0;
  std::string url;        ///< "/product/…", without query
  std::string share_url;  ///< absolute, of the chosen variant
  std::string staff_url;  ///< of its pictures in the admin; empty for everybody else
  std::string name, brand, brand_url, model;
  std::vector<std::string> description;   ///< paragraphs of plain text
  std::vector<layout::Picture> pictures;  ///< of the chosen variant first; may be empty
  std::vector<Specification> specifications;
  std::vector<OptionGroup> options;  ///< empty: there is one variant only, and nothing to choose

  // Of the chosen variant.
  std::int64_t variant_id = 0;
  std::string variant_label;  ///< empty when there is one variant only
  std::string sku;
  layout::Price price;
  std::string saving;  ///< below the former price: "Rp 500.000"; empty: none
  layout::Stock stock;
  std::string ask_url;            ///< WhatsApp, with a question about it written already; empty: the shop has no number
  std::string in_stock_url;       ///< of another variant that can be bought, when this one is sold out; may be empty
  std::string in_stock_label;     ///< of that one
  std::int64_t max_quantity = 1;  ///< that can be put into the cart now; 0 when sold out
  TellMe tell_me;                 ///< shown when sold out
  std::string weight;             ///< as sent: "6,5 kg"; empty: not shown

  layout::Rating rating;
  html::SafeHtml reviews;                    ///< the finished section
  std::vector<layout::ProductCard> related;  ///< at most 4
};

/// The page of a product or category that is gone, answered with 410.
struct GonePage {
  layout::Frame frame;
  layout::Breadcrumbs breadcrumbs;           ///< end with what is gone
  layout::Breadcrumb category;               ///< to go on with; without name: there is none
  bool is_product = true;                    ///< otherwise a category
  std::string name;                          ///< of the product; empty: not told
  std::vector<layout::ProductCard> instead;  ///< best sellers of the category; at most 4
};

/// A card with what the browser needs to know whose it is.
struct ViewedProduct {
  std::int64_t id = 0;
  layout::ProductCard card;
};

/// GET /products/viewed?id=…: a fragment of HTML without frame, for the products that a browser remembers.
struct ViewedProducts {
  std::vector<ViewedProduct> products;  ///< in the order asked for; those that are no longer sold are left out
  std::string csrf_token;               ///< as in Frame
};

}  // namespace hurtrock::catalog
