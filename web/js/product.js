// On product pages.
import { register } from "./parts/behaviours.js"
import AreaSearch from "./behaviours/area_search.js"
import BuyBar from "./behaviours/buy_bar.js"
import Delivery from "./behaviours/delivery.js"
import Gallery from "./behaviours/gallery.js"
import Lightbox from "./behaviours/lightbox.js"
import LiveRegion from "./behaviours/live_region.js"
import RecentlyViewed from "./behaviours/recently_viewed.js"
import Share from "./behaviours/share.js"

register({
  "area-search": AreaSearch,
  "buy-bar": BuyBar,
  delivery: Delivery,
  gallery: Gallery,
  lightbox: Lightbox,
  "live-region": LiveRegion,
  "recently-viewed": RecentlyViewed,
  share: Share,
})
