#include "documents/fonts.hpp"

#include <fontconfig/fontconfig.h>

namespace hurtrock::documents {

bool system_has_fonts() {
  FcConfig* const config = FcInitLoadConfigAndFonts();
  if (config == nullptr) return false;
  const FcFontSet* const found = FcConfigGetFonts(config, FcSetSystem);
  const bool any = found != nullptr && found->nfont > 0;
  FcConfigDestroy(config);
  return any;
}

}  // namespace hurtrock::documents
