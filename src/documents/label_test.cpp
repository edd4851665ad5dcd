#include "documents/label.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "documents/testing/read_back.hpp"
#include "documents/texts_for_tests.hpp"

namespace hurtrock::documents {
namespace {

using ::testing::Contains;
using testing::Document;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using testing::words_off_the_page;

Label guitar_to_jakarta() {
  return {.sender = {.name = "Hurtrock Music Store",
                     .phone = "0821-1555-8035",
                     .street = "Jl Gegerkalong Girang Complex Darut Tauhid Kav 22",
                     .district = "",
                     .city = "Kota Bandung, Jawa Barat 40153"},
          .recipient = {.name = "Sekar Ayuningtyas",
                        .phone = "+6281234567890",
                        .street = "Jl. Kemang Raya No. 7, RT 02/RW 05",
                        .district = "Bangka, Mampang Prapatan",
                        .city = "Kota Jakarta Selatan, DKI Jakarta 12730"},
          .courier = "JNE REG",
          .tracking_number = "JX1234567890",
          .tracking_url = "https://hurtrock.example/track/HRT-7K3M-9XQ2?t=3q2-7wAAAAECAwQFBgcICQoLDA0",
          .order_number = "HRT-7K3M-9XQ2",
          .ordered_on = "28 November 2026",
          .note = "Pagar hitam, titip satpam",
          .weight = "4,350 kg",
          .cash = Money{12'500'000},
          .pieces = {{1, "Ibanez RG550 Road Flare Red"}, {3, "Ernie Ball Regular Slinky 10-46"}}};
}

/// The same order, fetched in the shop.
Label guitar_to_be_fetched() {
  Label label = guitar_to_jakarta();
  label.is_pickup = true;
  label.recipient.phone = "7890";
  label.tracking_number.clear();
  return label;
}

/// Labels as nobody hopes to see them, the same ones at every run.
class HostileLabels {
 public:
  Label next() {
    Label label = guitar_to_jakarta();
    label.is_pickup = below(4) == 0;
    label.recipient = {
        .name = text(100), .phone = "+62" + digits(13), .street = text(300), .district = text(80), .city = text(80)};
    label.courier = pick({"JNE REG", "J&T Express EZ", "Pos Indonesia Reguler Kilat Khusus Antar Pulau", "X"});
    label.tracking_number = label.is_pickup ? "" : number();
    label.tracking_url += digits(below(3) * 20);
    label.note = text(200);
    label.weight = pick({"", "0,100 kg", "1.234,567 kg"});
    label.parcels = 1 + static_cast<std::int64_t>(below(3));
    label.cash.reset();
    if (below(2) == 0) label.cash = Money{static_cast<std::int64_t>(1 + below(999'999'999))};
    label.pieces.clear();
    for (std::size_t kinds = below(60); kinds > 0; --kinds)
      label.pieces.push_back({static_cast<std::int64_t>(1 + below(999)), text(120)});
    return label;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string pick(std::initializer_list<const char*> words) { return *(words.begin() + below(words.size())); }
  std::string digits(std::size_t count) {
    std::string out;
    while (out.size() < count) out += static_cast<char>('0' + below(10));
    return out;
  }
  /// As couriers write them, from five signs to the forty that the shop takes.
  std::string number() {
    constexpr std::string_view kSigns = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";
    if (below(4) == 0) return digits(5 + below(36));
    std::string out;
    for (std::size_t count = 5 + below(36); count > 0; --count) out += kSigns[below(kSigns.size())];
    return out;
  }
  std::string text(std::size_t most) {
    static constexpr const char* kWords[] = {
        "Jl.",      "Muhammad",    "Nguyễn Thị",
        "Ø̈ström",   "王小明",      "Дмитрий",
        "محمد",     "山田太郎",    "ꦱꦫꦱ꧀ꦮꦠꦶ",
        "Łukasz",   "\u202eHello", "a\u0301\u0301\u0301\u0301\u0301\u0301",
        "😀",       "\t\n",        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "<b>&amp;", "^XZ~JA",      "RT/RW",
        "No.17"};
    std::string out;
    const std::size_t length = below(most) + 1;
    while (out.size() < length) out += std::string(kWords[below(std::size(kWords))]) + " ";
    return out;
  }
  std::mt19937 random_{20'261'128};
};

std::size_t hostile_count() { return testing::at_full_length() ? 500 : 40; }

std::string expected_bars(const Label& label) { return "CODE-128:" + label.tracking_number; }
std::string expected_qr(const Label& label) { return "QR-Code:" + label.tracking_url; }

class LabelPdf : public ::testing::TestWithParam<LabelSize> {};

TEST_P(LabelPdf, says_all_that_sender_courier_and_recipient_need) {
  const Label label = guitar_to_jakarta();
  const auto pages = Document(label_pdf(std::vector{label}, GetParam(), kNow)).pages();
  ASSERT_EQ(pages.size(), 1U);
  const std::string text = pages.front().text();
  for (const char* part :
       {"Hurtrock Music Store", "0821-1555-8035", "Kota Bandung, Jawa Barat 40153", "Sekar Ayuningtyas",
        "+6281234567890", "Jl. Kemang Raya No. 7, RT 02/RW 05", "Bangka, Mampang Prapatan",
        "Kota Jakarta Selatan, DKI Jakarta 12730", "JNE REG", "JX1234567890", "HRT-7K3M-9XQ2", "4,350 kg", "COD",
        "12.500.000", "Pagar hitam, titip satpam", "1 × Ibanez RG550"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST_P(LabelPdf, both_codes_are_read_at_the_printers_resolution) {
  const Label label = guitar_to_jakarta();
  const Document document(label_pdf(std::vector{label}, GetParam(), kNow));
  for (const int dpi : {203, 300})
    EXPECT_THAT(document.codes(1, dpi), UnorderedElementsAre(expected_bars(label), expected_qr(label))) << dpi;
}

TEST_P(LabelPdf, without_a_tracking_number_there_is_room_to_write_one) {
  Label label = guitar_to_jakarta();
  label.tracking_number.clear();
  const Document document(label_pdf(std::vector{label}, GetParam(), kNow));
  EXPECT_THAT(document.codes(1, 203), UnorderedElementsAre(expected_qr(label)));
  EXPECT_THAT(document.pages().front().text(), HasSubstr("Nomor resi"));
}

TEST_P(LabelPdf, a_paid_parcel_asks_for_no_cash) {
  Label label = guitar_to_jakarta();
  label.cash.reset();
  const std::string text = Document(label_pdf(std::vector{label}, GetParam(), kNow)).pages().front().text();
  EXPECT_THAT(text, HasSubstr("NON-COD"));
  EXPECT_THAT(text, Not(HasSubstr("Rp")));
}

TEST_P(LabelPdf, what_is_fetched_says_so_in_both_languages_and_whose_it_is) {
  const Document document(label_pdf(std::vector{guitar_to_be_fetched()}, GetParam(), kNow));
  const auto pages = document.pages();
  ASSERT_EQ(pages.size(), 1U);
  const std::string text = pages.front().text();
  for (const char* part : {"AMBIL DI TOKO", "STORE PICK-UP", "Sekar Ayuningtyas", "7890", "HRT-7K3M-9XQ2", "TUNAI",
                           "12.500.000", "28 November 2026", "1 × Ibanez RG550"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(document.codes(1, 203), UnorderedElementsAre(expected_qr(guitar_to_be_fetched())));
}

TEST_P(LabelPdf, what_is_fetched_names_no_address_courier_or_sender) {
  const std::string text =
      Document(label_pdf(std::vector{guitar_to_be_fetched()}, GetParam(), kNow)).pages().front().text();
  for (const char* part : {"Kemang", "Mampang", "Jakarta", "JNE", "Nomor resi", "KEPADA", "DARI", "0821-1555-8035",
                           "Pagar hitam", "4,350 kg", "COD"})
    EXPECT_THAT(text, Not(HasSubstr(part)));
}

TEST_P(LabelPdf, what_does_not_fit_of_many_items_is_counted) {
  Label label = guitar_to_jakarta();
  label.pieces.assign(60, {2, "Gagang mikrofon"});
  EXPECT_THAT(Document(label_pdf(std::vector{label}, GetParam(), kNow)).pages().front().text(),
              ::testing::ContainsRegex("\\+[0-9]+ lainnya"));
}

TEST_P(LabelPdf, whatever_people_are_called_the_label_fits_and_its_codes_are_read) {
  HostileLabels hostile;
  std::vector<Label> labels;
  for (std::size_t i = 0; i < hostile_count(); ++i) labels.push_back(hostile.next());
  const Document document(label_pdf(labels, GetParam(), kNow));
  const auto pages = document.pages();
  ASSERT_EQ(pages.size(), labels.size());
  EXPECT_THAT(words_off_the_page(pages), IsEmpty());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto codes = document.codes(i + 1, 203);
    EXPECT_THAT(codes, Contains(expected_qr(labels[i]))) << "page " << i + 1;
    if (!labels[i].is_pickup)
      EXPECT_THAT(
          codes, ::testing::AnyOf(Contains(expected_bars(labels[i])), Contains("QR-Code:" + labels[i].tracking_number)))
          << "page " << i + 1;
    EXPECT_FALSE(document.touches_edge(i + 1, 4)) << "page " << i + 1;
    EXPECT_THAT(pages[i].text(), HasSubstr(labels[i].order_number));
  }
}

TEST_P(LabelPdf, the_same_label_is_the_same_file) {
  const std::vector labels{guitar_to_jakarta()};
  EXPECT_EQ(label_pdf(labels, GetParam(), kNow), label_pdf(labels, GetParam(), kNow));
}

TEST_P(LabelPdf, threads_that_print_at_once_do_not_disturb_each_other) {
  HostileLabels hostile;
  const std::vector labels{hostile.next(), guitar_to_jakarta(), hostile.next()};
  const std::string expected = label_pdf(labels, GetParam(), kNow);
  std::vector<std::string> printed(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& file : printed)
      threads.emplace_back([&] {
        for (int round = 0; round < 3; ++round) file = label_pdf(labels, GetParam(), kNow);
      });
  }
  EXPECT_THAT(printed, ::testing::Each(expected));
}

INSTANTIATE_TEST_SUITE_P(Sizes, LabelPdf, ::testing::Values(LabelSize::k100x150, LabelSize::k80x100),
                         [](const auto& size) {
                           return size.param == LabelSize::k100x150 ? std::string("of_100_by_150")
                                                                    : std::string("of_80_by_100");
                         });

TEST(LabelPdf, pages_are_as_large_as_the_paper) {
  constexpr double kPointsPerMm = 72 / 25.4;
  const std::vector labels{guitar_to_jakarta()};
  const auto large = Document(label_pdf(labels, LabelSize::k100x150, kNow)).pages().front();
  EXPECT_NEAR(large.width, 100 * kPointsPerMm, 0.01);
  EXPECT_NEAR(large.height, 150 * kPointsPerMm, 0.01);
  const auto small = Document(label_pdf(labels, LabelSize::k80x100, kNow)).pages().front();
  EXPECT_NEAR(small.width, 80 * kPointsPerMm, 0.01);
  EXPECT_NEAR(small.height, 100 * kPointsPerMm, 0.01);
}

}  // namespace
}  // namespace hurtrock::documents
