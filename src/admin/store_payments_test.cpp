#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

class TransferRows : public testing::ShopTest {};
INSTANTIATE_TEST_SUITE_P(, TransferRows, db::testing::every_dialect(), db::testing::name_of);

TEST_P(TransferRows, AProofOfTheRestIsCountedAndListed) {
  const std::string number = place("bank_transfer");
  db_->write([&](db::Tx& tx) {
    const auto attempt = payments::attempts_of(tx, orders::find(tx, number)->id).front();
    payments::record_capture(tx, attempt.id, Money{1'000}, false,
                             {payments::AttemptState::kMismatch, "t-1", "transfer"}, clock_.now());
    payments::add_proof(tx, {.payment = attempt.id, .file = "a.webp", .sender_bank = "BCA", .sender_name = "Budi"},
                        clock_.now());
  });
  db_->read([&](db::Tx& tx) {
    EXPECT_EQ(store::proofs_waiting(tx).value, 1);
    EXPECT_EQ(store::undecided_transfers(tx, store::Proofs::kWaiting, 10).size(), 1U);
  });
}

}  // namespace
}  // namespace hurtrock::admin
