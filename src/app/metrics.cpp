#include "app/metrics.hpp"

#include <arpa/inet.h>

#include <chrono>

#include "app/disk.hpp"
#include "app/last_backup.hpp"
#include "platform/db/figures.hpp"
#include "platform/fetch/public_address.hpp"

namespace hurtrock::app {
namespace {

/// True for what is no address, too.
bool is_public(const std::string& text) {
  sockaddr_in narrow{};
  narrow.sin_family = AF_INET;
  if (::inet_pton(AF_INET, text.c_str(), &narrow.sin_addr) == 1)
    return fetch::is_public(reinterpret_cast<const sockaddr&>(narrow));
  sockaddr_in6 wide{};
  wide.sin6_family = AF_INET6;
  return ::inet_pton(AF_INET6, text.c_str(), &wide.sin6_addr) != 1 ||
         fetch::is_public(reinterpret_cast<const sockaddr&>(wide));
}

void add(http::Metrics& metrics, const http::Server::Stats& stats) {
  metrics.gauge("http_connections", "Open connections", stats.connections);
  metrics.gauge("http_in_flight", "Requests being answered", stats.in_flight);
  metrics.counter("http_refused_total", "Requests refused before they reached a handler", stats.refused);
  metrics.begin("http_queue", "gauge", "Requests that wait for a thread");
  metrics.sample({{"pool", "workers"}}, stats.worker_queue);
  metrics.sample({{"pool", "gateways"}}, stats.gateway_queue);
  metrics.sample({{"pool", "pictures"}}, stats.picture_queue);
}

/// Of what is kept on this machine.
void add_storage(http::Metrics& metrics, const std::string& data_dir) {
  if (const auto free = free_bytes(data_dir))
    metrics.gauge("disk_free_bytes", "Room that is left for the data folder", *free);
  const auto backup = last_backup(data_dir);
  metrics.gauge("backup_timestamp_seconds",
                "When the newest backup was made that has been proved, in seconds since 1970; 0: there is none",
                backup ? std::chrono::duration_cast<std::chrono::seconds>(backup->time_since_epoch()).count() : 0);
}

}  // namespace

void RefusedSignatures::add_to(http::Metrics& metrics) const {
  metrics.begin("webhook_signatures_refused_total", "counter",
                "Notifications of payment providers whose signature was wrong or missing, by provider");
  metrics.sample({{"provider", "midtrans"}}, midtrans_.load());
  metrics.sample({{"provider", "stripe"}}, stripe_.load());
}

bool is_monitoring(const http::Request& request) {
  return request.header("X-Forwarded-For").empty() && request.header("Forwarded").empty() &&
         !is_public(request.remote_address);
}

http::Response metrics_page(const MetricSources& sources) {
  http::Metrics metrics("hurtrock_shop_");
  metrics.process();
  metrics.begin("info", "gauge", "The program");
  metrics.sample({{"version", HURTROCK_VERSION}}, 1);
  sources.gate.add_to(metrics);
  add(metrics, sources.server.stats());
  db::add_figures(metrics, sources.database.stats());
  if (sources.redis != nullptr)
    metrics.gauge("redis_up", "Whether Redis answers: without it limits are counted by each process",
                  sources.redis->is_answered());
  metrics.begin("job_attempts_total", "counter", "Jobs that this process has taken up, by runner and outcome");
  for (const auto& [name, runner] : sources.runners) {
    const jobs::Runner::Stats stats = runner->stats();
    metrics.sample({{"runner", name}, {"outcome", "done"}}, stats.done);
    metrics.sample({{"runner", name}, {"outcome", "retried"}}, stats.retried);
    metrics.sample({{"runner", name}, {"outcome", "dead"}}, stats.dead);
  }
  add_storage(metrics, sources.data_dir);
  sources.refused_signatures.add_to(metrics);
  sources.figures.add_to(metrics);
  return std::move(metrics).response();
}

}  // namespace hurtrock::app
