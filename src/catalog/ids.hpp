#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
using ProductId = Id<struct ProductTag>;
using VariantId = Id<struct VariantTag>;
using CategoryId = Id<struct CategoryTag>;
using BrandId = Id<struct BrandTag>;
using ImageId = Id<struct ImageTag>;
using SupplierId = Id<struct SupplierTag>;
}  // namespace hurtrock
