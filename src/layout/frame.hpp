#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "layout/picture.hpp"
#include "platform/html/html.hpp"

/// The frame every page is set in: head, header, navigation, footer. Plain, already formatted data; whoever renders a
/// page fills `title` and its kin, the rest comes from FrameSource.
namespace hurtrock::layout {

struct NavCategory {
  std::string name, url;
  std::vector<NavCategory> children;
};

struct OpeningHours {
  std::string days, hours;  ///< "Senin–Jumat", "09.30–18.00"; hours "Tutup" when closed
};

struct StoreInfo {
  std::string name, address, phone, phone_url, whatsapp_url, email;
  std::string map_url;  ///< the address on a map service; empty: no link
  std::vector<OpeningHours> hours;
  std::vector<std::string> ways_to_pay;      ///< that are offered, as payments::Method calls them: "midtrans", "cod"
  std::vector<std::string> payment_methods;  ///< their names for the footer: "QRIS", "BCA", "Visa", "COD"
  std::vector<std::string> couriers;         ///< likewise: "JNE", "J&T"
};

/// What every page of one language shows of the shop. Made once and shared: see FrameSource.
struct Shop {
  std::string public_url;  ///< without trailing slash
  bool development = false;
  StoreInfo store;
  std::vector<NavCategory> categories;  ///< top level, with their children
  html::SafeJson business;              ///< the shop for search engines (schema.org); for the pages that are about it
};

/// What a frame shows that nobody has filled in.
inline const std::shared_ptr<const Shop>& nameless_shop() {
  static const auto shop = std::make_shared<const Shop>();
  return shop;
}

struct Frame {
  // Of the page.
  std::string title;        ///< without the shop's name; empty: the shop's name alone
  std::string description;  ///< meta description; empty: the shop's own
  std::string canonical;    ///< absolute, without language (layout/language_address.hpp); empty: none
  Picture preview;          ///< what messengers show of the page, no drawing; without url: the shop's own
  std::vector<html::SafeJson> json_ld;
  bool indexable = true;
  std::string search_text;  ///< shown in the header's search field
  std::string notice;       ///< one line to be announced at the top ("Saved."); empty: none
  bool notice_is_error = false;

  // Of the visit.
  std::string path;        ///< of this page with its query but not its language, for forms that come back here
  std::string csrf_token;  ///< empty: visitor without session (forms then carry no token field)
  bool logged_in = false, staff = false;
  std::string user_name;
  std::int64_t cart_count = 0;
  std::int64_t wish_count = 0;   ///< entries of the wish list
  std::string wished;            ///< their variants, "12,7,30": hearts on the page are filled in from it
  bool light = false;            ///< theme
  bool chat = false;             ///< whether links to /chat are shown
  bool chat_in_page = false;     ///< the page has its own, where it lies over nothing
  bool offers_language = false;  ///< the address has chosen the language, and the visitor reads the shop in the other

  std::shared_ptr<const Shop> shop = nameless_shop();  ///< never null
};

}  // namespace hurtrock::layout
