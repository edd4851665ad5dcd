#include "documents/purchase_order.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "documents/testing/read_back.hpp"
#include "documents/texts_for_tests.hpp"

namespace hurtrock::documents {
namespace {

using testing::Document;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::words_off_the_page;

PurchaseOrder strings_and_guitars() {
  return {.shop_name = "Hurtrock Music Store",
          .shop_lines = {"Jl Gegerkalong Girang", "Kota Bandung, Jawa Barat 40153", "0821-1555-8035"},
          .number = "PO-2026-0007",
          .dated = "28 November 2026",
          .expected_on = "5 Desember 2026",
          .supplier_lines = {"CV Senar Nusantara", "Pak Budi", "", "+628123456789"},
          .note = "Kirim pagi",
          .lines = {{"RG550-RF", "Ibanez RG550", "Road Flare Red", 2, Money{9'000'000}},
                    {"SLK-10", "Ernie Ball Regular Slinky 10-46", "", 50, Money{60'000}}},
          .total = Money{21'000'000},
          .made_at = from_micros(1'795'777'777'000'000)};
}

TEST(PurchaseOrderPdf, says_who_orders_what_of_whom_for_how_much) {
  const auto pages = Document(purchase_order_pdf(strings_and_guitars(), indonesian())).pages();
  ASSERT_EQ(pages.size(), 1U);
  for (const char* part : {"PESANAN PEMBELIAN", "PO-2026-0007", "Hurtrock Music Store", "Jl Gegerkalong Girang",
                           "CV Senar Nusantara", "Pak Budi", "5 Desember 2026", "Kirim pagi", "RG550-RF",
                           "Road Flare Red", "9.000.000", "18.000.000", "50", "21.000.000", "52 barang"})
    EXPECT_THAT(pages.front().text(), HasSubstr(part));
}

TEST(PurchaseOrderPdf, is_in_the_language_of_the_supplier) {
  EXPECT_THAT(Document(purchase_order_pdf(strings_and_guitars(), english())).pages().front().text(),
              HasSubstr("PURCHASE ORDER"));
}

TEST(PurchaseOrderPdf, has_no_total_as_long_as_a_price_is_missing) {
  auto order = strings_and_guitars();
  order.lines[1].unit_cost = Money{};
  EXPECT_THAT(Document(purchase_order_pdf(order, indonesian())).pages().front().text(), Not(HasSubstr("21.000.000")));
}

TEST(PurchaseOrderPdf, every_page_says_which_of_how_many_it_is) {
  auto order = strings_and_guitars();
  order.lines.assign(80, order.lines.front());
  const auto pages = Document(purchase_order_pdf(order, english())).pages();
  ASSERT_GT(pages.size(), 1U);
  for (std::size_t i = 0; i < pages.size(); ++i)
    EXPECT_THAT(pages[i].text(), HasSubstr(fmt::format("Page {} of {}", i + 1, pages.size())));
}

TEST(PurchaseOrderPdf, whatever_things_are_called_it_stays_on_the_page) {
  auto order = strings_and_guitars();
  const std::string endless(400, 'W');
  order.shop_name = order.note = order.dated = order.number = endless;
  order.supplier_lines.assign(5, endless);
  order.lines.assign(60, {endless, endless, endless, 100'000, Money{100'000'000'000}});
  const Document document(purchase_order_pdf(order, indonesian()));
  EXPECT_GT(document.pages().size(), 2U);
  EXPECT_THAT(words_off_the_page(document.pages()), IsEmpty());
  for (std::size_t page = 1; page <= document.pages().size(); ++page) EXPECT_FALSE(document.touches_edge(page, 20));
}

}  // namespace
}  // namespace hurtrock::documents
