// hurtrock_bare_checkout RECORD_URL REPLAY_URL CONNECTIONS: orders every cart of the database RECORD_URL, one after the
// other, and remembers the statements; then sends the same statements to REPLAY_URL, which was the same database
// before, over that many connections at once, with nothing of the shop in between. Prints {"perSecond":, "p50":,
// "p99":} of all but the first of these, times in milliseconds. For bench/run checkout only: the databases are spent
// afterwards.

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "bare.hpp"
#include "checkout/place_order.hpp"
#include "recording.hpp"

namespace hurtrock::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

class NoFrames final : public layout::FrameSource {
  layout::Frame frame_for(const http::Request&) override { throw std::logic_error("no pages here"); }
};
class NoSessions final : public http::SessionStarter {
  Started start(const http::Request&) override { throw std::logic_error("no sessions here"); }
};

/// What bench/checkout.mjs sends over HTTP.
checkout::PlaceRequest filled_form(SessionId session) {
  return {.contact = {.name = "Sari Lestari",
                      .email = fmt::format("pembeli{}@contoh.example", session.value()),
                      .phone = "+6281234567890"},
          .address = {.street = "Jl. Contoh No. 7",
                      .area_code = "32.73.01.1005",
                      .kelurahan = "Gegerkalong",
                      .kecamatan = "Sukasari",
                      .kota = "Kota Bandung",
                      .provinsi = "Jawa Barat",
                      .postal_code = "40153",
                      .note = ""},
          .province_code = "32",
          .shipping_service = "jne-reg",
          .payment_method = "cod",
          .note = "",
          .accepted_total = {}};
}

std::vector<Transaction> record(const std::string& url) {
  NoFrames frames;
  NoSessions sessions;
  const SystemClock clock;
  RecordingDatabase db{url};
  const Secret secret{"a secret of 32 bytes, to measure"};
  checkout::Services shop{.db = db,
                          .clock = clock,
                          .frames = frames,
                          .sessions = sessions,
                          .gateway = [](std::string_view) -> payments::GatewayPointer { return nullptr; },
                          .mails = {.public_url = "http://127.0.0.1", .session_secret = secret, .shop_name = "Toko"},
                          .settings = {.public_url = "http://127.0.0.1", .session_secret = secret},
                          .wake_jobs = [] {}};
  const auto carts = db.read([](db::Tx& tx) {
    return tx.all<SessionId>("SELECT session_id FROM carts WHERE session_id IS NOT NULL ORDER BY session_id");
  });
  (void)db.take();
  for (const auto& [session] : carts) {
    const checkout::Buyer buyer{.owner = {.user = {}, .session = session},
                                .idempotency_key = fmt::format("bench-{}", session.value()),
                                .body_hash = std::string(64, 'a')};
    const auto placed = checkout::place_order(shop, buyer, filled_form(session));
    if (!placed)
      throw std::runtime_error(
          fmt::format("session {}: no order, reason {}", session.value(), static_cast<int>(placed.error().why)));
  }
  return db.take();
}

/// Ids that the database gives out come in another order now: whoever was given one when it was recorded gets today's.
void replay(BareConnection& connection, Transaction& transaction) {
  std::vector<std::pair<std::int64_t, std::int64_t>> today;
  connection.begin();
  for (Statement& statement : transaction) {
    for (Value& value : statement.values)
      if (auto* number = std::get_if<std::int64_t>(&value)) {
        const auto known = std::ranges::find(today, *number, &std::pair<std::int64_t, std::int64_t>::first);
        if (known != today.end()) *number = known->second;
      }
    const auto given = connection.run(statement);
    for (std::size_t row = 0; row < statement.given.size(); ++row)
      today.emplace_back(statement.given[row], given.at(row));
  }
  connection.commit();
}

struct Measured {
  double seconds = 0;
  std::vector<double> times_ms;
};

using Connections = std::vector<std::unique_ptr<BareConnection>>;

/// Every transaction once, over all connections at the same time.
Measured replay_all(const Connections& connections, std::span<Transaction> transactions) {
  Measured measured{.times_ms = std::vector<double>(transactions.size())};
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto work = [&](BareConnection& connection) {
    try {
      for (std::size_t i = next++; i < transactions.size() && !failed; i = next++) {
        const auto begun = SteadyClock::now();
        replay(connection, transactions[i]);
        measured.times_ms[i] = std::chrono::duration<double, std::milli>(SteadyClock::now() - begun).count();
      }
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}\n", error.what());
      failed = true;
    }
  };
  const auto begun = SteadyClock::now();
  {
    std::vector<std::jthread> threads;
    for (const auto& connection : connections) threads.emplace_back(work, std::ref(*connection));
  }
  measured.seconds = std::chrono::duration<double>(SteadyClock::now() - begun).count();
  if (failed) throw std::runtime_error("a statement failed");
  std::ranges::sort(measured.times_ms);
  return measured;
}

/// At first statements are prepared and pages are read for the first time, as in the shop's first second.
constexpr std::size_t kUnmeasured = 1'000;

int run(const char* record_url, const char* replay_url, const char* wanted) {
  auto transactions = record(record_url);
  if (transactions.size() <= kUnmeasured) throw std::runtime_error("too few orders to measure");
  Connections connections(std::strtoul(wanted, nullptr, 10));
  for (auto& connection : connections) connection = connect_bare(replay_url);
  const std::span all{transactions};
  replay_all(connections, all.first(kUnmeasured));
  const Measured measured = replay_all(connections, all.subspan(kUnmeasured));
  const auto count = static_cast<double>(measured.times_ms.size());
  const auto percentile = [&](double share) {
    return measured.times_ms.at(static_cast<std::size_t>(share * (count - 1)));
  };
  fmt::print("{{\"perSecond\": {:.1f}, \"p50\": {:.3f}, \"p99\": {:.3f}}}\n", count / measured.seconds, percentile(0.5),
             percentile(0.99));
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace hurtrock::bench

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: hurtrock_bare_checkout RECORD_URL REPLAY_URL CONNECTIONS\n");
    return 2;
  }
  try {
    return hurtrock::bench::run(argv[1], argv[2], argv[3]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return EXIT_FAILURE;
  }
}
