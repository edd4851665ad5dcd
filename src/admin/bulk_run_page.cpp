#include <fmt/format.h>

#include <cstdlib>

#include "admin/bulk_run_store.hpp"
#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/names_store.hpp"
#include "admin/store.hpp"
#include "admin/views/bulk_run.html.hpp"
#include "catalog/thousandths.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kKeptShown = 100;
/// How often the page of a change under way shows itself anew.
constexpr std::string_view kRunShownEvery = "2";

/// "+10 %", "-Rp 50.000", the category's name; empty when the kind says it all.
std::string worded_value(db::Tx& tx, const catalog::BulkChange& change, const i18n::Texts& texts) {
  using Kind = catalog::BulkChange::Kind;
  const auto with_sign = [](bool is_less, const std::string& text) { return (is_less ? "-" : "+") + text; };
  switch (change.kind) {
    case Kind::kPercent:
      return with_sign(change.milli_percent < 0,
                       catalog::thousandths(std::abs(change.milli_percent), texts.language()) + " %");
    case Kind::kAmount: {
      const bool is_less = change.amount < Money{};
      return with_sign(is_less, format_rupiah(is_less ? -change.amount : change.amount));
    }
    case Kind::kCategory:
      return store::Names(tx, store::Named::kCategory, texts.language())
          .of(change.category.value())
          .value_or(fmt::format("#{}", change.category.value()));
    default:
      return {};
  }
}

void fill_kept(db::Tx& tx, const store::BulkRun& run, const i18n::Texts& texts, BulkRunPage& view) {
  if (run.kept == 0) return;
  view.kept_title = texts("admin.bulk.run.kept", {{"n", run.kept}});
  for (auto& product : store::kept_in_bulk_run(tx, run.id, kKeptShown))
    view.kept.push_back({fmt::format("/admin/products/{}", product.id.value()), std::move(product.name),
                         std::string(texts(fmt::format("admin.bulk.why.{}", catalog::word(product.why))))});
  if (run.kept > std::ssize(view.kept))
    view.more_kept = texts("admin.bulk.more_left_out", {{"n", run.kept - std::ssize(view.kept)}});
}

}  // namespace

http::Response show_bulk_run(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  std::optional<store::BulkRun> run;
  BulkRunPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.bulk.title"))};
  shop.db.read([&](db::Tx& tx) {
    view.kept.clear();
    run = id ? store::find_bulk_run(tx, store::BulkRunId{*id}) : std::nullopt;
    if (!run) return;
    view.detail = worded_value(tx, run->change, texts);
    fill_kept(tx, *run, texts, view);
  });
  if (!run) return layout::error_response(request, shop.frames, 404);
  view.kind = catalog::word(run->change.kind);
  view.state = run->state;
  view.list_url = run->list_url;
  view.products = run->products;
  view.done = run->done;
  view.progress = run->state == "finished"
                      ? texts("admin.bulk.run.changed", {{"n", run->done - run->kept}})
                      : texts("admin.import.progress",
                              {{"done", number_text(run->done, texts)}, {"all", number_text(run->products, texts)}});
  std::string out;
  html::Writer writer(out, texts);
  views::bulk_run(writer, view);
  auto response = http::html(200, std::move(out));
  if (run->state == "running") response.set("Refresh", std::string(kRunShownEvery));
  return response;
}

}  // namespace hurtrock::admin
