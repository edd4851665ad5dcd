#include "admin/draft_order_form.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "admin/restock_form.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const i18n::Texts& draft_texts() { return i18n::Texts::of(i18n::Language::kIndonesian); }
http::Fields draft_form(std::string_view query) { return *http::Fields::decode(query, kMostDraftFields); }

std::vector<std::string> wrong_in_draft(std::string_view query, http::Need need) {
  std::vector<std::string> names;
  if (const auto contents = read_draft_form(draft_form(query), need, draft_texts()); !contents)
    for (const auto& error : contents.error()) names.push_back(error.field);
  return names;
}

catalog::Offer offer_of(std::int64_t variant, std::int64_t price) {
  catalog::Offer offer;
  offer.variant = VariantId{variant};
  offer.price = Money{price};
  return offer;
}

TEST(DraftOrderForm, anything_may_be_missing_from_what_is_kept) {
  EXPECT_THAT(wrong_in_draft("language=id", http::Need::kOptional), IsEmpty());
  EXPECT_THAT(wrong_in_draft("language=id&name=&phone=&email=&street=&area_code=&account=", http::Need::kOptional),
              IsEmpty());
}

TEST(DraftOrderForm, what_is_to_be_placed_is_complete) {
  EXPECT_THAT(
      wrong_in_draft("language=id", http::Need::kRequired),
      ElementsAre("name", "phone", "email", "area_code", "street", "shipping_service", "payment_method", "add_sku"));
}

TEST(DraftOrderForm, what_is_wrong_is_said_at_its_field_even_of_what_is_kept) {
  EXPECT_THAT(wrong_in_draft("language=fr&phone=12&email=ani&area_code=x&postal_code=123&payment_method=gold&account=x",
                             http::Need::kOptional),
              ElementsAre("account", "phone", "email", "area_code", "postal_code", "payment_method", "language"));
  EXPECT_THAT(wrong_in_draft("language=id&row=3&quantity_3=0&price_3=5", http::Need::kOptional),
              ElementsAre("quantity_3"));
  EXPECT_THAT(wrong_in_draft("language=id&row=3&quantity_3=1000&price_3=-1", http::Need::kOptional),
              ElementsAre("quantity_3", "price_3"));
  EXPECT_THAT(wrong_in_draft("language=id&email=" + std::string(300, 'a') + "@contoh.id", http::Need::kOptional),
              ElementsAre("email"));
}

TEST(DraftOrderForm, it_is_for_a_customers_account_that_is_in_use) {
  accounts::User user;
  EXPECT_TRUE(is_customer(user));
  for (const http::Role role : {http::Role::kStaff, http::Role::kAdmin}) {
    user.role = role;
    EXPECT_FALSE(is_customer(user));
  }
  user.role = http::Role::kBuyer;
  user.active = false;
  EXPECT_FALSE(is_customer(user));
  user.active = true;
  user.deleted = true;
  EXPECT_FALSE(is_customer(user));
}

TEST(DraftOrderForm, no_more_lines_than_a_cart_has) {
  std::string many = "language=id";
  for (int n = 1; n <= cart::kMostLines + 1; ++n) many += fmt::format("&row={0}&quantity_{0}=1&price_{0}=5", n);
  EXPECT_THAT(wrong_in_draft(many, http::Need::kOptional), ElementsAre("add_sku"));
  EXPECT_EQ(lines_in(draft_form(many)).size(), static_cast<std::size_t>(cart::kMostLines));
}

TEST(DraftOrderForm, what_is_typed_becomes_the_draft) {
  const auto contents = read_draft_form(
      draft_form("language=en&account=7&name=Ani&phone=0812-3456-7890&email=Ani%40Contoh.id&street=Jl.+Merdeka"
                 "&row=5&quantity_5=2&price_5=900&row=3&quantity_3=1&price_3=100&staff_note=Cepat&note=Lantai+2"
                 "&shipping_service=jne-reg&payment_method=cod&seen_goods=1900&seen_shipping.jne-reg=50"
                 "&accepted_total=99999"),
      http::Need::kOptional, draft_texts());
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->account, UserId{7});
  EXPECT_EQ(contents->language, i18n::Language::kEnglish);
  EXPECT_EQ(contents->request.contact.phone, "+6281234567890");
  EXPECT_EQ(contents->request.contact.email, "ani@contoh.id");
  EXPECT_EQ(contents->request.address.note, "Lantai 2");
  EXPECT_EQ(contents->request.seen_total, Money{1'950});
  EXPECT_FALSE(contents->request.accepted_total) << "prices are agreed to line by line";
  ASSERT_EQ(contents->lines.size(), 2U);
  EXPECT_EQ(contents->lines[0].variant, VariantId{5});
  EXPECT_EQ(contents->lines[0].price_seen, Money{900});
}

TEST(DraftOrderForm, what_was_seen_is_the_total_of_the_page_whatever_has_been_chosen_below_it) {
  const auto seen_with = [](const std::string& service) {
    const auto contents = read_draft_form(draft_form("language=id&name=Ani&shipping_service=jne-reg&seen_goods=1900&"
                                                     "seen_shipping.jne-reg=50&seen_shipping.pickup=0&"
                                                     "seen_service=" +
                                                     service),
                                          http::Need::kOptional, draft_texts());
    return contents ? contents->request.seen_total : std::nullopt;
  };
  EXPECT_EQ(seen_with("jne-reg"), Money{1'950});
  EXPECT_EQ(seen_with(""), Money{1'900}) << "it had no shipping yet";
  EXPECT_EQ(seen_with("pickup"), Money{1'900});
}

TEST(DraftOrderForm, what_is_scanned_twice_is_wanted_twice) {
  auto form = with_line(draft_form("name=Ani"), offer_of(3, 500));
  EXPECT_EQ(form.value("quantity_3"), "1");
  EXPECT_EQ(form.value("price_3"), "500");
  form = with_line(form, offer_of(3, 500));
  EXPECT_EQ(form.value("quantity_3"), "2");
  EXPECT_THAT(rows_of(form), ElementsAre(VariantId{3}));
  EXPECT_EQ(form.value("name"), "Ani");
}

TEST(DraftOrderForm, an_account_brings_what_is_known_of_it) {
  const checkout::AccountData data{.name = "Ani",
                                   .email = "ani@contoh.id",
                                   .phone = "0812-3456-7890",
                                   .addresses = {{.id = 1,
                                                  .recipient = "Ani Rahma",
                                                  .phone = "+6281200000000",
                                                  .street = "Jl. Merdeka",
                                                  .area_code = {},
                                                  .postal_code = {}}}};
  const auto form = with_account(draft_form("name=Budi&postal_code=40153&note=Cepat"), UserId{7}, data);
  EXPECT_EQ(form.value("account"), "7");
  EXPECT_EQ(form.value("name"), "Ani Rahma");
  EXPECT_EQ(form.value("email"), "ani@contoh.id");
  EXPECT_EQ(form.value("street"), "Jl. Merdeka");
  EXPECT_EQ(form.value("postal_code"), "") << "it was another address's";
  EXPECT_EQ(form.value("note"), "Cepat");
  EXPECT_EQ(without_account(form).value("account"), "");
  EXPECT_EQ(without_account(form).value("name"), "Ani Rahma");
}

}  // namespace
}  // namespace hurtrock::admin
