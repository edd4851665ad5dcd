#include "platform/core/crypto.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace hurtrock::crypto {
namespace {

class CryptoTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { start(); }
};

// Expected values: FIPS 180-4 examples, and RFC 4231 test case 2.
TEST_F(CryptoTest, DigestsMatchThePublishedExamples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha512_hex("abc"),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(hex(hmac_sha256(Secret{"Jefe"}, "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_F(CryptoTest, ADigestInPiecesIsTheDigestOfTheWhole) {
  Sha256 digest;
  digest.add("a");
  digest.add("");
  digest.add("bc");
  EXPECT_EQ(digest.hex(), sha256_hex("abc"));
}

TEST_F(CryptoTest, ALongKeySignsAsTheStandardSays) {  // RFC 4231 test case 6
  EXPECT_EQ(
      hex(hmac_sha256(Secret{std::string(131, '\xaa')}, "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_F(CryptoTest, EveryByteSurvivesBase64url) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
  EXPECT_EQ(from_base64url(""), "");
}

TEST_F(CryptoTest, WhatIsNotBase64urlIsRefused) {
  for (const char* refused : {"a", "YQ==", "Y+/a", "YQ ", "YR", "\xc3\xa9"})
    EXPECT_EQ(from_base64url(refused), std::nullopt) << refused;
}

TEST_F(CryptoTest, MimeGetsPaddedBase64) {
  EXPECT_EQ(base64("a"), "YQ==");
  EXPECT_EQ(base64("\xfb\xff"), "+/8=");
}

TEST_F(CryptoTest, TokensDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_token());
  EXPECT_EQ(seen.size(), 1000U);
  EXPECT_EQ(seen.begin()->size(), 43U);
}

TEST_F(CryptoTest, AUuidIsOfVersionFour) {
  const std::string uuid = random_uuid();
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string_view{"89ab"}.find(uuid[19]), std::string_view::npos);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) EXPECT_EQ(uuid[dash], '-');
}

TEST_F(CryptoTest, RandomNumbersStayBelowTheirLimit) {
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 500; ++i) seen.insert(random_below(5));
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
}

TEST_F(CryptoTest, ComparisonSeesEveryDifference) {
  EXPECT_TRUE(equal("", ""));
  EXPECT_TRUE(equal("token", "token"));
  EXPECT_FALSE(equal("token", "tokeN"));
  EXPECT_FALSE(equal("token", "toke"));
}

TEST_F(CryptoTest, OnlyTheRightPasswordOpens) {
  const std::string hash = hash_password(Secret{"gitar listrik"});
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, Secret{"gitar listrik"}));
  EXPECT_FALSE(verify_password(hash, Secret{"gitar listrik "}));
}

TEST_F(CryptoTest, TheSamePasswordHashesDifferently) {
  EXPECT_NE(hash_password(Secret{"sama"}), hash_password(Secret{"sama"}));
}

TEST_F(CryptoTest, ABrokenHashOpensForNobody) {
  EXPECT_FALSE(verify_password("", Secret{""}));
  EXPECT_FALSE(verify_password("plain", Secret{"plain"}));
}

TEST_F(CryptoTest, ManyLoginsAtOnceAllFinish) {
  std::vector<std::jthread> logins;
  for (int i = 0; i < 8; ++i) logins.emplace_back([] { EXPECT_FALSE(hash_password(Secret{"ramai"}).empty()); });
}

TEST_F(CryptoTest, ASealedTextComesBack) {
  const Secret master{"a master key of the installation"};
  for (const std::string& plain : {std::string{}, std::string{"sk_test_123"}, std::string("nul\0inside", 10)})
    EXPECT_EQ(unseal(master, "gateway keys", seal(master, "gateway keys", plain)), plain);
}

TEST_F(CryptoTest, ABoxOpensOnlyWithItsMasterAndPurpose) {
  const std::string box = seal(Secret{"one"}, "totp", "secret");
  EXPECT_EQ(unseal(Secret{"two"}, "totp", box), std::nullopt);
  EXPECT_EQ(unseal(Secret{"one"}, "gateway keys", box), std::nullopt);
}

TEST_F(CryptoTest, AChangedBoxStaysShut) {
  const Secret master{"one"};
  const std::string box = *from_base64url(seal(master, "totp", "secret"));
  for (std::size_t i = 0; i < box.size(); ++i) {
    std::string changed = box;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(unseal(master, "totp", base64url(changed)), std::nullopt);
  }
  EXPECT_EQ(unseal(master, "totp", ""), std::nullopt);
  EXPECT_EQ(unseal(master, "totp", "not a box"), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::crypto
