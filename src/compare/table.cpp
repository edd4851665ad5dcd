#include "compare/table.hpp"

#include <algorithm>

#include "catalog/cards.hpp"

namespace hurtrock::compare {
namespace {

using catalog::Snapshot;
using catalog::SnapshotProduct;

/// As on the products' cards; `of` is what must be the same of all of them.
template <class Of>
Row card_row(RowKind kind, const std::vector<Column>& columns, Of of) {
  const bool differs =
      std::ranges::any_of(columns, [&](const Column& column) { return of(column.card) != of(columns.front().card); });
  return {.kind = kind, .name = {}, .values = {}, .differs = differs};
}

Row text_row(std::string_view name, std::vector<std::string> values) {
  const bool differs = std::ranges::any_of(values, [&](const auto& value) { return value != values.front(); });
  return {.kind = RowKind::kText, .name = std::string(name), .values = std::move(values), .differs = differs};
}

class Table {
 public:
  Table(const Snapshot& snapshot, const Chosen& chosen, const i18n::Texts& texts) : snapshot_(snapshot), texts_(texts) {
    for (const int index : chosen) products_.push_back(&snapshot.products()[static_cast<std::size_t>(index)]);
  }

  void add_card_rows(const std::vector<Column>& columns) {
    using layout::ProductCard;
    rows_.push_back(card_row(RowKind::kPrice, columns,
                             [](const ProductCard& card) { return std::pair(card.price.amount, card.price.from); }));
    rows_.push_back(card_row(RowKind::kStock, columns, [](const ProductCard& card) {
      // How many there are matters only where there are few.
      const bool few = card.stock.state == layout::StockState::kLow;
      return std::pair(card.stock.state, few ? card.stock.left : 0);
    }));
    if (std::ranges::any_of(columns, [](const Column& column) { return column.card.rating.count > 0; }))
      rows_.push_back(card_row(RowKind::kRating, columns, [](const ProductCard& card) {
        return card.rating.count > 0 ? std::pair(card.rating.average, card.rating.count)
                                     : std::pair(std::string(), std::int64_t{0});
      }));
  }

  void add_product_rows() {
    add("compare.brand", [&](const SnapshotProduct& product) {
      return std::string(snapshot_.brands()[static_cast<std::size_t>(product.brand)].name);
    });
    add("compare.model", [](const SnapshotProduct& product) { return std::string(product.model); });
    add("compare.category", [&](const SnapshotProduct& product) {
      return std::string(snapshot_.categories()[static_cast<std::size_t>(product.category)].name.in(texts_.language()));
    });
  }

  /// In the order of the first product; what it lacks follows in the order of the others.
  void add_specifications() {
    std::vector<std::string_view> names;
    for (const SnapshotProduct* product : products_)
      for (const auto& spec : product->specs)
        if (std::ranges::find(names, spec.name.id) == names.end()) names.push_back(spec.name.id);
    for (const auto name : names) {
      std::string_view shown;
      std::vector<std::string> values;
      for (const SnapshotProduct* product : products_) {
        const auto specs = product->specs;
        const auto spec = std::ranges::find(specs, name, [](const auto& entry) { return entry.name.id; });
        values.push_back(spec == specs.end() ? "" : catalog::value_of(*spec, texts_.language()));
        if (spec != specs.end()) shown = spec->name.in(texts_.language());
      }
      rows_.push_back(text_row(shown, std::move(values)));
    }
  }

  std::vector<Row> take() { return std::move(rows_); }

 private:
  template <class Of>
  void add(std::string_view name, Of of) {
    std::vector<std::string> values;
    for (const SnapshotProduct* product : products_) values.push_back(of(*product));
    if (std::ranges::any_of(values, [](const auto& value) { return !value.empty(); }))
      rows_.push_back(text_row(texts_(name), std::move(values)));
  }

  const Snapshot& snapshot_;
  const i18n::Texts& texts_;
  std::vector<const SnapshotProduct*> products_;
  std::vector<Row> rows_;
};

}  // namespace

std::vector<Row> rows_of(const Snapshot& snapshot, const Chosen& chosen, const std::vector<Column>& columns,
                         const i18n::Texts& texts) {
  if (chosen.empty()) return {};
  Table table(snapshot, chosen, texts);
  table.add_card_rows(columns);
  table.add_product_rows();
  table.add_specifications();
  return table.take();
}

}  // namespace hurtrock::compare
