#include <sys/resource.h>

#include "app/mark.hpp"
#include "app/picture_helper.hpp"
#include "app/ports.hpp"
#include "app/shop.hpp"
#include "app/stop_signal.hpp"
#include "chat/service.hpp"
#include "platform/db/migrations.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::app {
namespace {

/// Every socket is a file: as many as the system lets us have.
void allow_many_sockets() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int run_chat(const Config& config) {
  StopSignal stop;
  demand_port(chat_port(config), config);
  allow_many_sockets();
  const SystemClock clock;
  const auto db = db::Database::open(config.chat_database_url, {.slow_query = config.slow_query});
  db::migrate(*db, db::built_in_migrations(db->dialect(), db::Schema::kChat));
  chat::Service service(*db, clock,
                        {.host = config.host,
                         .port = config.chat_port,
                         .io_threads = config.workers,
                         .session_secret = config.session_secret,
                         .shop_url = config.shop_url,
                         .public_url = config.public_url,
                         .origins = config.chat_origins,
                         .trusted_proxies = config.trusted_proxies,
                         .data_dir = config.data_dir,
                         .picture_helper = picture_helper(),
                         .redis_url = config.redis_url,
                         .limit_addresses = config.rate_limits == RateLimits::kOn,
                         .mark = own_mark(config)});
  stop.on_stop([&] {
    log::info("chat.stopping");
    service.stop();
  });
  log::info("chat.ready", {{"url", config.chat_public_url}, {"port", service.port()}});
  service.run();
  log::info("chat.stopped", {{"took_ms", stop.stopping_for().count()}});
  return 0;
}

}  // namespace hurtrock::app
