// On the wish list.
import { register } from "./parts/behaviours.js"
import RecentlyViewed from "./behaviours/recently_viewed.js"
import Share from "./behaviours/share.js"

register({ "recently-viewed": RecentlyViewed, share: Share })
