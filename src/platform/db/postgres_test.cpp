#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <thread>

#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::db {
namespace {

using testing::error_of;
using testing::kind_of;

class Postgres : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto dialects = testing::all_dialects();
    if (std::ranges::find(dialects, Dialect::kPostgres) == dialects.end()) GTEST_SKIP() << "without PostgreSQL";
    address_.emplace(Dialect::kPostgres);
    db_ = Database::open(address_->url(), {.connections = 2});
    killer_ = Database::open(address_->url());
    db_->write([](Tx& tx) { tx.execute("CREATE TABLE stock (on_hand BIGINT)"); });
  }

  static int backend(Tx& tx) { return tx.one<int>("SELECT pg_backend_pid()"); }
  /// Ends a session, and returns when it is gone.
  void kill(int pid) {
    EXPECT_TRUE(killer_->read(
        [&](Tx& tx) { return tx.one<bool>("SELECT pg_terminate_backend(CAST($1 AS INTEGER), 10000)", pid); }));
  }
  int rows() {
    return killer_->read([](Tx& tx) { return tx.one<int>("SELECT COUNT(*) FROM stock"); });
  }

  std::optional<testing::ScratchAddress> address_;
  std::unique_ptr<Database> db_;
  std::unique_ptr<Database> killer_;
};

TEST_F(Postgres, AConnectionLostBetweenTransactionsGoesUnnoticed) {
  kill(db_->write([](Tx& tx) { return backend(tx); }));
  db_->write([](Tx& tx) { tx.execute("INSERT INTO stock VALUES (1)"); });
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(db_->stats().reconnects, 1);
}

TEST_F(Postgres, AConnectionLostInATransactionRunsItAgain) {
  int runs = 0;
  db_->write([&](Tx& tx) {
    tx.execute("INSERT INTO stock VALUES (1)");
    if (++runs == 1) kill(backend(tx));
    tx.execute("INSERT INTO stock VALUES (2)");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(rows(), 2);
}

TEST_F(Postgres, AConnectionLostJustBeforeCommitRunsItAgain) {
  int runs = 0;
  db_->write([&](Tx& tx) {
    tx.execute("INSERT INTO stock VALUES (1)");
    if (++runs == 1) kill(backend(tx));
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(rows(), 1);
}

TEST_F(Postgres, AConnectionLostDuringCommitLeavesTheOutcomeUnknown) {
  db_->write([](Tx& tx) {
    // A deferred trigger runs during COMMIT; this one ends its own session there.
    tx.run_script(
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"
        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON stock DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION die();");
  });
  int runs = 0;
  EXPECT_EQ(kind_of([&] {
              db_->write([&](Tx& tx) {
                ++runs;
                tx.execute("INSERT INTO stock VALUES (1)");
              });
            }),
            ErrorKind::kOutcomeUnknown);
  EXPECT_EQ(runs, 1);
}

TEST_F(Postgres, AConnectionLostAgainAndAgainIsGivenUp) {
  int runs = 0;
  EXPECT_EQ(kind_of([&] {
              db_->write([&](Tx& tx) {
                ++runs;
                kill(backend(tx));
                tx.execute("INSERT INTO stock VALUES (1)");
              });
            }),
            ErrorKind::kUnavailable);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(rows(), 0);
}

TEST_F(Postgres, AServerThatIsDownIsUnavailable) {
  const auto nobody = Database::open("postgresql://hurtrock:kunci@127.0.0.1:1/nothing");
  const auto error = error_of([&] { nobody->read([](Tx& tx) { tx.query("SELECT 1"); }); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::kUnavailable);
  EXPECT_THAT(error->what(), ::testing::Not(::testing::HasSubstr("kunci")));
}

TEST_F(Postgres, ASerializationFailureRunsTheBodyAgain) {
  int runs = 0;
  db_->write([&](Tx& tx) {
    tx.execute("INSERT INTO stock VALUES (1)");
    if (++runs == 1) tx.run_script("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END'");
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(rows(), 1);
}

TEST_F(Postgres, AConnectionKeepsABoundedNumberOfStatementsPrepared) {
  const auto one_connection = Database::open(address_->url(), {.connections = 1});
  const auto run_all = [&] {
    for (int i = 0; i < 500; ++i)
      one_connection->read([&](Tx& tx) { EXPECT_EQ(tx.one<int>(std::string("SELECT ") + std::to_string(i)), i); });
  };
  run_all();
  run_all();
  const int prepared =
      one_connection->read([](Tx& tx) { return tx.one<int>("SELECT COUNT(*) FROM pg_prepared_statements"); });
  EXPECT_EQ(prepared, 200);
}

TEST_F(Postgres, AFailedStatementLeavesTheConnectionUsable) {
  const auto one_connection = Database::open(address_->url(), {.connections = 1});
  std::set<int> sessions;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(error_of([&] { one_connection->write([](Tx& tx) { tx.query("SELECT 1 FROM nowhere"); }); }));
    EXPECT_TRUE(error_of([&] {
      one_connection->write([](Tx& tx) {
        tx.query(
            "SELECT 1 / (on_hand - on_hand) FROM stock"
            " UNION ALL SELECT 1 / 0");
      });
    }));
    sessions.insert(one_connection->read([](Tx& tx) { return backend(tx); }));
  }
  EXPECT_EQ(sessions.size(), 1U);
}

TEST_F(Postgres, AFailureOfSeveralStatementsSentTogetherLeavesTheConnectionUsable) {
  const auto one_connection = Database::open(address_->url(), {.connections = 1});
  std::set<int> sessions;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(error_of([&] {
      one_connection->write([](Tx& tx) {
        tx.send("INSERT INTO stock VALUES ($1)", 1);
        tx.send("INSERT INTO nowhere VALUES ($1)", 1);
        tx.send("INSERT INTO stock VALUES ($1 + 1)", 1);
      });
    }));
    // Prepared by now, or not: it works.
    one_connection->write([](Tx& tx) {
      tx.send("INSERT INTO stock VALUES ($1 + 1)", 1);
      tx.abandon();
    });
    sessions.insert(one_connection->read([](Tx& tx) { return backend(tx); }));
  }
  EXPECT_EQ(sessions.size(), 1U);
  EXPECT_EQ(rows(), 0);
}

TEST_F(Postgres, ManyDifferentStatementsSentTogetherStayBounded) {
  const auto one_connection = Database::open(address_->url(), {.connections = 1});
  one_connection->write([](Tx& tx) {
    for (int i = 0; i < 500; ++i) tx.send("INSERT INTO stock VALUES (" + std::to_string(i) + ")");
  });
  EXPECT_EQ(rows(), 500);
  const int prepared =
      one_connection->read([](Tx& tx) { return tx.one<int>("SELECT COUNT(*) FROM pg_prepared_statements"); });
  EXPECT_EQ(prepared, 200);
}

TEST_F(Postgres, AnIdleTransactionCostsTheServerNothing) {
  db_->write([](Tx&) {});
  EXPECT_THROW(db_->write([](Tx&) { throw 1; }), int);
  EXPECT_EQ(killer_->read([](Tx& tx) {
    return tx.one<int>(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        " AND datname = current_database()");
  }),
            0);
}

TEST(DatabaseAddress, OfNoKnownKindIsABug) {
  for (const std::string url : {"", "sqlite:", "mysql://root@localhost/shop", "hurtrock.db"})
    EXPECT_EQ(kind_of([&] { Database::open(url); }), ErrorKind::kMisuse) << url;
}

TEST(DatabaseAddress, ThatIsMalformedIsNotPrinted) {
  const auto error = error_of([] { Database::open("postgresql://shop:kunci@[::1/shop"); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), ErrorKind::kMisuse);
  EXPECT_THAT(error->what(), ::testing::Not(::testing::HasSubstr("kunci")));
}

/// Whether a second transaction of the sort finds a connection while another writes.
struct Room {
  bool to_write = false, to_read = false;
  bool operator==(const Room&) const = default;
};
Room room_beside_a_writer(const std::string& url, std::size_t connections, std::size_t writers) {
  const auto db = Database::open(
      url, {.connections = connections, .writers = writers, .acquire_timeout = std::chrono::milliseconds{5}});
  const auto finds_room = [](const std::function<void()>& transaction) {
    const auto error = error_of(transaction);
    if (error) EXPECT_EQ(error->kind(), ErrorKind::kUnavailable);
    return !error;
  };
  return db->write([&](Tx& tx) {
    tx.execute("INSERT INTO stock VALUES (1)");
    Room room;
    std::jthread{[&] {
      room = {.to_write = finds_room([&] { db->write([](Tx& other) { other.query("SELECT 1"); }); }),
              .to_read = finds_room([&] { db->read([](Tx& other) { other.query("SELECT 1"); }); })};
    }}.join();
    return room;
  });
}

TEST_F(Postgres, SoManyWriteAtOnceAsMayAndOthersReadBeside) {
  const std::string url = address_->url();
  EXPECT_EQ(room_beside_a_writer(url, 4, 1), (Room{.to_write = false, .to_read = true}));
  EXPECT_EQ(room_beside_a_writer(url, 4, 2), (Room{.to_write = true, .to_read = true}));
  EXPECT_EQ(room_beside_a_writer(url, 4, 0), (Room{.to_write = true, .to_read = true})) << "half of them";
  EXPECT_EQ(room_beside_a_writer(url, 2, 9), (Room{.to_write = false, .to_read = true})) << "one reads, always";
  EXPECT_EQ(room_beside_a_writer(url, 1, 1), (Room{.to_write = false, .to_read = false})) << "a single one does both";
}

}  // namespace
}  // namespace hurtrock::db
