#pragma once

#include "sample_data/catalogue.hpp"
#include "sample_data/sample_orders.hpp"
#include "sample_data/sample_reviews.hpp"
#include "sample_data/shop.hpp"

namespace hurtrock::sample_data {

/// The files of db/seeds, read. Throw std::runtime_error naming the file and what is missing or of the wrong kind; what
/// else must hold of them (unique SKUs, both languages, known shapes...) is checked by seeds_test.cpp.
Catalogue read_catalogue();
Shop read_shop();
std::vector<Account> read_accounts();
std::vector<SampleReview> read_reviews();
std::vector<SampleOrder> read_orders();

}  // namespace hurtrock::sample_data
