#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "admin/activity_filter.hpp"
#include "admin/draft_filter.hpp"
#include "admin/order_filter.hpp"
#include "admin/payment_filter.hpp"
#include "admin/product_filter.hpp"
#include "admin/restock_filter.hpp"
#include "admin/searched_page.hpp"
#include "admin/stock_filter.hpp"
#include "admin/user_filter.hpp"
#include "catalog/ids.hpp"
#include "inventory/stock_take.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"
#include "platform/mail/outbox.hpp"

/// Questions of the staff's screens over every feature's tables, and the audit log's rows. Work is bounded: it does not
/// grow with the number of orders.
namespace hurtrock::admin::store {

/// Counted up to kCountedAtMost; `more` when there are others.
struct Count {
  std::int64_t value = 0;
  bool more = false;  ///< there may be more than that
};
constexpr std::int64_t kCountedAtMost = 1000;
/// Of rows that were read up to one more than kCountedAtMost, or further.
Count bounded(std::int64_t counted);

// store_orders.cpp ---------------------------------------------------------------------------------------------------

struct OrderRow {
  OrderFilter::Cursor place;
  std::string number, customer, city, first_item, payment_method;
  orders::State state = orders::State::kPending;
  orders::PaymentState payment_state = orders::PaymentState::kUnpaid;
  std::int64_t pieces = 0;
  Money total;
  bool stopped_while_packed = false;  ///< its buyer cancelled it then
  bool is_pickup = false;             ///< as orders::Shipping has it
};

struct OrderSlice {
  std::vector<OrderRow> orders;
  bool has_newer = false, has_older = false;
  Count total;
  /// A name or part of a number was looked for: only among the newest kSearched orders that the filter lets through.
  bool searched_newest_only = false;
};
/// How many orders a search by name or part goes through. Exact numbers and mailboxes are found among all.
constexpr std::int64_t kSearched = 20'000;

OrderSlice orders_matching(db::Tx& tx, const OrderFilter& filter, std::size_t per_slice);
/// The same rows from the filter's cursor on, without a count of all.
std::vector<OrderRow> orders_from(db::Tx& tx, const OrderFilter& filter, std::size_t limit);
Count count_of(db::Tx& tx, const OrderFilter& filter);

/// Newest first, without counting what else there is.
struct OrdersFound {
  std::vector<OrderRow> orders;
  bool is_exact = false;  ///< the text is their number, or that of their invoice or parcel, or their mailbox
};
/// As the list searches: exact numbers among all, names and parts among the newest kSearched.
OrdersFound find_orders(db::Tx& tx, std::string_view text, std::size_t limit);

Count orders_in(db::Tx& tx, orders::State state);

// store_products.cpp -------------------------------------------------------------------------------------------------

struct ProductRow {
  ProductId id;
  std::int64_t version = 0;
  std::string name, brand;
  std::string picture;  ///< "FILE WIDTHS" of what the shop shows; empty: nothing
  std::int64_t pictures = 0, failed_pictures = 0;
  catalog::ProductState state = catalog::ProductState::kActive;
  bool featured = false;
  std::optional<Money> lowest_price, highest_price;  ///< of what is on sale
  std::int64_t free = 0;                             ///< to be sold, of what is on sale
  Time updated_at;
  std::int64_t units_sold = 0;
};
std::vector<ProductRow> products_matching(db::Tx& tx, const ProductFilter& filter, std::int64_t limit);
Count count_matching(db::Tx& tx, const ProductFilter& filter);
struct ProductSlice {
  std::vector<ProductRow> products;
  Count total;  ///< of the whole list, wherever the slice begins
};
/// Both of the above; of a list's beginning they are looked for once.
ProductSlice products_on(db::Tx& tx, const ProductFilter& filter, std::int64_t limit);
/// The same of the whole list, wherever the filter's cursor is: which products they are.
std::vector<ProductId> product_ids_matching(db::Tx& tx, const ProductFilter& filter, std::int64_t limit);
/// Those that there are, in the order of their ids here.
std::vector<ProductRow> products_with(db::Tx& tx, std::span<const ProductId> products);
struct SupplierListRow {
  SupplierId id;
  std::string name, contact, phone;
  bool active = true;
  std::int64_t products = 0;  ///< that come from there, in any state
};
/// Those that are bought from first, then by name; one more than a page when there are others.
std::vector<SupplierListRow> suppliers_on(db::Tx& tx, const SearchedPage& asked);
struct SynonymListRow {
  std::int64_t id = 0;
  std::string terms;
};
/// By their words; one more than a page when there are others.
std::vector<SynonymListRow> synonyms_on(db::Tx& tx, const SearchedPage& asked);
/// Neither in the shop nor in the archive; the newest of those whose name holds the text.
std::vector<ProductId> hidden_products_named(db::Tx& tx, std::string_view text, std::int64_t limit);
/// Of which a variant has the SKU, as it is typed or in capitals.
std::optional<ProductId> product_with_sku(db::Tx& tx, std::string_view typed);

// "#17" when there is none.
std::string product_name(db::Tx& tx, ProductId product);
std::string brand_name(db::Tx& tx, BrandId brand);
std::string category_name(db::Tx& tx, CategoryId category, i18n::Language language);

/// Whether orders, carts, wish lists, reviews or orders to suppliers refer to the product: then it can be archived, not
/// deleted.
bool is_referred_to(db::Tx& tx, ProductId product);

// store_stock.cpp ----------------------------------------------------------------------------------------------------

struct StockRow {
  VariantId variant;
  ProductId product;
  std::string name, sku;
  std::string options;  ///< "Hitam / Kidal"; empty: a plain product
  std::optional<SupplierId> supplier;
  std::string supplier_name;
  std::int64_t on_hand = 0, reserved = 0, minimum = 0, low = 0;
  Time changed_at;
  bool archived = false;     ///< it is not sold any more
  std::int64_t waiting = 0;  ///< people who want to hear when it is there again

  [[nodiscard]] std::int64_t free() const { return on_hand - reserved; }
};
std::vector<StockRow> stock_matching(db::Tx& tx, const StockFilter& filter, i18n::Language language,
                                     std::int64_t limit);
Count count_stock(db::Tx& tx, const StockFilter& filter);
/// Of the variants that a filter lets through, whatever alerts it asks for.
struct StockCounts {
  Count all;
  Count any;  ///< with an alert
  Count out, critical, low;

  [[nodiscard]] const Count& of(StockAlert alert) const;
};
/// What is narrowed is looked for by itself, a text among names and then among SKUs, up to 1,500 variants. Fills in
/// `named`, for the lists of the same filter.
StockCounts count_alerts(db::Tx& tx, StockFilter& filter);
/// How many variants each supplier's alerts are about, of those that are on sale. Suppliers without any are missing.
std::map<SupplierId, std::int64_t> alerts_by_supplier(db::Tx& tx);
std::optional<StockRow> stock_of(db::Tx& tx, VariantId variant, i18n::Language language);
/// Those that there are, in any order.
std::vector<StockRow> stock_of(db::Tx& tx, std::span<const VariantId> variants, i18n::Language language);
/// As it is typed or scanned: capitals do not matter where no other SKU differs by them alone.
std::optional<VariantId> variant_with_sku(db::Tx& tx, std::string_view typed);

struct MovementRow {
  std::int64_t id = 0, delta = 0;
  std::int64_t balance = 0;  ///< what was on hand after it
  std::string reason, cause, note, reference;
  std::string order_number, actor;  ///< empty: none
  Time at;
};
/// Newest first, from the one before `before` on; 0: from the newest.
std::vector<MovementRow> movements_of(db::Tx& tx, VariantId variant, std::int64_t before, std::int64_t limit);

/// Who the reserved pieces are promised to.
struct HoldingRow {
  std::string order_number;
  std::int64_t quantity = 0;
};
/// The oldest orders first.
std::vector<HoldingRow> holdings_of(db::Tx& tx, VariantId variant, std::int64_t limit);

// store_restock.cpp --------------------------------------------------------------------------------------------------

struct RestockRow {
  PurchaseOrderId id;
  std::string number, supplier;
  restock::State state = restock::State::kDraft;
  Time created_at;
  std::optional<Time> expected_at;
  std::int64_t lines = 0, pieces = 0, received = 0;
  Money total;
  bool is_short = false;  ///< closed though not everything has come
};
/// Newest first.
std::vector<RestockRow> restock_matching(db::Tx& tx, const RestockFilter& filter, std::int64_t limit);
/// Of what the filter lets through, whatever state it asks for. States without orders are missing.
std::vector<std::pair<restock::State, std::int64_t>> restock_counts(db::Tx& tx, const RestockFilter& filter);

/// What suppliers still owe of a variant; the oldest orders first.
struct WaitedForRow {
  std::string number;
  std::int64_t left = 0;
  std::optional<Time> expected_at;
};
std::vector<WaitedForRow> waited_for(db::Tx& tx, VariantId variant, std::int64_t limit);

/// Of everybody who is or was of the staff.
std::vector<std::pair<UserId, std::string>> staff_names(db::Tx& tx);

// store_drafts.cpp ---------------------------------------------------------------------------------------------------

/// An order that staff compose for somebody.
struct DraftRow {
  DraftOrderId id;
  std::string name, email, phone, author;
  Time changed_at;
  std::string order_number;  ///< empty: it is open
  std::int64_t pieces = 0;
  Money total;  ///< of the goods today; of the order, once it is one
};
/// Newest first, among the newest kSearched.
std::vector<DraftRow> drafts_matching(db::Tx& tx, const DraftFilter& filter, std::int64_t limit);
struct DraftsFound {
  std::vector<DraftRow> drafts;
  bool is_exact = false;  ///< the text is what the one is called, "Draf 17"
};
/// The one with that number, whatever has become of it, and the open ones that the list finds: of those that have
/// become an order, the order is found.
DraftsFound find_drafts(db::Tx& tx, const std::string& text, std::int64_t limit);
/// From the beginning of the list.
Count count_drafts(db::Tx& tx, const DraftFilter& filter);

// store_takes.cpp ----------------------------------------------------------------------------------------------------

struct TakeListRow {
  inventory::StockTake take;
  std::string scope_name;            ///< of its category or supplier; empty: it is of everything, or that is gone
  std::string started_by, ended_by;  ///< ended_by empty: nobody yet
  std::int64_t variants = 0, different = 0;
};
/// Newest first, from the one before `before` on; 0: from the newest.
std::vector<TakeListRow> stock_takes(db::Tx& tx, std::int64_t before, i18n::Language language, std::int64_t limit);

bool is_within(db::Tx& tx, const inventory::Scope& scope, VariantId variant);
/// How many should lie there: what is on hand, and what is sold and still to be packed.
std::int64_t on_the_shelf(db::Tx& tx, VariantId variant);

struct CountRow {
  std::string key, sku, name;
  std::int64_t pieces = 0;
  std::string actor;
  Time at;
};
/// Newest first.
std::vector<CountRow> recent_counts(db::Tx& tx, StockTakeId take, std::int64_t limit);

struct TakeTotals {
  std::int64_t variants = 0, pieces = 0;  ///< that were counted
  std::int64_t different = 0;             ///< variants of which another number was expected
};
TakeTotals take_totals(db::Tx& tx, StockTakeId take);

struct TakeLineRow {
  VariantId variant;
  std::string sku, name;
  std::int64_t first_expected = 0, expected = 0, counted = 0;
};
/// By SKU.
std::vector<TakeLineRow> differences_of(db::Tx& tx, StockTakeId take, std::int64_t limit);
/// What is on sale and in stock, within the take's scope, and nobody has counted; by SKU.
std::vector<TakeLineRow> not_counted(db::Tx& tx, const inventory::StockTake& take, std::int64_t limit);

// store_payments.cpp -------------------------------------------------------------------------------------------------

struct PaymentRow {
  PaymentFilter::Cursor place;
  std::string order_number, customer, provider, type, reference, state;
  Money amount, captured;
};
/// Newest first.
std::vector<PaymentRow> payments_matching(db::Tx& tx, const PaymentFilter& filter, std::int64_t limit);
/// Begun there and neither paid nor ended, counted up to kCountedAtMost.
std::int64_t open_payments_at(db::Tx& tx, std::string_view provider);

/// The parts of the list of transfers, in its order: those that staff must decide on, those that can only go back or be
/// put right, and those that are waited for.
enum class TransferPart : std::uint8_t { kUndecided, kUnneeded, kOpen };
/// Where the list goes on: behind this one. Without more than a part it is before the first of it.
struct TransferPlace {
  TransferPart part = TransferPart::kUndecided;
  std::int64_t without_proof = -1;  ///< 0 or 1
  Time begun_at{};
  PaymentId id{};
};
struct TransferRow {
  TransferPlace place;
  std::string reference, order_number, customer;
  std::int64_t attempt = 1;  ///< of the order
  Money amount, received;
  bool is_surplus = false;
  bool order_waits = true;  ///< for this amount
  Time begun_at;
  std::optional<Time> hold_until, expires_at;
  std::optional<Time> proof_sent_at;  ///< of a proof that waits
  std::string sender;                 ///< of it: "Budi, BCA"
};
enum class Proofs : std::uint8_t { kAny, kWaiting };
struct TransfersWanted {
  Proofs proofs = Proofs::kAny;  ///< kWaiting: those with a proof only
  /// Looked for, when there is anything: those of an order, that with a reference, those that are asked to be so much.
  std::string order_number = {}, reference = {};
  std::optional<Money> amount = {};
};
/// All parts, one behind the other; of each those with a proof first, then the oldest.
std::vector<TransferRow> listed_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                          const TransferPlace& after = {});
/// That are waited for, in that order.
std::vector<TransferRow> open_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                        const TransferPlace& after = {});
/// That came with another amount and wait for a decision, in the same order.
std::vector<TransferRow> undecided_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                             const TransferPlace& after = {});
/// The full amount for an order that needed none, and what came beyond an amount; it must go back, unless it was a
/// slip.
std::vector<TransferRow> unneeded_transfers(db::Tx& tx, const TransfersWanted& wanted, std::int64_t limit,
                                            const TransferPlace& after = {});

// store_people.cpp ---------------------------------------------------------------------------------------------------

struct UserRow {
  UserId id;
  std::string name, email, phone;
  http::Role role = http::Role::kBuyer;
  bool active = true;
  Time created_at;
  std::optional<Time> last_login_at;
  std::int64_t orders = 0;  ///< counted up to kCountedAtMost
};
struct UserSlice {
  std::vector<UserRow> users;
  /// A part of a name or mailbox was looked for: only among the newest kSearched accounts that the filter lets through.
  bool searched_newest_only = false;
};
/// Newest first. Exact mailboxes and phones are found among all.
UserSlice users_matching(db::Tx& tx, const UserFilter& filter, std::int64_t limit);
Count count_users(db::Tx& tx, std::optional<http::Role> role);

struct UserFacts {
  std::string language;
  Time created_at;
  std::optional<Time> last_login_at;
  Count orders;
  Money paid;  ///< of the newest thousand orders
};
std::optional<UserFacts> user_facts(db::Tx& tx, UserId user);

struct UserOrderRow {
  std::string number;
  Time placed_at;
  orders::State state = orders::State::kPending;
  Money total;
  bool is_pickup = false;  ///< as orders::Shipping has it
};
/// Newest first.
std::vector<UserOrderRow> orders_of_user(db::Tx& tx, UserId user, std::int64_t limit);

struct ActivityLogRow {
  ActivityFilter::Cursor place;
  std::optional<UserId> actor;
  std::string actor_name, action, kind, thing;
  std::string before_json, after_json;  ///< "null": nothing
  std::string remote_address;
  std::string thing_name;  ///< what it is called now; empty: it has no name, or is gone
};
/// Newest first.
std::vector<ActivityLogRow> activity(db::Tx& tx, const ActivityFilter& filter, i18n::Language language,
                                     std::int64_t limit);

// store.cpp ----------------------------------------------------------------------------------------------------------

/// A mail that was tried too often and is not tried again.
struct DeadMail {
  std::int64_t id = 0;
  std::string kind;
  std::string order_number;  ///< empty: about none
  std::string error;         ///< the last; empty: not known
  Time at;
};
/// Newest first.
std::vector<DeadMail> dead_mails(db::Tx& tx, std::int64_t limit);
/// Jobs of one kind that were tried too often and are not tried again.
struct DeadJobs {
  std::string kind;
  std::int64_t count = 0;
  std::string error;  ///< of the newest, the last; empty: not known
  Time at;            ///< of the newest
};
/// The kind with the newest first. There are only as many as kinds of jobs.
std::vector<DeadJobs> dead_jobs(db::Tx& tx);
struct DeadCounts {
  Count mails, jobs;
};
DeadCounts count_dead(db::Tx& tx);
/// Mails that have been tried in vain, were written before then, and are still waiting to be sent.
Count mails_held_up(db::Tx& tx, Time written_before);
/// Of those that wait or are dead; the others are not counted.
Count mails_in(db::Tx& tx, mail::State state);
/// "" when there is none.
std::string order_number(db::Tx& tx, OrderId order);
/// Of those that there are.
std::map<OrderId, std::string> order_numbers(db::Tx& tx, std::span<const OrderId> orders);
/// Of transfers that are waited for or have come with another amount.
Count proofs_waiting(db::Tx& tx);

struct Totals {
  std::int64_t products = 0;  ///< on sale
  std::int64_t accounts = 0;
};
Totals totals(db::Tx& tx);

struct Courier {
  std::string code, name;
  bool is_pickup = false;
};
/// The shop's shipping services, active ones first.
std::vector<Courier> couriers(db::Tx& tx);

struct AuditEntry {
  std::optional<UserId> actor;  ///< nobody: the command line
  std::string_view actor_name, action, subject_kind, subject_id;
  std::string before_json, after_json;
  std::string_view remote_address;
};
void add_audit_entry(db::Tx& tx, const AuditEntry& entry, Time now);

struct AuditRow {
  Time at;
  std::string actor_name, action, before_json, after_json;  ///< "null": nothing
};
/// Newest first.
std::vector<AuditRow> audit_entries_of(db::Tx& tx, std::string_view subject_kind, std::string_view subject_id,
                                       std::int64_t limit);

}  // namespace hurtrock::admin::store
