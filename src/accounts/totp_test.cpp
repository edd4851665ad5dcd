#include "accounts/totp.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace hurtrock::accounts::totp {
namespace {

using namespace std::chrono_literals;

const Secret kRfc{"12345678901234567890"};

Time at(std::int64_t seconds) { return Time{std::chrono::seconds{seconds}}; }

TEST(Totp, codes_are_those_of_rfc_6238_appendix_b) {
  for (const auto& [seconds, code] : {std::pair{59LL, "94287082"},
                                      {1'111'111'109LL, "07081804"},
                                      {1'111'111'111LL, "14050471"},
                                      {1'234'567'890LL, "89005924"},
                                      {2'000'000'000LL, "69279037"},
                                      {20'000'000'000LL, "65353130"}})
    EXPECT_EQ(code_at(kRfc, step_at(at(seconds)), 8), code) << seconds;
}

TEST(Totp, codes_of_counters_are_those_of_rfc_4226_appendix_d) {
  std::int64_t counter = 0;
  for (const auto* code :
       {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"})
    EXPECT_EQ(code_at(kRfc, counter++), code);
}

TEST(Totp, a_code_counts_from_half_a_minute_before_until_half_a_minute_after) {
  const Time now = at(1'800'000'015);
  const std::int64_t step = step_at(now);
  for (const std::int64_t near : {step - 1, step, step + 1}) EXPECT_EQ(step_of(kRfc, code_at(kRfc, near), now), near);
  for (const std::int64_t far : {step - 2, step + 2}) EXPECT_EQ(step_of(kRfc, code_at(kRfc, far), now), std::nullopt);
}

TEST(Totp, what_is_no_code_fits_nothing) {
  const Time now = at(1'800'000'000);
  for (const auto* code : {"", "12345", "1234567", "abcdef", "000000"})
    EXPECT_EQ(step_of(kRfc, code, now), std::nullopt);
}

TEST(Totp, base_32_is_that_of_rfc_4648) {
  for (const auto& [plain, coded] : {std::pair{"", ""},
                                     {"f", "MY"},
                                     {"fo", "MZXQ"},
                                     {"foo", "MZXW6"},
                                     {"foob", "MZXW6YQ"},
                                     {"fooba", "MZXW6YTB"},
                                     {"foobar", "MZXW6YTBOI"}})
    EXPECT_EQ(base32(plain), coded);
  EXPECT_EQ(base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

TEST(Totp, the_address_in_the_qr_code_names_shop_and_account) {
  EXPECT_EQ(key_uri(kRfc, "Hurtrock Music Store", "ani@toko.id"),
            "otpauth://totp/Hurtrock%20Music%20Store:ani%40toko.id?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="
            "Hurtrock%20Music%20Store");
}

}  // namespace
}  // namespace hurtrock::accounts::totp
