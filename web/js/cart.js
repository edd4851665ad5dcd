// On the cart page.
import { register } from "./parts/behaviours.js"
import AfterChanges from "./behaviours/after_changes.js"
import LineQuantity from "./behaviours/line_quantity.js"
import LineRemoval from "./behaviours/line_removal.js"
import RecentlyViewed from "./behaviours/recently_viewed.js"

register({ "after-changes": AfterChanges, "line-quantity": LineQuantity, "line-removal": LineRemoval, "recently-viewed": RecentlyViewed })
