// Bass guitars.
#include "sample_data/pictures/guitar_model.hpp"

namespace hurtrock::sample_pictures {

namespace {

Outline jazz_body() {
  return {{{-31, 572},  {-54, 566},  {-74, 540},  {-92, 494},  {-112, 458}, {-132, 454}, {-150, 482}, {-160, 534},
           {-154, 590}, {-136, 640}, {-127, 682}, {-136, 732}, {-158, 790}, {-176, 850}, {-174, 902}, {-148, 942},
           {-98, 964},  {-30, 976},  {46, 986},   {112, 982},  {158, 956},  {178, 906},  {174, 846},  {154, 790},
           {133, 742},  {126, 700},  {134, 652},  {147, 602},  {150, 556},  {142, 526},  {124, 518},  {106, 534},
           {88, 566},   {66, 592},   {46, 602},   {31, 606}}};
}

Outline modern_body() {
  return {{{-33, 604},  {-56, 600},  {-78, 566},  {-94, 504},  {-112, 446}, {-128, 426}, {-140, 440},
           {-150, 504}, {-148, 574}, {-132, 636}, {-117, 688}, {-116, 732}, {-132, 786}, {-154, 844},
           {-160, 898}, {-142, 940}, {-98, 962},  {-24, 966},  {54, 964},   {112, 950},  {148, 914},
           {156, 862},  {144, 808},  {122, 758},  {110, 714},  {114, 666},  {130, 610},  {144, 556},
           {146, 510},  {136, 488},  {120, 496},  {102, 544},  {84, 600},   {62, 634},   {33, 642}}};
}

Outline bass_v_body() {
  return {{{-31, 596},
           {-66, 592},
           {-88, 634},
           {-222, 996},
           {-214, 1026},
           {-150, 1040},
           {-124, 1024},
           {-30, 910},
           {30, 910},
           {124, 1024},
           {150, 1040},
           {214, 1026},
           {222, 996},
           {88, 634},
           {66, 592},
           {31, 596}},
          18};
}

Outline jazz_guard() {
  return {{{-34, 584}, {-60, 578}, {-92, 568}, {-120, 556}, {-134, 566}, {-130, 606}, {-112, 650}, {-100, 698},
           {-96, 744}, {-84, 772}, {-56, 780}, {44, 780},   {66, 776},   {82, 758},   {92, 716},   {102, 670},
           {118, 620}, {124, 580}, {112, 560}, {94, 578},   {70, 606},   {34, 620}}};
}

}  // namespace

const std::vector<Model>& bass_guitars() {
  using enum PickupStyle;
  static const std::vector<Model> models = {
      {.shape = "bass_j",
       .body = jazz_body(),
       .pickguard = jazz_guard(),
       .scale = 864,
       .frets = 20,
       .nut_width = 38,
       .heel_width = 60,
       .strings = 4,
       .head = HeadStyle::classic,
       .bridge = BridgeStyle::bass,
       .pickups = {{wide_coil, 716}, {wide_coil, 808}},
       .knobs = {{100, 800}, {112, 842}, {122, 880}},
       .inlay = Inlay::blocks},
      {.shape = "bass_modern",
       .body = modern_body(),
       .scale = 864,
       .frets = 24,
       .nut_width = 40,
       .heel_width = 62,
       .strings = 4,
       .head = HeadStyle::modern,
       .head_in_finish = true,
       .bridge = BridgeStyle::bass,
       .pickups = {{soapbar, 722}, {soapbar, 806}},
       .knobs = {{82, 812}, {104, 846}, {84, 872}, {118, 888}},
       .toggles = {{92, 774}},
       .inlay = Inlay::dots,
       .fingerboard = Fingerboard::ebony},
      {.shape = "bass_v",
       .body = bass_v_body(),
       .scale = 864,
       .frets = 22,
       .nut_width = 40,
       .heel_width = 60,
       .strings = 4,
       .head = HeadStyle::arrow,
       .head_in_finish = true,
       .bridge = BridgeStyle::bass,
       .pickups = {{split_coil, 730}, {soapbar, 806}},
       .knobs = {{118, 886}, {142, 930}, {164, 972}},
       .inlay = Inlay::dots,
       .fingerboard = Fingerboard::ebony},
  };
  return models;
}

}  // namespace hurtrock::sample_pictures
