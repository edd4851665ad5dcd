#include "documents/packing_list.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "documents/testing/read_back.hpp"
#include "documents/texts_for_tests.hpp"

namespace hurtrock::documents {
namespace {

using testing::Document;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::words_off_the_page;

PackingList strings_for_bandung() {
  return {.shop_name = "Hurtrock Music Store",
          .order_number = "HRT-7K3M-9XQ2",
          .ordered_on = "Dibuat 27 November 2026, 10.15 WIB",
          .courier = "JNE REG",
          .weight = "4,240 kg",
          .recipient_lines = {"Sekar Ayuningtyas", "Jl. Kemang Raya No. 7", "+6281234567890"},
          .note = "Tolong bungkus kado",
          .lines = {{"RG550-RF", "Ibanez RG550", "Road Flare Red", 1},
                    {"SLK-10", "Ernie Ball Regular Slinky 10-46", "", 12}}};
}

TEST(PackingListPdf, names_every_piece_with_its_sku_and_quantity) {
  const std::vector lists{strings_for_bandung()};
  const auto pages = Document(packing_list_pdf(lists, indonesian(), kNow)).pages();
  ASSERT_EQ(pages.size(), 1U);
  for (const char* part : {"Daftar kemas", "HRT-7K3M-9XQ2", "JNE REG", "4,240 kg", "Sekar Ayuningtyas",
                           "Tolong bungkus kado", "RG550-RF", "Road Flare Red", "SLK-10", "12", "13 barang"})
    EXPECT_THAT(pages.front().text(), HasSubstr(part));
}

TEST(PackingListPdf, every_order_begins_on_a_page_of_its_own_and_counts_its_own_pages) {
  std::vector lists{strings_for_bandung(), strings_for_bandung()};
  lists[0].lines.assign(60, lists[0].lines.front());
  lists[1].order_number = "HRT-0000-0002";
  const auto pages = Document(packing_list_pdf(lists, indonesian(), kNow)).pages();
  ASSERT_GE(pages.size(), 3U);
  EXPECT_THAT(pages[1].text(), HasSubstr(fmt::format("Halaman 2 dari {}", pages.size() - 1)));
  EXPECT_THAT(pages[1].text(), HasSubstr("HRT-7K3M-9XQ2"));
  EXPECT_THAT(pages.back().text(), HasSubstr("HRT-0000-0002"));
  EXPECT_THAT(pages.back().text(), HasSubstr("Halaman 1 dari 1"));
}

TEST(PackingListPdf, whatever_things_are_called_it_stays_on_the_page) {
  PackingList list = strings_for_bandung();
  const std::string endless(400, 'W');
  list.courier = list.note = list.ordered_on = endless;
  list.recipient_lines.assign(6, endless);
  list.lines.assign(30, {endless, endless, endless, 999'999'999});
  const Document document(packing_list_pdf(std::vector{list}, indonesian(), kNow));
  EXPECT_THAT(words_off_the_page(document.pages()), IsEmpty());
  for (std::size_t page = 1; page <= document.pages().size(); ++page) EXPECT_FALSE(document.touches_edge(page, 20));
}

}  // namespace
}  // namespace hurtrock::documents
