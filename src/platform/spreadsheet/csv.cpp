#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::spreadsheet {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBeginsAFormula = "=+-@\t\r\n";

class CsvWriter final : public Writer {
 public:
  explicit CsvWriter(const std::vector<std::string>& titles) : out_(kByteOrderMark) {
    for (std::size_t i = 0; i < titles.size(); ++i) {
      if (i > 0) out_ += ',';
      add_text(titles[i]);
    }
    out_ += "\r\n";
  }

  void add_row(std::span<const Cell> cells) override {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out_ += ',';
      std::visit([&](const auto& value) { add(value); }, cells[i]);
    }
    out_ += "\r\n";
  }

  std::string finish() override { return std::move(out_); }

 private:
  void add(const std::string& text) { add_text(text); }
  void add(std::int64_t number) { out_ += std::to_string(number); }
  void add(Money money) { out_ += std::to_string(money.rupiah()); }

  void add_text(std::string_view text) {
    const bool is_guarded = !text.empty() && kBeginsAFormula.contains(text.front());
    const bool is_quoted = is_guarded || text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (is_quoted) out_ += '"';
    if (is_guarded) out_ += '\'';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    if (is_quoted) out_ += '"';
  }

  std::string out_;
};

}  // namespace

std::unique_ptr<Writer> csv_writer(const std::vector<std::string>& titles) {
  return std::make_unique<CsvWriter>(titles);
}

}  // namespace hurtrock::spreadsheet
