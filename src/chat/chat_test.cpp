#include "chat/chat.hpp"

#include <thread>

#include "chat/chat_for_tests.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class Chat : public ChatTest {};
INSTANTIATE_TEST_SUITE_P(, Chat, db::testing::every_dialect(), db::testing::name_of);

TEST_P(Chat, a_buyer_has_a_room_from_the_first_visit_on_and_only_one) {
  const Person ani = buyer();
  buyer();
  EXPECT_EQ(rooms_of(ani).total, 1);
  EXPECT_EQ(own_room(ani).room.owner, ani);
  EXPECT_EQ(own_room(ani).room.last_seq, 0);
}

TEST_P(Chat, staff_are_told_of_empty_rooms_unless_they_want_none) {
  const Person ani = buyer(), budi = staff();
  EXPECT_EQ(rooms_of(budi).total, 1);
  EXPECT_EQ(rooms_of(budi).rooms.at(0).room.owner, ani);
  EXPECT_EQ(rooms_of(budi, {.q = "ani"}).total, 1);
  EXPECT_EQ(rooms_of(budi, {.spoken_only = true}).total, 0);
  EXPECT_EQ(rooms_of(ani, {.spoken_only = true}).total, 1) << "whose own it is";
  say(ani, own_room(ani).room.id, "Halo");
  EXPECT_EQ(rooms_of(budi, {.spoken_only = true}).total, 1);
}

TEST_P(Chat, somebody_known_is_recognised_without_writing_anything) {
  EXPECT_FALSE(read([&](db::Tx& tx) { return recognise(tx, account(17, "Ani")); }));
  buyer();
  EXPECT_TRUE(read([&](db::Tx& tx) { return recognise(tx, account(17, "Ani")); }));
  EXPECT_FALSE(read([&](db::Tx& tx) { return recognise(tx, account(17, "Ani Baru")); }));
}

TEST_P(Chat, a_new_name_and_role_are_taken_over) {
  buyer();
  const Person ani = *arrive(account(17, "Ani Baru", Role::kStaff));
  EXPECT_EQ(ani.name, "Ani Baru");
  EXPECT_EQ(ani.role, Role::kStaff);
}

TEST_P(Chat, guests_are_told_apart_by_their_keys) {
  const Person one = *arrive(guest("one"));
  const Person two = *arrive(guest("two"));
  EXPECT_LT(one.id.value(), 0);
  EXPECT_NE(one.id, two.id);
  EXPECT_EQ(arrive(guest("one"))->id, one.id);
}

TEST_P(Chat, messages_are_numbered_from_one_without_gaps) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  EXPECT_EQ(say(ani, room, "Halo"), 1);
  EXPECT_EQ(say(budi, room, "Selamat siang"), 2);
  EXPECT_EQ(say(ani, room, "Ada Gibson?"), 3);
  EXPECT_THAT(bodies(room), ElementsAre("Halo", "Selamat siang", "Ada Gibson?"));
}

TEST_P(Chat, the_same_client_id_is_one_message_however_often_it_is_sent) {
  const Person ani = buyer();
  const RoomId room = own_room(ani).room.id;
  const std::string id = uuid();
  const auto first = try_send(ani, room, "Halo", id);
  clock_.advance(1min);
  const auto again = try_send(ani, room, "something else", id);
  EXPECT_FALSE(first->repeated);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_EQ(again->sent_at, first->sent_at);
  EXPECT_THAT(bodies(room), ElementsAre("Halo"));
  // Another sender's message under the same id is another message.
  EXPECT_EQ(try_send(staff(), room, "Halo juga", id)->seq, 2);
}

TEST_P(Chat, many_senders_at_once_leave_no_gap_and_lose_nothing) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  constexpr int kThreads = 6;
  constexpr int kEach = 10;
  std::vector<std::jthread> senders;
  for (int thread = 0; thread < kThreads; ++thread)
    senders.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) say(thread % 2 == 0 ? ani : budi, room, std::to_string(thread * kEach + i));
    });
  senders.clear();
  const auto all = read([&](db::Tx& tx) { return messages(tx, room, {}); });
  ASSERT_EQ(all.size(), std::size_t{kThreads * kEach});
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].seq, static_cast<std::int64_t>(i) + 1);
}

TEST_P(Chat, a_buyer_reaches_no_room_but_their_own) {
  const Person ani = buyer();
  const Person cici = *arrive(account(18, "Cici"));
  const RoomId room = own_room(ani).room.id;
  say(ani, room, "rahasia");
  EXPECT_EQ(try_send(cici, room, "intip").error(), Refusal::kUnknownRoom);
  EXPECT_FALSE(read([&](db::Tx& tx) { return find_room(tx, cici, room); }));
  EXPECT_FALSE(read([&](db::Tx& tx) { return owner_if_allowed(tx, cici, room); }));
  EXPECT_FALSE(write([&](db::Tx& tx, Change change) { return mark_read(tx, change, cici, room, 1); }));
  EXPECT_EQ(rooms_of(cici).total, 1);
  EXPECT_EQ(rooms_of(cici, {.q = "rahasia"}).total, 0);
  EXPECT_EQ(try_send(cici, RoomId{999'999}, "x").error(), Refusal::kUnknownRoom);
}

TEST_P(Chat, open_rooms_whose_owner_waits_are_counted) {
  const auto waiting = [&] { return read([](db::Tx& tx) { return rooms_waiting(tx); }); };
  const Person ani = buyer();
  const Person cici = *arrive(account(18, "Cici"));
  const RoomId room = own_room(ani).room.id;
  EXPECT_EQ(waiting(), 0);
  say(ani, room, "Halo");
  say(ani, room, "Masih ada?");
  say(cici, own_room(cici).room.id, "Halo");
  EXPECT_EQ(waiting(), 2);
  say(staff(), room, "Ada");
  EXPECT_EQ(waiting(), 1);
  const RoomId other = own_room(cici).room.id;
  write([&](db::Tx& tx, Change change) { return set_status(tx, change, other, Status::kResolved, clock_.now()); });
  EXPECT_EQ(waiting(), 0);
}

TEST_P(Chat, what_the_shop_says_by_itself_ends_nobodys_wait_and_is_news_to_the_owner_only) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  EXPECT_TRUE(try_send(ani, room, "Halo")->begins_to_wait);
  for (const char* const name : {"Toko Lama", "Toko Baru"})
    write([&](db::Tx& tx, Change change) { answer_automatically(tx, change, room, name, "Tutup", clock_.now()); });
  EXPECT_FALSE(try_send(ani, room, "Masih ada?")->begins_to_wait);
  EXPECT_THAT(bodies(room), ElementsAre("Halo", "Tutup", "Tutup", "Masih ada?"));
  const auto all = read([&](db::Tx& tx) { return messages(tx, room, {}); });
  EXPECT_EQ(all[1].sender, (Person{.id = kShopItself, .name = "Toko Baru", .role = Role::kShop}));
  EXPECT_TRUE(view(ani, room).room.waiting_since);
  EXPECT_EQ(view(ani, room).unread, 2);
  EXPECT_EQ(view(budi, room).unread, 2);
  EXPECT_FALSE(write([&](db::Tx& tx, Change change) { return set_assignee(tx, change, room, kShopItself); }));
  say(budi, room, "Ada");
  EXPECT_TRUE(try_send(ani, room, "Terima kasih")->begins_to_wait);
}

class MissedAnswers : public Chat {
 protected:
  std::vector<Missed> missed() {
    return read([&](db::Tx& tx) { return missed_answers(tx, clock_.now(), 10); });
  }
  void settle(const Missed& one) {
    write([&](db::Tx& tx, Change) {
      settle_missed(tx, one);
      return 0;
    });
  }
  const Person ani_ = buyer(), budi_ = staff();
  const RoomId room_ = own_room(ani_).room.id;
};
INSTANTIATE_TEST_SUITE_P(, MissedAnswers, db::testing::every_dialect(), db::testing::name_of);

TEST_P(MissedAnswers, are_those_of_the_staff_that_the_owner_has_not_read) {
  say(ani_, room_, "Halo");
  write([&](db::Tx& tx, Change change) { answer_automatically(tx, change, room_, "Toko", "Tutup", clock_.now()); });
  EXPECT_THAT(missed(), testing::IsEmpty());
  say(budi_, room_, "Ada");
  say(budi_, room_, "Warna apa?");
  ASSERT_THAT(missed(), testing::SizeIs(1));
  EXPECT_EQ(missed()[0].owner, ani_.id);
  EXPECT_EQ(missed()[0].first.body, "Ada");
  EXPECT_EQ(missed()[0].count, 2);
  EXPECT_THAT(read([&](db::Tx& tx) { return missed_answers(tx, clock_.now() - 1us, 10); }), testing::IsEmpty());
  read_up_to(ani_, room_, 3);
  ASSERT_THAT(missed(), testing::SizeIs(1)) << "one of two is read";
  EXPECT_EQ(missed()[0].first.body, "Warna apa?");
  read_up_to(ani_, room_, 4);
  EXPECT_THAT(missed(), testing::IsEmpty());
}

TEST_P(MissedAnswers, are_told_of_once_until_the_owner_has_been_here) {
  say(budi_, room_, "Ada");
  settle(missed().at(0));
  clock_.advance(1h);
  say(budi_, room_, "Masih mau?");
  EXPECT_THAT(missed(), testing::IsEmpty());
  read_up_to(ani_, room_, 2);
  say(budi_, room_, "Terkirim");
  ASSERT_THAT(missed(), testing::SizeIs(1));
  EXPECT_EQ(missed()[0].first.body, "Terkirim");
}

TEST_P(MissedAnswers, that_were_read_while_a_mail_was_written_are_not_marked_as_told) {
  say(budi_, room_, "Ada");
  const Missed before = missed().at(0);
  read_up_to(ani_, room_, 1);
  settle(before);
  clock_.advance(1h);
  say(budi_, room_, "Terkirim");
  EXPECT_THAT(missed(), testing::SizeIs(1));
}

TEST_P(MissedAnswers, of_guests_are_told_to_nobody) {
  const Person visitor = *arrive(guest("one"));
  say(budi_, own_room(visitor).room.id, "Ada");
  EXPECT_THAT(missed(), testing::IsEmpty());
}

TEST_P(MissedAnswers, are_told_in_the_language_in_which_the_owner_was_here_last) {
  say(budi_, room_, "Ada");
  EXPECT_EQ(missed().at(0).language, i18n::Language::kIndonesian);
  auto english = account(17, "Ani");
  english.language = i18n::Language::kEnglish;
  EXPECT_FALSE(read([&](db::Tx& tx) { return recognise(tx, english); }));
  EXPECT_EQ(arrive(english), ani_);
  EXPECT_EQ(missed().at(0).language, i18n::Language::kEnglish);
}

TEST_P(Chat, staff_see_the_rooms_in_which_something_was_said_most_recent_first) {
  const Person budi = staff();
  const Person ani = buyer();
  const Person cici = *arrive(account(18, "Cici"));
  arrive(guest("silent"));
  say(ani, own_room(ani).room.id, "satu");
  clock_.advance(1s);
  say(cici, own_room(cici).room.id, "dua");
  const auto page = rooms_of(budi, {.spoken_only = true});
  ASSERT_EQ(page.total, 2);
  EXPECT_EQ(page.rooms[0].room.owner, cici);
  EXPECT_EQ(page.rooms[1].room.owner, ani);
  EXPECT_EQ(page.rooms[1].last_message->body, "satu");
  const auto second = rooms_of(budi, {.spoken_only = true, .page = 2, .per_page = 1});
  ASSERT_EQ(second.rooms.size(), 1U);
  EXPECT_EQ(second.rooms[0].room.owner, ani);
}

TEST_P(Chat, rooms_are_found_by_name_message_and_status) {
  const Person budi = staff();
  const Person ani = buyer();
  const Person cici = *arrive(account(18, "Cici 100%"));
  const RoomId room = own_room(ani).room.id;
  say(ani, room, "Apakah ada Gibson Les Paul?");
  say(cici, own_room(cici).room.id, "Ongkir ke Bandung");
  EXPECT_EQ(rooms_of(budi, {.q = "les paul"}).rooms.at(0).room.id, room);
  EXPECT_EQ(rooms_of(budi, {.q = "100%"}).total, 1);
  EXPECT_EQ(rooms_of(budi, {.q = "_ongkir"}).total, 0);
  write([&](db::Tx& tx, Change change) { return set_status(tx, change, room, Status::kResolved, clock_.now()); });
  EXPECT_EQ(rooms_of(budi, {.status = Status::kResolved}).rooms.at(0).room.id, room);
  EXPECT_EQ(rooms_of(budi, {.status = Status::kOpen, .q = "les paul"}).total, 0);
}

TEST_P(Chat, unread_counts_what_others_said_behind_the_mark) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  say(ani, room, "satu");
  say(ani, room, "dua");
  say(budi, room, "tiga");
  EXPECT_EQ(view(budi, room).unread, 2);
  EXPECT_EQ(view(ani, room).unread, 1);
  read_up_to(budi, room, 1);
  EXPECT_EQ(view(budi, room).unread, 1);
  read_up_to(ani, room, 3);
  EXPECT_EQ(view(ani, room).unread, 0);
}

TEST_P(Chat, each_side_sees_how_far_the_other_has_read) {
  const Person ani = buyer();
  const Person budi = staff();
  const Person cici = *arrive(account(3, "Cici", Role::kAdmin));
  const RoomId room = own_room(ani).room.id;
  for (const char* const body : {"satu", "dua", "tiga"}) say(ani, room, body);
  EXPECT_EQ(view(ani, room).seen_seq, 0);
  read_up_to(budi, room, 2);
  read_up_to(cici, room, 1);
  EXPECT_EQ(view(ani, room).seen_seq, 2);
  // What colleagues have read is not read by the customer.
  EXPECT_EQ(view(cici, room).seen_seq, 0);
  read_up_to(ani, room, 3);
  EXPECT_EQ(view(cici, room).seen_seq, 3);
  EXPECT_EQ(rooms_of(budi).rooms.at(0).seen_seq, 3);
}

TEST_P(Chat, read_marks_only_go_forward_and_never_behind_the_last_message) {
  const Person ani = buyer();
  const RoomId room = own_room(ani).room.id;
  read_up_to(ani, room, 5);
  EXPECT_EQ(view(ani, room).read_seq, 0);
  say(staff(), room, "satu");
  say(staff(), room, "dua");
  read_up_to(ani, room, 99);
  EXPECT_EQ(view(ani, room).read_seq, 2);
  read_up_to(ani, room, 1);
  EXPECT_EQ(view(ani, room).read_seq, 2);
}

TEST_P(Chat, a_buyer_waits_from_the_first_unanswered_message_on) {
  const Person ani = buyer();
  const RoomId room = own_room(ani).room.id;
  const Time first = clock_.now();
  say(ani, room, "halo?");
  clock_.advance(1min);
  say(ani, room, "ada orang?");
  EXPECT_EQ(view(ani, room).room.waiting_since, first);
  say(staff(), room, "ada");
  EXPECT_EQ(view(ani, room).room.waiting_since, std::nullopt);
}

TEST_P(Chat, a_room_that_was_put_away_opens_again_when_its_owner_writes) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  say(ani, room, "halo");
  const auto put_away = [&](Status status) {
    write([&](db::Tx& tx, Change change) { return set_status(tx, change, room, status, clock_.now()); });
  };
  put_away(Status::kArchived);
  say(budi, room, "catatan");
  EXPECT_EQ(view(budi, room).room.status, Status::kArchived);
  say(ani, room, "satu lagi");
  EXPECT_EQ(view(budi, room).room.status, Status::kOpen);
}

TEST_P(Chat, only_staff_known_here_can_be_assigned) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  const auto assign = [&](std::optional<PersonId> to) {
    return write([&](db::Tx& tx, Change change) { return set_assignee(tx, change, room, to); });
  };
  EXPECT_TRUE(assign(budi.id));
  EXPECT_EQ(view(budi, room).room.assignee, budi);
  EXPECT_EQ(assign(ani.id).error(), Refusal::kUnknownPerson);
  EXPECT_EQ(assign(PersonId{4'711}).error(), Refusal::kUnknownPerson);
  EXPECT_EQ(view(budi, room).room.assignee, budi);
  EXPECT_TRUE(assign(std::nullopt));
  EXPECT_EQ(view(budi, room).room.assignee, std::nullopt);
}

TEST_P(Chat, whoever_answers_first_is_assigned_and_nobody_is_replaced) {
  const Person ani = buyer();
  const Person budi = staff();
  const Person dewi = *arrive(account(29, "Dewi", Role::kStaff));
  const RoomId room = own_room(ani).room.id;
  say(ani, room, "halo");
  EXPECT_EQ(view(budi, room).room.assignee, std::nullopt);
  say(budi, room, "ya?");
  EXPECT_EQ(view(budi, room).room.assignee, budi);
  say(dewi, room, "saya juga");
  EXPECT_EQ(view(budi, room).room.assignee, budi);
}

TEST_P(Chat, staff_are_shown_the_question_and_not_what_the_shop_says_by_itself) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  say(ani, room, "Ada senar bas?");
  write([&](db::Tx& tx, Change change) { answer_automatically(tx, change, room, "Toko", "Tutup", clock_.now()); });
  EXPECT_EQ(view(budi, room).last_message->body, "Ada senar bas?");
  EXPECT_EQ(view(budi, room).last_message->seq, 1);
  EXPECT_EQ(view(ani, room).last_message->body, "Tutup");
  EXPECT_EQ(view(budi, room).room.last_seq, 2);
}

TEST_P(Chat, stretches_of_a_conversation_come_in_its_order) {
  const Person ani = buyer();
  const RoomId room = own_room(ani).room.id;
  for (int i = 1; i <= 6; ++i) say(ani, room, std::to_string(i));
  EXPECT_THAT(bodies(room, {.limit = 2}), ElementsAre("5", "6"));
  EXPECT_THAT(bodies(room, {.before = 5, .limit = 2}), ElementsAre("3", "4"));
  EXPECT_THAT(bodies(room, {.after = 2, .limit = 2}), ElementsAre("3", "4"));
  EXPECT_THAT(bodies(room, {.before = 5, .after = 2}), ElementsAre("3", "4"));
  EXPECT_THAT(bodies(room, {.after = 6}), ElementsAre());
}

TEST_P(Chat, a_login_brings_the_guests_conversation_along) {
  const Person visitor = *arrive(guest("key"));
  const RoomId room = own_room(visitor).room.id;
  const std::string id = uuid();
  try_send(visitor, room, "Saya tamu", id);
  say(staff(), room, "Halo tamu");
  read_up_to(visitor, room, 2);

  Introduction who = account(17, "Ani");
  who.former_guests = {"key", "never seen"};
  EXPECT_FALSE(read([&](db::Tx& tx) { return recognise(tx, who); }));
  const Person ani = *arrive(who);
  EXPECT_EQ(rooms_of(ani).total, 1);
  EXPECT_EQ(own_room(ani).room.id, room);
  EXPECT_EQ(own_room(ani).read_seq, 2);
  EXPECT_EQ(read([&](db::Tx& tx) { return messages(tx, room, {}); }).at(0).sender, ani);
  // What the page had not heard of yet is sent once more, now by the account: it is still one message.
  EXPECT_TRUE(try_send(ani, room, "Saya tamu", id)->repeated);
  EXPECT_TRUE(read([&](db::Tx& tx) { return recognise(tx, who); }));
}

TEST_P(Chat, the_guest_can_do_nothing_any_more_after_the_login) {
  const Person visitor = *arrive(guest("key"));
  const RoomId room = own_room(visitor).room.id;
  say(visitor, room, "Saya tamu");
  Introduction who = account(17, "Ani");
  who.former_guests = {"key"};
  arrive(who);
  EXPECT_EQ(try_send(visitor, room, "masih di sini").error(), Refusal::kUnknownRoom);
  EXPECT_EQ(arrive(guest("key")), std::nullopt);
  EXPECT_FALSE(read([&](db::Tx& tx) { return recognise(tx, guest("key")); }));
}

TEST_P(Chat, an_account_keeps_its_own_conversation_beside_the_guests) {
  const Person ani = buyer();
  const RoomId own = own_room(ani).room.id;
  say(ani, own, "lama");
  const Person visitor = *arrive(guest("key"));
  const RoomId taken = own_room(visitor).room.id;
  say(visitor, taken, "baru");
  arrive(guest("said nothing"));
  Introduction who = account(17, "Ani");
  who.former_guests = {"key", "said nothing"};
  arrive(who);
  EXPECT_EQ(rooms_of(ani).total, 2);
  EXPECT_THAT(bodies(own), ElementsAre("lama"));
  EXPECT_THAT(bodies(taken), ElementsAre("baru"));
}

TEST_P(Chat, staff_take_nothing_along_from_having_been_a_guest) {
  const Person visitor = *arrive(guest("key"));
  say(visitor, own_room(visitor).room.id, "coba");
  Introduction who = account(2, "Budi", Role::kStaff);
  who.former_guests = {"key"};
  const Person budi = *arrive(who);
  EXPECT_EQ(rooms_of(budi).rooms.at(0).room.owner, visitor);
  EXPECT_TRUE(read([&](db::Tx& tx) { return recognise(tx, who); }));
}

TEST_P(Chat, news_tells_each_thing_once_in_the_order_in_which_it_happened) {
  const Person ani = buyer();
  const Person budi = staff();
  const RoomId room = own_room(ani).room.id;
  const Change before = read([](db::Tx& tx) { return last_change(tx); });
  const auto news = [&](Change from) { return read([&](db::Tx& tx) { return news_since(tx, from); }); };
  EXPECT_EQ(news(before).to, before);

  say(ani, room, "satu");
  say(budi, room, "dua");
  read_up_to(ani, room, 2);
  const News first = news(before);
  ASSERT_EQ(first.rooms.size(), 1U);
  EXPECT_EQ(first.rooms[0].id, room);
  ASSERT_EQ(first.messages.size(), 2U);
  EXPECT_EQ(first.messages[0].body, "satu");
  EXPECT_EQ(first.messages[1].sender, budi);
  EXPECT_EQ(first.messages[1].room_owner, ani.id);
  ASSERT_EQ(first.marks.size(), 1U);
  EXPECT_EQ(first.marks[0].seq, 2);

  EXPECT_EQ(news(first.to).to, first.to);
  say(budi, room, "tiga");
  const News second = news(first.to);
  EXPECT_TRUE(second.rooms.empty());
  ASSERT_EQ(second.messages.size(), 1U);
  EXPECT_EQ(second.messages[0].seq, 3);
}

TEST_P(Chat, news_of_a_long_absence_comes_step_by_step) {
  const Person ani = buyer();
  const RoomId room = own_room(ani).room.id;
  constexpr int kMessages = 450;
  for (int i = 0; i < kMessages; ++i) say(ani, room, "x");
  std::vector<std::int64_t> seqs;
  int steps = 0;
  for (Change at = 0;; ++steps) {
    const News news = read([&](db::Tx& tx) { return news_since(tx, at); });
    if (news.to == at) break;
    at = news.to;
    for (const Message& message : news.messages) seqs.push_back(message.seq);
  }
  EXPECT_GT(steps, 1);
  ASSERT_EQ(seqs.size(), std::size_t{kMessages});
  EXPECT_TRUE(std::ranges::is_sorted(seqs));
}

}  // namespace
}  // namespace hurtrock::chat
