#include "documents/printable.hpp"

#include <gtest/gtest.h>

namespace hurtrock::documents {
namespace {

TEST(Printable, white_space_of_any_kind_becomes_single_spaces) {
  EXPECT_EQ(printable(" Jl. Contoh\r\n\tNo. 7  "), "Jl. Contoh No. 7");
}

TEST(Printable, an_amount_is_not_torn_apart) { EXPECT_EQ(printable("Rp\u00a05.000"), "Rp\u00a05.000"); }

TEST(Printable, nobody_turns_the_direction_of_a_line) { EXPECT_EQ(printable("\u202eabc\u2069\u200f"), "abc"); }

TEST(Printable, control_characters_are_left_out) {
  EXPECT_EQ(printable("a\x01\x7f"
                      "b\u0085c"),
            "abc");
}

TEST(Printable, marks_do_not_pile_up) {
  EXPECT_EQ(printable("a\u0301\u0302\u0303\u0304\u0305z"), "a\u0301\u0302\u0303z");
}

TEST(Printable, letters_of_every_kind_stay) { EXPECT_EQ(printable("Nguyễn 王小明 محمد"), "Nguyễn 王小明 محمد"); }

TEST(Printable, a_text_ends_at_its_limit_and_at_broken_bytes) {
  EXPECT_EQ(printable("äöü", 2), "äö");
  EXPECT_EQ(printable("ab\xff"
                      "cd"),
            "ab");
}

}  // namespace
}  // namespace hurtrock::documents
