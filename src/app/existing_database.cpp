#include "app/existing_database.hpp"

#include <stdexcept>

#include "app/doctor_checks.hpp"

namespace hurtrock::app {

void demand_database(const Config& config) {
  if (const auto trouble = check_database(config)) throw std::runtime_error("the shop's database: " + *trouble);
}

}  // namespace hurtrock::app
