#pragma once

#include <string_view>

namespace hurtrock::http {

/// One choice of a list such as Accept-Encoding's or Accept-Language's.
struct Weighted {
  std::string_view choice;
  int weight = 0;  ///< in thousandths; 0: not acceptable, which a malformed weight means too
};

/// Takes the first choice off a list as RFC 9110, section 12.4.2, writes them: "en-GB, en;q=0.9, id;q=0.8". Until
/// nothing is left; a choice may be empty.
Weighted take_weighted(std::string_view& list);

}  // namespace hurtrock::http
