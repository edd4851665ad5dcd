#include "checkout/articles.hpp"

namespace hurtrock::checkout {

std::vector<shipping::Article> articles_of(const cart::Cart& cart) {
  std::vector<shipping::Article> articles;
  for (const cart::Line& line : cart.lines)
    articles.push_back({.quantity = line.quantity,
                        .weight_g = line.offer.weight_g,
                        .length_mm = line.offer.length_mm,
                        .width_mm = line.offer.width_mm,
                        .height_mm = line.offer.height_mm});
  return articles;
}

}  // namespace hurtrock::checkout
