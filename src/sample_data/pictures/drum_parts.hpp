// Shells, heads, cymbals and stands, drawn as the audience sees them.
#pragma once

#include "sample_data/pictures/materials.hpp"

namespace hurtrock::sample_pictures {

// A drum seen from a little above: `centre` is the middle of its top, `radius` half its width, `depth` its shell.
void standing_drum(Drawing& drawing, Point centre, double radius, double depth, const Finish& finish,
                   const Metal& metal);
// A drum that faces the audience with its resonant head.
void facing_drum(Drawing& drawing, Point centre, double radius, const Finish& finish, const Metal& metal);
// A cymbal seen from the edge or from above, as `radius_y` tells, turned by `degrees`.
void cymbal(Drawing& drawing, Point centre, double radius_x, double radius_y, double degrees, const Finish& finish);
void tube(Drawing& drawing, Point from, Point to, double width, const Metal& metal);
void tripod(Drawing& drawing, Point top, double floor, double spread, const Metal& metal);

}  // namespace hurtrock::sample_pictures
