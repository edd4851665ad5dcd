#pragma once

#include "layout/frame.hpp"
#include "platform/i18n/texts.hpp"
#include "store/store.hpp"

namespace hurtrock::store {

/// The profile as the frame of a page shows it: neighbouring days with equal hours together, telephone links made.
layout::StoreInfo describe(const Profile& profile, const i18n::Texts& texts);

}  // namespace hurtrock::store
