#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "admin/pages.hpp"
#include "admin/staff_action.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"

/// Who changed what. Whatever the staff change goes through audit() in the transaction of the change, and comes back on
/// the page of what was changed as its history.
namespace hurtrock::admin {

/// `before` and `after` hold the same members of the thing as it was and as it is, as people read them; what has not
/// changed is left out of the row, and when nothing has, there is no row. An empty `before` is a thing that was made,
/// an empty `after` one that is gone.
void audit(db::Tx& tx, const StaffMember& staff, std::string_view action, std::string_view subject_kind,
           std::string_view subject_id, const boost::json::object& before, const boost::json::object& after, Time now);

/// What differs between two of the log's objects, worded for people: what matters first, without what was and is
/// empty, money as "Rp 19.990.000". Long texts are shortened.
std::vector<HistoryRow::Change> changes_in(const std::string& before_json, const std::string& after_json,
                                           const i18n::Texts& texts);
/// "mengubah produk ini"; an action without words is answered as it is.
std::string worded_action(std::string_view action, const i18n::Texts& texts);
/// What a thing that has no row any more was called; empty: the log does not tell.
std::string name_in(const std::string& before_json, const std::string& after_json);

/// How many rows of its history the page of one thing shows.
inline constexpr std::int64_t kHistoryShown = 30;

/// The newest `limit` rows. Actions are worded by "admin.history.ACTION", members by "admin.history.field.MEMBER"; a
/// member "variants/RG550-RF/price" is the price of the variant of that name.
std::vector<HistoryRow> history_of(db::Tx& tx, std::string_view subject_kind, std::string_view subject_id,
                                   std::int64_t limit, const i18n::Texts& texts);

}  // namespace hurtrock::admin
