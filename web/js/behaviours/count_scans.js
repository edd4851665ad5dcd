// Counts without leaving the page: Enter, which is what a scanner sends, adds to a queue, and the field is free for the
// next scan at once. Scans travel one after the other, each with a key under which it counts once, so that one whose
// answer is lost is sent again. What has not arrived yet survives a reload. A scan that is refused is heard and seen.
const kRetryMs = 2_000
const kMostWaiting = 500

export default class CountScans {
  #ending = new AbortController()
  #queue
  #isSending = false
  #retry

  constructor(form) {
    this.form = form
    this.store = `scans:${form.action}`
    this.waiting = form.querySelector("[data-scan-waiting]")
    this.#queue = JSON.parse(sessionStorage.getItem(this.store) ?? "[]")
    const { signal } = this.#ending
    form.addEventListener("submit", event => this.#submitted(event), { signal })
    addEventListener("online", () => this.#send(), { signal })
    this.#send()
  }

  disconnect() {
    clearTimeout(this.#retry)
    this.#ending.abort()
  }

  #submitted(event) {
    event.preventDefault()
    const { sku, quantity } = this.form.elements
    if (sku.value.trim() && this.#queue.length < kMostWaiting) {
      this.#queue.push({ sku: sku.value, quantity: quantity.value, form_key: randomKey() })
      sku.value = ""
      quantity.value = "1"
      this.#keep()
      this.#send()
    }
    sku.focus()
  }

  async #send() {
    if (this.#isSending || this.#queue.length === 0) return
    this.#isSending = true
    clearTimeout(this.#retry)
    try {
      while (this.#queue.length > 0) {
        const answer = await fetch(this.form.action, {
          method: "POST",
          headers: { Accept: "text/html" },
          body: new URLSearchParams({ _csrf: this.form.elements._csrf.value, ...this.#queue[0] }),
          signal: this.#ending.signal,
        })
        // Said by a machine on the way, or one that is starting again or has too much to do: not about this scan.
        if (answer.status >= 500 || answer.status === 429) throw new Error("try again")
        const page = new DOMParser().parseFromString(await answer.text(), "text/html")
        // The count has ended, or somebody has to log in: the scan waits for the page to come back.
        if (!page.querySelector("[data-scan-part=said]")) return location.assign(answer.ok ? answer.url : location.href)
        this.#queue.shift()
        this.#keep()
        this.#show(page)
      }
    } catch (failure) {
      if (failure.name === "AbortError") return
      this.#retry = setTimeout(() => this.#send(), kRetryMs)
    } finally {
      this.#isSending = false
    }
  }

  #show(page) {
    for (const part of document.querySelectorAll("[data-scan-part]"))
      part.replaceChildren(...page.querySelector(`[data-scan-part=${part.dataset.scanPart}]`).childNodes)
    const refused = page.querySelector(".scan__error")
    this.form.elements.sku.ariaInvalid = refused ? "true" : null
    if (refused) warn()
  }

  #keep() {
    sessionStorage.setItem(this.store, JSON.stringify(this.#queue))
    this.waiting.hidden = this.#queue.length < 2
    this.waiting.textContent = this.form.dataset.waiting.replace("{n}", this.#queue.length)
  }
}

// crypto.randomUUID is missing on pages without HTTPS, as in a shop's own network.
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("")
}

// Whoever scans looks at the shelf, not at the screen.
function warn() {
  navigator.vibrate?.(300)
  try {
    const context = new AudioContext()
    const tone = context.createOscillator()
    tone.type = "square"
    tone.frequency.value = 220
    tone.connect(context.destination)
    tone.onended = () => context.close()
    tone.start()
    tone.stop(context.currentTime + 0.35)
  } catch {
    // A browser without sound still shows it.
  }
}
