#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

namespace hurtrock::admin {

/// How many wait for somebody, and the list of them.
struct WaitingTile {
  std::string value, name, note, url;
  bool accent = false;  ///< it is somebody's turn
};

/// A figure of now beside that of the period before; each leads to what it counts.
struct Figure {
  std::string name;
  std::string value, url;
  std::string before, before_url;
};

struct PeriodBox {
  std::string id, name, before_name;  ///< "today", "Hari ini", "kemarin"
  Figure revenue;
  std::vector<Figure> counts;
};

struct DayRow {
  std::string day;  ///< "22 Nov 2026"
  std::string url;  ///< the ledger's entries of the day
  Money revenue;
  std::int64_t paid = 0;
  std::string paid_url;
};

struct BestSellerRow {
  std::string name, url;
  std::string pieces, orders_url;
  Money amount;
};

struct ScarceRow {
  std::string name, sku, url, alert;  ///< alert: a word of StockAlert
  std::int64_t free = 0;
};

struct DeadLetterRow {
  std::string text, error, at;
  std::string url, order_number;  ///< of a mail; order_number empty: it is about none
  std::string jobs;               ///< their kind, which can be tried again; empty: it is a mail
};

/// GET /admin
struct StartPage {
  Frame frame;
  std::vector<WaitingTile> waiting;
  std::vector<PeriodBox> periods;
  std::vector<DayRow> days;   ///< oldest first
  std::string chart_summary;  ///< what the chart shows, in a sentence
  std::vector<OrderListRow> orders;
  std::vector<BestSellerRow> best_sellers;
  std::vector<Tab> stock_alerts;
  std::vector<ScarceRow> scarce;
  std::string scarce_total, scarce_url;
  std::vector<TaskRow> tasks;
  bool mails_held_up = false;  ///< the mail server takes none
  std::vector<DeadLetterRow> dead;
  std::string products, accounts, all_orders;
};

}  // namespace hurtrock::admin
