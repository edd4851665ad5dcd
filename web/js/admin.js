// On every page of the staff.
import { register } from "./parts/behaviours.js"
import { takeNoticeOffAddress } from "./parts/told_once.js"
import AdminSearch from "./behaviours/admin_search.js"
import AreaSearch from "./behaviours/area_search.js"
import CategoryTree from "./behaviours/category_tree.js"
import ChooseAll from "./behaviours/choose_all.js"
import Copy from "./behaviours/copy.js"
import CountScans from "./behaviours/count_scans.js"
import FocusFirst from "./behaviours/focus_first.js"
import ForgetCheckoutAtEnd from "./behaviours/forget_checkout_at_end.js"
import FormRows from "./behaviours/form_rows.js"
import PictureList from "./behaviours/picture_list.js"
import PictureUpload from "./behaviours/picture_upload.js"
import RefundForm from "./behaviours/refund_form.js"
import RestockTotal from "./behaviours/restock_total.js"
import SearchPreview from "./behaviours/search_preview.js"
import Sheet from "./behaviours/sheet.js"
import SubmitOnce from "./behaviours/submit_once.js"
import ThemeSwitch from "./behaviours/theme_switch.js"
import UnsavedChanges from "./behaviours/unsaved_changes.js"

document.documentElement.classList.add("has-script")
takeNoticeOffAddress()

register({
  "admin-search": AdminSearch,
  "area-search": AreaSearch,
  "category-tree": CategoryTree,
  "choose-all": ChooseAll,
  copy: Copy,
  "count-scans": CountScans,
  "focus-first": FocusFirst,
  "forget-checkout-at-end": ForgetCheckoutAtEnd,
  "form-rows": FormRows,
  "picture-list": PictureList,
  "picture-upload": PictureUpload,
  "refund-form": RefundForm,
  "restock-total": RestockTotal,
  "search-preview": SearchPreview,
  sheet: Sheet,
  "submit-once": SubmitOnce,
  "theme-switch": ThemeSwitch,
  "unsaved-changes": UnsavedChanges,
})
