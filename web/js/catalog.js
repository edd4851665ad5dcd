// On lists and product pages.
import { register } from "./parts/behaviours.js"
import FilterForm from "./behaviours/filter_form.js"
import FilterSheet from "./behaviours/filter_sheet.js"
import Gallery from "./behaviours/gallery.js"
import LiveRegion from "./behaviours/live_region.js"
import RecentlyViewed from "./behaviours/recently_viewed.js"

register({
  "filter-form": FilterForm,
  "filter-sheet": FilterSheet,
  gallery: Gallery,
  "live-region": LiveRegion,
  "recently-viewed": RecentlyViewed,
})
