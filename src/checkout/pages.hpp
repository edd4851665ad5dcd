#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/form.hpp"
#include "layout/frame.hpp"
#include "layout/picture.hpp"
#include "platform/core/money.hpp"

namespace hurtrock::checkout {

struct AreaChoice {
  std::string code;   ///< of the kelurahan
  std::string label;  ///< "Gegerkalong, Sukasari, Kota Bandung, Jawa Barat"
  bool selected = false;
};

struct ShippingChoice {
  std::string code, name;          ///< "jne-reg", "JNE REG"
  Money price, list_price;         ///< the second is larger where the shop pays a part
  int min_days = 0, max_days = 0;  ///< both 0: not stated (pick-up)
  std::string weight;              ///< that is charged: "7 kg"; empty: not shown
  bool is_pickup = false;          ///< fetched in the shop: the address is for the invoice then
  bool selected = false;
};

struct PaymentChoice {
  std::string code;  ///< "midtrans", "stripe", "cod", "bank_transfer"; worded by the view
  bool selected = false;
  bool available = true;  ///< false: shown greyed with `reason`
  std::string reason;     ///< why not, e.g. "COD hanya sampai Rp 5.000.000"
};

/// One of the account. The link fills the form from it without script; with it, what follows does.
struct SavedAddress {
  std::string label;  ///< "Ani Rahma – Jl. Setiabudi 12, Bandung"
  std::string url;    ///< "/checkout?address=ID"
  std::string name, phone, street, area_code, area_label, postal_code;
  bool selected = false;  ///< it is what the form holds
};

struct SummaryLine {
  std::string name, option;
  layout::Picture picture;
  std::int64_t quantity = 1;
  Money total;
  std::int64_t awaited = 0;  ///< of the quantity, what has to arrive first
};

struct PriceChange {
  std::string name;
  Money before, now;
};

/// GET /checkout[?address=ID, to be filled from that one of the account, or "new"] and POST /checkout when it was
/// refused (200 for look-ups, 422 with errors).
///
/// Form fields: name, email, phone, area_query, area_code, postal_code, street, note, save_address, shipping_service,
/// payment_method, idempotency_key, accepted_total, seen_goods and for each service seen_shipping.CODE. Without
/// JavaScript two of the form's buttons only look something up and show the page again: they send `look_up=areas`
/// (search for area_query) and `look_up=shipping` (quotes for area_code).
struct CheckoutPage {
  layout::Frame frame;
  layout::Form form;
  std::string person;                    ///< whose form it is, for what the browser keeps of it: "guest", "account 12"
  bool is_fresh = false;                 ///< nothing in it was typed
  std::string idempotency_key;           ///< fresh at GET, kept over refusals
  std::optional<AreaChoice> area;        ///< the one chosen
  std::vector<AreaChoice> area_results;  ///< of look_up=areas, as radio buttons
  bool area_searched = false;            ///< to tell "nothing found" from "not searched"
  bool more_areas = false;               ///< than area_results
  std::vector<ShippingChoice> shipping;  ///< empty: the area is not known yet
  std::vector<PaymentChoice> payments;
  std::vector<SavedAddress> addresses;  ///< of the account
  std::string own_name, own_phone;      ///< of the account, for an address that is none of them
  bool is_new_address = true;           ///< the form holds none of `addresses`
  bool may_save_address = false;        ///< whether keeping it in the account is offered

  std::vector<SummaryLine> lines;
  std::int64_t count = 0;  ///< pieces
  Money subtotal;
  std::optional<Money> shipping_price;     ///< of the chosen service; empty: not known yet
  Money total;                             ///< subtotal, and shipping when known
  std::vector<PriceChange> price_changes;  ///< not empty: the buyer must accept before the order is placed; sending
                                           ///< the form again then carries accepted_total = `subtotal` in rupiah
  bool total_changed = false;              ///< those are parts of the sum, not lines
};

/// GET /orders/:number/transfer-proof, and every proof that was refused.
struct TransferProofPage {
  layout::Frame frame;
  layout::Form form;  ///< sender_bank, sender_name, proof
  std::string number, order_url, action;
  Money amount;
};

/// What a service asks for one piece, for the product's page.
struct DeliveryQuote {
  std::string name, price;  ///< "JNE REG", "Rp 22.000"; empty: free
  std::string list_price;   ///< where the shop pays a part: what the courier asks
  int min_days = 0, max_days = 0;
  std::string weight;   ///< that the price is for: "10 kg"
  std::string when;     ///< "Sabtu 28 – Senin 30 Nov"; empty: not to be said honestly
  std::string address;  ///< of the shop, for pick-up
};

/// GET /shipping/quotes?variant=ID&area_code=CODE: a fragment of HTML without frame, and part of the page below.
struct DeliveryQuotes {
  std::string area;                   ///< "Gegerkalong, Sukasari, Kota Bandung, Jawa Barat"
  std::vector<DeliveryQuote> quotes;  ///< couriers, the cheapest first, and pick-up after them
  bool has_couriers = false;
  std::string handed_over;  ///< the day: "Kamis 26 Nov"; empty: no dates are told
};

/// GET /shipping?variant=ID[&area_query=…][&area_code=CODE]: the same without script, and the search for the area.
struct DeliveryPage {
  layout::Frame frame;
  layout::Form form;  ///< area_query
  std::string product_name, product_url;
  std::int64_t variant = 0;
  std::vector<AreaChoice> areas;  ///< found by area_query
  bool more_areas = false;        ///< than those
  std::optional<DeliveryQuotes> quotes;
};

}  // namespace hurtrock::checkout
