#pragma once

#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/core/clock.hpp"
#include "sandbox/journal.hpp"
#include "sandbox/midtrans_order.hpp"

namespace hurtrock::sandbox {

/// What the buyer, his bank or the clock does.
enum class BuyerAction : std::uint8_t {
  kChoose,  ///< a method: a virtual account number is shown, money is awaited
  kPay,
  kChallenge,  ///< pays by card, and the fraud check hesitates
  kDeny,
  kExpire,
  kCancel,
  kFail,
  kSettle,  ///< a captured card, the next day
  kDenyRefunds,
};
std::optional<BuyerAction> buyer_action(std::string_view word);

/// What the merchant asks for through the Core API.
enum class MerchantAction : std::uint8_t { kCancel, kExpire, kApprove, kDeny };

/// Midtrans' answer to something it will not do.
struct MidtransRefusal {
  int code = 0;
  std::string message;
};

/// The order after a change, and as it was at every moment that Midtrans tells the shop about.
struct MidtransChange {
  MidtransOrder order;
  std::vector<MidtransOrder> told;
};

/// Midtrans' books: all orders with their tries, and the rules of what may follow what. In memory, every change in the
/// journal first. Thread-safe.
class MidtransLedger {
 public:
  using Result = std::expected<MidtransChange, MidtransRefusal>;

  /// Takes up what the journal holds. `clock` and `journal` outlive the ledger.
  MidtransLedger(const Clock& clock, Journal& journal);

  /// Opens a page, or opens it anew under another token as long as no method was chosen. Fills in the token.
  Result open(MidtransOrder order);
  /// By order_id or transaction_id.
  [[nodiscard]] std::optional<MidtransOrder> find(std::string_view id) const;
  [[nodiscard]] std::optional<MidtransOrder> find_page(std::string_view token) const;
  [[nodiscard]] std::vector<MidtransOrder> all() const;

  struct Manner {
    std::string method = "bca_va";
    bool against_the_rules = false;  ///< money that comes after the end, settlements that are taken back
  };
  Result act(std::string_view order_id, BuyerAction action, const Manner& manner);
  Result act(std::string_view id, MerchantAction action);
  Result refund(std::string_view id, const MidtransRefund& refund);
  Result close_page(std::string_view token);

  /// Ends every order whose time is over.
  std::vector<MidtransChange> expire_due();
  /// Changes that the shop had not been told of when the sandbox went down.
  [[nodiscard]] std::vector<MidtransOrder> untold() const;
  void mark_told(const std::string& order_id);

 private:
  [[nodiscard]] const MidtransOrder* locate(std::string_view id) const;
  MidtransTransaction& current_try(MidtransOrder& order, const std::string& method);
  [[nodiscard]] bool payable(const MidtransOrder& order) const;
  /// Into the journal first, then into the books.
  MidtransChange commit(MidtransOrder changed, std::vector<MidtransOrder> told);

  const Clock& clock_;
  Journal& journal_;
  mutable std::mutex mutex_;
  std::map<std::string, MidtransOrder, std::less<>> orders_;
  std::unordered_map<std::string, std::string> order_of_transaction_, order_of_token_;
  std::set<std::pair<Time, std::string>> deadlines_;
};

}  // namespace hurtrock::sandbox
