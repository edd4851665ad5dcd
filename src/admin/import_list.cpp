#include <fmt/format.h>

#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/exchange_store.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/import_pages.hpp"
#include "admin/import_products.hpp"
#include "admin/staff_action.hpp"
#include "admin/views/import_list.html.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kImportsShown = 20;

http::Response list_page(const http::Request& request, Services& shop, int status, std::string refusal) {
  const auto& texts = request.visitor.texts();
  ImportListPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.import.title")),
                      .refusal = std::move(refusal),
                      .largest = fmt::format("{} MB", kLargestImport / 1024 / 1024),
                      .most_rows = number_text(kMostImportRows, texts),
                      .imports = {},
                      .newest_url = {},
                      .older_url = {}};
  // Also after a refused POST.
  view.frame.shop.path = "/admin/imports";
  const auto before = text::parse_integer(request.query.value("before"), 1, INT64_MAX).value_or(0);
  // One more than fits says whether there are others.
  auto imports = shop.db.read([&](db::Tx& tx) { return store::imports_before(tx, before, kImportsShown + 1); });
  if (std::ssize(imports) > kImportsShown) {
    imports.pop_back();
    view.older_url = fmt::format("/admin/imports?before={}", imports.back().id.value());
  }
  if (before > 0) view.newest_url = "/admin/imports";
  for (const auto& import : imports)
    view.imports.push_back({.file_name = import.file.file_name,
                            .url = fmt::format("/admin/imports/{}", import.id.value()),
                            .actor = import.file.staff.name,
                            .at = date_and_time(import.created_at, texts),
                            .detail = texts("admin.import.rows", {{"n", import.file.rows}}),
                            .state = import.is_stopped ? "stopped" : import.state});
  std::string out;
  html::Writer writer(out, texts);
  views::import_list(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace

http::Response show_imports(const http::Request& request, Services& shop) { return list_page(request, shop, 200, {}); }

http::Response create_import(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  if (request.uploads.size() != 1) return list_page(request, shop, 422, std::string(texts("admin.import.no_file")));
  const auto& upload = request.uploads.front();
  ImportServices imports = imports_of(shop);
  const auto received = receive_import(imports, upload.path, upload.filename, staff_of(request));
  if (!received) {
    log::info("admin.import.refused", {{"reason", received.error().word}, {"row", received.error().row}});
    return list_page(request, shop, 422, worded(received.error(), texts));
  }
  return http::see_other(fmt::format("/admin/imports/{}", received->value()));
}

}  // namespace hurtrock::admin
