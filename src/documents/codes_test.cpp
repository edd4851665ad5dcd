#include "documents/codes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hurtrock::documents {
namespace {

TEST(Codes, bars_of_digits_take_half_the_room_of_letters) {
  const auto digits = code_128("1234567890"), letters = code_128("ABCDEFGHIJ");
  ASSERT_TRUE(digits && letters);
  EXPECT_EQ(digits->rows, 1U);
  // Start, five pairs, check, stop; and start, ten letters, check, stop.
  EXPECT_EQ(digits->columns, 11U * 7 + 13);
  EXPECT_EQ(letters->columns, 11U * 12 + 13);
}

TEST(Codes, a_qr_code_is_square_with_a_finder_in_three_corners) {
  const auto code = qr_code("https://hurtrock.example/track/HRT-7K3M-9XQ2");
  ASSERT_TRUE(code);
  EXPECT_EQ(code->columns, code->rows);
  const std::size_t last = code->columns - 1;
  EXPECT_TRUE(code->is_dark(0, 0) && code->is_dark(last, 0) && code->is_dark(0, last));
  EXPECT_FALSE(code->is_dark(1, 1));
}

TEST(Codes, what_cannot_be_encoded_is_refused) {
  for (const std::string& text : {std::string{}, std::string("王"), std::string("a\nb"), std::string(201, 'A')}) {
    EXPECT_FALSE(code_128(text)) << text;
    EXPECT_FALSE(qr_code(text)) << text;
  }
}

}  // namespace
}  // namespace hurtrock::documents
