#include "payments/reconciliation.hpp"

#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/ledger_pages.hpp"
#include "admin/views/reconciliation.html.hpp"
#include "admin/views/reconciliation_list.html.hpp"
#include "layout/error_page.hpp"
#include "orders/dates.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kRunsShown = 60;  // a month of two providers
constexpr std::int64_t kFindingsShown = 500;

ReconciliationRow row_of(const payments::Reconciliation& run, const i18n::Texts& texts) {
  return {.id = run.id,
          .provider = run.provider,
          .day = orders::date(run.day_begins_at, texts),
          .state = std::string(word(run.state)),
          .compared = run.compared,
          .healed = run.healed,
          .open = run.open,
          .ours = run.ours,
          .theirs = run.theirs};
}

}  // namespace

http::Response show_reconciliations(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  ReconciliationListPage view{
      .frame = frame_for(request, shop, Section::kPayments, texts("admin.reconciliation.title")), .runs = {}};
  for (const auto& run : shop.db.read([](db::Tx& tx) { return payments::reconciliations(tx, kRunsShown); }))
    view.runs.push_back(row_of(run, texts));
  std::string out;
  html::Writer writer(out, texts);
  views::reconciliation_list(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_reconciliation(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  std::optional<payments::Reconciliation> run;
  std::vector<payments::Finding> findings;
  if (id)
    shop.db.read([&](db::Tx& tx) {
      run = payments::find_reconciliation(tx, *id);
      findings = payments::findings_of(tx, *id, kFindingsShown);
    });
  if (!run) return layout::error_response(request, shop.frames, 404);
  ReconciliationPage view{.frame = frame_for(request, shop, Section::kPayments, texts("admin.reconciliation.title")),
                          .run = row_of(*run, texts),
                          .started_at = date_and_time(run->started_at, texts),
                          .ended_at = run->ended_at ? date_and_time(*run->ended_at, texts) : std::string{},
                          .findings = {}};
  for (const auto& finding : findings)
    view.findings.push_back({.kind = std::string(word(finding.kind)),
                             .reference = finding.reference,
                             .order_number = finding.order_number,
                             .ours = finding.ours,
                             .theirs = finding.theirs,
                             .healed = finding.healed});
  std::string out;
  html::Writer writer(out, texts);
  views::reconciliation(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
