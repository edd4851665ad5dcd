#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/frame.hpp"

namespace hurtrock::layout {

/// One of the mails the shop has written, in the list.
struct DevMailRow {
  std::int64_t id = 0;
  std::string subject, to, kind, state, created_at;
  bool current = false;
};

/// The opened one.
struct DevMail {
  std::int64_t id = 0;
  std::string subject, to, kind, state, created_at;
  std::string error;  ///< of the last failed attempt; empty: none
  std::string text;   ///< its body for programs without HTML
  bool has_html = true;
};

/// GET /dev/mail and /dev/mail/:id, in development only.
struct DevMailPage {
  Frame frame;
  std::vector<DevMailRow> mails;  ///< the newest first
  std::optional<DevMail> open;
};

}  // namespace hurtrock::layout
