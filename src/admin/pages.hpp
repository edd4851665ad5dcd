#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "admin/list_export.hpp"
#include "admin/searched_page.hpp"
#include "layout/form.hpp"
#include "layout/frame.hpp"
#include "platform/core/money.hpp"

/// What the staff's pages show. States are the words of PRODUCT "Orders"; the views word them. Times are formatted in
/// WIB, counts may read "1.000+".
namespace hurtrock::admin {

enum class Section : std::uint8_t {
  kNone,
  kStart,
  kOrders,
  kProducts,
  kReviews,
  kPayments,
  kStock,
  kPeople,
  kAnalytics,
  kChat,
  kSettings
};

/// Whether the bar of a phone has no room for it.
constexpr bool is_rare(Section section) {
  switch (section) {
    case Section::kNone:
    case Section::kStart:
    case Section::kOrders:
    case Section::kProducts:
    case Section::kChat:
      return false;
    default:
      return true;
  }
}

struct Frame {
  layout::Frame shop;
  Section section = Section::kStart;
  bool admin = false;  ///< whether what only admins may see is shown
};

struct Choice {
  std::string value, text;
  bool selected = false;
};

/// In how many of a list's fields something is chosen. Anything at all is the choice without a value.
inline std::size_t chosen_in(std::initializer_list<const std::vector<Choice>*> fields) {
  return static_cast<std::size_t>(std::ranges::count_if(fields, [](const auto* choices) {
    return std::ranges::any_of(*choices, [](const Choice& choice) { return choice.selected && !choice.value.empty(); });
  }));
}

/// A choice among what may be too much for a select (named_choice.hpp).
struct NamedChoice {
  std::vector<Choice> choices;  ///< of the select; where a name is typed: what is chosen, to be counted
  bool is_typed = false;
  std::string typed;
  std::string error;                 ///< why nothing is known by what was typed; empty: it is, or a form says so
  std::vector<std::string> offered;  ///< while somebody types
  /// Id of the element that says what is wrong.
  static std::string notes(std::string_view field) { return "notes-" + std::string(field); }
};

/// A filter of a list that is kept under a name.
struct SavedFilterChip {
  std::string name;
  std::string owner;  ///< the colleague who shares it; empty: it is one's own
  std::string url;
  bool shared = false, current = false;
  std::string removal;  ///< of the current one: where its button posts to; empty: it is not the reader's to remove
};

/// The form that keeps a filter.
struct SaveFilterForm {
  layout::Form form;         ///< name, shared
  std::string list, filter;  ///< hidden fields; filter empty: nothing is asked for that could be kept
};

/// Above every list whose filters can be kept.
struct SavedFilters {
  std::vector<SavedFilterChip> chips;
  SaveFilterForm form;
  bool is_kept = false;  ///< the present filter is one's own already
  std::string notice;    ///< empty: none
};

/// What was sent to POST /admin/saved-filters and refused.
struct SavedFilterPage {
  Frame frame;
  SaveFilterForm form;
  std::string list_title, list_url;
  std::int64_t taken = 0;  ///< the other filter of that name, which can be replaced; 0: none
  std::string taken_name, taken_url;
};

struct TaskRow {
  std::string text;  ///< what is wrong, worded
  std::string detail, at;
  std::string order_number;  ///< empty: not known
  std::int64_t attempt = 0;  ///< of the order, whose money can go back as a whole; 0: none
  Money left;                ///< that money
  std::string url;           ///< where it is decided; empty: nowhere but at the order
};

struct ProductListRow {
  std::int64_t id = 0, version = 0;
  std::string name, brand;
  std::string url, pictures_url;
  std::string thumbnail;  ///< empty: none
  std::string pictures;   ///< "4 gambar"
  std::string price;      ///< of what is on sale, from the lowest to the highest; empty: nothing is
  std::string stock;      ///< "12 tersedia"
  std::string changed_at, state;
  bool failed = false;  ///< a picture of it could not be made
  bool featured = false, none_left = false;
};

/// GET /admin/products
struct ProductListPage {
  Frame frame;
  std::string search, total;
  std::vector<Choice> states, levels, sorts;
  NamedChoice category, brand;
  std::string supplier, supplier_name;  ///< empty: of any
  std::string in_vain;                  ///< what is asked for and is not there; empty: all of it is
  bool without_pictures = false;
  std::string clear_url;  ///< empty: nothing was asked for
  SavedFilters saved;
  std::string list_url;  ///< this list, from its beginning
  std::vector<ProductListRow> products;
  std::string all_found;            ///< offers all that the filter finds; empty: they all stand here
  std::string run_text, run_url;    ///< a change to many that is not finished; empty: there is none
  std::string first_url, next_url;  ///< empty at the ends
};

struct BulkRow {
  struct Line {
    std::string what, before, after;  ///< after empty: not known yet
    bool is_wrong = false;
  };
  std::string seen;  ///< "17:3": the product as this page shows it
  std::string name;
  std::vector<Line> lines;
};

/// A product that a change to many leaves as it is.
struct BulkLeftOut {
  std::string url, name, why;
};

/// GET /admin/products/bulk, and what was sent from there and refused.
struct BulkEditPage {
  Frame frame;
  layout::Form form;
  std::string kind, rounding, category, return_url;
  bool of_prices = false, of_category = false, can_apply = false;
  std::vector<Choice> roundings;
  NamedChoice named_category;
  std::vector<BulkRow> rows;
  std::int64_t found = 0;      ///< all, whether they stand here or not
  std::int64_t to_change = 0;  ///< of these, the ones that can be changed

  // Of all that a list finds, which is `return_url`.
  bool is_of_list = false;
  std::string too_many;  ///< empty: they are not
  std::string first_of;  ///< "Below are the first 50."; empty: all are
  std::string seen;      ///< what the form sends of this preview
  std::vector<BulkLeftOut> left_out;
  std::string left_out_title, more_left_out;  ///< empty: there are none
};

/// GET /admin/products/bulk/{id}
struct BulkRunPage {
  Frame frame;
  std::string kind, detail;  ///< a word of the change's kind, and "+10 %"
  std::string state;         ///< "running", "stopped", "finished"
  std::string list_url;
  std::int64_t products = 0, done = 0;
  std::string progress;
  std::vector<BulkLeftOut> kept;
  std::string kept_title, more_kept;  ///< empty: there are none
};

/// A form that somebody else may have been faster with.
struct EditForm {
  layout::Form form;
  /// What is stored now, beside what was sent, by field; only where the two differ.
  std::vector<std::pair<std::string, std::string>> stored;

  [[nodiscard]] std::string_view stored_beside(std::string_view field) const;
};

struct PictureRow {
  std::int64_t id = 0;
  std::string state;             ///< a word of catalog::ImageState
  std::string failure;           ///< worded; empty unless it failed
  std::string url, thumbnail;    ///< empty until there is something to show
  std::string size;              ///< "4000 × 3000"
  std::vector<Choice> variants;  ///< that it may show; empty: there is one only
  std::string alt_id, alt_en;
  bool is_thumbnail = false;
};

struct RefusedFile {
  std::string name, reason;
};

/// GET /admin/products/:id/images, and every upload or arrangement that was refused.
struct PicturesPage {
  Frame frame;
  std::int64_t product = 0;
  std::string name;
  std::string shop_url;  ///< empty: its page cannot be seen
  std::int64_t version = 0;
  EditForm form;  ///< of the pictures: what is stored beside what was sent
  std::vector<PictureRow> pictures;
  std::vector<RefusedFile> refused;
};

struct Tab {
  std::string text, url, count;  ///< count empty: not shown
  bool current = false;
};

/// One change that staff made, as the page of what was changed shows it.
struct HistoryRow {
  struct Change {
    std::string field, before, after;  ///< before or after empty: there was or is none
  };
  std::string text, actor, at;
  std::vector<Change> changes;
};

/// The fields of one variant; names and texts are ready made.
struct VariantFields {
  struct Option {
    std::string name, field_id, field_en;
  };
  std::string row, prefix;  ///< "3", "v3_"
  std::int64_t number = 1;  ///< among the rows, from 1
  std::string id;           ///< empty: a new one
  std::string title;        ///< "Hitam / Kidal", or its SKU; empty: neither is known
  std::string stock;        ///< worded; empty: a new one
  std::vector<Option> options;
  bool active = true, open = false;
};

struct OptionColumn {
  int number = 1;
  std::string field_id, field_en;
};

struct SpecFields {
  std::string definition, name, unit;
  std::string field_id, field_en;  ///< field_en empty: a number
};

/// A product's page as search engines show it in one language.
struct SearchPreview {
  std::string language;  ///< "id", "en"
  std::string title, address, description;
  std::string no_title, no_description;  ///< what stands there while nothing is written, in that language
};

/// GET /admin/products/new and /admin/products/:id, and what was sent from there and refused.
struct ProductEditPage {
  Frame frame;
  EditForm form;
  std::vector<std::pair<std::string, std::string>> label_texts;  ///< of the fields, for the summary of errors
  [[nodiscard]] layout::FieldLabels labels() const { return {label_texts.begin(), label_texts.end()}; }
  bool is_new = false, archived = false;
  std::int64_t id = 0, version = 0;
  std::string name, action;
  std::string conflict;                    ///< who was faster, worded; empty: nobody
  std::vector<std::string> other_changes;  ///< of somebody faster, that stand at no field
  std::string shop_url;                    ///< empty: it cannot be seen there
  std::string copied;                      ///< id of the product whose pictures may come along; empty: none
  std::vector<std::string> thumbnails;
  std::string pictures;  ///< "4 gambar"
  std::vector<Choice> more_specs;
  NamedChoice category, supplier;
  std::vector<std::string> brands;
  std::vector<OptionColumn> options;
  bool may_add_option = true, may_add_row = true, featured = false;
  std::string state;
  std::vector<VariantFields> variants;
  std::vector<SpecFields> specs;
  std::vector<SearchPreview> previews;
  std::vector<HistoryRow> history;
};

/// Where the catalogue's parts are: above their lists.
enum class CataloguePart : std::uint8_t { kProducts, kCategories, kSuppliers, kExchange };

struct CategoryRow {
  std::int64_t id = 0, version = 0;
  int depth = 0;
  std::string name;
  std::string products, products_url;                ///< "12 produk", with what is below it; the list of them
  bool hidden = false, first = false, last = false;  ///< among its siblings
};

/// GET /admin/categories
struct CategoryListPage {
  Frame frame;
  std::string shape;  ///< of the tree, as catalog::tree_shape tells it
  int deepest = 0;    ///< levels that it may have
  std::vector<CategoryRow> rows;
};

/// GET /admin/categories/new and /admin/categories/:id, and what was sent from there and refused.
struct CategoryEditPage {
  Frame frame;
  EditForm form;
  bool is_new = false, active = true, conflict = false;
  std::int64_t id = 0, version = 0;
  std::string name, action, shop_url;  ///< shop_url empty: it cannot be seen there
  NamedChoice parent;
  std::string not_empty;  ///< why it cannot be deleted, worded; empty: it can
  std::vector<HistoryRow> history;
};

struct SupplierRow {
  std::string name, url, contact, phone, products, products_url;
  bool active = true;
};

/// GET /admin/suppliers
struct SupplierListPage {
  Frame frame;
  SearchedPageView list;
  std::vector<SupplierRow> rows;
};

/// GET /admin/suppliers/new and /admin/suppliers/:id, and what was sent from there and refused.
struct SupplierEditPage {
  Frame frame;
  EditForm form;
  bool is_new = false, active = true, conflict = false;
  std::int64_t id = 0, version = 0;
  std::string name, action;
  std::vector<HistoryRow> history;
};

/// GET /admin/products/:id/removal
struct ProductRemovalPage {
  Frame frame;
  std::int64_t id = 0, version = 0;
  std::string name;
  bool is_deleted = false;  ///< nothing refers to it; otherwise it is archived
};

struct ReviewRow {
  std::int64_t id = 0;
  int rating = 5;
  std::string product, author, title, beginning, written_at, state;
  std::int64_t photos = 0;
  bool answered = false;
};

/// GET /admin/reviews
struct ReviewListPage {
  Frame frame;
  std::vector<Tab> tabs;
  std::string state, search, clear_url;  ///< clear_url empty: nothing was searched for
  std::vector<ReviewRow> reviews;
  std::string first_url, next_url;  ///< empty at the ends
};

struct ReviewPhoto {
  std::string url, thumbnail, state;
};

/// GET /admin/reviews/:id, and every decision on it that was refused.
struct ReviewPage {
  Frame frame;
  layout::Form form;  ///< of the rejection or the answer
  std::int64_t id = 0, version = 0, helpful = 0;
  int rating = 5;
  std::string product, product_url, author, title, written_at, state, rejection_reason, answer;
  std::vector<std::string> paragraphs;
  std::vector<ReviewPhoto> photos;
};

struct OrderListRow {
  std::string number, placed_at, customer, city, first_item;
  std::int64_t more_pieces = 0;  ///< besides one of the first item
  Money total;
  std::string state, state_text, payment_state, payment_method;  ///< state: a word of orders::State
  bool can_be_sent = false;                                      ///< it can be chosen for printing
  bool stopped_while_packed = false;                             ///< its buyer cancelled it then
};

/// Something that a list is narrowed to by links alone: its form has no field for it, but keeps it.
struct Chip {
  std::string field, value, text;
  std::string clear_url;  ///< the list without it
};

/// GET /admin/orders
struct OrderListPage {
  Frame frame;
  std::vector<Tab> tabs;
  std::string state, search, from, to;  ///< as the form holds them
  std::vector<Choice> payments, days;
  std::vector<Chip> chips;
  bool narrowed = false;  ///< `clear_url` takes search, payment and days away
  std::string clear_url;
  SavedFilters saved;
  std::string total;
  std::string searched_note;  ///< empty: everything was searched
  std::vector<OrderListRow> orders;
  ListExport files;
  std::string newer_url, older_url;  ///< empty at the ends
};

/// Something that waits for staff, and where they act on it.
struct NextStep {
  std::string text, url, link;
};

struct AttemptRow {
  std::int64_t number = 1;                       ///< within the order
  std::string provider, reference, state, type;  ///< type: how it was made, worded; empty: the provider's name says it
  Money amount;
  std::string captured;       ///< where it is not the amount
  std::string url;            ///< where staff decide on it; empty: there is nothing to decide
  bool has_come = false;      ///< any money
  Money goes_back;            ///< of it, what can only be sent back; 0: nothing
  std::string late_field;     ///< name of the field with what came for it though it is decided on; empty: nothing can
  std::string dispute_field;  ///< name of the field with what of it has gone; empty: it is not disputed
  Money disputed;             ///< what may have gone
  std::int64_t dispute = 0;   ///< which of its disputes that is about
};

struct LineRow {
  std::string name, options, sku, image_url;
  std::int64_t quantity = 1, shipped = 0, refunded = 0, awaited = 0;
  Money unit_price, total;
};

struct RefundRecord {
  std::int64_t id = 0;
  std::string state;  ///< a word of payments::RefundState
  Money amount;
  std::string provider, reason, at;
  std::string problem;             ///< worded; empty: none
  std::string transfer_reference;  ///< empty: none
  std::vector<std::string> contents;
  std::string transfer_field;  ///< of the form that confirms the transfer; empty: there is nothing to transfer
  bool can_give_up = false;
  bool can_ask = false;  ///< nobody asks the provider about it any more
};

struct ParcelRow {
  std::int64_t number = 1;
  std::string courier, tracking_number, shipped_at, delivered_at;  ///< delivered_at empty: not yet
  std::vector<std::string> contents;
  bool is_collected = false;   ///< it waits in the shop
  std::string tracking_field;  ///< of the form that puts the number right; empty: it has none
};

struct EventRow {
  std::string text, note, actor, at;
};

struct PackRow {
  std::string field;  ///< name of the form field
  std::string name, options, sku, quantity;
  std::int64_t left = 0;
};

/// Which actions the order's state allows; the page shows no others.
struct OrderActions {
  bool process = false, ship = false, deliver = false, take_cash = false, cancel = false, check_payment = false;
  bool cash_with_delivery = false;   ///< marking it delivered records the cash
  bool cancel_refunds = false;       ///< cancelling it gives the money back
  bool cancel_leaves_money = false;  ///< not paid, but money has come that must go back then
  bool refund = false;
};

/// A mail about an order.
struct OrderMailRow {
  std::string kind, url, state, at;  ///< state: a word of mail::State
};

struct CourierChoice {
  std::string value, text;
  bool selected = false;
  bool in_shops_words = false;  ///< named by the shop, in its language
};

/// GET /admin/orders/:number, and every action on it that was refused.
struct OrderPage {
  Frame frame;
  layout::Form form;  ///< of the shipment or the cancellation that was refused
  std::string number, placed_at, state, payment_state, payment_method;
  std::string status_word;   ///< of orders::status_word
  bool is_pickup = false;    ///< the customer fetches it
  bool is_returned = false;  ///< its goods came back unpaid
  std::int64_t version = 0;
  std::int64_t draft = 0;                  ///< that staff have placed as this order; 0: none
  std::string note_key;                    ///< of the form that writes a note
  std::string hold_until, invoice_number;  ///< empty: none
  bool can_be_sent = false;                ///< it has labels and a packing list
  bool stopped_while_packed = false;       ///< its buyer cancelled it then
  bool has_invoice = false;
  bool is_held_by_money = false;  ///< pending, and its time decides nothing
  std::vector<NextStep> money_steps;
  OrderActions actions;

  std::vector<CourierChoice> couriers;
  bool sends_parcel = false;        ///< with is_pickup: a courier is chosen all the same
  std::string unrecorded_tracking;  ///< a tracking number that was typed too late for a shipment; empty: none
  std::vector<PackRow> to_pack;
  std::vector<PackRow> to_return;  ///< what came back could go into the stock; empty: nothing may come back
  bool return_refused = false;

  std::vector<LineRow> lines;
  Money goods, shipping_price, discount, fee, total, tax_base, tax;
  std::string shipping_name, weight;

  std::vector<AttemptRow> attempts;
  Money received;                     ///< by all of them
  std::vector<RefundRecord> refunds;  ///< newest first
  std::vector<ParcelRow> parcels;
  std::vector<EventRow> events;  ///< newest first

  std::string customer, email, phone, phone_url, whatsapp_url;
  bool has_account = false;
  std::vector<std::string> address;
  std::string address_note, note, language;

  std::vector<OrderMailRow> mails;  ///< newest first
  std::string all_mails_url;        ///< empty: these are all
};

struct RefundRow {
  std::string field, restock_field;  ///< names of the form's fields
  std::string name, options, sku, image_url, quantity;
  std::int64_t left = 0, bought = 0, refunded = 0, unsent = 0;
  Money unit_price;
  std::int64_t paid = 0;  ///< for all its pieces, in rupiah: script counts along
  bool restock = false;
};

/// GET /admin/orders/:number/refunds/new, and what was sent from there until it is confirmed.
struct RefundPage {
  Frame frame;
  layout::Form form;
  std::string number, customer, form_key, provider, payment_type;
  std::int64_t version = 0;
  Money captured, on_its_way, left;
  std::vector<RefundRow> rows;
  Money shipping;  ///< that can go back; nothing: there is none
  bool with_shipping = false, by_hand = false;
  bool has_provider = false;  ///< it can be asked to send the money
  bool to_confirm = false;    ///< everything is in order: what follows is what it comes to
  Money goods_part, shipping_part, extra_part, total;
};

}  // namespace hurtrock::admin
