#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "admin/report.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// Puts a report together, a column after the other and then row by row.
class Sheet {
 public:
  explicit Sheet(const i18n::Texts& texts) : texts_(texts) {}

  Sheet& text(std::string_view key) { return column(key, false); }
  Sheet& number(std::string_view key) { return column(key, true); }
  /// Of the column before: how it is drawn, where all of its rows are shown together, that it has no sum.
  Sheet& drawn(Drawn as);
  Sheet& behind(std::string url);
  Sheet& apart();
  [[nodiscard]] std::vector<std::string> titles() const;
  void row(std::vector<ReportCell> cells) { report_.rows.push_back(std::move(cells)); }
  /// Whoever asked for one more than `limit` knows whether there are more.
  Report done(std::int64_t limit);

 private:
  Sheet& column(std::string_view key, bool is_number);
  void add_up();

  const i18n::Texts& texts_;
  std::vector<std::string> behind_;  ///< a column each
  Report report_;
};

}  // namespace hurtrock::admin
