// Guitars and ukuleles with a hollow body.
#include "sample_data/pictures/guitar_model.hpp"

namespace hurtrock::sample_pictures {

namespace {

// Half of an outline, from the neck down the treble side to the bottom, mirrored into a whole one.
Outline symmetric(const std::vector<Point>& half) {
  Outline outline{half};
  for (std::size_t i = half.size(); i-- > 0;)
    if (half[i].x != 0) outline.points.push_back({-half[i].x, half[i].y});
  return outline;
}

Outline steel_string_body() {
  return symmetric({{0, 358},
                    {40, 359},
                    {92, 368},
                    {129, 396},
                    {145, 440},
                    {143, 492},
                    {136, 540},
                    {136, 578},
                    {148, 628},
                    {176, 690},
                    {196, 748},
                    {192, 800},
                    {162, 842},
                    {100, 860},
                    {0, 865}});
}

Outline nylon_string_body() {
  return symmetric({{0, 325},
                    {40, 326},
                    {94, 340},
                    {131, 376},
                    {141, 424},
                    {131, 474},
                    {119, 520},
                    {119, 554},
                    {134, 600},
                    {164, 652},
                    {183, 706},
                    {178, 756},
                    {146, 796},
                    {86, 813},
                    {0, 817}});
}

Outline ukulele_body() {
  return symmetric({{0, 208},
                    {24, 209},
                    {56, 218},
                    {76, 240},
                    {81, 270},
                    {74, 302},
                    {68, 328},
                    {70, 352},
                    {86, 390},
                    {103, 428},
                    {104, 462},
                    {86, 492},
                    {48, 505},
                    {0, 508}});
}

Outline steel_string_guard() {
  return {{{52, 540}, {64, 518}, {80, 530}, {104, 566}, {122, 606}, {121, 634}, {98, 640}, {72, 618}, {54, 578}}};
}

}  // namespace

const std::vector<Model>& acoustic_guitars() {
  static const std::vector<Model> models = {
      {.shape = "acoustic",
       .body = steel_string_body(),
       .pickguard = steel_string_guard(),
       .scale = 645,
       .frets = 20,
       .nut_width = 44,
       .heel_width = 58,
       .head = HeadStyle::paired,
       .bridge = BridgeStyle::pinned,
       .binding = true,
       .hollow = true,
       .sound_hole = {0, 502},
       .sound_hole_radius = 50},
      {.shape = "classical",
       .body = nylon_string_body(),
       .scale = 650,
       .frets = 19,
       .nut_width = 52,
       .heel_width = 63,
       .head = HeadStyle::slotted,
       .bridge = BridgeStyle::tied,
       .inlay = Inlay::none,
       .fingerboard = Fingerboard::ebony,
       .binding = false,
       .hollow = true,
       .sound_hole = {0, 483},
       .sound_hole_radius = 44},
      {.shape = "ukulele",
       .body = ukulele_body(),
       .scale = 380,
       .frets = 16,
       .nut_width = 36,
       .heel_width = 45,
       .strings = 4,
       .head = HeadStyle::paired,
       .bridge = BridgeStyle::tied,
       .hollow = true,
       .sound_hole = {0, 288},
       .sound_hole_radius = 29},
  };
  return models;
}

}  // namespace hurtrock::sample_pictures
