#include "platform/redis/redis.hpp"

#include <gtest/gtest.h>

#include "platform/redis/server_for_tests.hpp"

namespace hurtrock::redis {
namespace {

using Kind = Trouble::Kind;

TEST(RedisAddress, names_server_port_and_password) {
  const auto plain = parse_address("redis://127.0.0.1");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 6379);
  EXPECT_TRUE(plain->password.empty());
  const auto full = parse_address("redis://chat:s3cr:et@redis.internal:6380/");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host, "redis.internal");
  EXPECT_EQ(full->port, 6380);
  EXPECT_EQ(full->user, "chat");
  EXPECT_EQ(full->password.reveal(), "s3cr:et");
}

TEST(RedisAddress, may_name_a_database_which_does_not_matter) {
  const auto numbered = parse_address("redis://host/1");
  ASSERT_TRUE(numbered);
  EXPECT_EQ(numbered->host, "host");
}

TEST(RedisAddress, is_nothing_else) {
  for (const char* const url : {"", "redis:", "redis://", "rediss://host", "http://host", "redis://host:0",
                                "redis://host:x", "redis://host/x", "redis://user@host", "redis://a b"})
    EXPECT_FALSE(parse_address(url)) << url;
}

TEST(RedisServer, that_is_not_there_is_told_from_all_others) {
  const auto trouble = trouble_with({.host = "127.0.0.1", .port = 1, .user = {}, .password = {}});
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, Kind::kUnreachable);
}

TEST(RedisServer, that_answers_has_no_trouble) {
  const testing::Server server;
  EXPECT_FALSE(trouble_with(server.address()));
}

TEST(RedisServer, with_a_password_wants_it_and_no_other) {
  const testing::Server server({"--requirepass", "rahasia"});
  EXPECT_FALSE(trouble_with(server.address(Secret{"rahasia"})));
  const auto none = trouble_with(server.address());
  ASSERT_TRUE(none);
  EXPECT_EQ(none->kind, Kind::kWantsPassword);
  const auto wrong = trouble_with(server.address(Secret{"salah"}));
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->kind, Kind::kRefusesPassword);
  EXPECT_FALSE(wrong->what.contains("salah"));
}

TEST(RedisServer, that_stands_still_does_not_answer) {
  const testing::Server server;
  server.hold();
  const auto trouble = trouble_with(server.address());
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, Kind::kUnreachable);
}

TEST(RedisChannel, ends_although_the_server_is_not_there) {
  Channel channel({.host = "127.0.0.1", .port = 1, .user = {}, .password = {}}, "test",
                  {.received = [](std::string_view) {}, .listening = [] {}});
  channel.start();
  channel.publish("into the void");
  EXPECT_FALSE(channel.is_listening());
  channel.stop();
}

}  // namespace
}  // namespace hurtrock::redis
