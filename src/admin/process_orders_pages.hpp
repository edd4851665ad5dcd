#pragma once

#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

/// GET /admin/orders/processing, what is about to be marked; and what POST there has made of it.
struct ProcessOrdersPage {
  struct Row {
    std::string number, customer;
    std::string state, state_text;
    std::string note;  ///< why it is not marked, worded; empty: it is
    std::string seen;  ///< "HRT-7K3M-9XQ2:3": the order as this page shows it
  };

  Frame frame;
  bool is_done = false;
  std::vector<Row> marked, others;
  std::string labels_url, packing_lists_url;  ///< of what has been marked; empty: nothing has
};

}  // namespace hurtrock::admin
