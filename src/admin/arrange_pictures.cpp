#include <algorithm>
#include <boost/json.hpp>
#include <expected>

#include "admin/handlers.hpp"
#include "admin/picture_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "catalog/gallery.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestText = 200;

std::optional<ImageId> image_of(std::string_view field) {
  const auto id = text::parse_integer(field, 1, INT64_MAX);
  return id ? std::optional{ImageId{*id}} : std::nullopt;
}

std::optional<VariantId> shown_variant(std::string_view field) {
  const auto id = text::parse_integer(field, 1, INT64_MAX);
  return id ? std::optional{VariantId{*id}} : std::nullopt;
}

/// The button that was pressed: "save", or a word and a picture, "up:17".
struct Button {
  std::string_view word;
  std::optional<ImageId> image;

  static Button read(std::string_view value) {
    const auto colon = std::min(value.find(':'), value.size());
    return {value.substr(0, colon), image_of(value.substr(std::min(colon + 1, value.size())))};
  }
};

void move_by(std::vector<ImageId>& order, ImageId image, std::ptrdiff_t places) {
  const auto from = std::ranges::find(order, image);
  if (from == order.end()) return;
  const auto to = (from - order.begin()) + places;
  if (to >= 0 && to < std::ssize(order)) std::iter_swap(from, order.begin() + to);
}

/// A field that was left empty means the product's name: a picture of goods is never mere decoration.
std::string description(const http::Fields& form, std::string_view language, ImageId image, const std::string& name) {
  const std::string_view typed = text::trim(form.value(alt_field(language, image.value())));
  return typed.empty() || !text::is_printable(typed) ? name : std::string(text::shorten(typed, kLongestText));
}

catalog::Arrangement read_arrangement(const http::Fields& form, const Button& button, const std::string& name) {
  catalog::Arrangement wanted;
  for (const auto field : form.all("image"))
    if (const auto image = image_of(field)) {
      wanted.order.push_back(*image);
      wanted.descriptions.push_back(
          {*image, description(form, "id", *image, name), description(form, "en", *image, name)});
      // Of a product with one variant the form does not ask.
      if (const auto shown = form.get(variant_field(image->value())))
        wanted.shows.push_back({*image, shown_variant(*shown)});
    }
  if (button.word == "up" && button.image) move_by(wanted.order, *button.image, -1);
  if (button.word == "down" && button.image) move_by(wanted.order, *button.image, 1);
  if (button.word == "remove") wanted.removed = button.image;
  wanted.thumbnail = image_of(form.value("thumbnail"));
  return wanted;
}

std::string as_json(const catalog::Gallery& gallery) {
  json::array images;
  for (const auto& image : gallery.images)
    images.push_back({{"id", image.id.value()},
                      {"alt_id", image.alt_id},
                      {"alt_en", image.alt_en},
                      {"sku", image.sku},
                      {"thumbnail", image.thumbnail}});
  return json::serialize(images);
}

enum class NotArranged : std::uint8_t { kNoSuchProduct, kChanged };

/// One transaction for everything the form says, whichever button was pressed: nothing that was typed is lost.
std::expected<void, NotArranged> arrange_pictures(Services& shop, const StaffMember& staff, ProductId product,
                                                  const http::Fields& form) {
  const Button button = Button::read(form.value("do"));
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, NotArranged> {
    const Time now = shop.clock.now();
    const auto gallery = catalog::lock_gallery(tx, product);
    if (!gallery) return std::unexpected(NotArranged::kNoSuchProduct);
    if (text::parse_integer(form.value("version"), 1, INT64_MAX) != gallery->version)
      return std::unexpected(NotArranged::kChanged);
    catalog::arrange(tx, *gallery, read_arrangement(form, button, gallery->name));
    if (button.word == "retry" && button.image) catalog::try_again(tx, product, *button.image, now);
    store::add_audit_entry(tx,
                           {.actor = staff.id,
                            .actor_name = staff.name,
                            .action = button.word == "remove" ? "product.image_removed" : "product.images_arranged",
                            .subject_kind = "product",
                            .subject_id = std::to_string(product.value()),
                            .before_json = as_json(*gallery),
                            .after_json = as_json(*catalog::find_gallery(tx, product)),
                            .remote_address = staff.remote_address},
                           now);
    return {};
  });
}

}  // namespace

http::Response create_arrangement(const http::Request& request, Services& shop) {
  const auto product = product_of(request);
  if (!product) return picture_page(request, shop, {});
  const auto done = arrange_pictures(shop, staff_of(request), *product, request.form);
  if (!done && done.error() == NotArranged::kNoSuchProduct) return picture_page(request, shop, {});
  if (!done)
    return picture_page(request, shop,
                        {.status = 409,
                         .notice = std::string(request.visitor.texts()("admin.pictures.changed")),
                         .notice_is_error = true,
                         .sent = &request.form});
  shop.images.catalogue_changed();
  shop.images.wake_jobs();
  const std::string_view pressed = Button::read(request.form.value("do")).word;
  return to_pictures(request, pressed == "remove" ? "removed" : pressed == "retry" ? "retried" : "saved");
}

}  // namespace hurtrock::admin
