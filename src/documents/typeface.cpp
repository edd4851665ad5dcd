#include "documents/typeface.hpp"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>

#define HURTROCK_FONT(name)                       \
  extern "C" {                                    \
  extern const std::byte hurtrock_##name[];       \
  extern const std::byte hurtrock_##name##_end[]; \
  }
HURTROCK_FONT(latin_400)
HURTROCK_FONT(latin_600)
HURTROCK_FONT(latin_800)
HURTROCK_FONT(latin_ext_400)
HURTROCK_FONT(latin_ext_600)
HURTROCK_FONT(latin_ext_800)
HURTROCK_FONT(vietnamese_400)
HURTROCK_FONT(vietnamese_600)
HURTROCK_FONT(vietnamese_800)
#undef HURTROCK_FONT

namespace hurtrock::documents {
namespace {

const FcChar8* as_fc(const char* text) { return reinterpret_cast<const FcChar8*>(text); }

/// Fontconfig and FreeType read files only: this one lies in memory and has no name in any folder. It stays open as
/// long as the process, which may ask for a letter of it at any time.
std::string file_in_memory(std::span<const std::byte> bytes) {
  const int file = memfd_create("hurtrock-font", MFD_CLOEXEC);
  if (file < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0) throw std::system_error(errno, std::generic_category(), "writing a font");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return fmt::format("/proc/self/fd/{}", file);
}

void add_font(FcConfig* config, const std::byte* begin, const std::byte* end) {
  const std::string path = file_in_memory({begin, end});
  if (FcConfigAppFontAddFile(config, as_fc(path.c_str())) != FcTrue)
    throw std::runtime_error("a font of the documents cannot be read");
}

/// Under a name of their own, for the system may have a typeface of the same one in another version.
void rename_own_fonts(FcConfig* config) {
  FcFontSet* fonts = FcConfigGetFonts(config, FcSetApplication);
  for (FcPattern* font : std::span(fonts->fonts, static_cast<std::size_t>(fonts->nfont))) {
    for (const char* property : {FC_FAMILY, FC_FAMILYLANG, FC_FULLNAME, FC_FULLNAMELANG, FC_STYLE, FC_STYLELANG})
      FcPatternDel(font, property);
    FcPatternAddString(font, FC_FAMILY, as_fc(kFamily));
  }
}

FcConfig* make_config() {
  FcConfig* config = FcInitLoadConfigAndFonts();
  if (config == nullptr) throw std::runtime_error("fontconfig does not start");
  add_font(config, hurtrock_latin_400, hurtrock_latin_400_end);
  add_font(config, hurtrock_latin_600, hurtrock_latin_600_end);
  add_font(config, hurtrock_latin_800, hurtrock_latin_800_end);
  add_font(config, hurtrock_latin_ext_400, hurtrock_latin_ext_400_end);
  add_font(config, hurtrock_latin_ext_600, hurtrock_latin_ext_600_end);
  add_font(config, hurtrock_latin_ext_800, hurtrock_latin_ext_800_end);
  add_font(config, hurtrock_vietnamese_400, hurtrock_vietnamese_400_end);
  add_font(config, hurtrock_vietnamese_600, hurtrock_vietnamese_600_end);
  add_font(config, hurtrock_vietnamese_800, hurtrock_vietnamese_800_end);
  rename_own_fonts(config);
  return config;
}

struct FontMapDeleter {
  void operator()(PangoFontMap* map) const { g_object_unref(map); }
};
using FontMap = std::unique_ptr<PangoFontMap, FontMapDeleter>;

FontMap make_font_map() {
  FontMap map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (!map) throw std::runtime_error("Pango was built without FreeType");
  FcConfig* const config = make_config();
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config);
  // The map holds on to it.
  FcConfigDestroy(config);
  return map;
}

}  // namespace

std::unique_lock<std::mutex> turn_at_drawing() {
  static std::mutex turn;
  return std::unique_lock(turn);
}

PangoFontMap* fonts() {
  static const FontMap map = make_font_map();
  return map.get();
}

}  // namespace hurtrock::documents
