// A text field with a list of suggestions, after the ARIA combobox pattern: arrows move, Enter takes, Escape closes.
//
//   search(text, signal)  suggestions as [{ element, group, ... }]; `element` is what the option shows, and those with the
//                         same `group`, which follow each other, stand below that heading
//   idle()                suggestions before anything is typed; optional
//   choose(suggestion)    one was taken
//   announce(count, more) a line for screen readers; nothing for none
//   most, more            optional: how many are shown, and what is said below them when there are others
const kWaitMs = 160
const kShortest = 2

export class Combobox {
  #input
  #list
  #options
  #suggestions = []
  #choices = []
  #active = -1
  #timer
  #running
  #ending = new AbortController()

  constructor(input, options) {
    this.#input = input
    this.#options = options
    this.#list = Object.assign(document.createElement("div"), { className: "combobox__list", hidden: true })
    this.#list.id = `${input.id}-suggestions`
    this.#list.setAttribute("role", "listbox")
    this.#list.setAttribute("aria-label", options.label)
    input.after(this.#list)
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    })) {
      input.setAttribute(name, value)
    }

    const { signal } = this.#ending
    input.addEventListener("input", () => this.#searchSoon(), { signal })
    input.addEventListener("focus", () => this.#showIdle(), { signal })
    input.addEventListener("click", () => this.#showIdle(), { signal })
    input.addEventListener("keydown", event => this.#key(event), { signal })
    input.addEventListener("blur", () => this.close(), { signal })
    // Pressing must not take the focus away before the click arrives.
    this.#list.addEventListener("pointerdown", event => event.preventDefault(), { signal })
    this.#list.addEventListener("click", event => this.#clicked(event), { signal })
  }

  disconnect() {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#ending.abort()
    this.#list.remove()
  }

  close() {
    this.#list.hidden = true
    this.#active = -1
    this.#input.setAttribute("aria-expanded", "false")
    this.#input.removeAttribute("aria-activedescendant")
  }

  // What was asked for an earlier text must not be shown under a later one.
  #searchSoon() {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#timer = setTimeout(() => this.#search(), kWaitMs)
  }

  async #search() {
    const text = this.#input.value.trim()
    if (text.length < kShortest) {
      this.close()
      return this.#showIdle()
    }
    const running = (this.#running = new AbortController())
    try {
      const suggestions = await this.#options.search(text, running.signal)
      if (!running.signal.aborted) this.#show(suggestions)
    } catch (failure) {
      if (running.signal.aborted) return
      this.close()
      this.#options.failed?.(failure)
    }
  }

  #showIdle() {
    if (this.#input.value.trim() !== "" || !this.#list.hidden) return
    const suggestions = this.#options.idle?.() ?? []
    if (suggestions.length > 0) this.#show(suggestions)
  }

  #show(found) {
    const { most = found.length, more } = this.#options
    const suggestions = (this.#suggestions = found.slice(0, most))
    const isCut = found.length > most
    this.#active = -1
    this.#input.removeAttribute("aria-activedescendant")
    this.#choices = suggestions.map(({ element }, index) => {
      element.id = `${this.#list.id}-${index}`
      element.classList.add("combobox__option")
      element.setAttribute("role", "option")
      element.setAttribute("aria-selected", "false")
      return element
    })
    this.#list.replaceChildren(...groupElements(suggestions))
    if (isCut) this.#list.append(noteElement(more))
    this.#list.hidden = suggestions.length === 0 || document.activeElement !== this.#input
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden))
    this.#options.announce(suggestions.length, isCut)
  }

  #key(event) {
    if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault()
      this.close()
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.#list.hidden) {
      event.preventDefault()
      const count = this.#suggestions.length
      const from = this.#active === -1 && event.key === "ArrowUp" ? 0 : this.#active
      this.#activate((from + (event.key === "ArrowDown" ? 1 : -1) + count) % count)
    } else if (event.key === "Enter" && this.#active !== -1) {
      event.preventDefault()
      this.#take(this.#active)
    }
  }

  #clicked(event) {
    const index = this.#choices.findIndex(option => option.contains(event.target))
    if (index !== -1) this.#take(index)
  }

  #activate(index) {
    const options = this.#choices
    options[this.#active]?.setAttribute("aria-selected", "false")
    this.#active = index
    options[index].setAttribute("aria-selected", "true")
    options[index].scrollIntoView({ block: "nearest" })
    this.#input.setAttribute("aria-activedescendant", options[index].id)
  }

  #take(index) {
    const taken = this.#suggestions[index]
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.close()
    this.#options.choose(taken)
  }
}

// Options in the order they came in, those with a heading inside of a group that is named by it.
function groupElements(suggestions) {
  const elements = []
  let current
  for (const { group, element } of suggestions) {
    if (!group) {
      elements.push(element)
    } else if (current?.getAttribute("aria-label") === group) {
      current.append(element)
    } else {
      current = document.createElement("div")
      current.setAttribute("role", "group")
      current.setAttribute("aria-label", group)
      const heading = Object.assign(document.createElement("div"), { className: "combobox__heading", textContent: group })
      heading.setAttribute("aria-hidden", "true")
      current.append(heading, element)
      elements.push(current)
    }
  }
  return elements
}

// Only for the eye: a list of options may own nothing else, and announce() tells it to everybody else.
function noteElement(text) {
  const note = Object.assign(document.createElement("div"), { className: "combobox__note", textContent: text })
  note.setAttribute("aria-hidden", "true")
  return note
}

// An option's inside: text with a smaller line below, and optionally a picture or a symbol ("search", "recent") before
// and a price behind.
export function optionElement({ title, detail, image, symbol, price, quiet }) {
  const element = document.createElement("div")
  if (image) element.append(Object.assign(new Image(44, 44), { src: image, alt: "" }))
  if (symbol) element.classList.add("combobox__option--symbol", `combobox__option--${symbol}`)
  if (quiet) element.classList.add("combobox__option--quiet")
  const main = Object.assign(document.createElement("span"), { className: "combobox__main", textContent: title })
  if (detail) main.append(Object.assign(document.createElement("small"), { textContent: detail }))
  element.append(main)
  if (price) element.append(Object.assign(document.createElement("span"), { className: "combobox__price", textContent: price }))
  return element
}
