#include <array>
#include <iterator>
#include <string_view>

#include "admin/export_cells.hpp"
#include "admin/export_store.hpp"
#include "admin/export_table.hpp"
#include "admin/guests_store.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using spreadsheet::Cell;

constexpr auto kCustomerTitles = std::to_array<std::string_view>(
    {"email", "name", "phone", "account", "active", "registered_at", "verified_at", "last_login_at", "kota", "provinsi",
     "orders", "paid_orders", "spent", "first_order_at", "last_order_at"});

std::vector<Cell> cells_of(const store::ExportedCustomer& customer) {
  return {customer.email,
          customer.name,
          customer.phone,
          cell_of(customer.has_account),
          customer.has_account ? cell_of(customer.active) : Cell(std::string{}),
          cell_of(customer.registered_at),
          cell_of(customer.verified_at),
          cell_of(customer.last_login_at),
          customer.kota,
          customer.provinsi,
          customer.orders,
          customer.paid_orders,
          customer.spent,
          cell_of(customer.first_order_at),
          cell_of(customer.last_order_at)};
}

}  // namespace

ExportTable customers_table(const std::optional<Days>& days, std::int64_t per_page) {
  return {.titles = {kCustomerTitles.begin(), kCustomerTitles.end()},
          .rows = [days, per_page](db::Tx& tx, const RowSink& sink) {
            std::string after;
            for (std::int64_t written = 0;;) {
              const auto customers = store::customers_to_export(tx, after, days, per_page);
              for (const auto& customer : customers) sink(cells_of(customer));
              written += std::ssize(customers);
              if (std::ssize(customers) < per_page) return written;
              after = customers.back().email;
            }
          }};
}

ExportTable listed_users_table(const UserFilter& listed, std::int64_t per_page) {
  ExportTable table{.titles = {kCustomerTitles.begin(), kCustomerTitles.end()},
                    .rows = [listed, per_page](db::Tx& tx, const RowSink& sink) {
                      UserFilter filter = listed;
                      filter.before = 0;
                      for (std::int64_t written = 0;;) {
                        const auto users = store::users_matching(tx, filter, per_page).users;
                        std::vector<std::string> mailboxes;
                        for (const auto& user : users) mailboxes.push_back(user.email);
                        for (const auto& customer : store::customers_to_export(tx, mailboxes)) sink(cells_of(customer));
                        written += std::ssize(users);
                        if (std::ssize(users) < per_page) return written;
                        filter.before = users.back().id.value();
                      }
                    }};
  // A search goes through the newest accounts only, and ends soon.
  if (listed.search.empty())
    table.has_more_than = [listed](db::Tx& tx, std::int64_t rows) { return store::has_more_than(tx, listed, rows); };
  return table;
}

ExportTable listed_guests_table(const GuestFilter& listed, std::int64_t per_page) {
  return {.titles = {kCustomerTitles.begin(), kCustomerTitles.end()},
          .rows = [listed, per_page](db::Tx& tx, const RowSink& sink) {
            GuestFilter filter = listed;
            filter.after.reset();
            for (std::int64_t written = 0;;) {
              const auto slice = store::guests_from(tx, filter, static_cast<std::size_t>(per_page));
              std::vector<std::string> mailboxes;
              for (const auto& guest : slice.guests) mailboxes.push_back(guest.email);
              for (const auto& customer : store::customers_to_export(tx, mailboxes)) sink(cells_of(customer));
              written += std::ssize(slice.guests);
              if (!slice.end) return written;
              filter.after = slice.end;
            }
          }};
}

}  // namespace hurtrock::admin
