#include "chat/redis_notifier.hpp"

#include <gmock/gmock.h>

namespace hurtrock::chat {
namespace {

using testing::ElementsAre;
using Kind = Signal::Kind;

TEST(Signals, travel_as_they_are) {
  const Person ani{.id = PersonId{17}, .name = "Ani \"Gitar\" Ünal", .role = Role::kBuyer};
  for (const Kind kind : {Kind::kTyping, Kind::kOnline, Kind::kOffline}) {
    const auto read =
        decoded(encoded({.kind = kind, .room = RoomId{3}, .room_owner = PersonId{17}, .person = ani}, "here"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->kind, kind);
    EXPECT_EQ(read->room, RoomId{3});
    EXPECT_EQ(read->room_owner, PersonId{17});
    EXPECT_EQ(read->person, ani);
    EXPECT_EQ(read->process, "here");
  }
  EXPECT_EQ(decoded(encoded({}, "here"))->kind, Kind::kCommitted);
  const auto all = decoded(
      encoded({.kind = Kind::kHere, .present = {PersonId{-1}, PersonId{17}}, .present_staff = {PersonId{2}}}, "here"));
  EXPECT_THAT(all->present, ElementsAre(PersonId{-1}, PersonId{17}));
  EXPECT_THAT(all->present_staff, ElementsAre(PersonId{2}));
  const auto said = decoded(encoded({.kind = Kind::kSaid, .person = {.id = PersonId{17}}, .number = 3}, "here"));
  EXPECT_EQ(said->kind, Kind::kSaid);
  EXPECT_EQ(said->person.id, PersonId{17});
  EXPECT_EQ(said->number, 3);
}

TEST(Signals, of_no_known_form_are_nothing) {
  for (const char* const text :
       {"", "{", "[]", "{}", R"({"kind":"dance","process":"x"})", R"({"kind":"committed"})",
        R"({"kind":"committed","process":""})", R"({"kind":"typing","process":"x"})",
        R"({"kind":"typing","process":"x","room":1,"owner":2,"person":{"id":1,"name":"x","role":"king"}})"})
    EXPECT_FALSE(decoded(text)) << text;
}

}  // namespace
}  // namespace hurtrock::chat
