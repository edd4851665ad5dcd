#pragma once

namespace hurtrock::documents {

/// Whether the system has a font at all for letters that the documents' own typeface lacks.
bool system_has_fonts();

}  // namespace hurtrock::documents
