#include "platform/assets/assets.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <vector>

#include "platform/assets/packed.hpp"

extern "C" const char hurtrock_asset_bytes[];

namespace hurtrock::assets {
namespace {

std::string_view bytes(Slice slice) { return {hurtrock_asset_bytes + slice.offset, slice.size}; }

std::vector<Asset> sorted_by_url() {
  std::vector<Asset> assets;
  for (const Packed& row : packed())
    assets.push_back({row.url, row.content_type, bytes(row.identity), bytes(row.gzip), bytes(row.brotli)});
  std::ranges::sort(assets, std::less<>{}, &Asset::url);
  return assets;
}

}  // namespace

const Asset* find(std::string_view url) {
  static const std::vector<Asset> assets = sorted_by_url();
  const auto found = std::ranges::lower_bound(assets, url, std::less<>{}, &Asset::url);
  return found != assets.end() && found->url == url ? &*found : nullptr;
}

std::string_view url(std::string_view name) {
  const auto rows = packed();
  const auto found = std::ranges::lower_bound(rows, name, std::less<>{}, &Packed::name);
  if (found == rows.end() || found->name != name) throw std::logic_error("no asset is called " + std::string{name});
  return found->url;
}

}  // namespace hurtrock::assets
