#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "app/figures.hpp"
#include "app/gate.hpp"
#include "platform/http/server.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/redis/questions.hpp"

namespace hurtrock::app {

/// Notifications of payment providers whose signature was wrong or missing, since this process began. From any thread.
class RefusedSignatures {
 public:
  void count(std::string_view provider) { ++(provider == "stripe" ? stripe_ : midtrans_); }
  void add_to(http::Metrics& metrics) const;

 private:
  std::atomic<std::int64_t> midtrans_ = 0, stripe_ = 0;
};

/// What /metrics of the shop tells of.
struct MetricSources {
  Gate& gate;
  const http::Server& server;
  const db::Database& database;
  FigureSource& figures;
  const std::string& data_dir;
  const RefusedSignatures& refused_signatures;
  const redis::Questions* redis;  ///< none: not configured
  std::vector<std::pair<std::string_view, const jobs::Runner*>> runners;
};
http::Response metrics_page(const MetricSources& sources);

/// Whether the request comes from this machine or its network, and through no proxy: what the shop sells and owes is
/// nobody else's business, and a proxy's address says nothing of who asks.
bool is_monitoring(const http::Request& request);

}  // namespace hurtrock::app
