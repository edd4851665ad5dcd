#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/sales.hpp"
#include "admin/stock_worth.hpp"
#include "platform/i18n/texts.hpp"

/// What the reports ask. Everything of some days is answered beside as many days before them.
namespace hurtrock::admin::store {

enum class PaidBy : std::uint8_t { kMethod, kProvince };

/// What was paid in one way or from one province.
struct PaidRow {
  std::string key;
  Sales now, before;  ///< without `placed`
};
/// By revenue of now.
std::vector<PaidRow> paid_by(db::Tx& tx, PaidBy by, const Days& days);

enum class GoodsBy : std::uint8_t { kProduct, kBrand, kCategory };

struct Goods {
  std::int64_t pieces = 0;  ///< paid, less those whose price went back
  Money amount;             ///< likewise
};
struct GoodsRow {
  std::int64_t id = 0;  ///< of the product, brand or category
  std::string name;
  Goods now, before;
};
/// Where the list of them goes on: behind a row of this amount of now.
struct GoodsPlace {
  Money amount{INT64_MAX};
  std::int64_t id = 0;
};
/// By the amount of now, at most `limit`; of products of one category (without what is below it) or brand if wanted.
/// The history has days that are counted added up at once; without it, or further back than it holds, the database does
/// it and answers the same.
std::vector<GoodsRow> goods_by(db::Tx& tx, GoodsHistory& history, GoodsBy by, const Days& days,
                               std::optional<CategoryId> category, std::optional<BrandId> brand,
                               i18n::Language language, std::int64_t limit, const GoodsPlace& after = {});
std::vector<GoodsRow> goods_by(db::Tx& tx, GoodsBy by, const Days& days, std::optional<CategoryId> category,
                               std::optional<BrandId> brand, i18n::Language language, std::int64_t limit,
                               const GoodsPlace& after = {});

enum class SearchOrder : std::uint8_t { kPopular, kInVain };
struct SearchRow {
  std::string term;
  std::int64_t searches = 0, in_vain = 0;
};
/// Where the list of them goes on: behind a row of this number, the one that it is ordered by.
struct SearchPlace {
  std::int64_t searches = INT64_MAX;
  std::string term;
};
/// Only what was searched for, or searched for in vain.
std::vector<SearchRow> searches(db::Tx& tx, SearchOrder order, const Days& days, std::int64_t limit,
                                const SearchPlace& after = {});

/// What lies in the shop of one category, and what it was sold.
struct StockRowOfCategory {
  std::int64_t category = 0;
  std::string name;
  StockWorth::Worth worth;
  std::int64_t sold = 0;  ///< pieces, on the days
};
struct StockByCategory {
  Time as_of;  ///< what lies in the shop; what was sold is of now
  std::vector<StockRowOfCategory> rows;
};
/// By value.
StockByCategory stock_by_category(db::Tx& tx, ReportMemory& memory, const Days& days, i18n::Language language,
                                  Time now);

}  // namespace hurtrock::admin::store
