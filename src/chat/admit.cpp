#include <stdexcept>

#include "chat/routes.hpp"

namespace hurtrock::chat {
namespace {

Role role_of(const accounts::ChatIdentity& identity) {
  if (identity.account == 0) return Role::kGuest;
  switch (identity.role) {
    case http::Role::kBuyer:
      return Role::kBuyer;
    case http::Role::kStaff:
      return Role::kStaff;
    case http::Role::kAdmin:
      return Role::kAdmin;
  }
  return Role::kBuyer;
}

}  // namespace

Introduction introduction(const accounts::ChatIdentity& identity) {
  return {.account = identity.account,
          .guest_key = identity.guest_key,
          .name = identity.name,
          .role = role_of(identity),
          .language = identity.language,
          .former_guests = identity.former_guests};
}

std::optional<Person> admit(Services& chat, const Introduction& who) {
  // Mostly somebody who is known: then nothing is written.
  if (auto known = chat.db.read([&](db::Tx& tx) { return recognise(tx, who); })) return known;
  std::optional<Person> person;
  const bool committed =
      chat.writer.run([&](db::Tx& tx, Change change) { person = welcome(tx, change, who, chat.clock.now()); });
  if (!committed) throw std::runtime_error("chat: somebody could not be written down");
  return person;
}

}  // namespace hurtrock::chat
