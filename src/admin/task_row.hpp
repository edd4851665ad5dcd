#pragma once

#include "admin/pages.hpp"
#include "payments/payments.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// Something that staff must look at, in their language. Kinds it does not know appear as they are stored.
TaskRow task_row(const payments::StaffTask& task, const i18n::Texts& texts);

}  // namespace hurtrock::admin
