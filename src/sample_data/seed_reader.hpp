#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/money.hpp"
#include "sample_data/catalogue.hpp"

namespace hurtrock::sample_data {

/// One JSON object of a seed file, asked for members by name. Throws std::runtime_error naming the file and the member
/// that is missing or of another kind.
class SeedObject {
 public:
  SeedObject(const boost::json::object& object, std::string_view file) : object_(&object), file_(file) {}

  [[nodiscard]] bool has(std::string_view name) const { return object_->contains(name); }
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] std::int64_t integer_or(std::string_view name, std::int64_t otherwise) const;
  [[nodiscard]] bool flag(std::string_view name) const;  ///< false when missing
  [[nodiscard]] Money money(std::string_view name) const { return Money{integer(name)}; }
  /// {"id": ..., "en": ...}, or one text for both languages.
  [[nodiscard]] Bilingual bilingual(std::string_view name) const;
  [[nodiscard]] SeedObject object(std::string_view name) const;
  [[nodiscard]] const boost::json::object& members() const { return *object_; }

  /// Calls `read(SeedObject)` for every object of the list, or read(std::string) for every text.
  template <class Read>
  void each(std::string_view name, Read read) const {
    for (const auto& item : list(name)) read(as_object(item, name));
  }
  template <class Read>
  void each_text(std::string_view name, Read read) const {
    for (const auto& item : list(name)) read(as_text(item, name));
  }

 private:
  [[nodiscard]] const boost::json::value& member(std::string_view name) const;
  [[nodiscard]] const boost::json::array& list(std::string_view name) const;
  [[nodiscard]] SeedObject as_object(const boost::json::value& value, std::string_view name) const;
  [[nodiscard]] std::string as_text(const boost::json::value& value, std::string_view name) const;
  [[noreturn]] void wrong(std::string_view name, std::string_view expected) const;

  const boost::json::object* object_;
  std::string_view file_;
};

/// A seed file that is a list of objects, or one object.
class SeedFile {
 public:
  explicit SeedFile(std::string_view file);  ///< name below db/seeds; outlives this object

  [[nodiscard]] SeedObject object() const;
  template <class Read>
  void each(Read read) const {
    for (const auto& item : items()) read(SeedObject(item.as_object(), file_));
  }

 private:
  [[nodiscard]] const boost::json::array& items() const;

  std::string_view file_;
  boost::json::value value_;
};

/// A number as thousandths: 25.5 -> 25500. Seeds hold at most three decimals.
std::int64_t thousandths(const boost::json::value& number);

}  // namespace hurtrock::sample_data
