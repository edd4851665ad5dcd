// What the parts of a page tell each other about the cart.
const kChanged = "hurtrock:cart-changed" // heard by the header: behaviours/count_link.js
const kAdded = "hurtrock:cart-added"

export function announceCount(count) {
  document.dispatchEvent(new CustomEvent(kChanged, { detail: count }))
}

export function announceAdded() {
  document.dispatchEvent(new Event(kAdded))
}

export function onAdded(listener, signal) {
  document.addEventListener(kAdded, listener, { signal })
}
