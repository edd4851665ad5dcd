// On lists.
import { register } from "./parts/behaviours.js"
import FilterForm from "./behaviours/filter_form.js"
import Sheet from "./behaviours/sheet.js"
import LiveRegion from "./behaviours/live_region.js"
import RecentlyViewed from "./behaviours/recently_viewed.js"

register({ "filter-form": FilterForm, "live-region": LiveRegion, "recently-viewed": RecentlyViewed, sheet: Sheet })
