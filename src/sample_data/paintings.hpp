#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

/// Small pictures of the drawings, as WebP. A browser lays out every SVG like a page of its own, on the thread that
/// answers the visitor: twenty of them on a list cost a phone half a second. tools/paint_pictures paints them while the
/// program is built.
namespace hurtrock::sample_data {

/// In points, ascending: a thumbnail, and a card of a list on plain and on sharp screens.
inline constexpr int kPaintedWidths[] = {160, 360, 560};
/// In a wider place the drawing itself is shown. It is sharp at any size: the number only tells the browser when to
/// take it, and is near the largest painting so that no painting is stretched by much.
inline constexpr int kDrawnFrom = 640;

/// File names and contents, packed one after the other as "NAME SIZE\n" and SIZE bytes.
class Paintings {
 public:
  Paintings() = default;  ///< none: every picture is the drawing
  /// `pack` outlives the object. Throws std::invalid_argument when it is not such a pack.
  explicit Paintings(std::string_view pack);

  /// What the file holds; nothing when there is no such painting.
  [[nodiscard]] std::string_view find(const std::string& name) const;

  static std::string packed(std::string_view name, std::string_view content);

 private:
  std::unordered_map<std::string, std::string_view> files_;
};

/// Those built into the program (target sample_paintings).
Paintings embedded_paintings();

}  // namespace hurtrock::sample_data
