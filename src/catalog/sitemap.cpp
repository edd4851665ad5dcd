#include "catalog/sitemap.hpp"

#include <algorithm>

#include "catalog/handlers.hpp"
#include "layout/error_page.hpp"
#include "platform/core/clock.hpp"
#include "platform/html/html.hpp"
#include "platform/http/compression.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::string_view kDeclaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";
constexpr std::string_view kSchema = R"( xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)";
constexpr int kGzipLevel = 7;
// Home, the list of all products, and what there is to know about the shop.
constexpr std::string_view kFixed[] = {"/", "/products", "/store-info", "/buying", "/returns", "/privacy"};
constexpr std::size_t kWithCatalogue = 2;  // of them, those that show products

void append_change(std::string& xml, Time changed) {
  if (changed == Time{}) return;
  xml.append("<lastmod>").append(rfc3339(changed)).append("</lastmod>");
}

void append_address(std::string& xml, std::string_view public_url, std::string_view path) {
  xml += "<loc>";
  html::escape_text(xml, public_url);
  html::escape_text(xml, path);
  xml += "</loc>";
}

std::size_t parts_for(std::size_t entries) {
  return std::min((entries + kAddressesInSitemap - 1) / kAddressesInSitemap, kMostSitemaps);
}

http::Encodings encodings_of(std::string xml) {
  http::Encodings encodings;
  encodings.gzip = std::make_shared<const std::string>(http::gzip(xml, kGzipLevel));
  encodings.identity = std::make_shared<const std::string>(std::move(xml));
  return encodings;
}

std::vector<int> with_products(std::size_t count, const auto& products_of) {
  std::vector<int> list;
  for (int i = 0; i < static_cast<int>(count); ++i)
    if (products_of(i).count() > 0) list.push_back(i);
  return list;
}

}  // namespace

http::Response show_sitemap(const http::Request& request, Services& shop) {
  const auto names = sitemap_parts();
  const auto name = std::ranges::find(names, request.path);
  const std::size_t part = name == names.end() ? 0 : static_cast<std::size_t>(name - names.begin()) + 1;
  const auto file = shop.sitemap.file(*shop.catalogue.snapshot(), shop.public_url, part);
  if (!file) return layout::error_response(request, shop.frames, 404);
  http::Response response{.status = 200, .headers = {}, .body = {}, .prepared = *file, .file = {}};
  response.set("Content-Type", "application/xml; charset=utf-8");
  response.set("Cache-Control", "public, max-age=600");
  return response;
}

std::span<const std::string> sitemap_parts() {
  static const auto paths = [] {
    std::vector<std::string> list;
    for (std::size_t part = 1; part <= kMostSitemaps; ++part)
      list.push_back("/sitemap-" + std::to_string(part) + ".xml");
    return list;
  }();
  return paths;
}

std::string write_sitemap(std::string_view public_url, const SitemapEntryAt& entry, std::size_t first,
                          std::size_t end) {
  constexpr std::size_t kUsualLength = 130;
  std::string xml;
  xml.reserve((end - first) * (kUsualLength + public_url.size()));
  xml.append(kDeclaration).append("<urlset").append(kSchema);
  for (std::size_t number = first; number < end; ++number) {
    const SitemapEntry page = entry(number);
    xml += "<url>";
    append_address(xml, public_url, std::string(page.folder).append(page.slug));
    append_change(xml, page.changed);
    xml += "</url>";
  }
  return xml += "</urlset>";
}

std::string write_sitemap_index(std::string_view public_url, const SitemapEntryAt& entry, std::size_t count) {
  std::string xml = std::string(kDeclaration).append("<sitemapindex").append(kSchema);
  for (std::size_t part = 0; part < parts_for(count); ++part) {
    Time newest{};
    for (std::size_t number = part * kAddressesInSitemap; number < std::min(count, (part + 1) * kAddressesInSitemap);
         ++number)
      newest = std::max(newest, entry(number).changed);
    xml += "<sitemap>";
    append_address(xml, public_url, sitemap_parts()[part]);
    append_change(xml, newest);
    xml += "</sitemap>";
  }
  return xml += "</sitemapindex>";
}

SitemapEntries::SitemapEntries(const Snapshot& snapshot)
    : snapshot_(snapshot),
      category_changed_(snapshot.categories().size()),
      brand_changed_(snapshot.brands().size()),
      categories_(
          with_products(snapshot.categories().size(), [&](int i) -> const Bitmap& { return snapshot.in_category(i); })),
      brands_(with_products(snapshot.brands().size(), [&](int i) -> const Bitmap& { return snapshot.of_brand(i); })) {
  const auto raise = [](Time& changed, Time to) { changed = std::max(changed, to); };
  for (const SnapshotProduct& product : snapshot.products()) {
    raise(changed_, product.updated_at);
    raise(brand_changed_[static_cast<std::size_t>(product.brand)], product.updated_at);
    for (int c = product.category; c >= 0; c = snapshot.categories()[static_cast<std::size_t>(c)].parent)
      raise(category_changed_[static_cast<std::size_t>(c)], product.updated_at);
  }
}

std::size_t SitemapEntries::size() const {
  return std::size(kFixed) + categories_.size() + brands_.size() + snapshot_.products().size();
}

SitemapEntry SitemapEntries::at(std::size_t number) const {
  if (number < std::size(kFixed)) return {kFixed[number], "", number < kWithCatalogue ? changed_ : Time{}};
  number -= std::size(kFixed);
  if (number < categories_.size()) {
    const auto category = static_cast<std::size_t>(categories_[number]);
    return {"/categories/", snapshot_.categories()[category].slug, category_changed_[category]};
  }
  number -= categories_.size();
  if (number < brands_.size()) {
    const auto brand = static_cast<std::size_t>(brands_[number]);
    return {"/products?brand=", snapshot_.brands()[brand].slug, brand_changed_[brand]};
  }
  const SnapshotProduct& product = snapshot_.products()[number - brands_.size()];
  return {"/product/", product.slug, product.updated_at};
}

std::optional<http::Encodings> SitemapFiles::file(const Snapshot& snapshot, std::string_view public_url,
                                                  std::size_t part) {
  const std::lock_guard lock(mutex_);
  if (serial_ != snapshot.serial()) {
    made_.clear();
    serial_ = snapshot.serial();
  }
  if (const auto known = made_.find(part); known != made_.end()) return known->second;
  const SitemapEntries entries(snapshot);
  const auto entry = [&](std::size_t number) { return entries.at(number); };
  const std::size_t parts = parts_for(entries.size());
  std::string xml;
  if (part == 0)
    xml = parts > 1 ? write_sitemap_index(public_url, entry, entries.size())
                    : write_sitemap(public_url, entry, 0, entries.size());
  else if (parts > 1 && part <= parts)
    xml = write_sitemap(public_url, entry, (part - 1) * kAddressesInSitemap,
                        std::min(entries.size(), part * kAddressesInSitemap));
  else
    return std::nullopt;
  return made_.emplace(part, encodings_of(std::move(xml))).first->second;
}

}  // namespace hurtrock::catalog
