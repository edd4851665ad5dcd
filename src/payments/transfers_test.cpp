#include "payments/transfers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/shop_fixture.hpp>

#include "payments/payments.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "platform/db/testing/testing.hpp"

namespace hurtrock::payments {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BankAccounts, are_read_as_they_were_written) {
  const std::vector<BankAccount> accounts{{"BCA", "1234567890", "Hurtrock \"Music\""}, {"Mandiri", "99887766", "Toko"}};
  EXPECT_EQ(accounts_in(options_with(accounts)), accounts);
  EXPECT_THAT(accounts_in("{}"), IsEmpty());
}

class Transfers : public testing::TestWithParam<db::Dialect> {
 protected:
  template <class Body>
  auto in_tx(Body&& body) {
    return shop_.db().write(body);
  }
  Attempt transfer_of(Money amount) {
    return in_tx([&](db::Tx& tx) {
      return create_attempt(tx,
                            {.order = order_.id,
                             .order_number = order_.number,
                             .provider = "bank_transfer",
                             .amount = amount,
                             .state = AttemptState::kPending},
                            shop_.now());
    });
  }
  std::optional<Money> code(Money total) {
    return in_tx([&](db::Tx& tx) { return free_code(tx, total, shop_.now()); });
  }
  std::int64_t send(const Attempt& attempt, std::string file) {
    return in_tx([&](db::Tx& tx) {
      return add_proof(tx,
                       {.payment = attempt.id, .file = std::move(file), .sender_bank = "BCA", .sender_name = "Budi"},
                       shop_.now());
    });
  }
  Proof proof_of(const Attempt& attempt) {
    return in_tx([&](db::Tx& tx) { return *find_proof(tx, attempt.id); });
  }

  fixture::Shop shop_{GetParam()};
  orders::Placed order_ = shop_.add_order({shop_.add_variant()});
};

TEST_P(Transfers, a_code_is_at_most_999_rupiah) {
  for (int i = 0; i < 50; ++i) {
    const auto found = code(Money{100'000});
    ASSERT_TRUE(found);
    EXPECT_GE(*found, Money{1});
    EXPECT_LE(*found, Money{999});
  }
}

TEST_P(Transfers, the_one_code_that_is_left_is_found_and_after_it_none) {
  in_tx([&](db::Tx& tx) {
    for (std::int64_t taken = 1; taken <= 999; ++taken)
      if (taken != 777)
        create_attempt(tx,
                       {.order = order_.id,
                        .order_number = order_.number,
                        .provider = "bank_transfer",
                        .amount = Money{100'000 + taken},
                        .state = AttemptState::kPending},
                       shop_.now());
    return 0;
  });
  EXPECT_EQ(code(Money{100'000}), Money{777});
  transfer_of(Money{100'777});
  EXPECT_FALSE(code(Money{100'000}));
  EXPECT_TRUE(code(Money{200'000}));
}

TEST_P(Transfers, a_code_rests_for_a_week_after_its_transfer_has_ended) {
  const Attempt first = transfer_of(Money{100'776}), second = transfer_of(Money{100'777});
  in_tx([&](db::Tx& tx) {
    for (std::int64_t taken = 1; taken <= 999; ++taken)
      if (taken != 776 && taken != 777 && taken != 888)
        create_attempt(tx,
                       {.order = order_.id,
                        .order_number = order_.number,
                        .provider = "bank_transfer",
                        .amount = Money{100'000 + taken},
                        .state = AttemptState::kPending},
                       shop_.now());
    set_state(tx, first.id, AttemptState::kExpired, shop_.now());
    return 0;
  });
  shop_.clock.advance(std::chrono::hours{1});
  in_tx([&](db::Tx& tx) {
    set_state(tx, second.id, AttemptState::kCancelled, shop_.now());
    return 0;
  });
  EXPECT_EQ(code(Money{100'000}), Money{888});
  const Attempt last = transfer_of(Money{100'888});
  EXPECT_EQ(code(Money{100'000}), Money{776}) << "without another, the one that has rested longest";
  // After a week it is one like any other.
  shop_.clock.advance(kCodeRests - std::chrono::minutes{30});
  in_tx([&](db::Tx& tx) {
    set_state(tx, last.id, AttemptState::kExpired, shop_.now());
    return 0;
  });
  EXPECT_EQ(code(Money{100'000}), Money{776});
}

TEST_P(Transfers, two_that_are_waited_for_cannot_have_the_same_amount) {
  const Attempt first = transfer_of(Money{100'123});
  EXPECT_EQ(db::testing::kind_of([&] { transfer_of(Money{100'123}); }), db::ErrorKind::kUnique);
  in_tx([&](db::Tx& tx) { set_state(tx, first.id, AttemptState::kExpired, shop_.now()); });
  EXPECT_EQ(transfer_of(Money{100'123}).amount, Money{100'123});
}

TEST_P(Transfers, a_newer_proof_takes_the_place_of_the_one_that_waits) {
  const Attempt attempt = transfer_of(Money{100'123});
  send(attempt, "a.webp");
  send(attempt, "b.webp");
  EXPECT_EQ(proof_of(attempt).file, "b.webp");
  EXPECT_EQ(shop_.count("transfer_proofs WHERE state = 'waiting'"), 1);
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return proofs_of(tx, attempt.id); }), 2);
}

TEST_P(Transfers, a_proof_is_decided_once) {
  const Attempt attempt = transfer_of(Money{100'123});
  send(attempt, "a.webp");
  const UserId staff = shop_.add_user();
  const auto decline = [&] {
    return in_tx(
        [&](db::Tx& tx) { return decide_proof(tx, attempt.id, ProofState::kDeclined, "buram", staff, shop_.now()); });
  };
  EXPECT_TRUE(in_tx([&](db::Tx& tx) { return is_proof_waiting(tx, attempt.id); }));
  EXPECT_TRUE(decline());
  EXPECT_FALSE(decline());
  EXPECT_FALSE(in_tx([&](db::Tx& tx) { return is_proof_waiting(tx, attempt.id); }));
  EXPECT_EQ(proof_of(attempt).state, ProofState::kDeclined);
  EXPECT_EQ(proof_of(attempt).reason, "buram");
}

TEST_P(Transfers, are_offered_once_there_is_an_account) {
  shop_.run("UPDATE payment_settings SET enabled = 1 WHERE provider = 'bank_transfer'");
  const auto method = [&] {
    for (auto& each : in_tx([](db::Tx& tx) { return methods(tx); }))
      if (each.provider == "bank_transfer") return each;
    throw std::logic_error("no such method");
  };
  EXPECT_FALSE(method().takes(Money{100'000}));
  shop_.run(
      "UPDATE payment_settings SET public_options = '{\"accounts\":[{\"bank\":\"BCA\",\"number\":\"12345\","
      "\"holder\":\"Toko\"}]}' WHERE provider = 'bank_transfer'");
  EXPECT_TRUE(method().takes(Money{100'000}));
  EXPECT_THAT(method().accounts, ElementsAre(BankAccount{"BCA", "12345", "Toko"}));
}

INSTANTIATE_TEST_SUITE_P(, Transfers, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Transfers, the_amount_of_one_that_is_undecided_is_asked_of_nobody_else) {
  in_tx([&](db::Tx& tx) {
    for (std::int64_t taken = 1; taken <= 999; ++taken) {
      const Attempt attempt = create_attempt(tx,
                                             {.order = order_.id,
                                              .order_number = order_.number,
                                              .provider = "bank_transfer",
                                              .amount = Money{100'000 + taken},
                                              .state = AttemptState::kPending},
                                             shop_.now());
      record_capture(tx, attempt.id, Money{1}, false, {AttemptState::kMismatch, "", "transfer"}, shop_.now());
    }
    return 0;
  });
  EXPECT_EQ(code(Money{100'000}), std::nullopt);
}

TEST_P(Transfers, an_amount_is_awaited_while_its_transfer_is) {
  const Attempt attempt = transfer_of(Money{100'123});
  const auto awaited = [&] { return in_tx([&](db::Tx& tx) { return is_awaited(tx, Money{100'123}); }); };
  EXPECT_TRUE(awaited());
  in_tx([&](db::Tx& tx) {
    set_state(tx, attempt.id, AttemptState::kCancelled, shop_.now());
    return 0;
  });
  EXPECT_FALSE(awaited());
}

TEST(Forgiving, goes_to_a_tenth_and_to_ten_thousand_rupiah) {
  EXPECT_EQ(most_forgiven(Money{50'009}), Money{5'000});
  EXPECT_EQ(most_forgiven(Money{100'000}), Money{10'000});
  EXPECT_EQ(most_forgiven(Money{20'000'000}), Money{10'000});
  EXPECT_EQ(most_forgiven(Money{9}), Money{});
}

}  // namespace
}  // namespace hurtrock::payments
