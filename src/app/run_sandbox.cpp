#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "app/mark.hpp"
#include "app/ports.hpp"
#include "app/shop.hpp"
#include "app/stop_signal.hpp"
#include "platform/log/log.hpp"
#include "sandbox/sandbox.hpp"

namespace hurtrock::app {

int run_sandbox(const Config& config) {
  if (!config.development()) {
    fmt::print(stderr, "hurtrock: the sandbox takes no real payments: start it with HURTROCK_ENV=development only\n");
    return 1;
  }
  StopSignal stop;
  demand_port(sandbox_port(config), config);
  const SystemClock clock;
  std::filesystem::create_directories(config.data_dir);
  sandbox::Sandbox sandbox(
      {.port = config.sandbox_port,
       .midtrans_server_key = config.midtrans_server_key,
       .midtrans_notification_url = fmt::format("http://127.0.0.1:{}/webhooks/midtrans", config.port),
       .stripe_secret_key = config.stripe_secret_key,
       .stripe_webhook_secret = config.stripe_webhook_secret,
       .stripe_webhook_url = fmt::format("http://127.0.0.1:{}/webhooks/stripe", config.port),
       .journal_path = config.data_dir + "/sandbox.journal",
       .mark = own_mark(config)},
      clock);
  stop.on_stop([&] {
    log::info("sandbox.stopping");
    sandbox.stop();
  });
  log::info("sandbox.ready", {{"port", sandbox.port()}});
  sandbox.run();
  log::info("sandbox.stopped", {{"took_ms", stop.stopping_for().count()}});
  return 0;
}

}  // namespace hurtrock::app
