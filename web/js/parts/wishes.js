// What is on the wish list, as hearts and the header's link show it: the page's header says it, later answers of the shop
// bring it up to date.
import { call } from "./api.js"

const kChanged = "hurtrock:wishes-changed" // heard by the header, too: behaviours/count_link.js

let wished = new Set(document.querySelector("[data-wished]")?.dataset.wished.split(",").filter(Boolean).map(Number))

export function isWished(variant) {
  return wished.has(variant)
}

// Puts it on the list or takes it off; whether it is on the list afterwards. Fails as call() does.
export async function toggleWish(variant) {
  const { variant_ids: variants } = await call(isWished(variant) ? "DELETE" : "PUT", `/api/v1/wishlist/${variant}`)
  show(variants)
  return isWished(variant)
}

export function onWishes(listener, signal) {
  document.addEventListener(kChanged, () => listener(), { signal })
}

function show(variants) {
  wished = new Set(variants)
  document.dispatchEvent(new CustomEvent(kChanged, { detail: wished.size }))
}

// A page that the browser had put aside comes back as it was left, whatever has been saved on others meanwhile.
addEventListener("pageshow", async ({ persisted }) => {
  if (!persisted) return
  try {
    const { items } = await call("GET", "/api/v1/wishlist")
    show(items.map(item => item.variant_id))
  } catch {
    // It stays as it was left; the next change brings it up to date.
  }
})
