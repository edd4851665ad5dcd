#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/snapshot.hpp"

namespace Xapian {
class Document;
}

/// A product as the index holds it.
namespace hurtrock::catalog::search {

/// What the index would say about a product, in 64 bits: differs when the product must be indexed again.
std::uint64_t fingerprint(const Snapshot& snapshot, const SnapshotProduct& product);

/// The slot of a document that keeps its fingerprint, as write_fingerprint writes it.
inline constexpr unsigned kFingerprintSlot = 0;
std::string write_fingerprint(std::uint64_t fingerprint);
std::uint64_t read_fingerprint(const std::string& written);

/// Its terms, its fingerprint, and as its data the words that it gave to the dictionary of spellings.
Xapian::Document document_of(const Snapshot& snapshot, const SnapshotProduct& product, std::uint64_t fingerprint);
/// Those words of a document's data.
std::vector<std::string> spellings_of(const std::string& data);

}  // namespace hurtrock::catalog::search
