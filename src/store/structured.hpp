#pragma once

#include <string>
#include <string_view>

#include "store/store.hpp"

namespace hurtrock::store {

/// The shop as a schema.org MusicStore, for search engines: serialised JSON. What is not known is left out.
/// `public_url`: without trailing slash.
std::string structured(const Profile& profile, std::string_view public_url);

}  // namespace hurtrock::store
