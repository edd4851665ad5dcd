#pragma once

#include <expected>
#include <string>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"
#include "store/store.hpp"

/// The fields of the shop's profile. The hours of a weekday stand in "open_1" and "close_1", 0 is Sunday; a day of
/// which neither is filled in is one on which the shop is closed. Pure.
namespace hurtrock::admin {

/// "open_1"
std::string hour_field(std::string_view name, std::size_t weekday);

http::Fields fields_of(const hurtrock::store::Profile& profile);
/// Without a version.
std::expected<hurtrock::store::Profile, std::vector<http::FieldError>> read_store_profile(const http::Fields& form,
                                                                                          const i18n::Texts& texts);

}  // namespace hurtrock::admin
