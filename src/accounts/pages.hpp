#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "layout/form.hpp"
#include "layout/frame.hpp"

namespace hurtrock::accounts {

/// GET and POST /login. Fields: email, password. A refusal is one error without field name.
struct LoginPage {
  layout::Frame frame;
  layout::Form form;
  std::string return_to;              ///< a path of ours, kept through the form; empty: none
  std::int64_t guest_cart_count = 0;  ///< pieces that will be taken over into the account's cart
};

/// GET and POST /register. Fields: name, email, password.
struct RegisterPage {
  layout::Frame frame;
  layout::Form form;
  std::string return_to;
  std::int64_t guest_cart_count = 0;
};

/// GET and POST /password/forgot. Field: email. The answer is the same for known and unknown mailboxes.
struct ForgotPage {
  layout::Frame frame;
  layout::Form form;
  bool sent = false;
};

/// GET and POST /password/reset. Fields: token (hidden), password.
struct ResetPage {
  layout::Frame frame;
  layout::Form form;
  std::string token;
  bool usable = true;  ///< false: the link is spent or too old; offers a new one
};

/// GET and POST /login/code. Field: code.
struct LoginCodePage {
  layout::Frame frame;
  layout::Form form;
  bool recovery = false;  ///< a recovery code is asked for, which has letters
};

/// GET /profile/second-step, and what is done there. Fields: current_password, code.
struct SecondStepPage {
  enum class State : std::uint8_t { kOff, kBegun, kOn };
  layout::Frame frame;
  State state = State::kOff;
  layout::Form begin, confirm, codes, removal;
  bool required = false;                    ///< the staff's pages are closed until it is on
  std::string key;                          ///< kBegun: as it is typed, in groups
  std::int64_t qr_size = 0;                 ///< of the drawing, in its own units; 0: no code, the key has to be typed
  std::string qr_path;                      ///< SVG, in those units
  std::string confirmed_at;                 ///< kOn
  std::int64_t codes_left = 0;              ///< kOn
  std::vector<std::string> recovery_codes;  ///< shown this once
};

/// GET and POST /invitation. Fields: token (hidden), name, password.
struct InvitationPage {
  layout::Frame frame;
  layout::Form form;
  std::string token, email, role;  ///< role: "staff" or "admin"
  bool usable = true;              ///< false: the link is spent, withdrawn or too old
  bool has_account = false;        ///< the mailbox, whose password will be another
};

enum class VerifyOutcome : std::uint8_t { kVerified, kAlreadyVerified, kLinkNotUsable, kMailSent };

/// GET /verify-email, and after registering (kMailSent).
struct VerifyPage {
  layout::Frame frame;
  VerifyOutcome outcome = VerifyOutcome::kVerified;
  std::string email;      ///< with kMailSent
  std::string login_url;  ///< empty: somebody is logged in
};

struct AddressView {
  std::int64_t id = 0;
  std::string recipient, phone;
  std::vector<std::string> lines;
  bool is_default = false;
};

struct SessionView {
  std::int64_t id = 0;
  std::string device;     ///< "Chrome di Android"
  std::string last_seen;  ///< formatted
  std::string place;      ///< address it came from; may be empty
  bool current = false;
};

/// GET /profile[?address=ID, to change that one]. Posts: /profile {name, phone}; /profile/password {current_password,
/// password}; /profile/addresses {recipient, phone, area_query, area_code, street, postal_code}, /profile/addresses/:id
/// likewise and with {default}, /profile/addresses/:id/removal; /profile/sessions/:id/removal; /profile/verification
/// (sends the mail again). Without JavaScript the address form searches areas with look_up=areas, as the checkout does.
struct ProfilePage {
  layout::Frame frame;
  std::string email;
  bool verified = false;
  layout::Form data, password, address;
  struct Area {
    std::string code, label;
    bool selected = false;
  };
  std::vector<Area> area_results;  ///< of look_up=areas; the chosen one is marked
  bool area_searched = false;
  bool more_areas = false;  ///< than area_results
  std::string area_code;    ///< the one chosen before; empty: none
  std::vector<AddressView> addresses;
  std::int64_t edited = 0;  ///< of addresses, the one that `address` changes; 0: it adds one
  std::vector<SessionView> sessions;
  std::string export_refusal;  ///< why one's own data cannot be downloaded now; empty: they can
  bool offers_second_step = false, has_second_step = false;
};

/// GET and POST /profile/deletion. Field: password.
struct DeletionPage {
  struct Order {
    std::string number;
    bool waits_for_money = false;
  };
  layout::Frame frame;
  layout::Form form;
  std::string email;
  bool is_staff = false;           ///< whose accounts admins close
  std::vector<Order> open_orders;  ///< the account has to wait for these; empty: for none
};

}  // namespace hurtrock::accounts
