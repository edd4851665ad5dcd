// On the checkout and wherever an address is entered.
import { register } from "./parts/behaviours.js"
import AreaSearch from "./behaviours/area_search.js"
import CheckoutForm from "./behaviours/checkout_form.js"
import ShippingQuotes from "./behaviours/shipping_quotes.js"

register({ "area-search": AreaSearch, "checkout-form": CheckoutForm, "shipping-quotes": ShippingQuotes })
