// On lists.
import { register } from "./parts/behaviours.js"
import FilterForm from "./behaviours/filter_form.js"
import FilterSheet from "./behaviours/filter_sheet.js"
import LiveRegion from "./behaviours/live_region.js"
import RecentlyViewed from "./behaviours/recently_viewed.js"

register({ "filter-form": FilterForm, "filter-sheet": FilterSheet, "live-region": LiveRegion, "recently-viewed": RecentlyViewed })
