// The fitted parts of fretted instruments, drawn in the instrument's own millimetres (guitar_model.hpp).
#pragma once

#include <string>
#include <vector>

#include "sample_data/pictures/guitar_model.hpp"
#include "sample_data/pictures/materials.hpp"

namespace hurtrock::sample_pictures {

struct Tuner {
  Point post;
  double button_x;  // where the button's middle stands; its side tells which way the shaft points
};

struct Head {
  std::string outline;
  std::vector<Tuner> tuners;  // one per string, from the lowest
  double end;                 // the y of the tip
  Box box;
};

Head head_of(const Model& model);
void draw_head(Drawing& drawing, const Model& model, const Head& head, const Finish& finish, const Metal& metal);
void draw_neck(Drawing& drawing, const Model& model);
void draw_strings(Drawing& drawing, const Model& model, const Head& head, const Metal& metal);
void draw_nut(Drawing& drawing, const Model& model);

void draw_pickups(Drawing& drawing, const Model& model, const Metal& metal);
void draw_bridge(Drawing& drawing, const Model& model, const Metal& metal);
void draw_controls(Drawing& drawing, const Model& model, const Metal& metal);

}  // namespace hurtrock::sample_pictures
