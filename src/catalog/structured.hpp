#pragma once

#include <boost/json/array.hpp>

#include "catalog/snapshot.hpp"
#include "layout/breadcrumbs.hpp"
#include "layout/frame.hpp"

/// What search engines are told in schema.org's words. It says nothing that the page does not say, too.
namespace hurtrock::catalog {

/// A Product with what it costs, whether it is there, and what its buyers think. `frame`: of its page, with canonical.
html::SafeJson product_json(const Snapshot& snapshot, const SnapshotProduct& product, const layout::Frame& frame,
                            i18n::Language language, boost::json::array reviews);
html::SafeJson breadcrumb_json(const layout::Breadcrumbs& crumbs, const layout::Frame& frame, i18n::Language language);
/// The site, with the address of its search.
html::SafeJson site_json(const layout::Shop& shop);

}  // namespace hurtrock::catalog
