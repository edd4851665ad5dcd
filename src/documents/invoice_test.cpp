#include "documents/invoice.hpp"

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

Invoice guitar_and_strings() {
  return {.shop_name = "Hurtrock Music Store",
          .tax_number = "01.234.567.8-901.000",
          .shop_lines = {"Jl Gegerkalong Girang Complex Darut Tauhid Kav 22", "Kota Bandung, Jawa Barat 40153",
                         "0821-1555-8035", "halo@hurtrock.example"},
          .number = "INV/2026/000123",
          .order_number = "HRT-7K3M-9XQ2",
          .ordered_on = "27 November 2026",
          .paid_on = "28 November 2026",
          .buyer_lines = {"Sekar Ayuningtyas", "Jl. Kemang Raya No. 7", "Bangka, Mampang Prapatan",
                          "Kota Jakarta Selatan, DKI Jakarta 12730", "+6281234567890", "sekar@contoh.example"},
          .shipping = "JNE REG",
          .payment_method = "QRIS, virtual account, e-wallet",
          .payment_state = "Lunas",
          .paid = true,
          .lines = {{"Ibanez RG550", "Road Flare Red · RG550-RF", 1, Money{15'000'000}, Money{15'000'000},
                     Money{1'486'486}},
                    {"Ernie Ball Regular Slinky 10-46", "SLK-10", 3, Money{150'000}, Money{450'000}, Money{44'595}}},
          .goods = Money{15'450'000},
          .goods_tax = Money{1'531'081},
          .charges = {{"Ongkos kirim (JNE REG)", Money{74'000}, Money{7'333}}},
          .discount = {},
          .total = Money{15'524'000},
          .tax_base = Money{13'985'586},
          .tax = Money{1'538'414},
          .forgiven = {},
          .refunds = {},
          .made_at = from_micros(1'795'777'777'000'000)};
}

std::string text_of(const Invoice& invoice, const i18n::Texts& texts) {
  std::string text;
  for (const auto& page : Document(invoice_pdf(invoice, texts)).pages()) text += page.text() + " ";
  return text;
}

TEST(InvoicePdf, says_who_paid_what_to_whom_and_how_much_of_it_is_tax) {
  const std::string text = text_of(guitar_and_strings(), indonesian());
  for (const char* part : {"Hurtrock Music Store",
                           "NPWP 01.234.567.8-901.000",
                           "INV/2026/000123",
                           "HRT-7K3M-9XQ2",
                           "27 November 2026",
                           "28 November 2026",
                           "Sekar Ayuningtyas",
                           "sekar@contoh.example",
                           "Ibanez RG550",
                           "Road Flare Red",
                           "15.000.000",
                           "450.000",
                           "74.000",
                           "15.524.000",
                           "13.985.586",
                           "1.538.414",
                           "Lunas",
                           "Dasar pengenaan pajak (DPP)",
                           "PPN 11% efektif",
                           "Halaman 1 dari 1"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(InvoicePdf, is_english_for_who_reads_english) {
  const std::string text = text_of(guitar_and_strings(), english());
  for (const char* part : {"Order number", "Unit price", "Tax base (DPP)", "Page 1 of 1"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, Not(HasSubstr("Harga satuan")));
}

TEST(InvoicePdf, before_the_money_has_come_it_has_no_number) {
  Invoice invoice = guitar_and_strings();
  invoice.number.clear();
  invoice.paid_on.clear();
  invoice.payment_state = "Bayar saat barang diterima";
  const std::string text = text_of(invoice, indonesian());
  EXPECT_THAT(text, Not(HasSubstr("INV/")));
  EXPECT_THAT(text, HasSubstr("Bayar saat barang diterima"));
}

TEST(InvoicePdf, a_discount_and_refunds_are_shown_with_what_is_left) {
  Invoice invoice = guitar_and_strings();
  invoice.discount = Money{500'000};
  invoice.total = Money{15'024'000};
  invoice.refunds = {{"1 Desember 2026", "Senar tertukar", Money{150'000}}, {"2 Desember 2026", "", Money{74'000}}};
  const std::string text = text_of(invoice, indonesian());
  for (const char* part : {"Diskon", "500.000", "Pengembalian dana", "Senar tertukar", "14.800.000"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(InvoicePdf, what_was_forgiven_is_not_left_after_refunds) {
  Invoice invoice = guitar_and_strings();
  invoice.forgiven = Money{500};
  invoice.refunds = {{"1 Desember 2026", "Pesanan dibatalkan", invoice.total - Money{100'500}}};
  const std::string text = text_of(invoice, indonesian());
  EXPECT_THAT(text, HasSubstr("ditanggung toko"));
  EXPECT_THAT(text, HasSubstr("100.000"));
}

TEST(InvoicePdf, a_long_order_goes_over_several_pages_that_are_numbered_and_headed) {
  Invoice invoice = guitar_and_strings();
  invoice.lines.assign(120, invoice.lines.front());
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) invoice.lines[i].detail = fmt::format("SKU-{:03}", i);
  const auto pages = Document(invoice_pdf(invoice, indonesian())).pages();
  ASSERT_GT(pages.size(), 3U);
  std::string all;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i].text(), HasSubstr(fmt::format("Halaman {} dari {}", i + 1, pages.size())));
    EXPECT_THAT(pages[i].text(), HasSubstr("HRT-7K3M-9XQ2"));
    all += pages[i].text() + " ";
  }
  for (std::size_t i = 0; i < 120; ++i) EXPECT_THAT(all, HasSubstr(fmt::format("SKU-{:03}", i)));
  EXPECT_THAT(pages[1].text(), HasSubstr("INV/2026/000123"));
  EXPECT_THAT(pages[1].text(), HasSubstr("Harga satuan"));
  EXPECT_THAT(words_off_the_page(pages), IsEmpty());
}

TEST(InvoicePdf, whatever_people_are_called_it_stays_on_the_page) {
  Invoice invoice = guitar_and_strings();
  const std::string endless(400, 'W');
  invoice.shop_name = invoice.payment_state = invoice.payment_method = endless;
  invoice.buyer_lines = {endless, "\u202e王小明 محمد", endless, "a\u0301\u0302\u0303\u0304\u0305\u0306", endless};
  invoice.lines = {{endless, endless, 999'999, Money{999'999'999'999}, Money{999'999'999'999'999}, Money{1}}};
  invoice.charges = {{endless, Money{999'999'999'999'999}, Money{999'999'999'999}}};
  invoice.total = Money{9'999'999'999'999'999};
  invoice.refunds.assign(60, {endless, endless, Money{1}});
  const Document document(invoice_pdf(invoice, indonesian()));
  EXPECT_THAT(words_off_the_page(document.pages()), IsEmpty());
  for (std::size_t page = 1; page <= document.pages().size(); ++page) EXPECT_FALSE(document.touches_edge(page, 20));
}

TEST(InvoicePdf, the_same_invoice_is_the_same_file) {
  EXPECT_EQ(invoice_pdf(guitar_and_strings(), indonesian()), invoice_pdf(guitar_and_strings(), indonesian()));
}

}  // namespace
}  // namespace hurtrock::documents
