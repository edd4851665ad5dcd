#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <support/shop_fixture.hpp>

#include "orders/mails.hpp"
#include "orders/timeline.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "store/store.hpp"

namespace hurtrock::orders {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Orders : public ::testing::TestWithParam<db::Dialect> {
 protected:
  template <class F>
  auto in_tx(F&& change) {
    return shop_.db().write(std::forward<F>(change));
  }
  std::expected<void, Refusal> pay(OrderId id) {
    return in_tx([&](db::Tx& tx) { return mark_paid(tx, id, Actor::gateway(), shop_.now()); });
  }
  std::expected<void, Refusal> cancel_it(OrderId id) {
    return in_tx([&](db::Tx& tx) { return cancel(tx, id, Actor::system(), "test", shop_.now()); });
  }
  std::expected<void, Refusal> process(OrderId id) {
    return in_tx([&](db::Tx& tx) { return start_processing(tx, id, Actor::system(), shop_.now()); });
  }
  std::expected<ShipmentId, Refusal> send(OrderId id, const std::vector<Packed>& pieces) {
    return in_tx([&](db::Tx& tx) { return ship(tx, id, pieces, "Kurir", "RESI1", Actor::system(), shop_.now()); });
  }
  std::expected<void, Refusal> deliver(OrderId id) {
    return in_tx([&](db::Tx& tx) { return mark_delivered(tx, id, Actor::system(), shop_.now()); });
  }
  /// Paid, or to be paid in the shop.
  Placed place_for_pickup(std::string_view method) {
    NewOrder order = shop_.describe_order({guitar_});
    order.state = State::kProcessing;
    order.payment_method = method;
    order.shipping = {.code = "AMBIL", .name = "Ambil di toko", .courier = "Toko"};
    return in_tx([&](db::Tx& tx) { return place(tx, order, shop_.now()); });
  }
  /// With the mail that says so.
  bool get_ready(const Placed& placed) {
    return in_tx([&](db::Tx& tx) {
      const bool ready =
          ship(tx, placed.id, {{placed.lines[0], 1}}, "Ambil di toko", "", Actor::system(), shop_.now()).has_value();
      if (ready) send_mail(tx, mails_, MailKind::kShipped, placed.id, shop_.now());
      return ready;
    });
  }
  /// What the only mail of the kind says.
  std::string mail(std::string_view kind) {
    return in_tx([&](db::Tx& tx) {
      return tx.one<std::string>("SELECT body_text FROM outbox_mails WHERE kind = $1", "order_" + std::string(kind));
    });
  }

  fixture::Shop shop_{GetParam()};
  Mails mails_{.public_url = "https://toko.test", .session_secret = Secret{"rahasia"}, .shop_name = "Toko"};
  VariantId guitar_ = shop_.add_variant(), strings_ = shop_.add_variant();
};

TEST_P(Orders, a_placed_order_keeps_what_was_ordered) {
  const Placed placed = shop_.add_order({guitar_, strings_}, 2);
  const Order order = shop_.order(placed.id);
  EXPECT_EQ(order.number, placed.number);
  EXPECT_EQ(order.state, State::kPending);
  EXPECT_EQ(order.payment_state, PaymentState::kUnpaid);
  EXPECT_EQ(order.totals.goods, Money{4'000'000});
  EXPECT_EQ(order.totals.total, Money{4'010'000});
  EXPECT_EQ(order.contact.phone, "081234567890");
  const auto lines = in_tx([&](db::Tx& tx) { return lines_of(tx, placed.id); });
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].variant, strings_);
  EXPECT_EQ(lines[1].total, Money{2'000'000});
  EXPECT_THAT(shop_.event_kinds(placed.id), ElementsAre("placed"));
}

TEST_P(Orders, what_was_ordered_as_a_guest_becomes_the_accounts_and_nothing_else_does) {
  shop_.run(
      "INSERT INTO users (id, email, name, role, created_at) VALUES (71, 'sari@contoh.id', 'Sari', 'buyer', 0), "
      "(72, 'budi@contoh.id', 'Budi', 'buyer', 0)");
  const auto order_by = [&](const std::string& email, std::optional<UserId> user) {
    NewOrder order = shop_.describe_order({guitar_});
    order.contact.email = email;
    order.user = user;
    return in_tx([&](db::Tx& tx) { return place(tx, order, shop_.now()).id; });
  };
  const OrderId as_guest = order_by("sari@contoh.id", {}), somebodys = order_by("lain@contoh.id", {}),
                budis = order_by("sari@contoh.id", UserId{72});
  in_tx([](db::Tx& tx) { give_to_account(tx, UserId{71}, "sari@contoh.id"); });
  EXPECT_EQ(shop_.order(as_guest).user, UserId{71});
  EXPECT_EQ(shop_.order(somebodys).user, std::nullopt);
  EXPECT_EQ(shop_.order(budis).user, UserId{72}) << "ordered by an account for somebody else";
}

TEST_P(Orders, what_was_ordered_does_not_change_with_the_catalogue) {
  const Placed placed = shop_.add_order({guitar_});
  shop_.run("UPDATE variants SET price = 9; UPDATE products SET name = 'Lain'");
  const auto lines = in_tx([&](db::Tx& tx) { return lines_of(tx, placed.id); });
  EXPECT_EQ(lines[0].unit_price, Money{1'000'000});
  EXPECT_NE(lines[0].name, "Lain");
}

TEST_P(Orders, an_order_without_a_hold_cannot_wait_for_money) {
  NewOrder order = shop_.describe_order({guitar_});
  order.hold_until.reset();
  EXPECT_EQ(db::testing::kind_of([&] { in_tx([&](db::Tx& tx) { return place(tx, order, shop_.now()).number; }); }),
            db::ErrorKind::kCheck);
  EXPECT_EQ(shop_.count("orders"), 0);
}

TEST_P(Orders, payment_ends_the_hold_and_gives_the_invoice) {
  const OrderId id = shop_.add_order({guitar_}).id;
  ASSERT_TRUE(pay(id));
  const Order order = shop_.order(id);
  EXPECT_EQ(order.state, State::kPaid);
  EXPECT_EQ(order.payment_state, PaymentState::kPaid);
  EXPECT_EQ(order.paid_at, shop_.now());
  EXPECT_FALSE(order.hold_until);
  EXPECT_TRUE(in_tx([&](db::Tx& tx) { return invoice_number_of(tx, id); }));
  EXPECT_THAT(shop_.event_kinds(id), ElementsAre("placed", "paid"));
}

TEST_P(Orders, an_order_is_paid_once) {
  const OrderId id = shop_.add_order({guitar_}).id;
  ASSERT_TRUE(pay(id));
  EXPECT_FALSE(pay(id));
  EXPECT_EQ(shop_.count("invoices"), 1);
  EXPECT_EQ(shop_.event_kinds(id).size(), 2U);
}

TEST_P(Orders, cash_taken_at_the_door_leaves_the_order_where_it_is) {
  const OrderId id = shop_.add_order({guitar_}, 1, State::kProcessing).id;
  ASSERT_TRUE(pay(id));
  EXPECT_EQ(shop_.order(id).state, State::kProcessing);
  EXPECT_EQ(shop_.order(id).payment_state, PaymentState::kPaid);
}

TEST_P(Orders, a_cancelled_order_cannot_be_paid) {
  const OrderId id = shop_.add_order({guitar_}).id;
  ASSERT_TRUE(cancel_it(id));
  EXPECT_FALSE(pay(id));
  EXPECT_EQ(shop_.count("invoices"), 0);
}

TEST_P(Orders, an_order_is_cancelled_once) {
  const OrderId id = shop_.add_order({guitar_}).id;
  ASSERT_TRUE(cancel_it(id));
  EXPECT_FALSE(cancel_it(id));
  EXPECT_EQ(shop_.order(id).cancelled_at, shop_.now());
  EXPECT_THAT(shop_.event_kinds(id), ElementsAre("placed", "cancelled"));
}

TEST_P(Orders, every_change_says_what_was_before_and_after) {
  const OrderId id = shop_.add_order({guitar_}).id;
  ASSERT_TRUE(pay(id));
  ASSERT_TRUE(process(id));
  const auto events = in_tx([&](db::Tx& tx) { return events_of(tx, id); });
  EXPECT_EQ(events[1].state_before, "pending");
  EXPECT_EQ(events[1].state_after, "paid");
  EXPECT_EQ(events[1].payment_state_before, "unpaid");
  EXPECT_EQ(events[1].actor_kind, "gateway");
  EXPECT_EQ(events[2].state_before, "paid");
  EXPECT_EQ(events[2].state_after, "processing");
}

TEST_P(Orders, a_payment_state_that_is_known_already_is_no_event) {
  const OrderId id = shop_.add_order({guitar_}).id;
  for (int n = 0; n < 2; ++n)
    in_tx([&](db::Tx& tx) { set_payment_state(tx, id, PaymentState::kPending, Actor::gateway(), "", shop_.now()); });
  EXPECT_THAT(shop_.event_kinds(id), ElementsAre("placed", "payment_changed"));
}

TEST_P(Orders, parcels_leave_until_nothing_is_left) {
  const Placed placed = shop_.add_order({guitar_, strings_}, 2, State::kProcessing);
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  EXPECT_EQ(shop_.order(placed.id).state, State::kPartiallyShipped);
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}, {placed.lines[1], 2}}));
  EXPECT_EQ(shop_.order(placed.id).state, State::kShipped);
  const auto shipments = in_tx([&](db::Tx& tx) { return shipments_of(tx, placed.id); });
  ASSERT_EQ(shipments.size(), 2U);
  EXPECT_EQ(shipments[1].lines.size(), 2U);
}

TEST_P(Orders, a_parcel_names_the_variant_that_is_in_it_and_so_does_its_mail) {
  NewOrder order = shop_.describe_order({guitar_});
  order.state = State::kProcessing;
  order.lines[0].name = "Ibanez RG550";
  order.lines[0].options = "Genesis";
  const Placed placed = in_tx([&](db::Tx& tx) { return place(tx, order, shop_.now()); });
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  const auto shipments = in_tx([&](db::Tx& tx) { return shipments_of(tx, placed.id); });
  EXPECT_EQ(shipments.at(0).lines.at(0).first, "Ibanez RG550 (Genesis)");
  in_tx([&](db::Tx& tx) { send_mail(tx, mails_, MailKind::kShipped, placed.id, shop_.now()); });
  EXPECT_THAT(mail("shipped"), HasSubstr("\n1 × Ibanez RG550 (Genesis)\n"));
}

TEST_P(Orders, of_a_tracking_number_that_is_put_right_every_time_is_an_event_and_a_mail) {
  const Placed placed = shop_.add_order({guitar_}, 1, State::kProcessing);
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  for (const std::string_view number : {"RESI2", "RESI1", "RESI2"})
    in_tx([&](db::Tx& tx) {
      const auto wrong = shipments_of(tx, placed.id).at(0);
      correct_tracking(tx, placed.id, wrong, number, Actor::system(), shop_.now());
      send_tracking_mail(tx, mails_, placed.id, wrong, shop_.now());
    });
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return shipments_of(tx, placed.id).at(0).tracking_number; }), "RESI2");
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return events_of(tx, placed.id).back().detail; }), "RESI1 RESI2");
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_tracking'"), 3);
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_tracking' AND body_text LIKE '%RESI1 yang kami kirim "
                        "sebelumnya keliru. Nomor yang benar RESI2, dengan Kurir%'"),
            2);
}

TEST_P(Orders, what_is_fetched_in_the_shop_is_ready_and_collected) {
  const Placed placed = place_for_pickup("midtrans");
  in_tx([&](db::Tx& tx) { send_mail(tx, mails_, MailKind::kPaid, placed.id, shop_.now()); });
  ASSERT_TRUE(get_ready(placed));
  ASSERT_TRUE(deliver(placed.id));
  in_tx([&](db::Tx& tx) { send_mail(tx, mails_, MailKind::kDelivered, placed.id, shop_.now()); });

  const auto steps = in_tx([&](db::Tx& tx) {
    return timeline(*find(tx, placed.id), events_of(tx, placed.id), i18n::Texts::of(i18n::Language::kEnglish));
  });
  EXPECT_EQ(steps.at(steps.size() - 2).status, "ready");
  EXPECT_EQ(steps.back().status, "collected");
  for (const std::string_view kind : {"paid", "shipped", "delivered"})
    EXPECT_THAT(mail(kind), Not(AnyOf(HasSubstr("kirim"), HasSubstr("resi"), HasSubstr("Paket"), HasSubstr("kurir"))))
        << kind;
}

TEST_P(Orders, the_mail_about_goods_that_wait_says_where_when_and_what_to_bring) {
  hurtrock::store::Profile profile{.name = "Toko Rock", .street = "Jl. Gegerkalong 22", .city = "Kota Bandung"};
  profile.hours[6] = hurtrock::store::Hours{.opens_minute = 570, .closes_minute = 1'020};
  in_tx([&](db::Tx& tx) { return hurtrock::store::save_profile(tx, profile, 0, shop_.now()); });
  const Placed placed = place_for_pickup("cod");
  ASSERT_TRUE(get_ready(placed));
  const std::string text = mail("shipped");
  EXPECT_THAT(text, HasSubstr("siap diambil"));
  EXPECT_THAT(text, HasSubstr("Jl. Gegerkalong 22, Kota Bandung"));
  EXPECT_THAT(text, HasSubstr("Sabtu: 09.30–17.00"));
  EXPECT_THAT(text, HasSubstr(placed.number + " dan kartu identitas atas nama Sari"));
  EXPECT_THAT(text, HasSubstr("dibayar tunai di toko"));
  EXPECT_THAT(text, Not(HasSubstr("Jalan Merdeka 1")));
}

TEST_P(Orders, an_order_that_was_to_be_fetched_may_leave_in_a_parcel_all_the_same) {
  const Placed placed = place_for_pickup("midtrans");
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  in_tx([&](db::Tx& tx) { send_mail(tx, mails_, MailKind::kShipped, placed.id, shop_.now()); });
  EXPECT_THAT(mail("shipped"), HasSubstr("nomor resi RESI1"));
}

TEST_P(Orders, no_more_leaves_than_was_ordered) {
  const Placed placed = shop_.add_order({guitar_}, 2, State::kProcessing);
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  for (const std::vector<Packed>& wrong : {std::vector<Packed>{{placed.lines[0], 2}},
                                           {{placed.lines[0], 1}, {placed.lines[0], 1}},
                                           {{placed.lines[0], 0}},
                                           {{OrderLineId{999'999}, 1}},
                                           {}}) {
    const auto sent = send(placed.id, wrong);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error(), Refusal::kNothingToShip);
  }
  EXPECT_EQ(shop_.count("shipments"), 1);
}

TEST_P(Orders, nothing_leaves_before_the_money_is_there) {
  const Placed placed = shop_.add_order({guitar_});
  EXPECT_EQ(send(placed.id, {{placed.lines[0], 1}}).error(), Refusal::kNotAllowed);
  EXPECT_EQ(shop_.count("shipments"), 0);
}

TEST_P(Orders, delivery_follows_the_last_parcel) {
  const Placed placed = shop_.add_order({guitar_}, 2, State::kProcessing);
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  EXPECT_FALSE(deliver(placed.id));
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  ASSERT_TRUE(deliver(placed.id));
  EXPECT_EQ(shop_.order(placed.id).delivered_at, shop_.now());
  EXPECT_EQ(shop_.count("shipments WHERE delivered_at IS NULL"), 0);
  EXPECT_FALSE(cancel_it(placed.id));
}

TEST_P(Orders, goods_that_come_back_untaken_end_the_order_without_another_state) {
  NewOrder order = shop_.describe_order({guitar_});
  order.state = State::kProcessing;
  order.payment_method = "cod";
  const Placed placed = in_tx([&](db::Tx& tx) { return place(tx, order, shop_.now()); });
  const auto come_back = [&] {
    return in_tx([&](db::Tx& tx) {
      return mark_returned(tx, placed.id, {{placed.lines[0], 1}}, Actor::system(), "", shop_.now());
    });
  };
  EXPECT_EQ(come_back().error(), Refusal::kNotAllowed) << "nothing has left";
  ASSERT_TRUE(send(placed.id, {{placed.lines[0], 1}}));
  ASSERT_TRUE(come_back());
  EXPECT_EQ(come_back().error(), Refusal::kNotAllowed);
  EXPECT_EQ(deliver(placed.id).error(), Refusal::kNotAllowed);
  EXPECT_EQ(pay(placed.id).error(), Refusal::kNotAllowed);
  in_tx([&](db::Tx& tx) {
    const Order now = *find(tx, placed.id);
    EXPECT_EQ(now.state, State::kShipped);
    EXPECT_EQ(now.payment_state, PaymentState::kFailed);
    EXPECT_EQ(status_word(now), "returned");
    EXPECT_EQ(timeline(now, events_of(tx, placed.id), i18n::Texts::of(now.language)).back().status, "returned");
    EXPECT_EQ(tx.one<std::int64_t>("SELECT came_back FROM order_lines WHERE id = $1", placed.lines[0]), 1);
  });
}

TEST_P(Orders, a_hold_ends_at_its_minute_and_only_for_unpaid_orders) {
  const OrderId unpaid = shop_.add_order({guitar_}).id, paid = shop_.add_order({guitar_}).id;
  ASSERT_TRUE(pay(paid));
  const auto ended = [&] { return in_tx([&](db::Tx& tx) { return expired_holds(tx, shop_.now(), 10); }); };
  shop_.clock.advance(std::chrono::hours{24} - std::chrono::seconds{1});
  EXPECT_TRUE(ended().empty());
  shop_.clock.advance(std::chrono::seconds{1});
  EXPECT_THAT(ended(), ElementsAre(unpaid));
  EXPECT_FALSE(shop_.order(unpaid).can_be_paid(shop_.now()));
}

TEST_P(Orders, an_account_sees_its_own_orders_newest_first) {
  const UserId sari = shop_.add_user(), budi = shop_.add_user();
  const auto place_for = [&](UserId user) {
    NewOrder order = shop_.describe_order({guitar_}, 3);
    order.user = user;
    shop_.clock.advance(std::chrono::minutes{1});
    return in_tx([&](db::Tx& tx) { return place(tx, order, shop_.now()).number; });
  };
  const std::string first = place_for(sari), second = place_for(sari);
  place_for(budi);
  const Page page = in_tx([&](db::Tx& tx) { return orders_of(tx, sari, 1, 10); });
  EXPECT_EQ(page.total, 2);
  ASSERT_EQ(page.orders.size(), 2U);
  EXPECT_EQ(page.orders[0].number, second);
  EXPECT_EQ(page.orders[0].pieces, 3);
  EXPECT_EQ(in_tx([&](db::Tx& tx) { return orders_of(tx, sari, 2, 1); }).orders.at(0).number, first);
}

TEST_P(Orders, one_event_is_one_mail) {
  const OrderId id = shop_.add_order({guitar_}).id;
  for (int n = 0; n < 2; ++n) in_tx([&](db::Tx& tx) { send_mail(tx, mails_, MailKind::kPlaced, id, shop_.now()); });
  in_tx([&](db::Tx& tx) { send_mail(tx, mails_, MailKind::kCancelled, id, shop_.now()); });
  EXPECT_EQ(shop_.count("outbox_mails WHERE kind = 'order_placed'"), 1);
  EXPECT_EQ(shop_.count("outbox_mails"), 2);
}

TEST_P(Orders, the_mail_of_an_order_just_placed_is_that_of_the_order_read_again) {
  const VariantId strings = shop_.add_variant({});
  NewOrder order = shop_.describe_order({strings, guitar_}, 2);
  order.user = shop_.add_user();
  order.language = i18n::Language::kEnglish;
  order.note = "Ring twice";
  const Shipping sent{.code = "jne-reg", .name = "JNE Reguler", .courier = "JNE", .min_days = 2, .max_days = 4};
  const Shipping fetched{.code = "AMBIL", .name = "Ambil di toko", .courier = "Toko", .is_pickup = true};
  for (const Shipping& shipping : {sent, fetched}) {
    order.shipping = shipping;
    const auto mails = in_tx([&](db::Tx& tx) {
      const auto take = [&] {
        auto mail = tx.one<std::string, std::string, std::string, std::string, std::string, std::string>(
            "SELECT event_key, to_address, language, subject, body_html, body_text FROM outbox_mails");
        tx.send("DELETE FROM outbox_mails");
        return mail;
      };
      const Placed placed = place(tx, order, shop_.now());
      send_mail(tx, mails_, MailKind::kPlaced, placed.id, shop_.now());
      const auto read_again = take();
      send_mail(tx, mails_, MailKind::kPlaced, order_of(placed, order, shop_.now()), lines_of(placed, order),
                shop_.now());
      return std::pair{read_again, take()};
    });
    EXPECT_EQ(mails.first, mails.second) << shipping.code;
    EXPECT_NE(std::get<5>(mails.first).find("2 × "), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(, Orders, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::orders
