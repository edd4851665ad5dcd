#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <regex>

#include "payments/midtrans/notification.hpp"
#include "payments/midtrans/report.hpp"
#include "payments/midtrans/snap_request.hpp"
#include "payments/wire/reference_data_for_tests.hpp"
#include "payments/wire/sample_request.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

namespace json = boost::json;

class ReferenceVectors : public ReferenceData {};

/// What of JSON Schema the file uses. Answers the first thing that is wrong, or "".
std::string fault(const json::value& value, const json::object& schema, const std::string& where);

std::string object_fault(const json::object& object, const json::object& schema, const std::string& where) {
  if (const auto* required = schema.if_contains("required"))
    for (const auto& name : required->as_array())
      if (!object.contains(name.as_string())) return where + " lacks " + json::serialize(name);
  const auto* properties = schema.if_contains("properties");
  for (const auto& [name, member] : object) {
    const auto* known = properties != nullptr ? properties->as_object().if_contains(name) : nullptr;
    const std::string path = where + "/" + std::string{name};
    if (known == nullptr && schema.contains("additionalProperties")) return path + " is not known";
    if (known == nullptr) continue;
    if (auto wrong = fault(member, known->as_object(), path); !wrong.empty()) return wrong;
  }
  return {};
}

std::string text_fault(const std::string& text, const json::object& schema, const std::string& where) {
  const auto length = static_cast<std::int64_t>(text::length(text));
  if (const auto* most = schema.if_contains("maxLength"); most && length > most->as_int64())
    return where + " is too long";
  if (const auto* least = schema.if_contains("minLength"); least && length < least->as_int64())
    return where + " is empty";
  if (const auto* pattern = schema.if_contains("pattern"))
    if (!std::regex_search(text, std::regex{std::string{pattern->as_string()}})) return where + " breaks the pattern";
  return {};
}

bool has_type(const json::value& value, std::string_view type) {
  return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
         (type == "string" && value.is_string()) || (type == "integer" && value.is_int64());
}

std::string fault(const json::value& value, const json::object& schema, const std::string& where) {
  if (const auto* type = schema.if_contains("type"); type && !has_type(value, std::string{type->as_string()}))
    return where + " has another type";
  if (const auto* choices = schema.if_contains("enum")) {
    const auto& list = choices->as_array();
    if (std::find(list.begin(), list.end(), value) == list.end()) return where + " is none of the choices";
  }
  if (const auto* least = schema.if_contains("minimum"); least && value.as_int64() < least->as_int64())
    return where + " is too small";
  if (value.is_string()) return text_fault(std::string{value.as_string()}, schema, where);
  if (value.is_object()) return object_fault(value.as_object(), schema, where);
  if (value.is_array())
    if (const auto* items = schema.if_contains("items"))
      for (const auto& element : value.as_array())
        if (auto wrong = fault(element, items->as_object(), where + "[]"); !wrong.empty()) return wrong;
  return {};
}

TEST_F(ReferenceVectors, every_published_notification_gets_its_verdict) {
  const auto file = read("midtrans-notification-vectors.json");
  int seen = 0;
  for (const auto& vector : file.at("vectors").as_array()) {
    const Secret key{std::string{vector.at("server_key").as_string()}};
    const bool accepted = read_notification(json::serialize(vector.at("body")), key).has_value();
    EXPECT_EQ(accepted, vector.at("accept").as_bool()) << vector.at("name").as_string().c_str();
    ++seen;
  }
  EXPECT_EQ(seen, 66);
}

TEST_F(ReferenceVectors, our_request_satisfies_midtrans_tables) {
  const auto schema = read("midtrans-snap-request.schema.json").as_object();
  PaymentRequest longest = sample_request();
  longest.reference = std::string(50, 'Z');
  longest.items.front() = {
      .id = std::string(90, 'i'), .name = std::string(90, 'n'), .price = Money{150'000}, .quantity = 2};
  longest.contact = {.name = std::string(300, 'n'), .email = std::string(300, 'e'), .phone = std::string(300, '8')};
  longest.shipping_address = {
      .street = std::string(999, 's'), .city = std::string(300, 'c'), .postal_code = "123456789012"};
  for (const PaymentRequest& request : {sample_request(), longest})
    EXPECT_EQ(fault(json::parse(snap_body(request, kSampleNow)), schema, ""), "");
}

TEST_F(ReferenceVectors, every_published_answer_is_read_without_throwing) {
  const auto file = read("midtrans-api-samples.json");
  int reports = 0;
  for (const auto& sample : file.at("samples").as_array())
    if (read_report(json::serialize(sample.at("body")))) ++reports;
  EXPECT_GT(reports, 3);
}

}  // namespace
}  // namespace hurtrock::payments
