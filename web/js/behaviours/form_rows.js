// Buttons of a form that only change which fields it shows ("add_row", "remove_row:3") are sent without leaving the page:
// the server answers with the form as it should be, and its fields take the place of these. A choice that changes what the
// form adds up to (data-sums-by="ID of such a button") has only that shown anew (data-sums): the rest may be typed into
// meanwhile.
export default class FormRows {
  #ending = new AbortController()
  #choices = 0

  constructor(form) {
    this.form = form
    form.addEventListener("submit", event => this.#submitted(event), { signal: this.#ending.signal })
    form.addEventListener("change", ({ target }) => this.#chosen(target.dataset.sumsBy), { signal: this.#ending.signal })
  }

  disconnect() {
    this.#ending.abort()
  }

  async #submitted(event) {
    const button = event.submitter
    if (!button?.value || !/^(add|remove)_/.test(button.value)) return
    event.preventDefault()
    if (this.form.ariaBusy) return
    this.form.ariaBusy = "true"
    try {
      const fresh = await this.#ask(button)
      this.#replace(fresh, button.value)
    } catch {
      // As without script; the button's own value travels in a field.
      this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }))
      this.form.submit()
    } finally {
      this.form.ariaBusy = null
    }
  }

  async #chosen(id) {
    const button = id && document.getElementById(id)
    if (!button) return
    const choice = ++this.#choices
    const fresh = await this.#ask(button).catch(() => null)
    // Of several the last counts. Without an answer the sum stays as it is, and the server asks before it is another.
    const sums = choice === this.#choices && fresh?.querySelector("[data-sums]")
    if (sums) this.form.querySelector("[data-sums]").replaceWith(sums)
  }

  /** The form as it is once the button is pressed. */
  async #ask(button) {
    const answer = await fetch(this.form.action, {
      method: "POST",
      headers: { Accept: "text/html" },
      body: new URLSearchParams(new FormData(this.form, button)),
      signal: this.#ending.signal,
    })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector(`form[data-behaviour~="form-rows"]`)
    if (!answer.ok || !fresh) throw new Error("no such form there")
    return fresh
  }

  #replace(fresh, pressed) {
    const known = new Set([...this.form.elements].map(({ name }) => name))
    const open = [...this.form.querySelectorAll("details[open]")].map(details => details.closest("[id]")?.id)
    this.form.replaceChildren(...fresh.childNodes)
    for (const id of open) {
      const details = id && document.getElementById(id)?.querySelector("details")
      if (details) details.open = true
    }
    this.form.dispatchEvent(new Event("change", { bubbles: true }))
    // To the first field that has come, or what was found to choose from, or back to the button of its kind.
    const come = [...this.form.elements].find(({ name, type }) => name && type !== "hidden" && !known.has(name))
    const button = {
      add_spec: "#add-spec",
      remove_option: "#add-option",
      add_account: "#add-account",
      remove_account: "#add-account",
      add_quotes: "#add-quotes",
    }[pressed.split(":")[0]] ?? "#add-row"
    const next = come ?? this.form.querySelector("[data-choices] button") ?? this.form.querySelector(button) ?? this.form.querySelector("#add-option")
    next?.focus()
  }
}
