#pragma once

#include <string>
#include <vector>

#include "admin/parcels.hpp"
#include "documents/label.hpp"
#include "documents/packing_list.hpp"
#include "orders/mails.hpp"
#include "store/store.hpp"

/// Orders put into the words of their papers. Pure.
namespace hurtrock::admin {

documents::Label label_of(const OrderOnPaper& paper, const ParcelOnPaper& parcel,
                          const hurtrock::store::Profile& profile, const orders::Mails& links);

documents::PackingList packing_list_of(const OrderOnPaper& paper, const std::vector<ParcelLine>& contents,
                                       const std::string& shop_name, const i18n::Texts& texts);

}  // namespace hurtrock::admin
