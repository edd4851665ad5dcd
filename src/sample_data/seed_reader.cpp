#include "sample_data/seed_reader.hpp"

#include <boost/json/parse.hpp>
#include <cmath>
#include <stdexcept>

#include "sample_data/embedded.hpp"

namespace hurtrock::sample_data {

std::string SeedObject::text(std::string_view name) const { return as_text(member(name), name); }

std::int64_t SeedObject::integer(std::string_view name) const {
  const auto* number = member(name).if_int64();
  if (number == nullptr) wrong(name, "a whole number");
  return *number;
}

std::int64_t SeedObject::integer_or(std::string_view name, std::int64_t otherwise) const {
  return has(name) ? integer(name) : otherwise;
}

bool SeedObject::flag(std::string_view name) const {
  if (!has(name)) return false;
  const auto* truth = member(name).if_bool();
  if (truth == nullptr) wrong(name, "true or false");
  return *truth;
}

Bilingual SeedObject::bilingual(std::string_view name) const {
  if (member(name).is_string()) return {text(name), text(name)};
  const SeedObject languages = object(name);
  return {languages.text("id"), languages.text("en")};
}

SeedObject SeedObject::object(std::string_view name) const { return as_object(member(name), name); }

const boost::json::value& SeedObject::member(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  if (value == nullptr) wrong(name, "there");
  return *value;
}

const boost::json::array& SeedObject::list(std::string_view name) const {
  const auto* items = member(name).if_array();
  if (items == nullptr) wrong(name, "a list");
  return *items;
}

SeedObject SeedObject::as_object(const boost::json::value& value, std::string_view name) const {
  const auto* object = value.if_object();
  if (object == nullptr) wrong(name, "an object");
  return {*object, file_};
}

std::string SeedObject::as_text(const boost::json::value& value, std::string_view name) const {
  const auto* text = value.if_string();
  if (text == nullptr) wrong(name, "a text");
  return {text->data(), text->size()};
}

void SeedObject::wrong(std::string_view name, std::string_view expected) const {
  throw std::runtime_error("db/seeds/" + std::string(file_) + ": \"" + std::string(name) + "\" is not " +
                           std::string(expected));
}

SeedFile::SeedFile(std::string_view file) : file_(file), value_(boost::json::parse(embedded_seed(file))) {}

SeedObject SeedFile::object() const { return {value_.as_object(), file_}; }

const boost::json::array& SeedFile::items() const { return value_.as_array(); }

std::int64_t thousandths(const boost::json::value& number) {
  if (const auto* whole = number.if_int64()) return *whole * 1000;
  return std::llround(number.as_double() * 1000);
}

}  // namespace hurtrock::sample_data
