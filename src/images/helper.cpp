#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "images/images.hpp"
#include "images/kind.hpp"
#include "platform/process/process.hpp"

namespace hurtrock::images {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

// An 80-megapixel PNG takes some 5 s here; the program's own limit of processor time lies between.
constexpr auto kInspectDeadline = 10s;
constexpr auto kVariantsDeadline = 60s;

constexpr std::pair<Refusal, std::string_view> kWords[] = {
    {Refusal::kTooLarge, "too_large"},
    {Refusal::kNotAPicture, "not_a_picture"},
    {Refusal::kKindNotAccepted, "kind_not_accepted"},
    {Refusal::kDamaged, "damaged"},
    {Refusal::kTooManyPixels, "too_many_pixels"},
    {Refusal::kUnfinished, "unfinished"},
};

Refusal refusal_of(std::string_view code) {
  for (const auto& [refusal, name] : kWords)
    if (name == code) return refusal;
  return Refusal::kUnfinished;
}

std::string beginning_of(const std::string& file) {
  std::string bytes(kTellingBytes, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

std::optional<json::object> parsed(const std::string& line) {
  boost::system::error_code error;
  json::value value = json::parse(line, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

class Turn {
 public:
  explicit Turn(std::counting_semaphore<2>& turns) : turns_(turns) { turns_.acquire(); }
  ~Turn() { turns_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::counting_semaphore<2>& turns_;
};

}  // namespace

std::string_view word(Refusal refusal) {
  for (const auto& [known, name] : kWords)
    if (known == refusal) return name;
  return "unfinished";
}

struct Helper::Answer {
  json::object fields;
  std::int64_t peak_kb = 0;

  [[nodiscard]] Size size() const {
    return {.width = json::value_to<int>(fields.at("width")), .height = json::value_to<int>(fields.at("height"))};
  }
};

std::expected<Size, Refusal> Helper::inspect(const std::string& file, Sender sender) {
  if (std::filesystem::file_size(file) > kMostBytes) return std::unexpected(Refusal::kTooLarge);
  switch (kind_of(beginning_of(file))) {
    case Kind::kNoPicture:
      return std::unexpected(Refusal::kNotAPicture);
    case Kind::kOtherPicture:
      return std::unexpected(Refusal::kKindNotAccepted);
    case Kind::kAccepted:
      break;
  }
  const auto answer = ask({"inspect", file}, kInspectDeadline);
  if (!answer) return std::unexpected(answer.error());
  if (sender == Sender::kAnybody && json::value_to<std::int64_t>(answer->fields.at("decoded")) > kMostDecodedPixels)
    return std::unexpected(Refusal::kTooManyPixels);
  return answer->size();
}

std::expected<Variants, Refusal> Helper::make_variants(const std::string& file, const std::string& folder) {
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = ask({"variants", file, folder}, kVariantsDeadline);
  if (!answer) return std::unexpected(answer.error());
  const auto took = std::chrono::steady_clock::now() - begin;
  return Variants{.size = answer->size(),
                  .widths = json::value_to<std::vector<int>>(answer->fields.at("widths")),
                  .took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count(),
                  .peak_kb = answer->peak_kb};
}

std::expected<Helper::Answer, Refusal> Helper::ask(std::vector<std::string> arguments,
                                                   std::chrono::milliseconds deadline) {
  const Turn turn(turns_);
  arguments.insert(arguments.begin(), program_);
  // Its warnings about single pictures would fill the log; what matters is in its answer.
  const auto finished = process::run(arguments, {"VIPS_WARNING=0"}, {.deadline = deadline});
  // The loader ends so when a library of it is missing.
  if (finished.status == 127) throw std::system_error(ENOENT, std::generic_category(), program_);
  auto fields = finished.status == 0 ? parsed(finished.output) : std::nullopt;
  if (!fields) return std::unexpected(Refusal::kUnfinished);
  if (!fields->at("ok").as_bool()) return std::unexpected(refusal_of(fields->at("code").as_string()));
  return Answer{.fields = *std::move(fields), .peak_kb = finished.peak_kb};
}

}  // namespace hurtrock::images
