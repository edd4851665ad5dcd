// Electric guitars: body outlines and equipment.
#include "sample_data/pictures/guitar_model.hpp"

namespace hurtrock::sample_pictures {

namespace {

Outline double_cut_body() {
  return {{{-29, 436},  {-46, 430},  {-64, 410},  {-80, 375},  {-95, 347},  {-111, 340}, {-128, 356}, {-143, 395},
           {-148, 440}, {-138, 490}, {-121, 532}, {-114, 568}, {-122, 612}, {-144, 658}, {-159, 706}, {-155, 748},
           {-131, 782}, {-84, 801},  {-12, 809},  {60, 804},   {119, 784},  {155, 748},  {165, 700},  {152, 646},
           {127, 598},  {113, 560},  {116, 518},  {131, 474},  {138, 434},  {133, 404},  {120, 391},  {105, 399},
           {88, 425},   {68, 452},   {46, 466},   {28, 470}}};
}

Outline superstrat_body() {
  return {{{-29, 440},  {-50, 438},  {-68, 415},  {-84, 372},  {-104, 328}, {-121, 313}, {-128, 322}, {-137, 380},
           {-139, 432}, {-128, 486}, {-112, 532}, {-107, 566}, {-117, 612}, {-138, 662}, {-152, 710}, {-148, 752},
           {-122, 784}, {-74, 800},  {-8, 804},   {60, 799},   {118, 780},  {151, 744},  {158, 698},  {145, 645},
           {121, 598},  {107, 558},  {109, 515},  {122, 470},  {135, 424},  {140, 382},  {133, 362},  {119, 368},
           {102, 404},  {84, 446},   {60, 478},   {42, 490},   {29, 490}}};
}

Outline single_cut_body() {
  return {{{-27, 372},  {-50, 364},  {-80, 361},  {-110, 368}, {-132, 390}, {-139, 422}, {-131, 460},
           {-117, 496}, {-112, 526}, {-119, 560}, {-142, 604}, {-161, 652}, {-166, 698}, {-153, 742},
           {-123, 772}, {-72, 789},  {0, 794},    {72, 789},   {123, 772},  {153, 742},  {166, 698},
           {161, 652},  {142, 604},  {119, 560},  {111, 526},  {114, 492},  {126, 456},  {133, 430},
           {131, 406},  {118, 395},  {104, 400},  {91, 418},   {72, 438},   {48, 448},   {27, 451}}};
}

Outline sg_body() {
  return {{{-27, 462},  {-46, 461},  {-62, 446},  {-75, 418},  {-87, 386},  {-93, 377},  {-101, 381}, {-118, 410},
           {-131, 446}, {-134, 482}, {-124, 518}, {-121, 548}, {-131, 588}, {-152, 636}, {-164, 686}, {-158, 732},
           {-132, 766}, {-84, 784},  {-8, 788},   {72, 784},   {126, 768},  {157, 736},  {164, 690},  {152, 640},
           {131, 592},  {121, 552},  {123, 520},  {132, 484},  {129, 450},  {117, 416},  {101, 389},  {93, 385},
           {86, 394},   {75, 424},   {62, 450},   {46, 463},   {27, 464}}};
}

Outline flying_v_body() {
  return {{{-26, 432},
           {-58, 436},
           {-74, 470},
           {-224, 806},
           {-218, 838},
           {-150, 852},
           {-128, 836},
           {-24, 704},
           {24, 704},
           {128, 836},
           {150, 852},
           {218, 838},
           {224, 806},
           {74, 470},
           {58, 436},
           {26, 432}},
          16};
}

Outline explorer_body() {
  return {{{-27, 452},
           {-52, 436},
           {-136, 420},
           {-142, 446},
           {-96, 566},
           {-236, 788},
           {-222, 812},
           {-60, 792},
           {138, 778},
           {168, 750},
           {166, 724},
           {106, 588},
           {214, 414},
           {200, 386},
           {176, 384},
           {44, 474},
           {27, 476}},
          18};
}

Outline t_style_body() {
  return {{{-29, 428},  {-52, 416},  {-84, 406},  {-116, 412}, {-138, 436}, {-142, 470}, {-131, 508},
           {-117, 545}, {-113, 576}, {-122, 614}, {-145, 660}, {-160, 708}, {-156, 754}, {-130, 786},
           {-78, 802},  {0, 805},    {78, 802},   {130, 786},  {156, 754},  {160, 708},  {145, 660},
           {122, 612},  {112, 572},  {116, 532},  {131, 490},  {139, 456},  {133, 428},  {118, 416},
           {102, 422},  {88, 444},   {72, 462},   {50, 472},   {28, 474}}};
}

Outline offset_body() {
  return {{{-29, 434},  {-48, 428},  {-66, 406},  {-84, 374},  {-104, 356}, {-126, 362}, {-144, 390}, {-151, 432},
           {-143, 478}, {-128, 518}, {-122, 552}, {-131, 594}, {-152, 642}, {-168, 694}, {-166, 744}, {-142, 782},
           {-96, 804},  {-34, 816},  {40, 824},   {104, 820},  {150, 796},  {168, 752},  {164, 700},  {146, 650},
           {128, 612},  {121, 578},  {126, 538},  {138, 494},  {144, 450},  {138, 418},  {121, 406},  {103, 414},
           {86, 436},   {66, 458},   {46, 468},   {28, 472}}};
}

Outline headless_body() {
  return {{{-30, 446},  {-54, 440},  {-72, 412},  {-88, 372},  {-104, 350}, {-120, 356}, {-132, 396}, {-134, 448},
           {-120, 506}, {-104, 556}, {-106, 602}, {-126, 654}, {-142, 704}, {-140, 738}, {-120, 752}, {-84, 744},
           {-52, 722},  {-24, 710},  {26, 710},   {56, 722},   {90, 742},   {122, 748},  {140, 730},  {140, 696},
           {122, 646},  {104, 596},  {101, 556},  {114, 506},  {128, 456},  {132, 416},  {122, 398},  {108, 406},
           {92, 440},   {74, 470},   {50, 488},   {30, 492}}};
}

// A pick-shaped guard under three single coils, down to the controls.
Outline double_cut_guard() {
  return {{{-30, 446}, {-54, 450}, {-78, 462}, {-92, 486}, {-80, 520}, {-64, 552}, {-60, 590},
           {-68, 622}, {-62, 650}, {-38, 652}, {40, 652},  {62, 672},  {84, 716},  {108, 748},
           {130, 748}, {141, 724}, {140, 690}, {126, 646}, {104, 604}, {94, 566},  {98, 520},
           {112, 476}, {118, 440}, {112, 418}, {98, 430},  {78, 460},  {54, 478},  {30, 482}}};
}

Outline t_guard() {
  return {{{-30, 438},
           {-62, 426},
           {-96, 422},
           {-118, 440},
           {-122, 470},
           {-110, 510},
           {-94, 552},
           {-78, 584},
           {-62, 598},
           {-20, 602},
           {40, 604},
           {70, 604},
           {82, 586},
           {84, 556},
           {92, 520},
           {96, 492},
           {84, 482},
           {60, 488},
           {30, 488}}};
}

Outline offset_guard() {
  return {{{-30, 444}, {-54, 448}, {-84, 452}, {-108, 440}, {-122, 446}, {-124, 474}, {-108, 516},
           {-96, 556}, {-94, 596}, {-84, 622}, {-58, 628},  {40, 632},   {70, 652},   {98, 704},
           {122, 734}, {142, 728}, {147, 698}, {132, 652},  {110, 616},  {102, 580},  {108, 536},
           {122, 486}, {126, 446}, {116, 432}, {96, 450},   {70, 474},   {30, 484}}};
}

Outline single_cut_guard() {
  return {{{34, 460}, {74, 470}, {92, 492}, {78, 560}, {80, 606}, {62, 622}, {34, 614}}, 9};
}

Outline sg_guard() {
  return {{{-40, 470},
           {-56, 458},
           {-72, 470},
           {-76, 500},
           {-44, 520},
           {-44, 540},
           {44, 540},
           {44, 575},
           {60, 600},
           {76, 596},
           {86, 560},
           {92, 500},
           {84, 462},
           {64, 456},
           {40, 472}},
          12};
}

}  // namespace

const std::vector<Model>& electric_guitars() {
  using enum PickupStyle;
  static const std::vector<Model> models = {
      {.shape = "double_cut",
       .body = double_cut_body(),
       .pickguard = double_cut_guard(),
       .bridge = BridgeStyle::vibrato,
       .pickups = {{single_coil, 505}, {single_coil, 557}, {slanted, 611}},
       .pickup_color = "#f2ede0",
       .knobs = {{84, 640}, {98, 682}, {111, 722}},
       .skirted_knobs = true,
       .toggles = {{68, 620}},
       .blade_switch = true},
      {.shape = "superstrat",
       .body = superstrat_body(),
       .frets = 24,
       .head = HeadStyle::pointed,
       .head_in_finish = true,
       .bridge = BridgeStyle::locking,
       .pickups = {{humbucker, 516}, {single_coil, 562}, {humbucker, 611}},
       .knobs = {{88, 652}, {112, 700}},
       .toggles = {{86, 606}},
       .blade_switch = true,
       .inlay = Inlay::fins,
       .binding = true},
      {.shape = "single_cut",
       .body = single_cut_body(),
       .pickguard = single_cut_guard(),
       .scale = 628,
       .nut_width = 43,
       .head = HeadStyle::paired,
       .head_in_finish = true,
       .bridge = BridgeStyle::stopbar,
       .pickups = {{framed_humbucker, 486}, {framed_humbucker, 594}},
       .knobs = {{72, 668}, {106, 628}, {88, 728}, {124, 686}},
       .skirted_knobs = true,
       .toggles = {{-84, 400}},
       .inlay = Inlay::trapezoids,
       .binding = true,
       .carved = true},
      {.shape = "sg_horns",
       .body = sg_body(),
       .pickguard = sg_guard(),
       .pickguard_color = "#131315",
       .scale = 628,
       .nut_width = 43,
       .head = HeadStyle::paired,
       .head_in_finish = true,
       .bridge = BridgeStyle::stopbar,
       .pickups = {{framed_humbucker, 497}, {framed_humbucker, 590}},
       .knobs = {{78, 652}, {108, 640}, {86, 716}, {120, 702}},
       .toggles = {{124, 664}},
       .inlay = Inlay::trapezoids,
       .binding = true},
      {.shape = "flying_v",
       .body = flying_v_body(),
       .scale = 628,
       .nut_width = 43,
       .head = HeadStyle::arrow,
       .head_in_finish = true,
       .bridge = BridgeStyle::stopbar,
       .pickups = {{framed_humbucker, 488}, {framed_humbucker, 592}},
       .knobs = {{112, 688}, {138, 732}, {164, 776}},
       .toggles = {{66, 592}},
       .inlay = Inlay::dots},
      {.shape = "explorer",
       .body = explorer_body(),
       .scale = 628,
       .nut_width = 43,
       .head = HeadStyle::pointed,
       .head_in_finish = true,
       .bridge = BridgeStyle::stopbar,
       .pickups = {{humbucker, 488}, {humbucker, 592}},
       .knobs = {{84, 690}, {104, 724}, {124, 756}},
       .toggles = {{124, 470}},
       .inlay = Inlay::dots,
       .fingerboard = Fingerboard::ebony},
      {.shape = "t_style",
       .body = t_style_body(),
       .pickguard = t_guard(),
       .frets = 21,
       .head = HeadStyle::slim,
       .bridge = BridgeStyle::ashtray,
       .pickups = {{slim_bar, 496}, {slanted, 618}},
       .pickup_color = "#18181a",
       .knobs = {{104, 680}, {107, 722}},
       .toggles = {{100, 638}},
       .blade_switch = true,
       .fingerboard = Fingerboard::maple},
      {.shape = "offset",
       .body = offset_body(),
       .pickguard = offset_guard(),
       .frets = 21,
       .head = HeadStyle::classic,
       .bridge = BridgeStyle::floating,
       .pickups = {{wide_coil, 512}, {wide_coil, 600}},
       .pickup_color = "#f2ede0",
       .knobs = {{98, 662}, {118, 702}},
       .skirted_knobs = true,
       .toggles = {{104, 474}}},
      {.shape = "extended_7",
       .body = superstrat_body(),
       .scale = 673,
       .frets = 24,
       .nut_width = 48,
       .heel_width = 64,
       .strings = 7,
       .head = HeadStyle::pointed,
       .head_in_finish = true,
       .bridge = BridgeStyle::hardtail,
       .pickups = {{soapbar, 530}, {soapbar, 636}},
       .knobs = {{92, 682}},
       .toggles = {{114, 726}},
       .inlay = Inlay::none,
       .fingerboard = Fingerboard::ebony},
      {.shape = "headless",
       .body = headless_body(),
       .frets = 24,
       .head = HeadStyle::stub,
       .bridge = BridgeStyle::headless,
       .pickups = {{humbucker, 512}, {humbucker, 606}},
       .knobs = {{84, 622}, {102, 662}},
       .toggles = {{80, 580}},
       .inlay = Inlay::dots,
       .fingerboard = Fingerboard::maple},
  };
  return models;
}

}  // namespace hurtrock::sample_pictures
