#include "admin/handlers.hpp"
#include "admin/restock_page.hpp"

namespace hurtrock::admin {
namespace {

using Ending = restock::Done (*)(db::Tx&, const restock::Seen&, Time);

restock::Done end(Services& shop, const StaffMember& staff, const restock::Seen& seen, Ending ending,
                  std::string_view action) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = restock::find(tx, seen.number);
    auto done = ending(tx, seen, now);
    if (done) audit_restock(tx, staff, action, before, seen.number, now);
    return done;
  });
}

}  // namespace

http::Response create_restock_closing(const http::Request& request, Services& shop) {
  const restock::Seen seen = seen_restock(request);
  const auto done = end(shop, staff_of(request), seen, &restock::close, "restock.closed");
  return done ? to_restock(seen.number, "closed") : refused_restock(request, shop, done.error());
}

http::Response create_restock_cancellation(const http::Request& request, Services& shop) {
  const restock::Seen seen = seen_restock(request);
  const auto done = end(shop, staff_of(request), seen, &restock::cancel, "restock.cancelled");
  return done ? to_restock(seen.number, "cancelled") : refused_restock(request, shop, done.error());
}

}  // namespace hurtrock::admin
