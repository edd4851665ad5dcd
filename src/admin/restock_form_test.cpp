#include "admin/restock_form.hpp"

#include <gmock/gmock.h>

#include "admin/dates.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

http::Fields fields(std::string_view query) { return *http::Fields::decode(query, kMostRestockFields); }
const i18n::Texts& indonesian() { return i18n::Texts::of(i18n::Language::kIndonesian); }

std::vector<std::string> wrong_fields(std::string_view query) {
  std::vector<std::string> names;
  if (const auto draft = read_restock_form(fields(query), indonesian()); !draft)
    for (const auto& error : draft.error()) names.push_back(error.field);
  return names;
}

store::StockRow row(std::int64_t variant, std::int64_t on_hand, std::int64_t low) {
  store::StockRow stock;
  stock.variant = VariantId{variant};
  stock.on_hand = on_hand;
  stock.low = low;
  return stock;
}

TEST(RestockForm, each_variant_has_one_row) {
  EXPECT_THAT(rows_of(fields("row=3&row=5&row=3&row=x&row=-1")), ElementsAre(VariantId{3}, VariantId{5}));
  std::string many;
  for (std::size_t n = 1; n <= restock::kMostLines + 5; ++n) many += "&row=" + std::to_string(n);
  EXPECT_EQ(rows_of(fields(many.substr(1))).size(), restock::kMostLines);
}

TEST(RestockForm, what_is_typed_becomes_a_draft) {
  const auto draft = read_restock_form(
      fields("supplier=4&row=3&quantity_3=12&cost_3=Rp+1.250.000&row=5&quantity_5=1&cost_5=&expected=2026-12-05"
             "&note=Segera"),
      indonesian());
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->supplier, SupplierId{4});
  EXPECT_EQ(draft->expected_at, wib_midnight("2026-12-05"));
  EXPECT_EQ(draft->note, "Segera");
  ASSERT_EQ(draft->lines.size(), 2U);
  EXPECT_EQ(draft->lines[0].quantity, 12);
  EXPECT_EQ(draft->lines[0].unit_cost, Money{1'250'000});
  EXPECT_EQ(draft->lines[1].unit_cost, Money{});
}

TEST(RestockForm, what_is_wrong_is_said_at_its_field) {
  EXPECT_THAT(wrong_fields("supplier=4&row=3&quantity_3=0&cost_3=1.5"), ElementsAre("quantity_3", "cost_3"));
  EXPECT_THAT(wrong_fields("supplier=4&row=3&quantity_3=100001&cost_3=100.000.000.001"),
              ElementsAre("quantity_3", "cost_3"));
  EXPECT_THAT(wrong_fields("row=3"), ElementsAre("supplier", "quantity_3"));
  EXPECT_THAT(wrong_fields("supplier=4&expected=2026-02-30"), ElementsAre("expected"));
  EXPECT_THAT(wrong_fields("supplier=4"), IsEmpty());
}

TEST(RestockForm, rows_come_with_suggestions_and_leave_what_is_typed_alone) {
  const std::vector variants{row(3, 1, 5), row(7, 2, 5)};
  const std::vector<restock::Supply> supplies{{.on_order = 0, .last_cost = {}},
                                              {.on_order = 3, .last_cost = Money{60'000}}};
  const auto form = with_rows(fields("supplier=4&row=3&quantity_3=99"), variants, supplies);
  EXPECT_THAT(rows_of(form), ElementsAre(VariantId{3}, VariantId{7}));
  EXPECT_EQ(form.value("quantity_3"), "99");
  EXPECT_EQ(form.value("quantity_7"), "5");
  EXPECT_EQ(form.value("cost_7"), "60.000");
  EXPECT_THAT(rows_of(without_row(form, VariantId{3})), ElementsAre(VariantId{7}));
}

TEST(RestockForm, a_row_that_was_taken_out_comes_back_with_each_field_once) {
  const std::vector variants{row(7, 2, 5)};
  const std::vector<restock::Supply> supplies{{.on_order = 3, .last_cost = Money{60'000}}};
  const auto form = with_rows(fields("supplier=4&quantity_7=99&cost_7=1"), variants, supplies);
  EXPECT_THAT(form.all("quantity_7"), ElementsAre("5"));
  EXPECT_THAT(form.all("cost_7"), ElementsAre("60.000"));
}

TEST(RestockForm, a_stored_order_comes_back_from_its_form) {
  restock::Order order;
  order.supplier = SupplierId{4};
  order.expected_at = wib_midnight("2026-12-05");
  order.note = "Segera";
  order.lines.push_back({.id = {}, .ordered = {VariantId{3}, "S", "N", "", 12, Money{50'000}}, .received = 0});
  const auto draft = read_restock_form(fields_of(order), indonesian());
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->expected_at, order.expected_at);
  EXPECT_EQ(draft->lines.at(0).quantity, 12);
  EXPECT_EQ(draft->lines.at(0).unit_cost, Money{50'000});
}

TEST(RestockFilter, comes_back_from_its_own_address) {
  const std::string address = "/admin/restock?q=po&state=partially_received&supplier=4";
  EXPECT_EQ(RestockFilter::read(fields(address.substr(address.find('?') + 1))).address(), address);
  EXPECT_EQ(RestockFilter::read(fields("state=lost&before=y&q=%01")).address(), "/admin/restock");
  EXPECT_EQ(RestockFilter::read(fields("supplier=x&state=lost")).address(), "/admin/restock?supplier_name=x");
}

}  // namespace
}  // namespace hurtrock::admin
