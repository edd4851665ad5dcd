// hurtrock-images inspect FILE
// hurtrock-images variants FILE FOLDER
//
// One JSON line on standard output: {"ok":true,...} with exit status 0 also for pictures that are refused, which say
// {"ok":false,"code":"damaged"}. Anything else means that this program, not the picture, has failed.
#include <boost/json.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "images/helper/limits.hpp"
#include "images/helper/picture.hpp"

namespace {

namespace json = boost::json;
using namespace hurtrock::images::helper;

std::string content_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) throw std::runtime_error(std::string("cannot read ") + path);
  return std::move(content).str();
}

json::object inspect(const char* file) {
  const auto [size, decoded] = header_of(content_of(file));
  return {{"ok", true}, {"width", size.width}, {"height", size.height}, {"decoded", decoded}};
}

json::object variants(const char* file, const char* folder) {
  const Made made = make_variants(content_of(file), folder);
  return {{"ok", true},
          {"width", made.size.width},
          {"height", made.size.height},
          {"widths", json::value_from(made.widths)}};
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view command = count > 1 ? arguments[1] : "";
  const bool understood = (command == "inspect" && count == 3) || (command == "variants" && count == 4);
  if (!understood) {
    std::fputs("usage: hurtrock-images inspect FILE | variants FILE FOLDER\n", stderr);
    return 2;
  }
  confine();
  try {
    start_vips(arguments[0]);
    json::object answer;
    try {
      answer = command == "inspect" ? inspect(arguments[2]) : variants(arguments[2], arguments[3]);
    } catch (const Refused& refused) {
      answer = {{"ok", false}, {"code", refused.code()}, {"detail", refused.what()}};
    }
    std::puts(json::serialize(answer).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hurtrock-images: %s\n", error.what());
    return 1;
  }
  return 0;
}
