#pragma once

#include "admin/people_pages.hpp"
#include "admin/store.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// A row of the log for people. At most `most_changes` of what differs are told.
ActivityRow activity_row(const store::ActivityLogRow& row, std::size_t most_changes, const i18n::Texts& texts);

}  // namespace hurtrock::admin
