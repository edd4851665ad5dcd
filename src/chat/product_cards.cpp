#include "chat/product_cards.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr auto kCardsFresh = 20s;
constexpr auto kCardsLeftAlone = 5s;
constexpr std::size_t kMostKept = 5'000;

/// Throws when the answer is not what the shop's API says of itself.
ProductCard card_from(const std::string& body, const std::string& public_url) {
  const json::value document = json::parse(body);
  const json::object& product = document.as_object();
  ProductCard card{.slug = std::string(product.at("slug").as_string()),
                   .name = std::string(product.at("name").as_string()),
                   .image = {},
                   .price = product.at("price").to_number<std::int64_t>(),
                   .available = product.at("available").to_number<std::int64_t>()};
  const json::array& images = product.at("images").as_array();
  const auto chosen =
      std::ranges::find_if(images, [](const json::value& image) { return image.at("thumbnail").as_bool(); });
  if (!images.empty()) {
    const json::string& url = (chosen == images.end() ? images.front() : *chosen).at("url").as_string();
    card.image = url.starts_with('/') ? public_url + std::string(url) : std::string(url);
  }
  return card;
}

}  // namespace

ProductCards::ProductCards(fetch::Client& client, const Clock& clock, std::string shop_url, std::string public_url)
    : client_(client), clock_(clock), shop_url_(std::move(shop_url)), public_url_(std::move(public_url)) {}

ProductCards::Found ProductCards::find(const std::string& slug) {
  const Time now = clock_.now();
  std::optional<Found> older;
  {
    const std::lock_guard lock(mutex_);
    if (const auto kept = kept_.find(slug); kept != kept_.end()) {
      if (now - kept->second.asked_at < kCardsFresh) return kept->second.found;
      older = kept->second.found;
    }
    if (now < silent_until_) return older.value_or(Found{});
  }
  const auto found = ask(slug);
  const std::lock_guard lock(mutex_);
  if (!found) {
    silent_until_ = clock_.now() + kCardsLeftAlone;
    return older.value_or(Found{});
  }
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_[slug] = {*found, now};
  return *found;
}

/// Nothing when the shop does not answer.
std::optional<ProductCards::Found> ProductCards::ask(const std::string& slug) {
  const auto answer = client_.send({.url = shop_url_ + "/api/v1/products/" + slug,
                                    .headers = {{"Accept", "application/json"}},
                                    .tells_request_id = true,
                                    .connect_timeout = 500ms,
                                    .timeout = 2000ms});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered) return std::nullopt;
  // Renamed or no longer sold, too: whoever sends it now has an old page open.
  if (answer.status == 404 || answer.status == 410 || answer.status == 301) return Found{.unknown = true};
  if (answer.status != 200) return std::nullopt;
  try {
    return Found{.card = card_from(answer.body, public_url_)};
  } catch (const std::exception& error) {
    log::warn("chat.product_card.unreadable", {{"what", error.what()}});
    return std::nullopt;
  }
}

}  // namespace hurtrock::chat
