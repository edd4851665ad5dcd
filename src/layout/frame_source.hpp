#pragma once

#include "layout/frame.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::layout {

/// Fills in what every page's frame shares: the visit's and the shop's part. Made by src/app. Thread-safe; may ask the
/// database for visitors with a session, so it is called outside transactions.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  [[nodiscard]] virtual Frame frame_for(const http::Request& request) = 0;
};

}  // namespace hurtrock::layout
