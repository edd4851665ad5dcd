#include "sample_data/paintings.hpp"

extern "C" const char hurtrock_paintings_begin[];
extern "C" const char hurtrock_paintings_end[];

namespace hurtrock::sample_data {

Paintings embedded_paintings() { return Paintings(std::string_view(hurtrock_paintings_begin, hurtrock_paintings_end)); }

}  // namespace hurtrock::sample_data
