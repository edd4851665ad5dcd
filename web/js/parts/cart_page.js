import { announceCount } from "./cart_events.js"
import { rupiah } from "./rupiah.js"

// Shows the cart that the server answered in the lines and totals of the cart page.
export function applyCart(cart) {
  for (const item of cart.items) {
    const line = document.querySelector(`[data-line="${item.id}"]`)
    if (!line) continue
    line.querySelector("[data-line-total]").textContent = rupiah(item.line_total)
    if (item.notice === "backorder") sayBackorder(line.querySelector("[data-line-notice]"), item.awaited)
    const field = line.querySelector("input[name=quantity]")
    // What is being changed there at this moment is newer than this answer.
    if (!field || "unsettled" in line.dataset) continue
    field.max = Math.max(item.available, 1)
    field.value = item.quantity
    field.dispatchEvent(new Event("input"))
  }
  for (const place of document.querySelectorAll("[data-cart-subtotal]")) place.textContent = rupiah(cart.subtotal)
  for (const offer of document.querySelectorAll("[data-free-shipping]")) showFreeShipping(offer, cart.free_shipping_missing)
  const count = document.querySelector("[data-cart-count]")
  const words = cart.count === 1 ? count.dataset.one : count.dataset.other
  count.textContent = words.replace(/\d+/, cart.count)
  announceCount(cart.count)
}

// Said again only when it is another number: it is read aloud every time.
function sayBackorder(notice, awaited) {
  const words = notice.dataset.backorder.replace("#", awaited)
  if (notice.textContent !== words) notice.textContent = words
}

function showFreeShipping(offer, missing) {
  const { freeShipping: from, more, reached } = offer.dataset
  offer.classList.toggle("free-shipping--reached", missing === 0)
  offer.querySelector("[data-words]").textContent = missing === 0 ? reached : more.replace("{amount}", rupiah(missing))
  offer.querySelector("progress").value = from - missing
}

const kHurry = "hurtrock:hurry"
const kSettled = "hurtrock:settled"

// A line whose quantity on the page is not yet the one in the shop.
export function markUnsettled(line) {
  line.dataset.unsettled = ""
}

export function markSettled(line, accepted) {
  delete line.dataset.unsettled
  document.dispatchEvent(new CustomEvent(kSettled, { detail: accepted }))
}

// Asks the lines to send at once what they would send soon. Resolves when the shop has answered all, to whether it took
// them; undefined when there is nothing to wait for.
export function settled() {
  const unsettled = () => document.querySelectorAll("[data-unsettled]")
  if (unsettled().length === 0) return undefined
  return new Promise(resolve => {
    let accepted = true
    document.addEventListener(kSettled, function listen(event) {
      accepted &&= event.detail
      if (unsettled().length > 0) return
      document.removeEventListener(kSettled, listen)
      resolve(accepted)
    })
    for (const line of unsettled()) line.dispatchEvent(new Event(kHurry))
  })
}

export function onHurry(line, listener, signal) {
  line.addEventListener(kHurry, listener, { signal })
}
