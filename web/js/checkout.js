// On the checkout and wherever an address is entered.
import { register } from "./parts/behaviours.js"
import AreaSearch from "./behaviours/area_search.js"
import CheckoutDraft from "./behaviours/checkout_draft.js"
import CheckoutForm from "./behaviours/checkout_form.js"
import SavedAddresses from "./behaviours/saved_addresses.js"
import ShippingQuotes from "./behaviours/shipping_quotes.js"

register({
  "area-search": AreaSearch,
  "checkout-draft": CheckoutDraft,
  "checkout-form": CheckoutForm,
  "saved-addresses": SavedAddresses,
  "shipping-quotes": ShippingQuotes,
})
