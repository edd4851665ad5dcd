#include "app/shop.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "accounts/routes.hpp"
#include "admin/bulk_run.hpp"
#include "admin/count_days.hpp"
#include "admin/import_pictures.hpp"
#include "admin/import_products.hpp"
#include "admin/own_changes.hpp"
#include "admin/routes.hpp"
#include "app/backup.hpp"
#include "app/chats_waiting.hpp"
#include "app/dev_mail.hpp"
#include "app/frames.hpp"
#include "app/gate.hpp"
#include "app/gateways.hpp"
#include "app/mailer.hpp"
#include "app/mark.hpp"
#include "app/metrics.hpp"
#include "app/openapi.hpp"
#include "app/own_data.hpp"
#include "app/picture_helper.hpp"
#include "app/ports.hpp"
#include "app/sample_accounts.hpp"
#include "app/secret_store.hpp"
#include "app/stop_signal.hpp"
#include "back_in_stock/routes.hpp"
#include "cart/cart.hpp"
#include "cart/routes.hpp"
#include "catalog/make_variants.hpp"
#include "catalog/routes.hpp"
#include "catalog/search/search.hpp"
#include "catalog/text_answer.hpp"
#include "chat/page_routes.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/jobs.hpp"
#include "checkout/mail_attachments.hpp"
#include "checkout/refund_order.hpp"
#include "checkout/routes.hpp"
#include "checkout/take_up_events.hpp"
#include "checkout/transfer.hpp"
#include "checkout/ways_to_pay.hpp"
#include "compare/routes.hpp"
#include "images/images.hpp"
#include "orders/routes.hpp"
#include "platform/core/temporary.hpp"
#include "platform/db/migrations.hpp"
#include "platform/fetch/download.hpp"
#include "platform/fetch/fetch.hpp"
#include "platform/http/health.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/log/log.hpp"
#include "platform/mail/outbox.hpp"
#include "reviews/routes.hpp"
#include "shipping/areas.hpp"
#include "store/routes.hpp"
#include "wishlist/routes.hpp"
#include "wishlist/wishlist.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

accounts::KnownArea known(const shipping::Area& area) {
  return {area.code, area.kelurahan + ", " + area.kecamatan + ", " + area.kota + ", " + area.provinsi};
}

/// A folder of the data folder, made if it is missing.
std::string folder(const Config& config, std::string_view name) {
  std::string path = fmt::format("{}/{}", config.data_dir, name);
  std::filesystem::create_directories(path);
  return path;
}

void remove_leftovers(const std::string& folder, Time now) {
  if (const auto removed = temporary::remove_leftovers(folder, now); removed > 0)
    log::warn("shop.leftovers_removed", {{"files", removed}});
}

/// What pages may reach of the chat service: its REST interface and its socket, which is ws where that is http.
std::vector<std::string> chat_addresses(const Config& config) {
  return {config.chat_public_url + "/api/", "ws" + config.chat_public_url.substr(4) + "/ws"};
}

/// Whoever logs in or orders waits for so long at most, twice if others ask as well. A Redis nearby takes a
/// millisecond.
constexpr auto kRedisPatience = 100ms;

/// None when there is no Redis.
std::unique_ptr<redis::Questions> limits_in_redis(const Config& config) {
  const auto address = redis::parse_address(config.redis_url);
  if (!address || config.rate_limits != RateLimits::kOn) return nullptr;
  return std::make_unique<redis::Questions>(*address, "rate_limits", kRedisPatience);
}

/// Everything the shop consists of, made in the order in which one needs the other.
class Shop {
 public:
  explicit Shop(const Config& config)
      : config_(config),
        db_(db::Database::open(config.database_url,
                               {.connections = std::max<std::size_t>(8, 4 * std::size_t{config.workers}),
                                // One more than can be busy at once, for while one waits for the disk.
                                .writers = std::size_t{config.workers} + 1,
                                .slow_query = config.slow_query})),
        catalogue_(*db_, clock_),
        search_(*db_, clock_, config.data_dir + "/search"),
        first_reviews_(*db_),
        fetch_(fetch::make_client()),
        gateways_(*db_, config, *fetch_, clock_),
        frames_(*db_, catalogue_, config.public_url, config.development(), [this] { return gateways_.ready(); }),
        chats_waiting_(*fetch_, clock_, config.chat_url, config.session_secret),
        own_data_(*db_, clock_, {.client = *fetch_, .url = config.chat_url, .session_secret = config.session_secret}),
        sessions_(*db_, clock_, {.secret = config.session_secret, .secure_cookie = config.secure_cookies()}),
        media_(folder(config, "media")),
        picture_helper_(picture_helper()),
        mailer_(make_mailer(config)),
        outbox_(*db_, clock_, *mailer_, {},
                [this](const mail::OutboxMail& mail) { return checkout::attachments_of(mail, *db_, clock_); }),
        runner_(*db_, clock_, {.threads = 2, .poll = 1000ms}),
        provider_runner_(*db_, clock_, {.threads = 4, .poll = 1000ms}),
        catalogue_runner_(*db_, clock_, {.threads = 2, .poll = 200ms}),
        picture_runner_(*db_, clock_, {.threads = 1, .poll = 1000ms, .lease = 120s}),
        import_runner_(*db_, clock_, {.threads = 1, .poll = 1000ms, .lease = 30s}),
        downloader_(
            fetch::make_downloader({.open_port = config.development() ? config.picture_test_port : std::uint16_t{0}})),
        download_runner_(*db_, clock_, {.threads = 3, .poll = 1000ms, .lease = 120s}),
        mails_{.public_url = config.public_url,
               .session_secret = config.session_secret,
               .shop_name = layout::ShopName([this] { return frames_.shop_name(); })},
        redis_(limits_in_redis(config)),
        figures_(*db_, clock_),
        gate_(http::RouteTable(all_routes()), sessions_, frames_, media_, clock_, gate_settings()),
        server_(server_options(), gate_) {
    register_jobs();
  }

  void run(StopSignal& stop) {
    // Every process on this database has to have the same: hurtrock doctor compares.
    if (note_secret(*db_, fingerprint(config_.session_secret)))
      log::warn("shop.session_secret_changed",
                {{"meaning",
                  "the shop that was last started on this database had another SESSION_SECRET: in order "
                  "after a change of it, when all are restarted; else give both the same, or this one "
                  "another DATABASE_URL"}});
    stop.on_stop([this] {
      log::info("shop.stopping", {{"in_flight", server_.stats().in_flight}});
      server_.stop();
    });
    db_->write([&](db::Tx& tx) { checkout::make_events_due(tx, clock_.now()); });
    if (redis_) redis_->start();
    runner_.start();
    provider_runner_.start();
    catalogue_runner_.start();
    picture_runner_.start();
    import_runner_.start();
    download_runner_.start();
    log::info("shop.ready", {{"url", config_.public_url}, {"port", server_.port()}});
    server_.run();
    download_runner_.stop();
    import_runner_.stop();
    picture_runner_.stop();
    catalogue_runner_.stop();
    provider_runner_.stop();
    runner_.stop();
    if (redis_) redis_->stop();
    search_.save_counts();
    log::info("shop.stopped", {{"took_ms", stop.stopping_for().count()}, {"requests", server_.stats().requests}});
  }

 private:
  std::function<void()> wake() {
    return [this] {
      runner_.wake();
      catalogue_runner_.wake();
      provider_runner_.wake();
    };
  }

  /// For orders, of which there may be hundreds a second: the catalogue looks for what they took often enough by
  /// itself.
  std::function<void()> wake_but_for_the_catalogue() {
    return [this] {
      runner_.wake();
      provider_runner_.wake();
    };
  }

  std::vector<http::Route> all_routes() {
    std::vector<http::Route> routes{{http::Method::kGet, "/readyz", http::Access::kSigned, http::RunsOn::kWorker,
                                     [this](const http::Request&) { return ready(); }},
                                    {http::Method::kGet, "/metrics", http::Access::kSigned, http::RunsOn::kWorker,
                                     [this](const http::Request& request) { return metrics(request); }},
                                    openapi_route()};
    for (auto&& part : {catalog::routes(catalog_), store::routes(store_), cart::routes(cart_), orders::routes(orders_),
                        checkout::routes(checkout_), accounts::routes(accounts_), reviews::routes(reviews_),
                        back_in_stock::routes(back_in_stock_), wishlist::routes(wishlist_), compare::routes(compare_),
                        chat::page_routes(chat_pages_), admin::routes(admin_)})
      routes.insert(routes.end(), part.begin(), part.end());
    if (config_.development()) {
      const auto part = dev_mail_routes(dev_mail_);
      routes.insert(routes.end(), part.begin(), part.end());
    }
    return routes;
  }

  http::Response ready() {
    db_->read([](db::Tx& tx) { return tx.one<std::int64_t>("SELECT version FROM catalogue_version WHERE id = 1"); });
    return http::ready(mark_);
  }

  /// For everybody else there is no such page.
  http::Response metrics(const http::Request& request) {
    if (!is_monitoring(request)) return gate_.refusal(request, 404);
    return metrics_page({.gate = gate_,
                         .server = server_,
                         .database = *db_,
                         .figures = figures_,
                         .data_dir = config_.data_dir,
                         .refused_signatures = refused_signatures_,
                         .redis = redis_.get(),
                         .runners = {{"general", &runner_},
                                     {"providers", &provider_runner_},
                                     {"catalogue", &catalogue_runner_},
                                     {"pictures", &picture_runner_},
                                     {"imports", &import_runner_},
                                     {"downloads", &download_runner_}}});
  }

  GateSettings gate_settings() {
    GateSettings settings{
        .public_url = config_.public_url,
        .mark = mark_,
        .form_targets = payment_pages(config_),
        .connect_targets = chat_addresses(config_),
        .second_step_required = !config_.development(),
        .limit_addresses = config_.rate_limits == RateLimits::kOn,
        .redis = redis_.get(),
        .catalogue_version =
            [this] {
              return (catalogue_.page_version() + search_.version() + first_reviews_.version()) * 1'000 +
                     frames_.version();
            },
        .ready = {},
        .for_admins_only = [this](const http::Request& request) { return admin::for_admins_only(request, admin_); }};
    return settings;
  }

  http::ServerOptions server_options() {
    return {.host = config_.host,
            .port = config_.port,
            .io_threads = config_.workers,
            .worker_threads = std::max(4U, 2 * config_.workers),
            .trusted_proxies = config_.trusted_proxies,
            .upload_folder = folder(config_, "tmp"),
            .mark = mark_};
  }

  void register_jobs() {
    checkout::register_jobs(provider_runner_, checkout_);
    catalog::register_image_jobs(picture_runner_, images_);
    reviews::register_photo_jobs(picture_runner_, reviews_);
    back_in_stock::register_jobs(runner_, back_in_stock_);
    admin::register_import_jobs(import_runner_, imports_);
    // In turns with imports: both write many products.
    admin::register_bulk_run_jobs(import_runner_, {*db_, clock_});
    admin::register_picture_import_jobs(download_runner_, picture_imports_);
    using Runs = jobs::Runner::Runs;
    catalogue_runner_.every(
        "search.refresh", 200ms, [this] { search_.refresh(catalogue_.snapshot()); }, Runs::kInEveryProcess);
    runner_.every("search.save_counts", 10s, [this] { search_.save_counts(); }, Runs::kByTheClock);
    runner_.every("search.forget_old_counts", 24h, [this] { search_.forget_old_counts(); });
    catalogue_runner_.every("catalog.refresh", 400ms, [this] { catalogue_.refresh(); }, Runs::kInEveryProcess);
    // A vote shows to everybody else within this time; it is not worth a new catalogue.
    runner_.every("reviews.refresh", 10s, [this] { first_reviews_.refresh(); }, Runs::kByTheClock);
    // Gateways first: what can be paid by is part of what pages say of the shop.
    runner_.every(
        "store.refresh", 1s,
        [this] {
          gateways_.refresh();
          frames_.refresh();
        },
        Runs::kInEveryProcess);
    // With those that may wait for others: the overview itself never asks.
    provider_runner_.every("chat.count_waiting", 3s, [this] { chats_waiting_.refresh(); }, Runs::kByTheClock);
    runner_.every("admin.count_days", 1min, [this] { admin::count_finished_days(*db_, clock_); });
    runner_.every("mail.send", 5s, [this] { outbox_.send_due(); }, Runs::kInEveryProcess);
    runner_.every("accounts.forget_expired", 1h, [this] {
      sessions_.forget_expired();
      own_data_.forget_farewells();
    });
    provider_runner_.on(std::string(OwnData::kLeaveChat),
                        [this](const jobs::Job& job) { return own_data_.leave_chat(job); });
    // Soon after every start, too: what was killed before it has left its files. The chat's lie there as well.
    runner_.every(
        "shop.remove_leftovers", 1h, [this] { remove_leftovers(folder(config_, "tmp"), clock_.now()); },
        Runs::kByTheClock);
    runner_.every("jobs.forget_finished", 1h,
                  [this] { db_->write([&](db::Tx& tx) { jobs::forget_finished(tx, clock_.now() - 24h * 7); }); });
  }

  const Config& config_;
  const std::string mark_ = own_mark(config_);
  SystemClock clock_;
  std::unique_ptr<db::Database> db_;
  catalog::Catalogue catalogue_;
  catalog::search::Search search_;
  reviews::FirstPages first_reviews_;
  std::unique_ptr<fetch::Client> fetch_;
  Gateways gateways_;
  Frames frames_;
  ChatsWaiting chats_waiting_;
  OwnData own_data_;
  accounts::Sessions sessions_;
  Media media_;
  images::Helper picture_helper_;
  std::unique_ptr<mail::Mailer> mailer_;
  mail::OutboxSender outbox_;
  jobs::Runner runner_;
  // Jobs that wait for payment providers, apart: a provider that hangs must not hold up mails and prices.
  jobs::Runner provider_runner_;
  // What follows the catalogue, apart: an edit shows within a second, and the index may have a whole catalogue to read.
  jobs::Runner catalogue_runner_;
  // One picture at a time, however many are waiting: each takes a processor for a second.
  jobs::Runner picture_runner_;
  // Files of products: some seconds of one are a job, and a process that dies is found out within half a minute.
  jobs::Runner import_runner_;
  // Pictures that they name, a few at a time: other people's servers are waited for.
  std::unique_ptr<fetch::Downloader> downloader_;
  jobs::Runner download_runner_;
  orders::Mails mails_;

  // What each feature needs, by name.
  catalog::Services catalog_{.catalogue = catalogue_,
                             .search = search_,
                             .clock = clock_,
                             .frames = frames_,
                             .public_url = config_.public_url,
                             .reviews = [this](const http::Request& request, const catalog::Snapshot& snapshot,
                                               const catalog::SnapshotProduct& product) {
                               return reviews::review_part(request, snapshot, product, reviews_);
                             }};
  store::Services store_{.frames = frames_, .public_url = config_.public_url};
  chat::PageServices chat_pages_{.frames = frames_,
                                 .public_url = config_.public_url,
                                 .db = *db_,
                                 .clock = clock_,
                                 .session_secret = config_.session_secret,
                                 .shop_name = mails_.shop_name,
                                 .wake_jobs = wake()};
  cart::Services cart_{.db = *db_, .clock = clock_, .frames = frames_, .sessions = sessions_};
  back_in_stock::Services back_in_stock_{.db = *db_,
                                         .clock = clock_,
                                         .frames = frames_,
                                         .mails = {.public_url = config_.public_url,
                                                   .session_secret = config_.session_secret,
                                                   .shop_name = mails_.shop_name},
                                         .wake_jobs = wake()};
  wishlist::Services wishlist_{.db = *db_,
                               .clock = clock_,
                               .frames = frames_,
                               .sessions = sessions_,
                               .catalogue = catalogue_,
                               .public_url = config_.public_url};
  compare::Services compare_{.catalogue = catalogue_,
                             .search = search_,
                             .clock = clock_,
                             .frames = frames_,
                             .public_url = config_.public_url,
                             .secure_cookies = config_.secure_cookies()};
  orders::Services orders_{
      .db = *db_,
      .clock = clock_,
      .frames = frames_,
      .session_secret = config_.session_secret,
      .ways_to_pay = [this](db::Tx& tx,
                            const orders::Order& order) { return checkout::ways_to_pay(tx, checkout_, order); },
      .transfer = checkout::transfer_of,
      .money = checkout::money_of,
      .may_cancel = checkout::may_cancel};
  checkout::Services checkout_{
      .db = *db_,
      .clock = clock_,
      .frames = frames_,
      .sessions = sessions_,
      .gateway = [this](std::string_view provider) { return gateways_.find(provider); },
      .mails = mails_,
      .settings = {.public_url = config_.public_url,
                   .session_secret = config_.session_secret,
                   .limit_buyers = config_.rate_limits == RateLimits::kOn},
      .wake_jobs = wake_but_for_the_catalogue(),
      .proofs = {.helper = &picture_helper_, .folder = folder(config_, "proofs"), .scratch = folder(config_, "tmp")},
      .own_place = [this] { return frames_.shop_place(); },
      .signature_refused = [this](std::string_view provider) { refused_signatures_.count(provider); }};
  accounts::Services accounts_{
      .db = *db_,
      .clock = clock_,
      .frames = frames_,
      .sessions = sessions_,
      .public_url = config_.public_url,
      .shop_name = mails_.shop_name,
      .secure_cookies = config_.secure_cookies(),
      .adopt_session =
          [this](db::Tx& tx, SessionId session, UserId user) {
            cart::merge(tx, session, user, clock_.now());
            wishlist::merge(tx, session, user, clock_.now());
          },
      .claim_orders = orders::give_to_account,
      .cart_count = [this](const http::Request& request) -> std::int64_t {
        const auto owner = cart::owner_of(request.visitor);
        return owner ? db_->read([&](db::Tx& tx) { return cart::count(tx, *owner); }) : 0;
      },
      .search_areas =
          [this](std::string_view query) {
            const auto found = shipping::search_areas(query, frames_.shop_place(), 12);
            accounts::KnownAreas areas{.areas = {}, .more = found.more};
            for (const auto& area : found.areas) areas.areas.push_back(known(area));
            return areas;
          },
      .find_area = [](std::string_view code) -> std::optional<accounts::KnownArea> {
        const auto area = shipping::find_area(code);
        return area ? std::optional{known(*area)} : std::nullopt;
      },
      .wake_jobs = wake(),
      .record_own_change =
          [this](db::Tx& tx, const accounts::OwnChange& change) { admin::record_own_change(tx, change, clock_.now()); },
      .open_orders = open_orders,
      .forget_person = [this](db::Tx& tx, const accounts::User& user) { own_data_.forget(tx, user); },
      .write_own_data = [this](UserId user, i18n::Language language,
                               const std::string& path) { own_data_.write(user, language, path); },
      .scratch = folder(config_, "tmp"),
      .session_secret = config_.session_secret,
      .second_step_required = !config_.development(),
      .chat_url = config_.chat_public_url,
      .refuses_easy_passwords = !config_.development() || config_.rate_limits == RateLimits::kOn};
  catalog::ImageServices images_{.db = *db_,
                                 .clock = clock_,
                                 .helper = picture_helper_,
                                 .media = folder(config_, "media"),
                                 .originals = folder(config_, "originals"),
                                 .scratch = folder(config_, "tmp"),
                                 .catalogue_changed = [this] { catalogue_.refresh(); },
                                 .wake_jobs = [this] { picture_runner_.wake(); }};
  reviews::Services reviews_{.db = *db_,
                             .clock = clock_,
                             .frames = frames_,
                             .catalogue = catalogue_,
                             .first_pages = first_reviews_,
                             .helper = picture_helper_,
                             .media = images_.media,
                             .originals = images_.originals,
                             .scratch = images_.scratch,
                             .mails = {.public_url = config_.public_url, .shop_name = mails_.shop_name},
                             .catalogue_changed = [this] { catalogue_.refresh(); },
                             .wake_jobs = [this] { picture_runner_.wake(); }};
  admin::Services admin_{
      .db = *db_,
      .clock = clock_,
      .frames = frames_,
      .checkout = checkout_,
      .mails = mails_,
      .wake_jobs = wake(),
      .images = images_,
      .review_mails = reviews_.mails,
      .providers = {.check = [this](std::string_view provider) { return gateways_.check(provider); },
                    .has_environment_keys =
                        [this](std::string_view provider) { return gateways_.has_environment_keys(provider); },
                    .settings_changed =
                        [this] {
                          gateways_.refresh();
                          frames_.refresh();
                        },
                    .takes_real_money = !config_.development()},
      .chats_waiting = [this] { return chats_waiting_.count(); },
      .shop_changed = [this] { frames_.refresh(); },
      .find_products =
          [this](std::string_view text, std::size_t limit) {
            const auto snapshot = catalogue_.snapshot();
            const auto suggested = catalog::suggest(*snapshot, text, limit, search_);
            admin::Services::ProductsFound found{.products = {}, .is_guess = !suggested.did_you_mean.empty()};
            for (const int index : suggested.products)
              found.products.push_back(snapshot->products()[static_cast<std::size_t>(index)].id);
            return found;
          },
      .imports_folder = folder(config_, "imports"),
      .wake_imports = [this] { import_runner_.wake(); }};
  admin::ImportServices imports_{
      .db = *db_, .clock = clock_, .folder = admin_.imports_folder, .media = admin::media_address(config_.public_url)};
  admin::PictureImportServices picture_imports_{.db = *db_,
                                                .clock = clock_,
                                                .images = images_,
                                                .downloader = *downloader_,
                                                .media = imports_.media,
                                                .folder = imports_.folder};

  DevMailServices dev_mail_{.db = *db_, .frames = frames_};

  std::unique_ptr<redis::Questions> redis_;  ///< what limits are counted by for all processes; none: each for itself
  FigureSource figures_;
  RefusedSignatures refused_signatures_;
  Gate gate_;
  http::Server server_;
};

}  // namespace

int run_migrations(const Config& config) {
  const auto db = db::Database::open(config.database_url);
  const int applied = db::migrate(*db, db::built_in_migrations(db->dialect()));
  if (applied > 0) log::info("shop.migrated", {{"applied", applied}});
  return 0;
}

int run_shop(const Config& config) {
  StopSignal stop;
  demand_port(shop_port(config), config);
  run_migrations(config);
  if (const auto trouble = sample_account_trouble(config)) throw std::runtime_error(*trouble);
  for (const std::string& warning : config.warnings) log::warn("shop.configuration", {{"warning", warning}});
  Shop shop(config);
  shop.run(stop);
  return 0;
}

}  // namespace hurtrock::app
