#include <boost/json.hpp>
#include <expected>

#include "admin/handlers.hpp"
#include "admin/picture_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "catalog/gallery.hpp"
#include "images/image_files.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestPictureName = 100;

/// What became of one file: a picture, or the word why not.
struct Outcome {
  std::string name;
  std::expected<catalog::AddedImage, std::string> image;
};

std::string_view word(catalog::NotAdded why) {
  return why == catalog::NotAdded::kFull ? "gallery_full" : "no_such_product";
}

void record_upload(db::Tx& tx, const StaffMember& staff, ProductId product, const catalog::AddedImage& added,
                   const std::string& name, Time now) {
  store::add_audit_entry(tx,
                         {.actor = staff.id,
                          .actor_name = staff.name,
                          .action = "product.image_added",
                          .subject_kind = "product",
                          .subject_id = std::to_string(product.value()),
                          .before_json = "null",
                          .after_json = json::serialize(json::object{{"image", added.id.value()}, {"file", name}}),
                          .remote_address = staff.remote_address},
                         now);
}

/// Looks at the file, puts it away, and leaves its row and job. A crash after any of these steps leaves at most a file
/// that nothing refers to; sending the picture again then finds or makes the rest.
std::expected<catalog::AddedImage, std::string> add_picture(Services& shop, const StaffMember& staff, ProductId product,
                                                            const http::Upload& upload, const std::string& name) {
  const auto size = shop.images.helper.inspect(upload.path, images::Sender::kStaff);
  if (!size) return std::unexpected(std::string(images::word(size.error())));
  const std::string original = images::keep_original(upload.path, shop.images.originals);
  const auto added = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto image = catalog::add_image(tx, {.product = product, .original = original, .size = *size}, now);
    if (image && image->is_new) record_upload(tx, staff, product, *image, name, now);
    return image;
  });
  if (!added) return std::unexpected(std::string(word(added.error())));
  return *added;
}

std::vector<Outcome> add_pictures(const http::Request& request, Services& shop, ProductId product) {
  const StaffMember staff = staff_of(request);
  std::vector<Outcome> outcomes;
  for (const http::Upload& upload : request.uploads) {
    std::string name(text::shorten(upload.filename, kLongestPictureName));
    auto image = add_picture(shop, staff, product, upload, name);
    if (!image) log::info("admin.upload_pictures.refused", {{"product", product.value()}, {"reason", image.error()}});
    outcomes.push_back({std::move(name), std::move(image)});
  }
  return outcomes;
}

http::Response json_answer(const std::vector<Outcome>& outcomes, const i18n::Texts& texts) {
  json::array files;
  for (const auto& [name, image] : outcomes) {
    json::object file{{"name", name}, {"ok", image.has_value()}};
    if (image)
      file["image"] = {{"id", image->id.value()}, {"state", catalog::word(image->state)}, {"is_new", image->is_new}};
    else
      file["error"] = {{"code", image.error()}, {"message", worded_failure(image.error(), texts)}};
    files.push_back(std::move(file));
  }
  // The request was understood, whatever became of its files.
  return http::json(200, json::serialize(json::object{{"files", std::move(files)}}));
}

}  // namespace

http::Response create_pictures(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto product = product_of(request);
  const bool found =
      product && shop.db.read([&](db::Tx& tx) { return catalog::find_gallery(tx, *product).has_value(); });
  const bool as_json = http::wants_json(request);
  if (!found && as_json)
    return http::problem(404, "no_such_product", texts("catalog.problem.not_found"),
                         worded_failure("no_such_product", texts));
  if (!found) return picture_page(request, shop, {});
  if (request.uploads.empty() && as_json)
    return http::problem(422, "no_file", texts("http.problem.validation"), texts("admin.pictures.no_file"));
  if (request.uploads.empty())
    return picture_page(
        request, shop,
        {.status = 422, .notice = std::string(texts("admin.pictures.no_file")), .notice_is_error = true});

  const auto outcomes = add_pictures(request, shop, *product);
  shop.images.wake_jobs();
  if (as_json) return json_answer(outcomes, texts);

  PicturesState state{.status = 422, .notice_is_error = true};
  for (const auto& [name, image] : outcomes)
    if (!image) state.refused.push_back({name, worded_failure(image.error(), texts)});
  if (state.refused.empty()) return to_pictures(request, "uploaded");
  state.notice = texts("admin.pictures.some_refused", {{"n", state.refused.size()}});
  return picture_page(request, shop, std::move(state));
}

}  // namespace hurtrock::admin
