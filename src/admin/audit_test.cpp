#include "admin/audit.hpp"

#include <gmock/gmock.h>

#include "admin/activity_rows.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> told(const std::string& before, const std::string& after) {
  std::vector<std::string> lines;
  for (const auto& change : changes_in(before, after, i18n::Texts::of(i18n::Language::kIndonesian)))
    lines.push_back(change.field + ": " + change.before + " > " + change.after);
  return lines;
}

TEST(AuditWords, amounts_of_money_are_told_as_money) {
  EXPECT_THAT(told("{}", R"({"amount":19990000})"), ElementsAre("Jumlah uang:  > Rp\u00a019.990.000"));
  EXPECT_THAT(told("{}", R"({"amount":"250000"})"), ElementsAre("Jumlah uang:  > Rp\u00a0250.000"));
  EXPECT_THAT(told(R"({"maximum_total":null})", R"({"maximum_total":5000000})"),
              ElementsAre("Total terbesar:  > Rp\u00a05.000.000"));
}

TEST(AuditWords, received_pieces_are_no_money) {
  EXPECT_THAT(told(R"({"lines/RG550-RF/received":0})", R"({"lines/RG550-RF/received":3})"),
              ElementsAre("RG550-RF · Diterima: 0 > 3"));
}

TEST(AuditWords, bank_accounts_are_told_as_they_are_read) {
  EXPECT_THAT(told(R"({"accounts":[]})", R"({"accounts":[{"bank":"BCA","number":"1234567890","holder":"PT Hurtrock"},)"
                                         R"({"bank":"BNI","number":"555","holder":"PT Hurtrock"}]})"),
              ElementsAre("Rekening bank:  > BCA, 1234567890, PT Hurtrock; BNI, 555, PT Hurtrock"));
}

TEST(AuditWords, a_new_thing_is_told_without_what_is_empty) {
  EXPECT_THAT(told("null", R"({"name":"RG550","model":"","seo_title_id":"","variants/RG550-RF/compare":""})"),
              ElementsAre("Nama:  > RG550"));
}

TEST(AuditWords, names_and_prices_come_before_long_texts) {
  EXPECT_THAT(told("null", R"({"description_id":"Gitar.","featured":true,"variants/RG550-RF/price":"Rp 100",)"
                           R"("name":"RG550","slug":"rg550"})"),
              ElementsAre("Nama:  > RG550", "RG550-RF · Harga:  > Rp 100", "Pilihan:  > ya",
                          "Deskripsi (Indonesia):  > Gitar.", "Alamat:  > rg550"));
}

TEST(AuditWords, words_of_the_database_are_told_as_their_pages_have_them) {
  EXPECT_THAT(told(R"({"on_hand":5})", R"({"on_hand":4,"cause":"damaged"})"),
              ElementsAre("Stok fisik: 5 > 4", "Sebab:  > Rusak"));
  EXPECT_THAT(told("null", R"({"from":"midtrans","applied":"must_go_back"})"),
              ElementsAre("Dari:  > Midtrans", "Diterapkan:  > harus dikembalikan"));
}

TEST(AuditWords, numbers_that_only_guard_rows_are_not_told) {
  EXPECT_THAT(told(R"({"version":1})", R"({"version":2})"), IsEmpty());
  EXPECT_THAT(told("null", R"({"image":992,"file":"foto2.jpg"})"), ElementsAre("Nama berkas:  > foto2.jpg"));
}

TEST(AuditWords, a_product_that_is_gone_is_called_what_it_was_called) {
  const store::ActivityLogRow row{.action = "product.deleted",
                                  .kind = "product",
                                  .thing = "12",
                                  .before_json = R"({"name":"Ibanez RG550"})",
                                  .after_json = "null"};
  const auto shown = activity_row(row, 10, i18n::Texts::of(i18n::Language::kIndonesian));
  EXPECT_EQ(shown.text + shown.thing, "menghapus produk Ibanez RG550");
}

TEST(AuditWords, what_needs_no_other_words_is_followed_by_what_it_is_about) {
  const store::ActivityLogRow row{
      .action = "order.shipment", .kind = "order", .thing = "HRT-7K3M-9XQ2", .before_json = "{}", .after_json = "{}"};
  const auto shown = activity_row(row, 10, i18n::Texts::of(i18n::Language::kIndonesian));
  EXPECT_EQ(shown.text + shown.thing, "mengirim paket · Pesanan HRT-7K3M-9XQ2");
}

}  // namespace
}  // namespace hurtrock::admin
