// On every page: what the frame needs, and putting things into the cart.
import { register } from "./parts/behaviours.js"
import { takeNoticeOffAddress } from "./parts/told_once.js"
import AddToCart from "./behaviours/add_to_cart.js"
import CartDrawer from "./behaviours/cart_drawer.js"
import ChatButton from "./behaviours/chat_button.js"
import Copy from "./behaviours/copy.js"
import CountLink from "./behaviours/count_link.js"
import DepartmentMenu from "./behaviours/department_menu.js"
import FocusFirst from "./behaviours/focus_first.js"
import ForgetCheckout from "./behaviours/forget_checkout.js"
import ForgetCheckoutAtEnd from "./behaviours/forget_checkout_at_end.js"
import Heart from "./behaviours/heart.js"
import Menu from "./behaviours/menu.js"
import Quantity from "./behaviours/quantity.js"
import SearchSuggest from "./behaviours/search_suggest.js"
import StaleErrors from "./behaviours/stale_errors.js"
import SubmitOnce from "./behaviours/submit_once.js"
import ThemeSwitch from "./behaviours/theme_switch.js"

document.documentElement.classList.add("has-script")
takeNoticeOffAddress()

register({
  "add-to-cart": AddToCart,
  "cart-drawer": CartDrawer,
  "chat-button": ChatButton,
  copy: Copy,
  "count-link": CountLink,
  "focus-first": FocusFirst,
  "forget-checkout": ForgetCheckout,
  "forget-checkout-at-end": ForgetCheckoutAtEnd,
  header: DepartmentMenu,
  heart: Heart,
  menu: Menu,
  quantity: Quantity,
  "search-suggest": SearchSuggest,
  "stale-errors": StaleErrors,
  "submit-once": SubmitOnce,
  "theme-switch": ThemeSwitch,
})
