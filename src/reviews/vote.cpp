#include <fmt/format.h>

#include <algorithm>

#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/redirect.hpp"
#include "reviews/handlers.hpp"
#include "reviews/show.hpp"
#include "reviews/vote.hpp"

namespace hurtrock::reviews {

std::expected<std::int64_t, NotVoted> vote(const http::Request& request, Services& shop, bool helpful) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  if (!id) return std::unexpected(NotVoted::kNoSuchReview);
  auto count = shop.db.write([&](db::Tx& tx) {
    return set_vote(tx, ReviewId{*id}, UserId{request.visitor.user->id}, helpful, shop.clock.now());
  });
  if (count) shop.first_pages.look_for_votes();
  return count;
}

http::Response submit_vote(const http::Request& request, Services& shop) {
  const auto count = vote(request, shop, request.form.value("helpful") != "0");
  if (!count && count.error() == NotVoted::kNoSuchReview) return layout::error_response(request, shop.frames, 404);
  std::string back = http::local_path(request.form.value("return_to"), "/");
  back.resize(std::min(back.size(), back.find('#')));
  return http::see_other(fmt::format("{}#review-{}", back, request.param("id")));
}

}  // namespace hurtrock::reviews
