#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "platform/i18n/texts.hpp"

namespace hurtrock::http {

enum class Role : std::uint8_t { kBuyer, kStaff, kAdmin };
enum class Theme : std::uint8_t { kDark, kLight };

/// Who makes a request, as far as the machinery must know. Filled in by the gate (src/app/gate.cpp) from the session
/// cookie; the accounts feature owns the rows behind it.
struct Visitor {
  struct Session {
    std::int64_t id = 0;
    std::string csrf_token;  ///< fresh mask on every request; any of them is good for this session
  };
  struct User {
    std::int64_t id = 0;
    std::string name, email;
    Role role = Role::kBuyer;
    bool verified = false;
    bool second_step = false;  ///< whether their login asks for more than a password
  };
  std::optional<Session> session;
  std::optional<User> user;
  i18n::Language language = i18n::Language::kIndonesian;
  Theme theme = Theme::kDark;

  [[nodiscard]] bool is_staff() const { return user && user->role != Role::kBuyer; }
  /// Whether a member of the staff logs in with a password alone; a shop may want more before it shows them anything.
  [[nodiscard]] bool lacks_second_step() const { return is_staff() && !user->second_step; }
  [[nodiscard]] const i18n::Texts& texts() const { return i18n::Texts::of(language); }
};

}  // namespace hurtrock::http
