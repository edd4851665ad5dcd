#include "platform/http/traffic.hpp"

#include <algorithm>
#include <string>

namespace hurtrock::http {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

}  // namespace

Traffic::Traffic(const RouteTable& table, std::vector<std::string_view> others)
    : table_(table), others_(std::move(others)), counts_(table.routes().size() + others_.size()) {}

void Traffic::count(const Route* route, std::size_t other, int status, std::chrono::microseconds took) {
  const std::size_t index =
      route != nullptr ? static_cast<std::size_t>(route - table_.routes().data()) : table_.routes().size() + other;
  Counts& counts = counts_[index];
  const auto* const known = std::ranges::find(kStatuses, status);
  const auto bound = std::ranges::lower_bound(kBounds, took, {}, &Bound::upto);
  counts.answers.at(static_cast<std::size_t>(known - kStatuses.begin())).fetch_add(1, kRelaxed);
  counts.took.at(static_cast<std::size_t>(bound - kBounds.begin())).fetch_add(1, kRelaxed);
  counts.micros.fetch_add(took.count(), kRelaxed);
}

/// Calls `each(counts, method, route)`.
template <class Each>
void Traffic::each_asked_for(Each&& each) const {
  const std::vector<Route>& routes = table_.routes();
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (std::ranges::all_of(counts_[i].took, [](const auto& count) { return count.load(kRelaxed) == 0; })) continue;
    if (i < routes.size())
      each(counts_[i], to_string(routes[i].method), routes[i].pattern);
    else
      each(counts_[i], std::string_view{}, others_[i - routes.size()]);
  }
}

void Traffic::add_to(Metrics& metrics) const {
  metrics.begin("http_requests_total", "counter", "Requests answered; a HEAD counts as its GET");
  each_asked_for([&](const Counts& counts, std::string_view method, std::string_view route) {
    for (std::size_t i = 0; i < counts.answers.size(); ++i)
      if (const std::int64_t count = counts.answers.at(i).load(kRelaxed); count > 0)
        metrics.sample({{"method", method},
                        {"route", route},
                        {"status", i < kStatuses.size() ? std::to_string(kStatuses.at(i)) : "other"}},
                       count);
  });
  metrics.begin("http_request_seconds", "histogram", "From a request's header to the last byte of its answer");
  each_asked_for([&](const Counts& counts, std::string_view method, std::string_view route) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      sum += counts.took.at(i).load(kRelaxed);
      metrics.sample({{"method", method}, {"route", route}, {"le", kBounds.at(i).label}}, sum, "_bucket");
    }
    sum += counts.took.back().load(kRelaxed);
    metrics.sample({{"method", method}, {"route", route}, {"le", "+Inf"}}, sum, "_bucket");
    metrics.sample({{"method", method}, {"route", route}},
                   std::chrono::duration<double>(std::chrono::microseconds{counts.micros.load(kRelaxed)}).count(),
                   "_sum");
    metrics.sample({{"method", method}, {"route", route}}, sum, "_count");
  });
}

}  // namespace hurtrock::http
