#include "chat/service.hpp"

#include "chat/errands.hpp"
#include "chat/gate.hpp"
#include "chat/missed_mails.hpp"
#include "chat/redis_notifier.hpp"
#include "chat/routes.hpp"
#include "chat/session.hpp"
#include "platform/core/temporary.hpp"
#include "platform/db/figures.hpp"
#include "platform/fetch/fetch.hpp"
#include "platform/http/health.hpp"
#include "platform/http/metrics.hpp"

namespace hurtrock::chat {
namespace {

constexpr unsigned kPoolThreads = 6;
/// For files that are being added, apart: each may wait some seconds for the program that makes pictures anew, while
/// everybody else goes on talking.
constexpr unsigned kUploadThreads = 2;
/// Everybody comes back at once after a restart: they wait here for their turn.
constexpr std::size_t kPoolQueue = 30'000;
constexpr std::size_t kMostSocketsPerAddress = 100;
/// Whoever has chosen a file and not sent it by then has left.
constexpr std::chrono::hours kUnsentFor{24};
constexpr std::size_t kMostForgotten = 100;

std::unique_ptr<RedisNotifier> redis_notifier(const std::string& url, LocalNotifier& own) {
  if (url.empty()) return nullptr;
  auto address = redis::parse_address(url);
  if (!address) throw std::invalid_argument("REDIS_URL must be redis://[[user]:password@]host[:port]");
  return std::make_unique<RedisNotifier>(*std::move(address), own);
}

http::ServerOptions server_options(const ServiceSettings& settings) {
  return {.host = settings.host,
          .port = settings.port,
          .io_threads = settings.io_threads,
          .worker_threads = kPoolThreads,
          .gateway_threads = 1,
          .picture_threads = kUploadThreads,
          .trusted_proxies = settings.trusted_proxies,
          .upload_folder = settings.data_dir + "/tmp",
          .mark = settings.mark};
}

}  // namespace

struct Service::Impl {
  Impl(db::Database& database, const Clock& clock, ServiceSettings given)
      : settings(std::move(given)),
        db(database),
        client(fetch::make_client()),
        redis(redis_notifier(settings.redis_url, local)),
        notifier(redis ? static_cast<Notifier&>(*redis) : local),
        cards(*client, clock, settings.shop_url, settings.public_url),
        hub(db, cards, notifier),
        sends(clock, [this](PersonId person) { tell_of(person); }),
        hours(*client, clock, settings.shop_url, settings.session_secret),
        staff(*client, clock, settings.shop_url, settings.session_secret),
        files(settings.picture_helper, settings.data_dir + "/chat-attachments", settings.data_dir + "/tmp"),
        places(settings.limit_addresses ? kMostSocketsPerAddress : SIZE_MAX),
        services{.db = db,
                 .clock = clock,
                 .session_secret = settings.session_secret,
                 .writer = writer,
                 .hub = hub,
                 .notifier = notifier,
                 .cards = cards,
                 .sends = sends,
                 .hours = hours,
                 .staff = staff,
                 .files = files,
                 .uploads = uploads,
                 .pool = pool,
                 .counts = counts},
        endpoint({},
                 [this](std::shared_ptr<websocket::Peer> peer, const http::Request& request) {
                   return open_session(services, std::move(peer), places.take(request.remote_address),
                                       request.request_id);
                 }),
        gate(http::RouteTable(all_routes()), settings.mark, settings.origins, endpoint, places, counts),
        server(server_options(settings), gate),
        writer(db, [this] { notifier.publish({}); }),
        pool(kPoolThreads, kPoolQueue),
        missed_mails(db, writer, *client, clock, settings.shop_url, settings.session_secret),
        errands(all_errands()) {
    local.deliver_to([this](const Signal& signal) { receive(signal); });
  }

  /// Somebody was let say something, which counts at every process.
  void tell_of(PersonId person) {
    if (notifier.reaches_others())
      notifier.publish({.kind = Signal::Kind::kSaid, .person = {.id = person}, .number = ++said});
  }

  void receive(const Signal& signal) {
    if (signal.kind == Signal::Kind::kSaid) {
      // Ours has been counted.
      if (signal.process.empty()) return;
      sends.heard_of(signal.person.id);
    }
    hub.receive(signal);
  }

  std::vector<Errands::Errand> all_errands() {
    std::vector<Errands::Errand> all;
    all.push_back({.name = "shop_hours", .run = [this] { hours.refresh(); }});
    all.push_back({.name = "missed_mails", .run = [this] { missed_mails.run(); }});
    all.push_back({.name = "unsent_attachments", .run = [this] { forget_unsent_attachments(); }});
    return all;
  }

  void forget_unsent_attachments() {
    const Time before = services.clock.now() - kUnsentFor;
    const auto is_any = db.read([&](db::Tx& tx) { return is_any_unsent(tx, before); });
    if (!is_any) return;
    std::vector<std::string> gone;
    if (writer.run([&](db::Tx& tx, Change) { gone = forget_unsent(tx, before, kMostForgotten); }))
      for (const std::string& id : gone) files.remove(id);
  }

  std::vector<http::Route> all_routes() {
    std::vector<http::Route> all = routes(services);
    all.push_back(
        {http::Method::kGet, "/readyz", http::Access::kAnyone, http::RunsOn::kWorker, [this](const http::Request&) {
           db.read([](db::Tx& tx) { return last_change(tx); });
           return http::ready(settings.mark);
         }});
    all.push_back({http::Method::kGet, "/metrics", http::Access::kAnyone, http::RunsOn::kWorker,
                   [this](const http::Request&) { return metrics(); }});
    return all;
  }

  http::Response metrics() {
    http::Metrics out("hurtrock_chat_");
    const auto http_stats = server.stats();
    const auto db_stats = db.stats();
    out.process();
    out.gauge("sockets", "Open sockets", endpoint.sockets());
    out.counter("greeted_total", "Sockets that said hello", counts.greeted.load());
    out.counter("messages_total", "Messages written", counts.messages.load());
    out.counter("messages_repeated_total", "Messages that were there already", counts.repeated.load());
    out.counter("rate_limited_total", "Messages of those who wrote too fast", counts.rate_limited.load());
    out.counter("tokens_refused_total", "Sockets with a bad token", counts.refused_tokens.load());
    out.gauge("writes_waiting", "What waits for the database's writer", writer.waiting());
    out.gauge("pool_waiting", "What waits for a thread", pool.waiting());
    out.gauge("http_connections", "Open connections", http_stats.connections);
    out.counter("http_refused_total", "Requests refused before they reached a handler", http_stats.refused);
    if (redis) out.gauge("redis_listening", "Whether other processes are heard at once", redis->is_listening());
    db::add_figures(out, db_stats);
    out.begin("http_answers_total", "counter", "Requests answered");
    out.sample({{"status", "2xx"}}, counts.answers_2xx.load());
    out.sample({{"status", "4xx"}}, counts.answers_4xx.load());
    out.sample({{"status", "5xx"}}, counts.answers_5xx.load());
    gate.add_to(out);
    return std::move(out).response();
  }

  const ServiceSettings settings;
  db::Database& db;
  Counts counts;
  std::unique_ptr<fetch::Client> client;
  LocalNotifier local;
  std::unique_ptr<RedisNotifier> redis;  ///< none when there is no other process
  Notifier& notifier;
  ProductCards cards;
  Hub hub;
  SendLimit sends;
  std::atomic<std::int64_t> said = 0;
  ShopHours hours;
  StaffDirectory staff;
  AttachmentFiles files;
  Claims uploads;
  // Sockets are ended by the server's drain before their threads and queues go.
  SocketPlaces places;
  Services services;
  websocket::Endpoint endpoint;
  Gate gate;
  http::Server server;
  // Last, so that they go first: what they still do needs all of the above.
  Writer writer;
  http::ThreadPool pool;
  MissedMails missed_mails;
  Errands errands;
};

Service::Service(db::Database& db, const Clock& clock, ServiceSettings settings)
    : impl_(std::make_unique<Impl>(db, clock, std::move(settings))) {}
Service::~Service() = default;

std::uint16_t Service::port() const { return impl_->server.port(); }

void Service::run() {
  // Where the folder is the shop's too, that one looks after it every hour.
  temporary::remove_leftovers(impl_->settings.data_dir + "/tmp", impl_->services.clock.now());
  impl_->hub.start();
  if (impl_->redis) impl_->redis->start();
  impl_->errands.start();
  impl_->server.run();
  impl_->errands.stop();
  impl_->hub.stop();
  if (impl_->redis) impl_->redis->stop();
}

void Service::stop() { impl_->server.stop(); }

}  // namespace hurtrock::chat
