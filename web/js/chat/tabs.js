// One of a browser's tabs leads: it alone keeps a connection, and tells the others what comes. The lead is a lock that
// the browser gives to the next tab when this one closes. A leader that does not answer, as a phone's frozen tab, is
// robbed of it. Where the browser knows neither locks nor channels every tab leads itself: nothing is doubled by that,
// messages are known by their client_id.
const kAnswerMs = 4_000

export class Tabs {
  #name
  #channel
  #lead
  #heard
  #wish
  #waiting
  #isLeading = false

  /**
   * `name`: of the group of tabs. `lead(true)`: this tab is to connect; `lead(false)`: another one does from now on.
   * `heard`: takes what another tab has told.
   */
  constructor({ name, lead, heard }) {
    this.#name = name
    this.#lead = lead
    this.#heard = heard
    if (!navigator.locks || typeof BroadcastChannel === "undefined") return void queueMicrotask(() => this.#led(true))
    this.#channel = new BroadcastChannel(name)
    this.#channel.onmessage = ({ data }) => {
      if (data.what === "led") return this.#answered()
      if (data.what === "greeting") this.#answered()
      this.#heard(data)
    }
    this.#wait()
    this.ask()
  }

  get isLeading() {
    return this.#isLeading
  }

  tell(message) {
    this.#channel?.postMessage(message)
  }

  /** Asks whoever leads how things stand. */
  ask() {
    if (this.#isLeading || !this.#channel) return
    this.tell({ what: "hello" })
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => document.visibilityState === "visible" && this.#rob(), kAnswerMs)
  }

  end() {
    clearTimeout(this.#waiting)
    this.#wish?.abort()
    this.#wish = undefined
    this.#led(false)
    this.#channel?.close()
    this.#channel = undefined
  }

  #answered() {
    clearTimeout(this.#waiting)
  }

  #rob() {
    this.#wish?.abort()
    this.#wait({ steal: true })
  }

  async #wait({ steal = false } = {}) {
    const wish = (this.#wish = new AbortController())
    const { signal } = wish
    try {
      await navigator.locks.request(this.#name, steal ? { steal } : { signal }, () => {
        if (signal.aborted) return undefined
        this.#led(true)
        return new Promise(resolve => signal.addEventListener("abort", resolve, { once: true }))
      })
    } catch {
      // Robbed, or given up.
    }
    if (wish !== this.#wish) return
    this.#led(false)
    if (!signal.aborted) this.#wait()
  }

  #led(isLeading) {
    if (this.#isLeading === isLeading) return
    this.#isLeading = isLeading
    this.#answered()
    if (isLeading) this.tell({ what: "led" })
    this.#lead(isLeading)
  }
}
