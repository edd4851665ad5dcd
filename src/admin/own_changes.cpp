#include "admin/own_changes.hpp"

#include <boost/json.hpp>

#include "admin/audit.hpp"

namespace hurtrock::admin {

void record_own_change(db::Tx& tx, const accounts::OwnChange& change, Time now) {
  const StaffMember self{.id = change.user, .name = change.name, .remote_address = change.remote_address};
  boost::json::object before, after;
  before[change.field] = change.before;
  after[change.field] = change.after;
  audit(tx, self, change.action, "user", std::to_string(change.user.value()), before, after, now);
}

}  // namespace hurtrock::admin
