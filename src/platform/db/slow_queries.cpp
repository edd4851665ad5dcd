#include "platform/db/slow_queries.hpp"

#include "platform/log/log.hpp"

namespace hurtrock::db {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Watched final : public Connection {
 public:
  Watched(std::unique_ptr<Connection> inner, std::chrono::milliseconds limit, std::atomic<std::int64_t>& count)
      : inner_(std::move(inner)), limit_(limit), count_(count) {}

  void begin(Access access) override {
    const Timed timed(*this, access == Access::kRead ? "BEGIN of reading" : "BEGIN of writing");
    inner_->begin(access);
  }
  Tx::Result run(std::string_view sql, std::span<const Value> values) override {
    const Timed timed(*this, sql);
    return inner_->run(sql, values);
  }
  void send(std::string_view sql, std::span<const Value> values) override {
    const Timed timed(*this, sql);
    inner_->send(sql, values);
  }
  void settle() override {
    const Timed timed(*this, "what was sent");
    inner_->settle();
  }
  void run_script(std::string_view sql) override {
    const Timed timed(*this, sql);
    inner_->run_script(sql);
  }
  void commit() override {
    const Timed timed(*this, "COMMIT");
    inner_->commit();
  }
  void rollback() noexcept override { inner_->rollback(); }
  [[nodiscard]] bool reusable() const override { return inner_->reusable(); }

 private:
  /// One call, whether it succeeds or fails.
  class Timed {
   public:
    Timed(const Watched& owner, std::string_view sql) : owner_(owner), sql_(sql), begun_(SteadyClock::now()) {}
    ~Timed() {
      const auto took = SteadyClock::now() - begun_;
      if (took < owner_.limit_) return;
      ++owner_.count_;
      log::warn("db.slow_query",
                {{"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}, {"sql", sql_}});
    }
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;

   private:
    const Watched& owner_;
    const std::string_view sql_;
    const SteadyClock::time_point begun_;
  };

  const std::unique_ptr<Connection> inner_;
  const std::chrono::milliseconds limit_;
  std::atomic<std::int64_t>& count_;
};

}  // namespace

Connect watched(Connect connect, std::chrono::milliseconds limit, std::atomic<std::int64_t>& count) {
  return [connect = std::move(connect), limit, &count]() -> std::unique_ptr<Connection> {
    return std::make_unique<Watched>(connect(), limit, count);
  };
}

}  // namespace hurtrock::db
