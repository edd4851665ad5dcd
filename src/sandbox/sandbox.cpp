#include "sandbox/sandbox.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/http/health.hpp"
#include "sandbox/gate.hpp"
#include "sandbox/hooks.hpp"
#include "sandbox/midtrans_handlers.hpp"
#include "sandbox/stripe_answers.hpp"
#include "sandbox/stripe_handlers.hpp"
#include "sandbox/style_sheet.hpp"

namespace hurtrock::sandbox {
namespace {

/// How soon after its time a payment expires.
constexpr std::chrono::milliseconds kExpiryLook{500};

// Midtrans documents five minutes and 46 characters for its Core API, Stripe a day and 255.
constexpr RepeatedCalls::Rules kMidtransRepeats{.kept = std::chrono::minutes{5}, .longest_key = 46};
constexpr RepeatedCalls::Rules kStripeRepeats{.kept = std::chrono::hours{24}, .longest_key = 255};

std::vector<http::Route> all_routes(MidtransServices& midtrans, StripeServices& stripe, Misbehaviour& misbehaviour,
                                    const std::string& mark) {
  std::vector<http::Route> routes = midtrans_routes(midtrans);
  for (http::Route& route : stripe_routes(stripe)) routes.push_back(std::move(route));
  routes.push_back({http::Method::kPost, "/_sandbox/misbehave", http::Access::kAnyone, http::RunsOn::kWorker,
                    http::bind(misbehave, misbehaviour)});
  routes.push_back(
      {http::Method::kGet, "/_sandbox/style.css", http::Access::kAnyone, http::RunsOn::kInline, &style_sheet});
  routes.push_back({http::Method::kGet, "/healthz", http::Access::kAnyone, http::RunsOn::kInline,
                    [mark](const http::Request&) { return http::alive(mark); }});
  return routes;
}

http::ServerOptions server_options(const SandboxOptions& options) {
  http::ServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.io_threads = 1;
  server.worker_threads = 4;
  // Held calls occupy a thread each; tests hold a handful.
  server.gateway_threads = 16;
  server.drain_timeout = std::chrono::seconds{2};
  server.mark = options.mark;
  return server;
}

}  // namespace

struct Sandbox::Impl {
  Impl(SandboxOptions given, const Clock& clock)
      : options(std::move(given)),
        journal(options.journal_path),
        ledger(clock, journal),
        stripe_journal(options.journal_path.empty() ? "" : options.journal_path + ".stripe"),
        stripe_ledger(clock, stripe_journal),
        client(fetch::make_client()),
        notifier(clock, *client),
        midtrans_repeats(clock, kMidtransRepeats),
        stripe_repeats(clock, kStripeRepeats),
        midtrans{.server_key = options.midtrans_server_key,
                 .notification_url = options.midtrans_notification_url,
                 .merchant_name = options.merchant_name,
                 .base_url = options.public_url,
                 .retry_minute = options.retry_minute,
                 .clock = clock,
                 .ledger = ledger,
                 .notifier = notifier,
                 .misbehaviour = misbehaviour,
                 .repeated_calls = midtrans_repeats},
        stripe{.secret_key = options.stripe_secret_key,
               .webhook_secret = options.stripe_webhook_secret,
               .webhook_url = options.stripe_webhook_url,
               .merchant_name = options.merchant_name,
               .base_url = options.public_url,
               .retry_minute = options.retry_minute,
               .clock = clock,
               .ledger = stripe_ledger,
               .notifier = notifier,
               .misbehaviour = misbehaviour,
               .repeated_calls = stripe_repeats},
        gate(http::RouteTable{all_routes(midtrans, stripe, misbehaviour, options.mark)}, options.merchant_name),
        server(server_options(options), gate) {
    if (!options.public_url.empty()) return;
    midtrans.base_url = stripe.base_url = "http://" + options.host + ":" + std::to_string(server.port());
  }

  void expire_until_stopped() {
    std::unique_lock lock(mutex);
    while (!stopped.wait_for(lock, kExpiryLook, [this] { return stopping; })) {
      lock.unlock();
      expire_due(midtrans);
      expire_due(stripe);
      lock.lock();
    }
  }

  void stop_waiting() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    stopped.notify_all();
    misbehaviour.stop();
  }

  SandboxOptions options;
  Journal journal;
  MidtransLedger ledger;
  Journal stripe_journal;
  StripeLedger stripe_ledger;
  std::unique_ptr<fetch::Client> client;
  Notifier notifier;
  Misbehaviour misbehaviour;
  RepeatedCalls midtrans_repeats, stripe_repeats;
  MidtransServices midtrans;
  StripeServices stripe;
  SandboxGate gate;
  http::Server server;
  std::mutex mutex;
  std::condition_variable stopped;
  bool stopping = false;
};

Sandbox::Sandbox(SandboxOptions options, const Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(options), clock)) {}

Sandbox::~Sandbox() = default;

std::uint16_t Sandbox::port() const { return impl_->server.port(); }

void Sandbox::run() {
  remember_calls(impl_->stripe);
  tell_untold(impl_->midtrans);
  tell_untold(impl_->stripe);
  const std::jthread expiry([this] { impl_->expire_until_stopped(); });
  impl_->server.run();
  impl_->stop_waiting();
  impl_->notifier.stop();
}

void Sandbox::stop() {
  impl_->stop_waiting();
  impl_->server.stop();
}

}  // namespace hurtrock::sandbox
