#pragma once

#include <string>
#include <string_view>

#include "admin/pages.hpp"
#include "payments/payments.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// Something that staff must look at, in their language. Kinds it does not know appear as they are stored.
TaskRow task_row(const payments::StaffTask& task, const i18n::Texts& texts);

/// Where staff decide on a transfer.
std::string transfer_url(std::string_view reference);

}  // namespace hurtrock::admin
