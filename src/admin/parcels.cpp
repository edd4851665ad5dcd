#include "admin/parcels.hpp"

#include <algorithm>

namespace hurtrock::admin {
namespace {

std::size_t place_of(const std::vector<orders::Line>& lines, OrderLineId id) {
  return static_cast<std::size_t>(std::ranges::find(lines, id, &orders::Line::id) - lines.begin());
}

ParcelOnPaper rest_of(const OrderOnPaper& paper) {
  ParcelOnPaper rest{.courier = paper.order.shipping.name, .tracking_number = {}, .contents = {}};
  for (std::size_t i = 0; i < paper.lines.size(); ++i)
    if (const std::int64_t left = paper.lines[i].at_hand(); left > 0) rest.contents.push_back({i, left});
  return rest;
}

}  // namespace

std::optional<OrderOnPaper> order_on_paper(db::Tx& tx, std::string_view number) {
  auto order = orders::find(tx, number);
  if (!order) return std::nullopt;
  const OrderId id = order->id;
  return OrderOnPaper{
      .order = *std::move(order), .lines = orders::lines_of(tx, id), .shipments = orders::shipments_of(tx, id)};
}

std::vector<ParcelOnPaper> parcels_of(const OrderOnPaper& paper) {
  std::vector<ParcelOnPaper> parcels;
  for (const auto& shipment : paper.shipments) {
    parcels.push_back(
        {.courier = shipment.courier, .tracking_number = shipment.tracking_number, .has_left = true, .contents = {}});
    for (const auto& [line, quantity] : shipment.pieces)
      parcels.back().contents.push_back({place_of(paper.lines, line), quantity});
  }
  if (auto rest = rest_of(paper); !rest.contents.empty()) parcels.push_back(std::move(rest));
  for (std::size_t i = 0; i < parcels.size(); ++i) {
    parcels[i].number = static_cast<std::int64_t>(i + 1);
    parcels[i].of = static_cast<std::int64_t>(parcels.size());
  }
  return parcels;
}

std::vector<ParcelOnPaper> parcels_at_hand(const OrderOnPaper& paper) {
  auto parcels = parcels_of(paper);
  if (!parcels.empty() && !parcels.back().has_left) parcels.erase(parcels.begin(), parcels.end() - 1);
  return parcels;
}

}  // namespace hurtrock::admin
