#include "catalog/search/document.hpp"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "catalog/search/terms.hpp"
#include "catalog/search/words.hpp"
#include "catalog/thousandths.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog::search {
namespace {

// How much a word counts, by where it stands.
constexpr unsigned kNameWeight = 8;
constexpr unsigned kCategoryWeight = 4;
constexpr unsigned kSkuWeight = 3;
constexpr unsigned kSpecificationWeight = 2;
constexpr unsigned kDescriptionWeight = 1;

enum class Stems : std::uint8_t { kNone, kEnglish, kIndonesian };

bool is_in_words(const std::string& word) {
  return word.size() >= 3 && std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Calls `visit` with every category from the product's own to the department.
template <class F>
void each_category(const Snapshot& snapshot, const SnapshotProduct& product, F&& visit) {
  for (int c = product.category; c >= 0; c = snapshot.categories()[static_cast<std::size_t>(c)].parent)
    visit(snapshot.categories()[static_cast<std::size_t>(c)]);
}

std::string_view brand_of(const Snapshot& snapshot, const SnapshotProduct& product) {
  return snapshot.brands()[static_cast<std::size_t>(product.brand)].name;
}

std::string specification(const SnapshotSpec& spec, i18n::Language language) {
  return spec.number_milli ? thousandths(*spec.number_milli, language) + ' ' + std::string(spec.unit)
                           : std::string(spec.text.in(language));
}

class Composer {
 public:
  Composer(const Snapshot& snapshot, const SnapshotProduct& product) : snapshot_(snapshot), product_(product) {}

  Xapian::Document compose(std::uint64_t fingerprint) {
    add_name();
    add_categories();
    for (const SnapshotVariant& variant : product_.variants) {
      add_text(variant.sku, kSkuWeight, Stems::kNone);
      add_whole(kWhole, join(words_of(variant.sku)));
      for (const SnapshotOption& option : variant.options) {
        add_text(option.value.id, kSpecificationWeight, Stems::kIndonesian);
        add_text(option.value.en, kSpecificationWeight, Stems::kEnglish);
      }
    }
    for (const SnapshotSpec& spec : product_.specs) {
      add_text(specification(spec, i18n::Language::kIndonesian), kSpecificationWeight, Stems::kIndonesian);
      add_text(specification(spec, i18n::Language::kEnglish), kSpecificationWeight, Stems::kEnglish);
    }
    add_text(product_.description.id, kDescriptionWeight, Stems::kIndonesian);
    add_text(product_.description.en, kDescriptionWeight, Stems::kEnglish);

    document_.add_value(kFingerprintSlot, write_fingerprint(fingerprint));
    std::string data;
    for (const std::string& spelling : spellings_) (data += spelling) += ' ';
    document_.set_data(data);
    return std::move(document_);
  }

 private:
  void add_name() {
    const std::string_view brand = brand_of(snapshot_, product_);
    const auto brand_words = words_of(brand);
    const auto name_words = words_of(product_.name);
    add_text(product_.name, kNameWeight, Stems::kEnglish, kInName);
    add_text(product_.model, kNameWeight, Stems::kEnglish, kInName);
    add_text(brand, kNameWeight, Stems::kNone, kInBrand);
    // "Les Paul" is found as "lespaul", too.
    for (std::size_t i = 1; i < name_words.size(); ++i)
      add_whole(kJoined, name_words[i - 1].joined + name_words[i].joined);
    add_whole(kWhole, join(brand_words));
    add_whole(kWhole, join(name_words));
    add_whole(kWhole, join(words_of(product_.model)));
    note_spellings(name_words);
    note_spellings(brand_words);
  }

  void add_categories() {
    each_category(snapshot_, product_, [&](const SnapshotCategory& category) {
      add_text(category.name.id, kCategoryWeight, Stems::kIndonesian, kInCategory);
      add_text(category.name.en, kCategoryWeight, Stems::kEnglish, kInCategory);
      for (const auto name : {category.name.id, category.name.en}) {
        const auto words = words_of(name);
        add_whole(kWholeCategory, english_stem(join(words)));
        note_spellings(words);
      }
    });
  }

  void add_text(std::string_view text, unsigned weight, Stems stems, std::string_view where = kAnywhere) {
    for (const Word& word : words_of(text)) {
      add_word(word.joined, weight, stems, where);
      for (const std::string& piece : word.pieces) add_word(piece, weight, stems, where);
    }
  }

  void add_word(const std::string& word, unsigned weight, Stems stems, std::string_view where) {
    add(kAnywhere, word, weight);
    if (!where.empty()) add(where, word, 1);
    if (where == kInCategory) add(where, english_stem(word), 1);
    if (!is_in_words(word)) return;
    if (stems == Stems::kEnglish) add(kEnglishStem, english_stem(word), weight);
    if (stems == Stems::kIndonesian) add(kIndonesianStem, indonesian_stem(word), weight);
  }

  void add_whole(std::string_view where, const std::string& joined) { add(where, joined, 1); }

  void add(std::string_view where, const std::string& word, unsigned weight) {
    if (!word.empty() && word.size() <= kLongestTerm) document_.add_term(term(where, word), weight);
  }

  void note_spellings(const std::vector<Word>& words) {
    for (const Word& word : words) {
      if (is_in_words(word.joined)) spellings_.insert(word.joined);
      for (const std::string& piece : word.pieces)
        if (is_in_words(piece)) spellings_.insert(piece);
    }
  }

  const Snapshot& snapshot_;
  const SnapshotProduct& product_;
  Xapian::Document document_;
  std::set<std::string> spellings_;
};

/// FNV-1a of 64 bits: the same on every machine, as what is kept on a disk must be.
class Fnv {
 public:
  void add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0);
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3; }
  std::uint64_t value_ = 0xcbf29ce484222325;
};

}  // namespace

std::uint64_t fingerprint(const Snapshot& snapshot, const SnapshotProduct& product) {
  Fnv hash;
  hash.add(brand_of(snapshot, product));
  for (const auto text : {product.name, product.model, product.description.id, product.description.en}) hash.add(text);
  each_category(snapshot, product, [&](const SnapshotCategory& category) {
    hash.add(category.name.id);
    hash.add(category.name.en);
  });
  for (const SnapshotVariant& variant : product.variants) {
    hash.add(variant.sku);
    for (const SnapshotOption& option : variant.options) {
      hash.add(option.value.id);
      hash.add(option.value.en);
    }
  }
  for (const SnapshotSpec& spec : product.specs) {
    hash.add(specification(spec, i18n::Language::kIndonesian));
    hash.add(specification(spec, i18n::Language::kEnglish));
  }
  return hash.value();
}

std::string write_fingerprint(std::uint64_t fingerprint) { return std::to_string(fingerprint); }

std::uint64_t read_fingerprint(const std::string& written) {
  std::uint64_t fingerprint = 0;
  std::from_chars(written.data(), written.data() + written.size(), fingerprint);
  return fingerprint;
}

Xapian::Document document_of(const Snapshot& snapshot, const SnapshotProduct& product, std::uint64_t fingerprint) {
  return Composer(snapshot, product).compose(fingerprint);
}

std::vector<std::string> spellings_of(const std::string& data) {
  std::vector<std::string> words;
  for (const auto word : text::split(data, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

}  // namespace hurtrock::catalog::search
