#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "chat/chat.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

/// An empty chat database of either kind, its clock standing still.
namespace hurtrock::chat {

class ChatTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  /// Inside a transaction of its own.
  template <class Body>
  auto write(Body&& body) {
    return db_->write([&](db::Tx& tx) { return body(tx, begin_change(tx)); });
  }
  template <class Body>
  auto read(Body&& body) {
    return db_->read(std::forward<Body>(body));
  }

  static Introduction account(std::int64_t number, std::string name, Role role = Role::kBuyer) {
    return {.account = number, .guest_key = {}, .name = std::move(name), .role = role};
  }
  static Introduction guest(std::string key) {
    return {.account = 0, .guest_key = std::move(key), .name = {}, .role = Role::kGuest};
  }
  std::optional<Person> arrive(const Introduction& who) {
    return write([&](db::Tx& tx, Change change) { return welcome(tx, change, who, clock_.now()); });
  }
  Person buyer() { return *arrive(account(17, "Ani")); }
  Person staff() { return *arrive(account(2, "Budi", Role::kStaff)); }

  RoomPage rooms_of(const Person& viewer, const RoomQuery& query = {}) {
    return read([&](db::Tx& tx) { return list_rooms(tx, viewer, query); });
  }
  RoomView own_room(const Person& person) { return rooms_of(person).rooms.at(0); }
  RoomView view(const Person& viewer, RoomId room) {
    return *read([&](db::Tx& tx) { return find_room(tx, viewer, room); });
  }

  static std::string uuid() { return crypto::random_uuid(); }
  std::expected<Receipt, Refusal> try_send(const Person& sender, RoomId room, const std::string& body,
                                           const std::string& client_id = uuid()) {
    return write([&](db::Tx& tx, Change change) {
      return send(tx, change, sender, {.room = room, .client_id = client_id, .body = body, .product_slug = {}},
                  clock_.now());
    });
  }
  std::int64_t say(const Person& sender, RoomId room, const std::string& body) {
    return try_send(sender, room, body)->seq;
  }
  void read_up_to(const Person& reader, RoomId room, std::int64_t seq) {
    write([&](db::Tx& tx, Change change) { return mark_read(tx, change, reader, room, seq); });
  }
  std::vector<std::string> bodies(RoomId room, const Stretch& stretch = {}) {
    std::vector<std::string> found;
    for (const Message& message : read([&](db::Tx& tx) { return messages(tx, room, stretch); }))
      found.push_back(message.body);
    return found;
  }

  FakeClock clock_{from_micros(1'795'000'000'000'000)};
  std::unique_ptr<db::Database> db_ =
      db::testing::migrated_database(GetParam(), db::testing::kScratchOptions, db::Schema::kChat);
};

}  // namespace hurtrock::chat
