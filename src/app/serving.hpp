#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "app/config.hpp"

/// By which commands find the shop that runs: `hurtrock serve` is given ports by flags, and whoever asks `hurtrock
/// doctor` in another terminal does not repeat them. A file of the data folder, for as long as the launcher runs.
namespace hurtrock::app {

using Addresses = std::vector<std::pair<std::string, std::string>>;

/// What this process's environment (flags are in it) sets of where parts listen and how the outside reaches them. What
/// the file of settings says is not in it: others read that themselves.
Addresses addresses_from_outside();

/// In the launcher, for as long as it runs. A folder that cannot be written to is left to whoever needs it.
class Serving {
 public:
  Serving(const std::filesystem::path& data_dir, const Addresses& addresses);
  /// Unless another start on the same folder has noted itself since.
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

 private:
  std::filesystem::path file_;
};

/// For commands: what the own environment does not set is as the running launcher of the data folder has it, then as
/// `lookup` says. What a launcher has left that was killed, or that is another machine's, counts for nothing.
Lookup beside_running_shop(Lookup lookup);

}  // namespace hurtrock::app
