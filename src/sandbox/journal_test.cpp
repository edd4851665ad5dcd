#include "sandbox/journal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sandbox/midtrans_ledger.hpp"

namespace hurtrock::sandbox {
namespace {

class JournalTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() /
      ("hurtrock_" + std::string{testing::UnitTest::GetInstance()->current_test_info()->name()});
  const std::string path = folder / "sandbox.journal";
  FakeClock clock{Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}}};
};

TEST_F(JournalTest, a_sandbox_killed_after_a_payment_still_knows_it) {
  std::string token;
  {
    Journal journal(path);
    MidtransLedger ledger(clock, journal);
    token = ledger
                .open({.order_id = "HRT-1-1",
                       .gross_amount = Money{50'000},
                       .items = {{.name = "Senar", .price = Money{50'000}}},
                       .finish_url = "https://shop.example.id/",
                       .expires_at = clock.now() + std::chrono::hours{1}})
                ->order.token;
    (void)ledger.act("HRT-1-1", BuyerAction::kPay, {.method = "qris"});
    (void)ledger.refund("HRT-1-1", {.key = "r-1", .amount = Money{10'000}, .reason = "rusak"});
  }
  Journal journal(path);
  MidtransLedger ledger(clock, journal);
  const auto order = ledger.find_page(token);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->last()->status, "partial_refund");
  EXPECT_EQ(order->last()->refunded(), Money{10'000});
  EXPECT_EQ(order->items.at(0).name, "Senar");
  EXPECT_EQ(ledger.untold().size(), 1U);
}

TEST_F(JournalTest, what_the_shop_has_taken_is_not_told_again_after_a_restart) {
  {
    Journal journal(path);
    MidtransLedger ledger(clock, journal);
    (void)ledger.open(
        {.order_id = "HRT-1-1", .gross_amount = Money{1}, .expires_at = clock.now() + std::chrono::hours{1}});
    (void)ledger.act("HRT-1-1", BuyerAction::kPay, {});
    ledger.mark_told("HRT-1-1");
  }
  Journal journal(path);
  EXPECT_TRUE(MidtransLedger(clock, journal).untold().empty());
}

TEST_F(JournalTest, a_last_line_cut_off_by_a_crash_is_passed_over) {
  {
    Journal journal(path);
    journal.append({{"whole", true}});
  }
  std::ofstream(path, std::ios::app) << R"({"half":)";
  EXPECT_EQ(Journal(path).read().size(), 1U);
}

}  // namespace
}  // namespace hurtrock::sandbox
