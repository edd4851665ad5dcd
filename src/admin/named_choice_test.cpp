#include "admin/named_choice.hpp"

#include <gmock/gmock.h>

#include "admin/handlers.hpp"
#include "admin/product_filter.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/stock_filter.hpp"

namespace hurtrock::admin {
namespace {

using store::Named;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ChoosingByName : public testing::ShopTest {
 protected:
  ChoosingByName() {
    db_->write([&](db::Tx& tx) {
      tx.run_script(
          "INSERT INTO suppliers (id, name, active, created_at) VALUES (1, 'PT Senar Jaya', 1, 0), "
          "(2, 'CV Senar Baja', 1, 0), (3, 'UD Kulit 100%', 1, 0), (4, 'PT Lama', 0, 0)");
    });
  }

  /// More than a select holds.
  void add_many_suppliers() {
    db_->write([&](db::Tx& tx) {
      for (std::int64_t number = 1; number <= kNamesOffered; ++number)
        tx.execute("INSERT INTO suppliers (id, name, created_at) VALUES ($1, $2, 0)", 1000 + number,
                   "Grosir " + std::to_string(1000 + number));
    });
  }
  void add_many_categories() {
    db_->write([&](db::Tx& tx) {
      for (std::int64_t number = 1; number <= kNamesOffered; ++number)
        tx.execute("INSERT INTO categories (id, slug, name_id, name_en, position) VALUES ($1, $2, $2, $2, $1)",
                   1000 + number, "jenis-" + std::to_string(1000 + number));
    });
  }
  static http::Fields fields(std::string_view query) { return *http::Fields::decode(query); }
  NamedChoice choice(std::string_view query, store::Offered which = store::Offered::kAll) {
    return db_->read([&](db::Tx& tx) {
      return named_choice(tx, Named::kSupplier, fields(query), "Any", i18n::Texts::of(i18n::Language::kEnglish), which);
    });
  }
  NamesRead read(std::string_view query) {
    return db_->read([&](db::Tx& tx) {
      return read_names(tx, {Named::kSupplier}, fields(query), i18n::Texts::of(i18n::Language::kEnglish));
    });
  }
  static std::vector<std::string> chosen_of(const NamedChoice& choice) {
    std::vector<std::string> chosen;
    for (const auto& each : choice.choices)
      if (each.selected) chosen.push_back(each.text);
    return chosen;
  }
  http::Response answer_of(http::Response (*show)(const http::Request&, Services&), std::string path,
                           std::string_view query) {
    http::Request request;
    request.path = std::move(path);
    request.query = fields(query);
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kStaff};
    request.visitor.language = i18n::Language::kEnglish;
    return show(request, shop_);
  }
};

INSTANTIATE_TEST_SUITE_P(, ChoosingByName, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ChoosingByName, few_stand_in_a_select_with_the_chosen_one) {
  const auto any = choice("");
  EXPECT_FALSE(any.is_typed);
  EXPECT_THAT(any.choices, SizeIs(5));
  EXPECT_THAT(chosen_of(any), ElementsAre("Any"));
  EXPECT_THAT(chosen_of(choice("supplier=3")), ElementsAre("UD Kulit 100%"));
}

TEST_P(ChoosingByName, one_out_of_use_is_offered_only_where_it_is_chosen_already) {
  EXPECT_THAT(choice("", store::Offered::kInUse).choices, SizeIs(4));
  EXPECT_THAT(chosen_of(choice("supplier=4", store::Offered::kInUse)), ElementsAre("PT Lama"));
}

TEST_P(ChoosingByName, of_many_the_name_is_typed_and_some_are_offered) {
  add_many_suppliers();
  const auto any = choice("");
  EXPECT_TRUE(any.is_typed);
  EXPECT_EQ(any.typed, "");
  EXPECT_THAT(any.offered, SizeIs(kNamesOffered));
  const auto third = choice("supplier=3");
  EXPECT_EQ(third.typed, "UD Kulit 100%");
  EXPECT_EQ(chosen_in({&third.choices}), 1U);
  const auto alike = choice("supplier_name=senar");
  EXPECT_EQ(alike.typed, "senar");
  EXPECT_THAT(alike.offered, ElementsAre("CV Senar Baja", "PT Senar Jaya"));
}

TEST_P(ChoosingByName, a_name_is_known_whole_or_by_a_part_that_no_other_has) {
  for (const auto* typed : {"PT+Senar+Jaya", "+pt+senar+jaya+", "senar+j"}) {
    const auto [made, errors] = read("q=a&supplier=2&supplier_name=" + std::string(typed));
    EXPECT_THAT(errors, IsEmpty()) << typed;
    EXPECT_EQ(made.canonical(), "q=a&supplier=1") << typed;
  }
  EXPECT_EQ(read("supplier_name=100%25").fields.value("supplier"), "3") << "not any text";
}

TEST_P(ChoosingByName, nothing_typed_is_nothing_chosen) {
  const auto [made, errors] = read("supplier=2&supplier_name=+");
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(made.canonical(), "supplier=");
  EXPECT_EQ(read("supplier=2").fields.canonical(), "supplier=2") << "a select has no such field";
}

TEST_P(ChoosingByName, what_is_not_known_is_refused_at_its_field_and_chooses_nothing) {
  const auto unknown = read("supplier=2&supplier_name=Yamaha");
  EXPECT_EQ(unknown.fields.value("supplier"), "");
  EXPECT_EQ(unknown.fields.value("supplier_name"), "Yamaha");
  ASSERT_THAT(unknown.errors, SizeIs(1));
  EXPECT_EQ(unknown.errors[0].field, "supplier");
  EXPECT_EQ(unknown.errors[0].message, "There is no supplier called “Yamaha”.");
  const auto several = read("supplier_name=senar");
  ASSERT_THAT(several.errors, SizeIs(1));
  EXPECT_THAT(several.errors[0].message, HasSubstr("CV Senar Baja, PT Senar Jaya."));
  EXPECT_THAT(read("supplier_name=%01").errors, SizeIs(1)) << "no text at all";
}

TEST_P(ChoosingByName, a_list_asked_for_by_a_name_is_where_it_is_by_the_id) {
  for (const auto& [show, path] : {std::pair{&show_stock, "/admin/stock"}, {&show_restock_list, "/admin/restock"}}) {
    const auto answer = answer_of(show, path, "supplier_name=kulit&q=a");
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.header("Location"), std::string(path) + "?q=a&supplier=3");
  }
  const auto products = answer_of(&show_products, "/admin/products", "brand_name=IBANEZ&brand=9");
  EXPECT_EQ(products.header("Location"), "/admin/products?brand=1");
}

TEST_P(ChoosingByName, a_list_says_at_the_field_that_nobody_is_called_so) {
  for (const auto show : {&show_stock, &show_restock_list}) {
    const auto answer = answer_of(show, "/admin/stock", "supplier_name=%3CYamaha%3E");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("There is no supplier called"));
    EXPECT_THAT(answer.body, HasSubstr("name=\"supplier_name\""));
    EXPECT_THAT(answer.body, Not(HasSubstr("<Yamaha>")));
  }
}

TEST_P(ChoosingByName, a_name_that_nobody_has_never_means_everything) {
  for (const auto* query :
       {"supplier_name=Yamaha", "supplier_name=%01", "brand_name=Yamaha", "brand=1&brand_name=x", "category_name=Drum",
        "supplier=Yamaha", "brand=0", "brand=-1", "brand=+1", "category=99999999999999999999"}) {
    const auto list = answer_of(&show_stock, "/admin/stock", query).body;
    EXPECT_THAT(list, HasSubstr(">No variant matches<")) << query;
    EXPECT_THAT(list, HasSubstr("<p>There is no ")) << query;
    EXPECT_THAT(list, Not(HasSubstr("RG550-RF"))) << query;
    EXPECT_THAT(list, Not(HasSubstr("/admin/stock/export"))) << query;
    for (const auto show : {&show_stock_csv, &show_stock_xlsx}) {
      const auto file = answer_of(show, "/admin/stock/export.csv", query);
      EXPECT_EQ(file.status, 422) << query;
      EXPECT_THAT(file.body, HasSubstr("<p>There is no ")) << query;
    }
  }
  for (const auto* query : {"supplier_name=Yamaha", "supplier=Yamaha"})
    EXPECT_THAT(answer_of(&show_restock_list, "/admin/restock", query).body, HasSubstr(">No purchase order matches<"));
  for (const auto* query : {"brand=Yamaha", "category=Drum", "category_name=Drum", "supplier=Yamaha"}) {
    const auto list = answer_of(&show_products, "/admin/products", query).body;
    EXPECT_THAT(list, HasSubstr(">No product matches<")) << query;
    EXPECT_THAT(list, HasSubstr("<p>There is no ")) << query;
  }
}

TEST_P(ChoosingByName, a_number_that_nothing_has_is_said) {
  for (const auto* field : {"brand", "supplier", "category"}) {
    const std::string query = std::string(field) + "=999", said = std::string("<p>There is no such ") + field + ".";
    EXPECT_THAT(answer_of(&show_stock, "/admin/stock", query).body, HasSubstr(said));
    EXPECT_THAT(answer_of(&show_products, "/admin/products", query).body, HasSubstr(said));
  }
  const auto orders = answer_of(&show_restock_list, "/admin/restock", "supplier=999").body;
  EXPECT_THAT(orders, HasSubstr("<p>There is no such supplier."));
  EXPECT_THAT(orders, HasSubstr("<option value=\"999\" selected>#999</option>"));
}

TEST_P(ChoosingByName, tabs_and_files_keep_what_names_nothing) {
  for (const auto* query : {"supplier_name=Yamaha&alert=low", "supplier=Yamaha&alert=low"})
    EXPECT_THAT(answer_of(&show_stock, "/admin/stock", query).body,
                HasSubstr("href=\"/admin/stock?alert=out&amp;supplier_name=Yamaha\""));
  EXPECT_THAT(answer_of(&show_restock_list, "/admin/restock", "supplier=Yamaha").body,
              HasSubstr("href=\"/admin/restock?state=ordered&amp;supplier_name=Yamaha\""));
  EXPECT_EQ(StockFilter::read(fields("brand=x&after=1:1")).with_any_alert().address(),
            "/admin/stock?alert=any&brand_name=x");
}

TEST_P(ChoosingByName, a_name_where_an_id_belongs_finds_what_is_called_so) {
  EXPECT_EQ(answer_of(&show_products, "/admin/products", "brand=ibanez&q=a").header("Location"),
            "/admin/products?brand=1&q=a");
}

TEST_P(ChoosingByName, what_names_nothing_changes_no_products) {
  for (const auto* query : {"brand=x", "brand_name=x", "category_name=x", "supplier=-1"})
    EXPECT_FALSE(ProductFilter::read_strictly(fields(query))) << query;
}

TEST_P(ChoosingByName, a_category_is_called_with_those_above_it) {
  db_->write([&](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO categories (id, slug, name_id, name_en, parent_id) VALUES (2, 'akustik', 'Akustik', 'Acoustic', "
        "1), "
        "(3, 'drum', 'Drum', 'Drums', NULL), (4, 'drum-akustik', 'Akustik', 'Acoustic', 3), "
        "(5, 'bas', 'Bas', 'Bass', 1)");
  });
  const auto& texts = i18n::Texts::of(i18n::Language::kEnglish);
  const auto category = [&](std::string_view query) {
    return db_->read([&](db::Tx& tx) { return read_names(tx, {Named::kCategory}, fields(query), texts); });
  };
  for (const auto* typed : {"Guitars+%3E+Acoustic", "gitar>akustik", "guitars+%3E+ac"})
    EXPECT_EQ(category("category_name=" + std::string(typed)).fields.value("category"), "2") << typed;
  EXPECT_EQ(category("category_name=bass").fields.value("category"), "5") << "no other has its name";
  const auto several = category("category_name=acoustic").errors;
  ASSERT_THAT(several, SizeIs(1));
  EXPECT_EQ(several[0].field, "category");
  EXPECT_THAT(several[0].message, HasSubstr("Guitars > Acoustic, Drums > Acoustic."));
  EXPECT_THAT(category("category_name=Flute").errors, SizeIs(1));

  const auto chosen =
      db_->read([&](db::Tx& tx) { return named_choice(tx, Named::kCategory, fields("category=4"), "Any", texts); });
  EXPECT_FALSE(chosen.is_typed);
  EXPECT_THAT(chosen.choices, SizeIs(6));
  EXPECT_THAT(chosen_of(chosen), ElementsAre("\u00a0\u00a0\u00a0Acoustic"));
}

TEST_P(ChoosingByName, what_is_shown_of_a_category_is_that_category_whatever_others_are_called) {
  add_many_categories();
  db_->write([&](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO categories (id, slug, name_id, name_en, parent_id) VALUES "
        "(2, 'aksesoris', 'Aksesoris', 'Accessories', 1), (3, 'aksesoris-2', 'Aksesoris', 'Accessories', NULL), "
        "(4, 'gitar-2', 'Gitar', 'Guitars', 3), (5, 'sama', 'Sama', 'Same', 1), (6, 'sama-2', 'Sama', 'Same', 1)");
  });
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish}) {
    const auto& texts = i18n::Texts::of(language);
    for (int category = 1; category <= 6; ++category) {
      const std::string id = std::to_string(category);
      const auto shown = db_->read(
          [&](db::Tx& tx) { return named_choice(tx, Named::kCategory, fields("category=" + id), "Any", texts); });
      EXPECT_TRUE(shown.is_typed);
      const auto sent = db_->read([&](db::Tx& tx) {
        return read_names(tx, {Named::kCategory}, http::Fields({{"category_name", shown.typed}}), texts);
      });
      EXPECT_THAT(sent.errors, IsEmpty()) << shown.typed;
      EXPECT_EQ(sent.fields.value("category"), id) << shown.typed;
    }
    const auto offered =
        db_->read([&](db::Tx& tx) { return named_choice(tx, Named::kCategory, fields(""), "Any", texts); }).offered;
    EXPECT_THAT(offered, Contains("aksesoris-2"));
    EXPECT_THAT(offered, Contains("sama"));
    EXPECT_THAT(offered,
                Contains(language == i18n::Language::kEnglish ? "Guitars > Accessories" : "Gitar > Aksesoris"));
  }
  const auto several = answer_of(&show_products, "/admin/products", "category_name=guitars");
  EXPECT_EQ(several.status, 200);
  EXPECT_THAT(several.body, HasSubstr("gitar, Guitars &gt; Accessories"));
}

TEST_P(ChoosingByName, a_part_is_looked_for_in_either_language_so_that_no_other_is_taken) {
  db_->write([&](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO categories (id, slug, name_id, name_en) VALUES (2, 'a', 'Kabel', 'Leads'), "
        "(3, 'b', 'Kabel', 'Cables'), (4, 'c', 'Kotak', 'Kabel box')");
  });
  const auto read_as = [&](std::string_view query) {
    return db_->read([&](db::Tx& tx) {
      return read_names(tx, {Named::kCategory}, fields(query), i18n::Texts::of(i18n::Language::kEnglish));
    });
  };
  EXPECT_THAT(read_as("category_name=kabel").errors, SizeIs(1));
  EXPECT_EQ(read_as("category_name=kabel+b").fields.value("category"), "4");
}

TEST_P(ChoosingByName, the_longest_path_is_typed_whole) {
  add_many_categories();
  const std::string name(60, 'n');
  db_->write([&](db::Tx& tx) {
    for (std::int64_t level = 1; level <= 5; ++level)
      tx.execute("INSERT INTO categories (id, slug, name_id, name_en, parent_id) VALUES ($1, $2, $3, $3, $4)",
                 10 + level, "tingkat-" + std::to_string(level), name,
                 level == 1 ? std::nullopt : std::optional{9 + level});
  });
  const auto body = answer_of(&show_products, "/admin/products", "category=15").body;
  const auto shown = db_->read([&](db::Tx& tx) {
    return named_choice(tx, Named::kCategory, fields("category=15"), "Any", i18n::Texts::of(i18n::Language::kEnglish));
  });
  EXPECT_THAT(shown.typed, SizeIs(312));
  EXPECT_THAT(body, HasSubstr("maxlength=\"320\""));
  const auto sent =
      answer_of(&show_products, "/admin/products", http::Fields({{"category_name", shown.typed}}).canonical());
  EXPECT_EQ(sent.header("Location"), "/admin/products?category=15");
}

TEST_P(ChoosingByName, of_many_categories_the_name_is_typed) {
  add_many_categories();
  for (const auto& [show, path] : {std::pair{&show_stock, "/admin/stock"}, {&show_products, "/admin/products"}}) {
    const auto body = answer_of(show, path, "category=1200").body;
    EXPECT_THAT(body, HasSubstr("name=\"category_name\"")) << path;
    EXPECT_THAT(body, HasSubstr("value=\"jenis-1200\"")) << path;
    EXPECT_THAT(body, Not(HasSubstr("<option value=\"jenis-1200\">"))) << path << ": behind those that are offered";
    EXPECT_EQ(answer_of(show, path, "category_name=JENIS-1200").header("Location"),
              std::string(path) + "?category=1200");
  }
}

TEST_P(ChoosingByName, no_page_grows_with_the_suppliers) {
  add_many_suppliers();
  for (const auto& [show, path] : {std::pair{&show_stock, "/admin/stock"},
                                   {&show_restock_list, "/admin/restock"},
                                   {&show_takes, "/admin/stock/takes"},
                                   {&show_new_product, "/admin/products/new"},
                                   {&show_new_restock, "/admin/restock/new"}}) {
    const auto body = answer_of(show, path, "").body;
    EXPECT_THAT(body, HasSubstr("name=\"supplier_name\"")) << path;
    EXPECT_THAT(body, Not(HasSubstr("UD Kulit"))) << path << ": behind those that are offered";
  }
}

TEST_P(ChoosingByName, an_order_is_begun_by_a_name_with_what_comes_from_there) {
  add_many_suppliers();
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE products SET supplier_id = 1 WHERE id = 1");
    tx.execute("UPDATE products SET supplier_id = 2 WHERE id = 2");
  });
  const auto choice = answer_of(&show_new_restock, "/admin/restock/new", "variant=1&variant=2").body;
  EXPECT_THAT(choice, HasSubstr("/admin/restock/new?supplier=1&amp;variant=1\""));
  EXPECT_THAT(choice, HasSubstr("type=\"hidden\" name=\"variant\" value=\"2\""));
  EXPECT_THAT(choice, Not(HasSubstr("Grosir 1001</a>")));
  const auto draft =
      answer_of(&show_new_restock, "/admin/restock/new", "variant=1&variant=2&supplier_name=PT+Senar+Jaya").body;
  EXPECT_THAT(draft, HasSubstr("name=\"supplier\" value=\"1\""));
  EXPECT_THAT(draft, HasSubstr("RG550-RF"));
  EXPECT_THAT(draft, Not(HasSubstr("SLK-10")));
}

TEST_P(ChoosingByName, an_order_without_a_name_keeps_what_was_chosen_for_it) {
  add_many_suppliers();
  db_->write([&](db::Tx& tx) {
    tx.execute("UPDATE products SET supplier_id = 1 WHERE id = 1");
    tx.execute("UPDATE products SET supplier_id = 2 WHERE id = 2");
  });
  for (const auto* name : {"", "+"}) {
    const auto choice =
        answer_of(&show_new_restock, "/admin/restock/new", "variant=1&variant=2&supplier_name=" + std::string(name))
            .body;
    EXPECT_THAT(choice, HasSubstr("/admin/restock/new?supplier=1&amp;variant=1\""));
    EXPECT_THAT(choice, HasSubstr("/admin/restock/new?supplier=2&amp;variant=2\""));
    for (const auto* variant : {"1", "2"})
      EXPECT_THAT(choice, HasSubstr("type=\"hidden\" name=\"variant\" value=\"" + std::string(variant) + "\""));
  }
}

}  // namespace
}  // namespace hurtrock::admin
