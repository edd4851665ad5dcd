#pragma once

#include <string>

#include "admin/store.hpp"
#include "platform/i18n/texts.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::admin {

/// "12.345"; in English "12,345".
std::string number_text(std::int64_t number, const i18n::Texts& texts);
/// "17", or "1.000+" when nobody counted any further; "3+" when three were found among those that were looked at.
std::string count_text(const store::Count& count, const i18n::Texts& texts);
std::string count_text_of_reviews(db::Tx& tx, reviews::State state, const i18n::Texts& texts);

}  // namespace hurtrock::admin
