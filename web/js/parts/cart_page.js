import { announceCount } from "./cart_events.js"
import { rupiah } from "./rupiah.js"

// Shows the cart that the server answered in the lines and totals of the cart page.
export function applyCart(cart) {
  for (const item of cart.items) {
    const line = document.querySelector(`[data-line="${item.id}"]`)
    if (!line) continue
    line.querySelector("[data-line-total]").textContent = rupiah(item.line_total)
    const field = line.querySelector("input[name=quantity]")
    if (!field) continue
    field.max = Math.max(item.available, 1)
    field.value = item.quantity
    field.dispatchEvent(new Event("input"))
  }
  for (const place of document.querySelectorAll("[data-cart-subtotal]")) place.textContent = rupiah(cart.subtotal)
  const count = document.querySelector("[data-cart-count]")
  const words = cart.count === 1 ? count.dataset.one : count.dataset.other
  count.textContent = words.replace(/\d+/, cart.count)
  announceCount(cart.count)
}
