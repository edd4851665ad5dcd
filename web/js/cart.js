// On the cart page.
import { register } from "./parts/behaviours.js"
import LineQuantity from "./behaviours/line_quantity.js"
import LineRemoval from "./behaviours/line_removal.js"

register({ "line-quantity": LineQuantity, "line-removal": LineRemoval })
