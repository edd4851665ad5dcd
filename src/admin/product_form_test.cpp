#include "admin/product_form.hpp"

#include <gmock/gmock.h>

#include "admin/form_for_tests.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A form that nothing is wrong with, with two variants.
FormPairs good_product() {
  FormPairs pairs{{"name", "Ibanez RG550"}, {"brand", "Ibanez"},         {"category", "1"},
                  {"state", "active"},      {"description_id", "Gitar"}, {"description_en", "Guitar"},
                  {"options", "1"},         {"o1_name_id", "Warna"},     {"o1_name_en", "Finish"}};
  for (const std::string row : {"1", "2"})
    for (const auto& [name, value] : FormPairs{{"sku", "rg-" + row},
                                               {"price", "15.000.000"},
                                               {"weight", "4000"},
                                               {"length", "1100"},
                                               {"width", "400"},
                                               {"height", "150"},
                                               {"o1_id", row == "1" ? "Merah" : "Hitam"},
                                               {"active", "1"},
                                               {"stock", "3"}})
      pairs.emplace_back("v" + row + "_" + name, value);
  pairs.emplace_back("row", "1");
  pairs.emplace_back("row", "2");
  return pairs;
}
/// "field code" of everything that is refused.
std::vector<std::string> refused(const http::Fields& form) {
  std::vector<std::string> errors;
  const auto read = read_product_form(form, english());
  if (!read)
    for (const auto& error : read.error()) errors.push_back(error.field + " " + error.code);
  return errors;
}

TEST(ProductForm, reads_a_product_with_its_variants) {
  const auto form = read_product_form(http::Fields(good_product()), english());
  ASSERT_TRUE(form);
  EXPECT_EQ(form->product.name, "Ibanez RG550");
  ASSERT_EQ(form->product.variants.size(), 2U);
  EXPECT_EQ(form->product.variants[0].sku, "RG-1");
  EXPECT_EQ(form->product.variants[0].price, Money{15'000'000});
  EXPECT_EQ(form->stock[0].on_hand, 3);
  EXPECT_THAT(form->product.variants[1].options,
              ElementsAre(catalog::OptionDraft{"Warna", "Finish", "Hitam", "Hitam"}));
}

TEST(ProductForm, comes_back_from_its_own_fields) {
  const auto form = read_product_form(http::Fields(good_product()), english());
  const http::Fields fields = fields_of(form->product, {}, i18n::Language::kEnglish);
  const auto again = read_product_form(fields, english());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->product.variants[1].options, form->product.variants[1].options);
  EXPECT_EQ(again->product.variants[1].sku, "RG-2");
}

TEST(ProductForm, says_at_each_field_what_is_wrong) {
  const auto wrong = [](const std::string& field, const std::string& value) {
    return refused(with(good_product(), field, value));
  };
  EXPECT_THAT(wrong("name", ""), ElementsAre("name required"));
  EXPECT_THAT(wrong("state", "archived"), ElementsAre("state choice"));
  EXPECT_THAT(wrong("slug", "Not A Slug"), ElementsAre("slug slug"));
  EXPECT_THAT(wrong("v1_price", "0"), ElementsAre("v1_price price"));
  EXPECT_THAT(wrong("v1_price", "1.5"), ElementsAre("v1_price price"));
  EXPECT_THAT(wrong("v1_price", "100.000.000.001"), ElementsAre("v1_price price"));
  EXPECT_THAT(wrong("v1_compare", "15.000.000"), ElementsAre("v1_compare compare"));
  EXPECT_THAT(wrong("v2_weight", "0"), ElementsAre("v2_weight out_of_range"));
  EXPECT_THAT(wrong("v2_low", "-1"), ElementsAre("v2_low out_of_range"));
  EXPECT_THAT(wrong("v2_minimum", "5"), ElementsAre("v2_low low_below_minimum"));
  EXPECT_THAT(wrong("v2_sku", "a b"), ElementsAre("v2_sku sku"));
  EXPECT_THAT(wrong("v2_sku", "RG-1"), ElementsAre("v2_sku sku_twice"));
  EXPECT_THAT(wrong("v2_o1_id", "merah"), ElementsAre("v2_o1_id combination"));
  EXPECT_THAT(wrong("description_en", ""), ElementsAre("description_en required"));
  EXPECT_THAT(wrong("seo_title_en", std::string(101, 'a')), ElementsAre("seo_title_en too_long"));
  EXPECT_THAT(wrong("seo_description_id", std::string(321, 'a')), ElementsAre("seo_description_id too_long"));
}

TEST(ProductForm, a_copy_is_told_of_in_words_of_its_own) {
  auto form = read_product_form(with(good_product(), "seo_title_id", "Gitar Ibanez"), english());
  ASSERT_TRUE(form);
  EXPECT_EQ(fields_of(form->product, {}, i18n::Language::kEnglish).value("seo_title_id"), "Gitar Ibanez");
  EXPECT_EQ(fields_of_copy(form->product, {}, i18n::Language::kEnglish).value("seo_title_id"), "");
}

TEST(ProductForm, a_hidden_product_needs_no_description_yet) {
  FormPairs pairs = with(good_product(), "description_en", "").pairs();
  EXPECT_THAT(refused(with(pairs, "state", "hidden")), IsEmpty());
}

TEST(ProductForm, several_variants_need_something_that_tells_them_apart) {
  EXPECT_THAT(refused(with(good_product(), "options", "0")), ElementsAre(" no_option"));
}

TEST(ProductForm, a_variant_that_is_not_sold_may_look_like_another) {
  FormPairs pairs = with(good_product(), "v2_o1_id", "Merah").pairs();
  std::erase_if(pairs, [](const auto& pair) { return pair.first == "v2_active"; });
  EXPECT_THAT(refused(http::Fields(pairs)), IsEmpty());
}

TEST(ProductForm, something_must_be_for_sale) {
  FormPairs pairs = good_product();
  std::erase_if(pairs, [](const auto& pair) { return pair.first.ends_with("_active"); });
  EXPECT_THAT(refused(http::Fields(pairs)), ElementsAre(" no_variant"));
}

TEST(ProductForm, numbers_are_thousandths_and_texts_come_in_both_languages) {
  FormPairs pairs = good_product();
  for (const auto& pair :
       FormPairs{{"spec", "7"}, {"s7", "25,5"}, {"spec", "8"}, {"s8_id", "Mahoni"}, {"spec", "9"}, {"s9", ""}})
    pairs.push_back(pair);
  const auto form = read_product_form(http::Fields(pairs), english());
  ASSERT_TRUE(form);
  ASSERT_EQ(form->product.specs.size(), 2U);
  EXPECT_EQ(form->product.specs[0].number_milli, 25'500);
  EXPECT_EQ(form->product.specs[1].text_en, "Mahoni");
  EXPECT_THAT(refused(with(pairs, "s7", "banyak")), ElementsAre("s7 spec_number"));
}

TEST(ProductForm, a_new_row_is_like_the_last_one_but_for_what_is_its_own) {
  const auto form = with_button_pressed(with(good_product(), "do", "add_row"));
  ASSERT_TRUE(form);
  EXPECT_THAT(ProductFormShape::of(*form).rows, ElementsAre(1, 2, 3));
  EXPECT_EQ(form->value("v3_price"), "15.000.000");
  EXPECT_EQ(form->value("v3_sku"), "");
}

TEST(ProductForm, a_row_that_is_stored_cannot_be_taken_away) {
  EXPECT_THAT(ProductFormShape::of(*with_button_pressed(with(good_product(), "do", "remove_row:1"))).rows,
              ElementsAre(2));
  const FormPairs stored = with(good_product(), "v1_id", "17").pairs();
  EXPECT_THAT(ProductFormShape::of(*with_button_pressed(with(stored, "do", "remove_row:1"))).rows, ElementsAre(1, 2));
}

TEST(ProductForm, what_stood_behind_an_option_that_goes_moves_up) {
  FormPairs pairs = with(good_product(), "options", "2").pairs();
  for (const auto& pair : FormPairs{{"o2_name_id", "Senar"}, {"v1_o2_id", "6"}, {"v2_o2_id", "7"}})
    pairs.push_back(pair);
  const auto form = with_button_pressed(with(pairs, "do", "remove_option:1"));
  ASSERT_TRUE(form);
  EXPECT_EQ(ProductFormShape::of(*form).options, 1);
  EXPECT_EQ(form->value("o1_name_id"), "Senar");
  EXPECT_EQ(form->value("o1_name_en"), "");
  EXPECT_EQ(form->value("v2_o1_id"), "7");
}

TEST(ProductForm, rows_columns_and_specifications_are_bounded) {
  FormPairs pairs;
  for (int row = 1; row <= 500; ++row) {
    pairs.emplace_back("row", std::to_string(row));
    pairs.emplace_back("spec", std::to_string(row));
  }
  const auto shape = ProductFormShape::of(with(pairs, "options", "99"));
  EXPECT_EQ(shape.rows.size(), kMostVariants);
  EXPECT_EQ(shape.specs.size(), kMostSpecs);
  EXPECT_EQ(shape.options, 0);
}

}  // namespace
}  // namespace hurtrock::admin
