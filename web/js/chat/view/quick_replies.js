// What the staff say often: chosen from a list, put where one writes, and looked after in the same place.
export class QuickReplies {
  #dialog
  #client
  #words
  #choose
  #items = []
  #edited // the one in the form; {} a new one

  /** `choose(body)`: puts it into the answer. `words`: of the desk. */
  constructor(dialog, { button, client, words, choose, signal }) {
    this.#dialog = dialog
    this.#client = client
    this.#words = words
    this.#choose = choose
    button.addEventListener("click", () => this.#open(), { signal })
    dialog.addEventListener("click", event => this.#clicked(event), { signal })
    this.#part("search").addEventListener("input", () => this.#draw(), { signal })
    this.#part("form").addEventListener("submit", event => {
      event.preventDefault()
      this.#save()
    }, { signal })
  }

  #part(name) {
    return this.#dialog.querySelector(`[data-part=${name}]`)
  }

  async #open() {
    this.#dialog.showModal()
    this.#part("search").value = ""
    this.#edit(undefined)
    this.#draw()
    await this.#do(async () => (this.#items = (await this.#client.call("GET", "/quick-replies")).items))
    this.#part("search").focus()
  }

  #clicked({ target }) {
    const button = target.closest("button")
    if (target === this.#dialog || button?.dataset.part === "close") return this.#dialog.close()
    const item = this.#items.find(({ id }) => id === Number(button?.value))
    switch (button?.dataset.part) {
      case "use":
        this.#dialog.close()
        return this.#choose(item.body)
      case "edit": return this.#edit(item)
      case "add": return this.#edit({})
      case "cancel": return this.#edit(undefined)
      case "remove": return this.#remove()
    }
  }

  #edit(item) {
    this.#edited = item
    this.#say("")
    this.#part("stored").hidden = true
    this.#part("form").hidden = !item
    this.#part("choice").hidden = !!item
    if (!item) return this.#draw()
    this.#part("title").value = item.title ?? ""
    this.#part("text").value = item.body ?? ""
    this.#part("remove").hidden = !item.id
    this.#part("title").focus()
  }

  #save() {
    const { id, version } = this.#edited
    const typed = { title: this.#part("title").value, body: this.#part("text").value }
    return this.#do(async () => {
      const saved = id
        ? await this.#change(`/quick-replies/${id}`, { ...typed, version })
        : await this.#client.call("POST", "/quick-replies", typed)
      this.#take(saved)
      this.#edit(undefined)
    })
  }

  #remove() {
    const { id, version } = this.#edited
    return this.#do(async () => {
      await this.#change(`/quick-replies/${id}/removal`, { version })
      this.#items = this.#items.filter(item => item.id !== id)
      this.#edit(undefined)
    })
  }

  /** What a colleague has stored meanwhile is shown beside what was typed, which replaces it once one says so again. */
  async #change(path, body) {
    try {
      return await this.#client.call("POST", path, body)
    } catch (failure) {
      const stored = failure.problem?.stored
      // Of one that is removed nothing is stored any more.
      if (stored || failure.status === 404) this.#part("stored").hidden = !stored
      if (stored) {
        this.#take(stored)
        this.#edited = stored
        this.#part("stored-title").textContent = stored.title
        this.#part("stored-text").textContent = stored.body
      }
      throw failure
    }
  }

  #take(reply) {
    this.#items = [...this.#items.filter(({ id }) => id !== reply.id), reply].sort((a, b) => a.title.localeCompare(b.title))
  }

  async #do(work) {
    this.#dialog.ariaBusy = "true"
    try {
      await work()
      this.#say("")
    } catch (failure) {
      this.#say(this.#words.say("failed", { reason: failure.problem ? failure.message : "" }))
    }
    this.#dialog.ariaBusy = null
    this.#draw()
  }

  #say(text) {
    this.#part("problem").textContent = text
    this.#part("problem").hidden = !text
    // Whoever has pressed a button at the end of a long form has it out of sight.
    if (text) this.#part("problem").scrollIntoView({ block: "nearest" })
  }

  #draw() {
    const wanted = this.#part("search").value.trim().toLowerCase()
    const fitting = this.#items.filter(({ title, body }) => `${title} ${body}`.toLowerCase().includes(wanted))
    const template = this.#dialog.querySelector("template").content.firstElementChild
    this.#part("list").replaceChildren(...fitting.map(({ id, title, body }) => {
      const element = template.cloneNode(true)
      const part = name => element.querySelector(`[data-part=${name}]`)
      part("name").textContent = title
      part("glimpse").textContent = body
      for (const button of element.querySelectorAll("button")) button.value = id
      part("edit").ariaLabel = this.#words.say("edit_reply", { title })
      return element
    }))
    this.#part("empty").hidden = fitting.length > 0
  }
}
