#include <gmock/gmock.h>

#include <string>

#include "documents/label.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Label strings_to_bandung() {
  return {.sender = {.name = "Hurtrock", .phone = "0821", .street = "Jl. G", .district = "", .city = "Bandung"},
          .recipient = {.name = "王小明 ^XZ", .phone = "0812", .street = "Jl. K", .district = "", .city = "Jakarta"},
          .courier = "JNE REG",
          .tracking_number = "JX1234567890",
          .tracking_url = "https://hurtrock.example/track/HRT-7K3M-9XQ2?t=a_b-c",
          .order_number = "HRT-7K3M-9XQ2",
          .pieces = {{1, "Senar"}}};
}

/// The picture of a label, row by row of hexadecimal digits, as a printer unpacks it.
std::vector<std::string> unpack(std::string_view zpl) {
  std::string_view field = zpl.substr(zpl.find("^GFA,") + 5);
  field = field.substr(0, field.find("^FS"));
  std::vector<std::int64_t> sizes;
  for (int i = 0; i < 3; ++i) {
    sizes.push_back(*text::parse_integer(field.substr(0, field.find(',')), 1, 1'000'000));
    field.remove_prefix(field.find(',') + 1);
  }
  const auto digits = static_cast<std::size_t>(sizes[2]) * 2;
  std::vector<std::string> rows;
  std::string row;
  std::size_t times = 0;
  for (const char c : field) {
    if (c >= 'G' && c <= 'Y')
      times += static_cast<std::size_t>(c - 'F');
    else if (c >= 'g' && c <= 'z')
      times += static_cast<std::size_t>(c - 'f') * 20;
    else if (c == ',')
      row.append(digits - row.size(), '0');
    else if (c == ':')
      row = rows.back();
    else {
      row.append(times == 0 ? 1 : times, c);
      times = 0;
    }
    if (row.size() >= digits) {
      EXPECT_EQ(row.size(), digits);
      rows.push_back(std::move(row));
      row.clear();
    }
  }
  EXPECT_EQ(rows.size() * digits, static_cast<std::size_t>(sizes[0]) * 2);
  return rows;
}

TEST(LabelZpl, is_one_format_a_label_with_both_codes_as_the_printers_own) {
  const std::vector labels{strings_to_bandung(), strings_to_bandung()};
  const std::string zpl = label_zpl(labels, LabelSize::k100x150);
  EXPECT_TRUE(zpl.starts_with("^XA"));
  EXPECT_TRUE(zpl.ends_with("^XZ\n"));
  EXPECT_EQ(text::split(zpl, '\n').size() - 1,
            2 * text::split(label_zpl(std::span(labels).first(1), LabelSize::k100x150), '\n').size() - 2);
  EXPECT_THAT(zpl, HasSubstr("^PW800\n^LL1200"));
  EXPECT_THAT(zpl, HasSubstr("^BCN,132,N,N,N,A^FH_^FDJX1234567890^FS"));
  EXPECT_THAT(zpl, HasSubstr("^FDMA,https://hurtrock.example/track/HRT-7K3M-9XQ2?t=a_5Fb-c^FS"));
}

TEST(LabelZpl, a_name_is_never_a_command) {
  std::vector labels{strings_to_bandung()};
  labels.front().order_number = "^XZ~JA";
  const std::string zpl = label_zpl(labels, LabelSize::k100x150);
  EXPECT_EQ(zpl.find("^XZ"), zpl.size() - 4);
  EXPECT_THAT(zpl, Not(HasSubstr("王")));
}

TEST(LabelZpl, its_picture_is_as_large_as_the_label_and_has_ink_inside_the_margins_only) {
  const std::vector labels{strings_to_bandung()};
  for (const auto& [size, bytes, height] :
       {std::tuple{LabelSize::k100x150, 100U, 1200U}, std::tuple{LabelSize::k80x100, 80U, 800U}}) {
    const auto rows = unpack(label_zpl(labels, size));
    ASSERT_EQ(rows.size(), height);
    std::size_t ink = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(rows[i].size(), 2 * bytes);
      const bool is_white = rows[i].find_first_not_of('0') == std::string::npos;
      ink += is_white ? 0 : 1;
      if (i < 24 || i + 24 > rows.size()) {
        EXPECT_TRUE(is_white) << i;
      }
      EXPECT_EQ(rows[i].substr(0, 6), "000000");
      EXPECT_EQ(rows[i].substr(rows[i].size() - 6), "000000");
    }
    EXPECT_GT(ink, rows.size() / 4);
  }
}

}  // namespace
}  // namespace hurtrock::documents
