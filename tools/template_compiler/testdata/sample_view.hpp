#pragma once

#include <string>
#include <vector>

#include "platform/html/html.hpp"

namespace hurtrock::sample {

struct Line {
  std::string name, url;
  Money price;
};

struct Sample {
  std::string title, description, search, token, next;
  std::vector<Line> lines;
  html::SafeHtml story;
  html::SafeJson json;
  int days = 0;
  bool chosen = false;
};

}  // namespace hurtrock::sample
