#include <fmt/format.h>

#include <algorithm>

#include "admin/bulk_run.hpp"
#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/product_filter.hpp"
#include "admin/store.hpp"
#include "admin/views/bulk_edit.html.hpp"
#include "catalog/bulk_change.hpp"
#include "catalog/categories.hpp"
#include "catalog/thousandths.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::admin {
namespace {

using catalog::BulkChange;
using BulkKind = BulkChange::Kind;
using BulkWhy = catalog::BulkRefusal::Why;

constexpr std::size_t kMostProducts = 50;
/// Of what a list finds: more are looked at in one go only by those who mean to, part by part.
constexpr std::int64_t kMostFound = 10'000;
constexpr std::size_t kLeftOutShown = 20, kNamesTold = 5;
constexpr std::string_view kProductList = "/admin/products";
constexpr std::int64_t kLeastMilliPercent = -90'000, kMostMilliPercent = 900'000;
constexpr std::int64_t kRoundings[] = {1, 500, 1'000, 5'000, 10'000, 50'000, 100'000};

/// What the form asks for; the errors stand at its fields.
struct Wanted {
  BulkChange change;
  std::vector<catalog::SeenProduct> products;  ///< version 0: not said
  std::optional<ProductFilter> list;           ///< all that it finds, instead of these
  std::vector<http::FieldError> errors;
  bool complete = false;  ///< it can be shown what would come of it
};

std::optional<catalog::SeenProduct> seen_in(std::string_view value) {
  const auto colon = std::min(value.find(':'), value.size());
  const auto id = text::parse_integer(value.substr(0, colon), 1, INT64_MAX);
  if (!id) return std::nullopt;
  const auto version = text::parse_integer(value.substr(std::min(colon + 1, value.size())), 1, INT64_MAX);
  return catalog::SeenProduct{ProductId{*id}, version.value_or(0)};
}

/// The list with that address; nothing when it is none: what is not understood must not mean all products.
std::optional<ProductFilter> list_at(std::string_view address) {
  if (!address.starts_with(kProductList)) return std::nullopt;
  const std::string_view query = address.substr(kProductList.size());
  if (!query.empty() && !query.starts_with('?')) return std::nullopt;
  const auto fields = http::Fields::decode(query.substr(std::min<std::size_t>(1, query.size())));
  return fields ? ProductFilter::read_strictly(*fields) : std::nullopt;
}

Wanted read_wanted(const http::Fields& fields, const i18n::Texts& texts) {
  Wanted wanted;
  if (fields.value("all") == "1") {
    wanted.list = list_at(fields.value("return"));
  } else {
    for (const auto value : fields.all("product"))
      if (const auto seen = seen_in(value); seen && wanted.products.size() < kMostProducts)
        if (std::ranges::find(wanted.products, seen->id, &catalog::SeenProduct::id) == wanted.products.end())
          wanted.products.push_back(*seen);
  }
  wanted.change.kind = catalog::find_bulk_kind(fields.value("do")).value_or(BulkKind::kPercent);
  const auto refuse = [&](std::string_view field, std::string_view code) {
    wanted.errors.push_back(
        {std::string(field), std::string(code), std::string(texts(fmt::format("admin.bulk.error.{}", code)))});
  };
  const auto rounding = text::parse_integer(fields.value("rounding"), 1, INT64_MAX).value_or(1);
  wanted.change.rounding = std::ranges::find(kRoundings, rounding) == std::end(kRoundings) ? 1 : rounding;
  std::string_view typed = text::trim(fields.value("value"));
  const bool less = typed.starts_with('-');
  if (less || typed.starts_with('+')) typed = text::trim(typed.substr(1));
  switch (wanted.change.kind) {
    case BulkKind::kPercent: {
      if (typed.empty()) return wanted;
      const auto percent = catalog::read_thousandths(typed);
      const std::int64_t signed_percent = percent.value_or(0) * (less ? -1 : 1);
      if (!percent || *percent == 0 || signed_percent < kLeastMilliPercent || signed_percent > kMostMilliPercent)
        refuse("value", "percent");
      wanted.change.milli_percent = signed_percent;
      break;
    }
    case BulkKind::kAmount: {
      if (typed.empty()) return wanted;
      const auto amount = catalog::read_typed_price(typed);
      if (!amount || amount->rupiah() == 0) refuse("value", "amount");
      wanted.change.amount = less ? -amount.value_or(Money{}) : amount.value_or(Money{});
      break;
    }
    case BulkKind::kCategory: {
      const auto category = text::parse_integer(fields.value("category"), 1, INT64_MAX);
      if (!category) return wanted;
      wanted.change.category = CategoryId{*category};
      break;
    }
    default:
      break;
  }
  wanted.complete = wanted.errors.empty();
  return wanted;
}

/// Everything that a list finds, and what of it can be changed.
struct FoundByList {
  std::vector<ProductId> first;                  ///< as the list begins
  std::vector<catalog::BulkCandidate> possible;  ///< by id
  std::vector<catalog::BulkRefusal> others;
  bool too_many = false;  ///< then nothing else is said

  [[nodiscard]] std::int64_t total() const { return std::ssize(possible) + std::ssize(others); }
};

FoundByList find_by_list(db::Tx& tx, const ProductFilter& list, const Wanted& wanted) {
  FoundByList found;
  auto ids = store::product_ids_matching(tx, list, kMostFound + 1);
  if (std::ssize(ids) > kMostFound) return {.first = {}, .possible = {}, .others = {}, .too_many = true};
  for (auto& product : catalog::bulk_candidates(tx, ids))
    if (const auto why = wanted.complete ? catalog::obstacle(product, wanted.change) : std::nullopt)
      found.others.push_back({*why, product.id});
    else
      found.possible.push_back(product);
  ids.resize(std::min(ids.size(), kMostProducts));
  found.first = std::move(ids);
  return found;
}

/// What a preview of a list tells its form: how many products it would change, when it was made, and a sum of which
/// they are in which versions, which is another as soon as one of them is.
struct Preview {
  std::int64_t products = 0;
  Time at;
  std::string sum;

  static Preview of(const FoundByList& found, Time now) {
    std::string all;
    for (const auto& product : found.possible) all += fmt::format("{}:{} ", product.id.value(), product.version);
    return {.products = std::ssize(found.possible), .at = now, .sum = crypto::sha256_hex(all)};
  }
  /// Nothing when no preview has said so.
  static std::optional<Preview> read(std::string_view field) {
    const auto colon = field.find(':'), second = field.find(':', colon + 1);
    if (colon == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    const auto products = text::parse_integer(field.substr(0, colon), 1, kMostFound);
    const auto at = text::parse_integer(field.substr(colon + 1, second - colon - 1), 1, INT64_MAX);
    const std::string_view sum = field.substr(second + 1);
    if (!products || !at || sum.size() != 64 || !text::is_printable(sum)) return std::nullopt;
    return Preview{.products = *products, .at = from_micros(*at), .sum = std::string(sum)};
  }
  [[nodiscard]] std::string field() const { return fmt::format("{}:{}:{}", products, to_micros(at), sum); }
};

std::string shown_price(const catalog::VariantDraft& variant) { return format_rupiah(variant.price); }

/// A category as its field takes it: short names are of several.
std::string called(const store::Names& categories, CategoryId category) {
  return category ? categories.of(category.value()).value_or(fmt::format("#{}", category.value())) : std::string{};
}

/// The lines of one product: what is, and what would be. A price that cannot be is said in words.
BulkRow row_of(const catalog::ProductRecord& record, const Wanted& wanted, const store::Names* categories,
               const i18n::Texts& texts) {
  BulkRow row{.seen = fmt::format("{}:{}", record.id.value(), record.version), .name = record.product.name};
  const auto word_of = [&](std::string_view state) {
    return std::string(texts(fmt::format("admin.history.value.{}", state)));
  };
  const auto flag = [&](bool on) { return std::string(texts(on ? "admin.history.yes" : "admin.history.no")); };
  const auto add = [&](std::string what, std::string before, std::string after, bool is_wrong = false) {
    row.lines.push_back({std::move(what), std::move(before), std::move(after), is_wrong});
  };
  switch (wanted.change.kind) {
    case BulkKind::kPercent:
    case BulkKind::kAmount:
      for (const auto& variant : record.product.variants) {
        if (!wanted.complete) {
          add(variant.sku, shown_price(variant), {});
          continue;
        }
        const auto price = catalog::changed_price(variant.price, wanted.change);
        std::string after = price ? format_rupiah(*price) : std::string(texts("admin.bulk.error.price"));
        if (price && variant.compare_at && *variant.compare_at <= *price)
          after += fmt::format(" ({})", texts("admin.bulk.compare_goes"));
        add(variant.sku, shown_price(variant), std::move(after), !price);
      }
      break;
    case BulkKind::kActive:
      if (record.product.description_id.empty() || record.product.description_en.empty()) {
        add({}, word_of(catalog::word(record.product.state)), std::string(texts("admin.bulk.why.not_ready")), true);
        break;
      }
      [[fallthrough]];
    case BulkKind::kHidden:
      add({}, word_of(catalog::word(record.product.state)), word_of(catalog::word(wanted.change.kind)));
      break;
    case BulkKind::kFeatured:
    case BulkKind::kUnfeatured:
      add({}, flag(record.product.featured), flag(wanted.change.kind == BulkKind::kFeatured));
      break;
    case BulkKind::kCategory:
      add({}, called(*categories, record.product.category), called(*categories, wanted.change.category));
      break;
  }
  return row;
}

std::string return_to(const http::Fields& fields) {
  std::string url = http::local_path(fields.value("return"), kProductList);
  return url.starts_with(kProductList) ? url : std::string(kProductList);
}

/// What the page says of all that a list has found. The change itself is refused product by product.
void fill_found(db::Tx& tx, const FoundByList& found, const Wanted& wanted, Time now, const i18n::Texts& texts,
                BulkEditPage& view) {
  view.is_of_list = true;
  if (found.too_many) {
    view.too_many = texts("admin.bulk.too_many", {{"most", number_text(kMostFound, texts)}});
    return;
  }
  view.found = found.total();
  view.to_change = std::ssize(found.possible);
  if (found.total() > std::ssize(view.rows))
    view.first_of = texts("admin.bulk.first_of", {{"n", std::ssize(view.rows)}});
  view.can_apply = wanted.complete && !found.possible.empty();
  if (view.can_apply) view.seen = Preview::of(found, now).field();
  for (const auto& refusal : found.others) {
    if (view.left_out.size() == kLeftOutShown) break;
    view.left_out.push_back({fmt::format("/admin/products/{}", refusal.product.value()),
                             store::product_name(tx, refusal.product),
                             std::string(texts(fmt::format("admin.bulk.why.{}", catalog::word(refusal.why))))});
  }
  if (found.others.empty()) return;
  view.left_out_title = texts("admin.bulk.left_out", {{"n", std::ssize(found.others)}});
  if (found.others.size() > kLeftOutShown)
    view.more_left_out =
        texts("admin.bulk.more_left_out", {{"n", std::ssize(found.others) - std::ssize(view.left_out)}});
}

http::Response bulk_page(const http::Request& request, Services& shop, const http::Fields& fields, Wanted wanted,
                         int status, std::string refusal) {
  const auto& texts = request.visitor.texts();
  BulkEditPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.bulk.title"))};
  // Also after a refused POST.
  view.frame.shop.path = "/admin/products";
  view.frame.shop.notice = std::move(refusal);
  view.frame.shop.notice_is_error = status >= 400;
  view.kind = catalog::word(wanted.change.kind);
  view.of_prices = wanted.change.is_of_prices();
  view.of_category = wanted.change.kind == BulkKind::kCategory;
  view.return_url = return_to(fields);
  shop.db.read([&](db::Tx& tx) {
    view.rows.clear();
    if (view.of_category) view.named_category = named_choice(tx, store::Named::kCategory, fields, {}, texts);
    std::optional<store::Names> categories;
    if (view.of_category) categories.emplace(tx, store::Named::kCategory, texts.language());
    view.left_out.clear();
    std::vector<ProductId> shown;
    FoundByList found;
    if (wanted.list) {
      found = find_by_list(tx, *wanted.list, wanted);
      shown = found.first;
    }
    for (const auto& seen : wanted.products) shown.push_back(seen.id);
    for (const ProductId product : shown)
      if (const auto record = catalog::find_product_record(tx, product);
          record && record->product.state != catalog::ProductState::kArchived)
        view.rows.push_back(row_of(*record, wanted, categories ? &*categories : nullptr, texts));
    if (wanted.list) fill_found(tx, found, wanted, shop.clock.now(), texts, view);
  });
  for (const std::int64_t rounding : kRoundings)
    view.roundings.push_back({std::to_string(rounding),
                              rounding == 1 ? std::string(texts("admin.bulk.no_rounding"))
                                            : texts("admin.bulk.rounded", {{"amount", Money{rounding}}}),
                              rounding == wanted.change.rounding});
  view.form = {.values = {{"value", std::string(fields.value("value"))}}, .errors = wanted.errors};
  view.rounding = std::to_string(wanted.change.rounding);
  view.category = wanted.change.category ? std::to_string(wanted.change.category.value()) : "";
  if (!wanted.list) {
    view.found = view.to_change = std::ssize(view.rows);
    view.can_apply = wanted.complete && !view.rows.empty() && std::ranges::none_of(view.rows, [](const BulkRow& row) {
                       return std::ranges::any_of(row.lines, &BulkRow::Line::is_wrong);
                     });
  }
  if (!wanted.errors.empty() && status == 200) status = 422;

  std::string out;
  html::Writer writer(out, texts);
  views::bulk_edit(writer, view);
  return http::html(status, std::move(out));
}

/// All of them, or none.
std::expected<void, catalog::BulkRefusal> change_all(Services& shop, const StaffMember& staff, const Wanted& wanted) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, catalog::BulkRefusal> {
    const auto refused = change_products_audited(tx, staff, wanted.products, wanted.change, shop.clock.now());
    if (!refused.empty()) return std::unexpected(refused.front());
    return {};
  });
}

std::string refusal_text(Services& shop, const catalog::BulkRefusal& refusal, const i18n::Texts& texts) {
  const std::string name = shop.db.read([&](db::Tx& tx) { return store::product_name(tx, refusal.product); });
  switch (refusal.why) {
    case BulkWhy::kChanged:
      return texts("admin.bulk.refused.changed", {{"name", name}});
    case BulkWhy::kPrice:
      return texts("admin.bulk.refused.price", {{"name", name}});
    case BulkWhy::kNotReady:
      return texts("admin.bulk.refused.not_ready", {{"name", name}});
    case BulkWhy::kNoSuchCategory:
      return std::string(texts("admin.edit.error.category"));
  }
  return {};
}

/// How what a list finds differs from its preview.
std::string difference_text(db::Tx& tx, const std::optional<Preview>& seen, const FoundByList& found,
                            const i18n::Texts& texts) {
  if (!seen || found.too_many) return std::string(texts("admin.bulk.refused.no_preview"));
  std::string text = texts("admin.bulk.refused.differs", {{"before", number_text(seen->products, texts)},
                                                          {"now", number_text(std::ssize(found.possible), texts)}});
  std::string names;
  std::size_t told = 0;
  for (const auto& product : found.possible)
    if (product.updated_at >= seen->at && told++ < kNamesTold)
      names += (names.empty() ? "" : ", ") + store::product_name(tx, product.id);
  if (told > kNamesTold) names += ", …";
  if (told > 0) text += fmt::format(" {}", texts("admin.bulk.refused.differs_in", {{"names", names}}));
  return text;
}

/// The same change from the same preview is one run. Two previews of one moment may be of different changes.
std::string run_key(const StaffMember& staff, const BulkChange& change, const Preview& seen) {
  return fmt::format("{}:{}:{}:{}:{}:{}:{}", staff.id.value(), catalog::word(change.kind), change.milli_percent,
                     change.amount.rupiah(), change.rounding, change.category.value(), seen.field());
}

/// Begins to change exactly what the preview has shown, or says that it is not there any more.
http::Response create_bulk_run(const http::Request& request, Services& shop, Wanted wanted) {
  const auto& texts = request.visitor.texts();
  const auto seen = Preview::read(request.form.value("seen"));
  std::vector<catalog::SeenProduct> products;
  const std::string refusal = shop.db.read([&](db::Tx& tx) {
    const auto found = find_by_list(tx, *wanted.list, wanted);
    products.clear();
    for (const auto& product : found.possible) products.push_back({product.id, product.version});
    if (wanted.change.kind == BulkKind::kCategory &&
        std::ranges::none_of(catalog::uncounted_category_tree(tx),
                             [&](const auto& category) { return category.id == wanted.change.category; }))
      return std::string(texts("admin.edit.error.category"));
    return seen && Preview::of(found, seen->at).sum == seen->sum ? std::string{}
                                                                 : difference_text(tx, seen, found, texts);
  });
  if (!refusal.empty()) return bulk_page(request, shop, request.form, std::move(wanted), 409, refusal);
  const StaffMember staff = staff_of(request);
  const auto run = begin_bulk_run({shop.db, shop.clock},
                                  {.request_key = run_key(staff, wanted.change, *seen),
                                   .change = wanted.change,
                                   .list_url = wanted.list->address(),
                                   .staff = staff},
                                  products);
  shop.wake_imports();
  return http::see_other(fmt::format("/admin/products/bulk/{}", run.value()));
}

}  // namespace

http::Response show_bulk_edit(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto [query, misnamed] =
      shop.db.read([&](db::Tx& tx) { return read_names(tx, {store::Named::kCategory}, request.query, texts); });
  Wanted wanted = read_wanted(query, texts);
  wanted.errors.insert(wanted.errors.end(), misnamed.begin(), misnamed.end());
  return bulk_page(request, shop, query, std::move(wanted), 200, {});
}

http::Response create_bulk_edit(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  Wanted wanted = read_wanted(request.form, texts);
  if (wanted.products.empty() && !wanted.list)
    return bulk_page(request, shop, request.form, std::move(wanted), 422, std::string(texts("admin.bulk.none")));
  if (!wanted.complete) return bulk_page(request, shop, request.form, std::move(wanted), 422, {});
  if (wanted.list) return create_bulk_run(request, shop, std::move(wanted));
  if (const auto changed = change_all(shop, staff_of(request), wanted); !changed)
    return bulk_page(request, shop, request.form, std::move(wanted), 409, refusal_text(shop, changed.error(), texts));
  shop.images.catalogue_changed();
  const std::string back = return_to(request.form);
  return http::see_other(back + (back.contains('?') ? "&" : "?") + "notice=changed");
}

}  // namespace hurtrock::admin
