#include "chat/hub.hpp"

#include <condition_variable>
#include <deque>

#include "chat/chat_for_tests.hpp"
#include "chat/writer.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class RecordingPeer final : public websocket::Peer {
 public:
  void send(std::vector<websocket::Frame> frames) override {
    const std::lock_guard lock(mutex_);
    for (const auto& frame : frames) received_.push_back(*frame);
    changed_.notify_all();
  }
  void close(websocket::CloseCode, std::string) override {}
  void post(std::move_only_function<void()>) override {}
  [[nodiscard]] std::size_t waiting_bytes() const override { return 0; }

  /// The first `count` frames, as soon as there are so many.
  std::vector<std::string> frames(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 10s, [&] { return received_.size() >= count; });
    return received_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> received_;
};

class SilentShop final : public fetch::Client {
 public:
  fetch::Answer send(const fetch::Call&) override { return {}; }
};

class HubTest : public ChatTest {
 protected:
  void SetUp() override {
    notifier_.deliver_to([this](const Signal& signal) { hub_.receive(signal); });
    ani_ = buyer();
    budi_ = staff();
    room_ = own_room(ani_).room.id;
    hub_.start();
  }
  void TearDown() override { hub_.stop(); }

  std::shared_ptr<Member> member(const Person& person) {
    auto made = std::make_shared<Member>();
    made->peer = std::make_shared<RecordingPeer>();
    made->person = person;
    if (!is_staff(person.role)) made->rooms = {room_};
    return made;
  }
  std::shared_ptr<Member> joined(const Person& person) {
    auto made = member(person);
    EXPECT_TRUE(hub_.join(made, read([](db::Tx& tx) { return last_change(tx); })));
    return made;
  }
  static std::vector<std::string> frames(const std::shared_ptr<Member>& of, std::size_t count) {
    return static_cast<RecordingPeer&>(*of->peer).frames(count);
  }
  void say_and_tell(const Person& sender, const std::string& body) {
    say(sender, room_, body);
    notifier_.publish({});
  }

  SilentShop shop_;
  LocalNotifier notifier_;
  ProductCards cards_{shop_, clock_, "http://shop", "http://shop"};
  Hub hub_{*db_, cards_, notifier_};
  Person ani_, budi_;
  RoomId room_;
};
INSTANTIATE_TEST_SUITE_P(, HubTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(HubTest, what_is_said_reaches_the_rooms_owner_and_the_staff_and_nobody_else) {
  const auto ani = joined(ani_);
  const auto cici = joined(*arrive(account(18, "Cici")));
  const auto budi = joined(budi_);
  say_and_tell(ani_, "Halo");
  EXPECT_THAT(frames(budi, 2), ElementsAre(HasSubstr("\"type\":\"room\""), HasSubstr("Halo")));
  // Staff coming online is told first.
  EXPECT_THAT(frames(ani, 3), ElementsAre(HasSubstr("presence"), HasSubstr("\"room\""), HasSubstr("Halo")));
  EXPECT_THAT(frames(cici, 1), ElementsAre(HasSubstr("presence")));
}

TEST_P(HubTest, a_lost_notification_delays_and_loses_nothing) {
  const auto budi = joined(budi_);
  say(ani_, room_, "Halo");
  EXPECT_THAT(frames(budi, 2).at(1), HasSubstr("Halo"));
}

TEST_P(HubTest, what_happens_between_the_greeting_and_the_joining_is_told) {
  const auto other = joined(budi_);
  const Change greeted = read([](db::Tx& tx) { return last_change(tx); });
  say_and_tell(ani_, "satu");
  say_and_tell(ani_, "dua");
  frames(other, 3);
  const auto late = member(budi_);
  ASSERT_TRUE(hub_.join(late, greeted));
  say_and_tell(ani_, "tiga");
  const auto told = frames(late, 4);
  EXPECT_THAT(told,
              ElementsAre(HasSubstr("\"type\":\"room\""), HasSubstr("satu"), HasSubstr("dua"), HasSubstr("tiga")));
}

TEST_P(HubTest, a_greeting_that_has_seen_more_than_was_told_so_far_hears_nothing_twice) {
  const auto early = joined(budi_);
  say(ani_, room_, "satu");
  // Nobody has told the hub; whoever is greeted now has read it in the welcome.
  const auto late = joined(budi_);
  say_and_tell(ani_, "dua");
  EXPECT_THAT(frames(late, 1), ElementsAre(HasSubstr("dua")));
  EXPECT_THAT(frames(early, 3).at(2), HasSubstr("dua"));
}

TEST_P(HubTest, a_socket_that_is_over_before_it_joins_never_joins) {
  const auto gone = member(ani_);
  hub_.leave(gone);
  EXPECT_TRUE(hub_.join(gone, 0));
  EXPECT_FALSE(hub_.is_online(ani_.id));
}

TEST_P(HubTest, nobody_has_more_than_so_many_sockets) {
  for (std::size_t i = 0; i < Hub::kMostSocketsEach; ++i) joined(ani_);
  const auto one_more = member(ani_);
  EXPECT_FALSE(hub_.join(one_more, 0));
}

TEST_P(HubTest, staff_see_a_buyer_come_and_go) {
  const auto budi = joined(budi_);
  const auto ani = joined(ani_);
  EXPECT_THAT(frames(budi, 1), ElementsAre(HasSubstr("online")));
  const auto second = joined(ani_);
  hub_.leave(ani);
  hub_.leave(second);
  EXPECT_THAT(frames(budi, 2).back(), HasSubstr("offline"));
  EXPECT_FALSE(hub_.is_online(ani_.id));
}

TEST_P(HubTest, typing_is_shown_to_the_other_side_only) {
  const auto budi = joined(budi_);
  const auto ani = joined(ani_);
  frames(budi, 1);
  notifier_.publish({.kind = Signal::Kind::kTyping, .room = room_, .room_owner = ani_.id, .person = budi_});
  notifier_.publish({.kind = Signal::Kind::kTyping, .room = room_, .room_owner = ani_.id, .person = ani_});
  EXPECT_THAT(frames(ani, 1), ElementsAre(AllOf(HasSubstr("typing"), HasSubstr("Budi"))));
  EXPECT_THAT(frames(budi, 2).back(), AllOf(HasSubstr("typing"), HasSubstr("Ani")));
}

class WriterTest : public ChatTest {};
INSTANTIATE_TEST_SUITE_P(, WriterTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(WriterTest, one_task_that_fails_takes_no_other_down) {
  const Person ani = buyer();
  const RoomId room = own_room(ani).room.id;
  std::mutex gate;
  gate.lock();
  std::atomic<int> committed = 0, failed = 0, transactions = 0;
  {
    Writer writer(*db_, [&] { ++transactions; });
    const auto count = [&](bool ok) { ++(ok ? committed : failed); };
    // The first holds the writer up until the others wait behind it.
    writer.submit([&](db::Tx&, Change) { const std::lock_guard wait(gate); }, count);
    for (int i = 0; i < 5; ++i)
      writer.submit(
          [&, i](db::Tx& tx, Change change) {
            if (i == 2) tx.execute("INSERT INTO rooms (id, owner_id) VALUES (1, 1)");
            (void)send(tx, change, ani, {.room = room, .client_id = uuid(), .body = "x", .product_slug = {}},
                       clock_.now());
          },
          count);
    gate.unlock();
  }
  EXPECT_EQ(committed, 5);
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(own_room(ani).room.last_seq, 4);
  EXPECT_LE(transactions, 6);
}

TEST_P(WriterTest, whoever_waits_hears_the_outcome) {
  Writer writer(*db_, [] {});
  std::optional<Person> person;
  EXPECT_TRUE(
      writer.run([&](db::Tx& tx, Change change) { person = welcome(tx, change, account(17, "Ani"), clock_.now()); }));
  EXPECT_EQ(person->id, PersonId{17});
  EXPECT_FALSE(writer.run([](db::Tx&, Change) { throw std::runtime_error("broken"); }));
}

// Other processes
// ----------------------------------------------------------------------------------------------------------------

TEST_P(HubTest, whoever_is_at_another_process_is_online_until_that_says_otherwise) {
  const auto budi = joined(budi_);
  const Signal online{
      .kind = Signal::Kind::kOnline, .room = room_, .room_owner = ani_.id, .person = ani_, .process = "other"};
  notifier_.publish(online);
  EXPECT_TRUE(hub_.is_online(ani_.id));
  EXPECT_THAT(frames(budi, 1), ElementsAre(HasSubstr("\"online\"")));
  notifier_.publish({.kind = Signal::Kind::kHere, .present = {ani_.id}, .process = "other"});
  EXPECT_TRUE(hub_.is_online(ani_.id));
  notifier_.publish({.kind = Signal::Kind::kHere, .process = "other"});
  EXPECT_FALSE(hub_.is_online(ani_.id));
  EXPECT_THAT(frames(budi, 2), ElementsAre(HasSubstr("\"online\""), HasSubstr("\"offline\"")));
}

TEST_P(HubTest, whoever_is_at_two_processes_neither_comes_nor_goes_with_one_of_them) {
  const auto budi = joined(budi_);
  const auto ani = joined(ani_);
  EXPECT_THAT(frames(budi, 1), ElementsAre(HasSubstr("\"online\"")));
  Signal elsewhere{
      .kind = Signal::Kind::kOnline, .room = room_, .room_owner = ani_.id, .person = ani_, .process = "other"};
  notifier_.publish(elsewhere);
  elsewhere.kind = Signal::Kind::kOffline;
  notifier_.publish(elsewhere);
  EXPECT_TRUE(hub_.is_online(ani_.id));
  say_and_tell(ani_, "Halo");
  EXPECT_THAT(frames(budi, 3), ElementsAre(HasSubstr("\"online\""), HasSubstr("\"type\":\"room\""), HasSubstr("Halo")));
}

TEST_P(HubTest, staff_at_another_process_are_there_for_everybody) {
  const auto ani = joined(ani_);
  EXPECT_FALSE(hub_.staff_is_online());
  notifier_.publish({.kind = Signal::Kind::kHere, .present_staff = {budi_.id}, .process = "other"});
  EXPECT_TRUE(hub_.staff_is_online());
  notifier_.publish({.kind = Signal::Kind::kOffline, .person = budi_, .process = "other"});
  EXPECT_FALSE(hub_.staff_is_online());
  EXPECT_THAT(frames(ani, 1), ElementsAre(HasSubstr("\"offline\"")));
}

}  // namespace
}  // namespace hurtrock::chat
