#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/http/body.hpp"
#include "platform/http/multipart.hpp"

namespace hurtrock::http {

/// multipart/form-data: fields become `request.form`, files go straight to temporary files in the upload folder and
/// are listed in `request.uploads`. A file field that was left empty in the browser (no name) is no upload.
class MultipartBody final : public BodySink, private MultipartParser::Sink {
 public:
  MultipartBody(Request& request, std::size_t limit, std::string upload_folder);
  ~MultipartBody() override;

  int take(std::string_view bytes) override;
  int finish() override;

 private:
  bool begin_part(MultipartParser::Part part) override;
  bool part_data(std::string_view bytes) override;
  bool end_part() override;

  void open_file(MultipartParser::Part part);
  void close_file();

  Request& request_;
  std::size_t remaining_;
  std::string upload_folder_;
  std::optional<MultipartParser> parser_;
  std::vector<std::pair<std::string, std::string>> fields_;
  enum class Target : unsigned char { kField, kFile, kNothing } target_ = Target::kNothing;
  int file_ = -1;
};

/// Removes the temporary files of a request that nobody renamed away.
void remove_uploads(const Request& request);

}  // namespace hurtrock::http
