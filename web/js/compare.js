// On the comparison.
import { register } from "./parts/behaviours.js"
import Share from "./behaviours/share.js"

register({ share: Share })
