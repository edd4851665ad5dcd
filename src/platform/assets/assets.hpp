#pragma once

#include <string>
#include <string_view>

/// Style sheets, scripts, fonts, icons and pictures of the shop itself, built from web/ into the program: each under a
/// name that holds the hash of its content, with its compressed forms ready.
namespace hurtrock::assets {

struct Asset {
  std::string_view url;                     ///< "/assets/css/shop-3f9a1c2b.css"
  std::string_view content_type;            ///< with charset where it has one
  std::string_view identity, gzip, brotli;  ///< gzip and brotli are empty where they would not be smaller
};

/// By the full address, hash included. nullptr when there is none. Any thread; the data lives as long as the process.
const Asset* find(std::string_view url);
/// The address of a logical name: "css/shop.css" -> "/assets/css/shop-3f9a1c2b.css". Throws std::logic_error for an
/// unknown name: a bug, seen at the first render of the page.
std::string_view url(std::string_view name);

}  // namespace hurtrock::assets
