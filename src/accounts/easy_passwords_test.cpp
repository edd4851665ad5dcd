#include "accounts/easy_passwords.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hurtrock::accounts {
namespace {

constexpr PasswordOwner kSekar{.email = "sekar.ayu@mailku.id", .name = "Sekar Widowati", .shop_name = "Hurtrock Music"};

bool is_easy(const std::string& password) { return is_easy_to_guess(Secret{password}, kSekar); }

TEST(EasyPasswordsTest, usual_words_are_easy_with_a_few_digits_and_signs_too) {
  for (const char* easy :
       {"password",    "Password1",   "password123", "P@ssw0rd!",  "Passw0rd!23", "katasandi",  "kata sandi",
        "rahasia123",  "sayangku",    "bismillah99", "iloveyou2",  "admin123",    "pembeli123", "staf12345",
        "indonesia45", "merdeka1945", "gitar2026!",  "gitarmusik", "hurtrock1",   "123rahasia"})
    EXPECT_TRUE(is_easy(easy)) << easy;
}

TEST(EasyPasswordsTest, runs_of_digits_letters_and_keys_are_easy) {
  for (const char* easy :
       {"12345678", "1234567890", "87654321", "abcdefgh", "qwertyuiop", "poiuytrewq", "asdfghjkl", "qwerty123",
        "abcd1234", "1q2w3e4r", "1qaz2wsx", "zaq12wsx", "123qweasd", "!@#$%^&*", "11223344", "147258369", "a1b2c3d4"})
    EXPECT_TRUE(is_easy(easy)) << easy;
}

TEST(EasyPasswordsTest, repetitions_and_dates_are_easy) {
  for (const char* easy :
       {"aaaaaaaa", "11111111", "12121212", "abcabcabc", "asdfasdf", "hahahaha", "17081945", "19900101", "20262026"})
    EXPECT_TRUE(is_easy(easy)) << easy;
}

TEST(EasyPasswordsTest, what_is_known_of_the_owner_and_the_shop_is_easy) {
  for (const char* easy : {"sekar.ayu@mailku.id", "sekar.ayu", "SekarAyu", "sekarwidowati", "Sekar Widowati",
                           "widowati90", "s3kar.ayu1", "hurtrockmusic", "Hurtrock Music", "widowati1990"})
    EXPECT_TRUE(is_easy(easy)) << easy;
}

TEST(EasyPasswordsTest, the_same_is_not_easy_for_somebody_else) {
  EXPECT_FALSE(
      is_easy_to_guess(Secret{"widowati90"}, {.email = "joko@contoh.id", .name = "Joko", .shop_name = "Toko"}));
}

TEST(EasyPasswordsTest, sentences_and_random_characters_are_not_easy) {
  for (const char* good : {"kata sandi yang panjang", "rahasia-panjang-123", "sandi yang baru", "panjang dan acak 42",
                           "kuda benar baterai staples", "xT7#qLw9", "gq7vkz2m", "senar putus jam 3 pagi",
                           "correct horse battery staple", "\xE6\xBC\xA2\xE5\xAD\x97\xE5\xAF\x86\xE7\xA2\xBC"})
    EXPECT_FALSE(is_easy(good)) << good;
}

TEST(EasyPasswordsTest, a_long_repetition_is_as_easy_as_a_short_one) { EXPECT_TRUE(is_easy(std::string(200, 'x'))); }

TEST(EasyPasswordsTest, an_owner_of_whom_nothing_is_known_is_no_reason_to_refuse) {
  EXPECT_FALSE(is_easy_to_guess(Secret{"senar putus"}, {}));
  EXPECT_TRUE(is_easy_to_guess(Secret{"password"}, {}));
}

}  // namespace
}  // namespace hurtrock::accounts
