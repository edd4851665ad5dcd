#pragma once

namespace hurtrock::images::helper {

/// Takes from this process what decoding a picture does not need, before it reads one: memory beyond 1.5 GiB, processor
/// time beyond 40 s, files beyond 32 MiB, core dumps, the network where the system lets it go, and life beyond that of
/// the shop. Before any thread starts.
void confine();

}  // namespace hurtrock::images::helper
