#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "layout/breadcrumbs.hpp"
#include "layout/form.hpp"
#include "layout/frame.hpp"
#include "layout/pagination.hpp"
#include "layout/picture.hpp"
#include "layout/product_card.hpp"

/// What pages show of reviews. Dates are formatted in WIB.
namespace hurtrock::reviews {

struct Bar {
  int stars = 5;
  std::int64_t count = 0, total = 0;
  std::string url;  ///< of the reviews with that many stars
  bool current = false;
};

struct Summary {
  layout::Rating rating;
  std::vector<Bar> bars;  ///< five stars first
};

struct ShownReview {
  std::int64_t id = 0;
  int rating = 5;
  std::string title;
  std::vector<std::string> paragraphs;
  std::string author, date, variant;    ///< variant empty: the product has one only
  std::vector<layout::Picture> photos;  ///< `url` is the largest
  std::vector<std::string> answer;      ///< of the shop; empty: none
  std::string answered_on;
  std::int64_t helpful = 0;
  bool own = false, voted = false;
};

/// What a vote needs beside the review.
struct Voting {
  bool logged_in = false;
  std::string csrf_token, return_to, login_url;
};

struct Choice {
  std::string word, url;  ///< word of the sort
  bool current = false;
};

/// The orders and filters of a list.
struct Choices {
  std::vector<Choice> sorts;
  std::string photos_url;
  bool with_photos = false;
  std::string all_url;  ///< without filters; empty: nothing is filtered
};

/// On a product's page.
struct Section {
  std::string url;        ///< of all reviews
  std::string write_url;  ///< of the form
  Summary summary;
  Choices choices;
  std::vector<ShownReview> reviews;  ///< the first few
  Voting voting;
};

/// GET /product/:slug/reviews
struct ReviewsPage {
  layout::Frame frame;
  layout::Breadcrumbs breadcrumbs;
  std::string product, product_url, write_url;
  Summary summary;
  Choices choices;
  std::int64_t total = 0;
  std::vector<ShownReview> reviews;
  layout::Pagination pagination;
  Voting voting;
};

struct OwnPhoto {
  std::int64_t id = 0;
  std::string state, thumbnail, url;
};

struct RefusedFile {
  std::string name, reason;
};

/// GET /product/:slug/review, and every form that was refused.
struct WritePage {
  layout::Frame frame;
  layout::Breadcrumbs breadcrumbs;
  std::string product, product_url, action;
  layout::Picture picture;
  bool may_write = false;
  bool mailbox_proved = false;  ///< otherwise orders placed as a guest are not known to be this person's
  std::string state;            ///< of the review that exists; empty: none
  std::string rejection_reason;
  layout::Form form;
  std::vector<OwnPhoto> photos;
  std::vector<RefusedFile> refused;
  std::int64_t most_photos = 5;
};

}  // namespace hurtrock::reviews
