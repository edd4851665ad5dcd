#include "payments/midtrans/snap_request.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

// Lengths in characters, from Midtrans' tables of JSON objects (2026-05-11) and its page on Snap's limits.
constexpr std::size_t kReferenceLength = 50;
constexpr std::size_t kItemLength = 50;
constexpr std::size_t kTextLength = 255;
constexpr std::size_t kCityLength = 100;
constexpr std::size_t kPostalCodeLength = 10;
constexpr std::size_t kBuyerNameLength = 30;  // BCA's virtual accounts take no longer one
constexpr std::size_t kBodyLimit = 16'000;
constexpr std::int64_t kLongestMinutes = 7 * 24 * 60;

void check(const PaymentRequest& request) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '~' || c == '.';
  };
  const std::string& reference = request.reference;
  if (reference.empty() || reference.size() > kReferenceLength || !std::ranges::all_of(reference, allowed))
    throw std::logic_error("payment reference is not one Midtrans takes");
  if (request.amount < Money{1}) throw std::logic_error("payment amount is below Rp 1");

  Money sum;
  for (const Item& item : request.items) {
    if (item.quantity < 1) throw std::logic_error("payment item without quantity");
    sum += item.price * item.quantity;
  }
  if (sum != request.amount) throw std::logic_error("payment items do not add up to the amount");
}

/// At most `length` characters; without '|', which Alfamart's tills take for a separator, and without control
/// characters.
std::string clean(std::string_view text, std::size_t length) {
  std::string kept;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '|' && byte >= 0x20 && byte != 0x7f) kept += c;
  }
  return std::string{text::trim(text::shorten(text::trim(kept), length))};
}

json::object item_details(const Item& item) {
  std::string name = clean(item.name, kItemLength);
  if (name.empty()) name = "-";
  return {{"id", clean(item.id, kItemLength)},
          {"price", item.price.rupiah()},
          {"quantity", item.quantity},
          {"name", std::move(name)}};
}

void add_if_given(json::object& object, std::string_view name, std::string value) {
  if (!value.empty()) object[name] = std::move(value);
}

json::object shipping_address(const PaymentRequest& request) {
  const PostalAddress& address = request.shipping_address;
  json::object details;
  add_if_given(details, "first_name", clean(request.contact.name, kTextLength));
  add_if_given(details, "phone", clean(request.contact.phone, kTextLength));
  add_if_given(details, "address", clean(address.street, kTextLength));
  add_if_given(details, "city", clean(address.city, kCityLength));
  add_if_given(details, "postal_code", clean(address.postal_code, kPostalCodeLength));
  details["country_code"] = "IDN";
  return details;
}

json::object customer_details(const PaymentRequest& request) {
  json::object details;
  add_if_given(details, "first_name", clean(request.contact.name, kBuyerNameLength));
  add_if_given(details, "email", clean(request.contact.email, kTextLength));
  add_if_given(details, "phone", clean(request.contact.phone, kTextLength));
  details["shipping_address"] = shipping_address(request);
  return details;
}

json::object expiry(Time now, Time expires_at) {
  // Rounded down, so that Midtrans never takes money after our own deadline. Without start_time its clock would only
  // start when the buyer picks a method.
  const auto minutes = std::chrono::floor<std::chrono::minutes>(expires_at - now).count();
  return {{"start_time", wib_timestamp(now) + " +0700"},
          {"unit", "minute"},
          {"duration", std::clamp<std::int64_t>(minutes, 1, kLongestMinutes)}};
}

json::array itemised(const PaymentRequest& request) {
  json::array lines;
  for (const Item& item : request.items) lines.push_back(item_details(item));
  return lines;
}

json::array in_one_line(const PaymentRequest& request) {
  return {item_details({.id = request.reference, .name = request.reference, .price = request.amount})};
}

}  // namespace

std::string snap_body(const PaymentRequest& request, Time now) {
  check(request);
  json::object body;
  body["transaction_details"] = {{"order_id", request.reference}, {"gross_amount", request.amount.rupiah()}};
  body["item_details"] = itemised(request);
  body["customer_details"] = customer_details(request);
  body["expiry"] = expiry(now, request.expires_at);
  if (!request.finish_url.empty() && text::length(request.finish_url) <= kTextLength)
    body["callbacks"] = {{"finish", request.finish_url}};

  std::string serialised = json::serialize(body);
  if (serialised.size() <= kBodyLimit) return serialised;
  body["item_details"] = in_one_line(request);
  return json::serialize(body);
}

}  // namespace hurtrock::payments
