import { call } from "../parts/api.js"
import { Combobox, optionElement } from "../parts/combobox.js"
import { rupiah } from "../parts/rupiah.js"
import { saveFile } from "../parts/save_file.js"
import { pagesChat } from "../chat/view/pages_chat.js"
import { Conversation } from "../chat/view/conversation.js"
import { QuickReplies } from "../chat/view/quick_replies.js"
import { RoomList } from "../chat/view/room_list.js"
import { Words } from "../chat/view/words.js"

// The staff's side of the chat: who waits, what is said, and who the customer is.
export default class ChatDesk {
  #root
  #client
  #words
  #list
  #conversation
  #chosen
  #product
  #customer
  #ending = new AbortController()

  constructor(root) {
    this.#root = root
    const { client, alerts } = pagesChat(root.dataset.person)
    this.#client = client
    const words = new Words(root)
    this.#words = new Words(root, "[data-desk-texts]")
    const { signal } = this.#ending
    this.#conversation = new Conversation(this.#part("talk"), {
      client, words, isShown: () => !this.#part("talk").hidden,
      product: () => this.#product?.slug ?? null,
      sent: () => this.#attach(undefined),
    })
    this.#list = new RoomList(this.#part("room-list"), { client, words: this.#words, choose: id => this.#open(id, { isNew: true }), signal })
    new QuickReplies(this.#part("replies"), {
      button: this.#part("open-replies"), client, words: this.#words, signal,
      choose: body => this.#conversation.insert(this.#named(body)),
    })
    alerts.attach(this.#part("alerts"), words, signal)
    this.#part("back").addEventListener("click", () => this.#leave(), { signal })
    this.#part("status").addEventListener("click", () => this.#changeStatus(), { signal })
    this.#part("archive").addEventListener("click", () => this.#act("status", { status: "archived" }), { signal })
    this.#part("transcript").addEventListener("click", () => this.#saveTranscript(), { signal })
    this.#part("assign").addEventListener("change", ({ target }) => this.#act("assignee", { user_id: Number(target.value) || null }), { signal })
    this.#part("detach").addEventListener("click", () => this.#attach(undefined), { signal })
    this.#offerProducts()
    addEventListener("popstate", () => this.#openNamed(), { signal })
    const deaf = client.listen(frame => this.#heard(frame))
    signal.addEventListener("abort", deaf)
    this.#openNamed()
  }

  disconnect() {
    this.#ending.abort()
    this.#conversation.end()
    this.combobox.disconnect()
  }

  get #room() {
    return this.#client.rooms.rooms.get(this.#chosen)
  }

  /** A quick reply, for whoever is written to. */
  #named(body) {
    const owner = this.#room?.owner
    return body.replace(/\[(nama|name)\]/gi, () => (owner?.id > 0 ? owner.name : this.#words.say("reply_guest")))
  }

  #part(name) {
    return this.#root.querySelector(`[data-part=${name}]`)
  }

  #heard(frame) {
    // One that an address names and that has not been used for long.
    if (frame.type === "link" && frame.state === "live" && this.#chosen && !this.#room?.isKnown) this.#client.older(this.#chosen)
    queueMicrotask(() => this.#draw())
  }

  /** The room that the address names. */
  #openNamed() {
    const id = Number(new URLSearchParams(location.search).get("room"))
    if (Number.isSafeInteger(id) && id > 0) this.#open(id, { isNew: false })
    else this.#show(false)
  }

  #open(id, { isNew }) {
    if (isNew && id !== this.#chosen) history.pushState(null, "", `?room=${id}`)
    this.#chosen = id
    this.#attach(undefined)
    this.#show(true)
    this.#conversation.open(id)
    this.#part("done").textContent = ""
    this.#draw()
    if (isNew) matchMedia("(min-width: 992px)").matches ? this.#conversation.focus() : this.#part("title").focus()
  }

  #leave() {
    const left = this.#chosen
    history.pushState(null, "", location.pathname)
    this.#show(false)
    this.#list.focus(left)
  }

  #show(isOpen) {
    if (!isOpen) this.#chosen = undefined
    this.#root.classList.toggle("desk--open", isOpen)
    this.#part("talk").hidden = !isOpen
    this.#part("none").hidden = isOpen
    this.#part("customer").hidden = !isOpen
    this.#list.mark(this.#chosen)
  }

  #draw() {
    const room = this.#room
    if (!room?.owner) return
    this.#part("title").textContent = room.owner.name
    this.#part("presence").textContent = this.#words.say(room.online ? "online" : "offline")
    this.#part("presence").classList.toggle("desk__presence--online", room.online)
    this.#part("status").textContent = this.#words.say(room.status === "open" ? "resolve" : "reopen")
    this.#part("archive").hidden = room.status !== "resolved"
    const assign = this.#part("assign")
    if (document.activeElement !== assign) assign.value = room.assignee?.id ?? ""
    this.#showCustomer(room.owner)
  }

  #changeStatus() {
    return this.#act("status", { status: this.#room?.status === "open" ? "resolved" : "open" })
  }

  async #act(what, body) {
    const id = this.#chosen
    this.#part("done").textContent = ""
    await this.#do("failed", async () => {
      const room = await this.#client.call("POST", `/rooms/${id}/${what}`, body)
      this.#client.take({ ...room, type: "room", room: id })
      if (body.status && this.#chosen === id) this.#part("done").textContent = this.#words.say(`done_${body.status}`)
    })
    this.#part("assign").value = this.#room?.assignee?.id ?? ""
    this.#draw()
  }

  #saveTranscript() {
    const id = this.#chosen
    return this.#do("not_loaded", async () => saveFile(await this.#client.call("GET", `/rooms/${id}/transcript`), `chat-${id}.txt`))
  }

  /** Says what has gone wrong, if something does: text `failed` of the desk. */
  async #do(failed, work) {
    try {
      await work()
      this.#conversation.announce("", { isSeen: true })
    } catch (failure) {
      this.#conversation.announce(this.#words.say(failed, { reason: failure.problem ? failure.message : "" }), { isSeen: true })
    }
  }

  async #showCustomer({ id }) {
    if (this.#customer === id) return
    this.#customer = id
    const place = this.#part("customer")
    if (id < 0) return this.#say(place, "customer_guest")
    place.ariaBusy = "true"
    try {
      const answer = await fetch(`/admin/chat/customers/${id}`, { headers: { Accept: "text/html" } })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      const fragment = new DOMParser().parseFromString(await answer.text(), "text/html")
      if (this.#customer === id) place.replaceChildren(...fragment.body.children)
    } catch {
      if (this.#customer === id) this.#say(place, "customer_gone")
    } finally {
      place.ariaBusy = null
    }
  }

  #say(place, key) {
    place.replaceChildren(Object.assign(document.createElement("p"), { className: "admin-quiet", textContent: this.#words.say(key) }))
  }

  // Products --------------------------------------------------------------------------------------------------------------

  #offerProducts() {
    const field = this.#root.querySelector("#desk-product")
    this.combobox = new Combobox(field, {
      label: field.labels[0].textContent,
      search: async (text, signal) => {
        const { products } = await call("GET", `/api/v1/search/suggest?q=${encodeURIComponent(text)}`, undefined, signal)
        return products.map(({ slug, name, brand, price, image }) => ({
          slug, name, element: optionElement({ title: name, detail: name.startsWith(brand) ? "" : brand, image, price: rupiah(price) }),
        }))
      },
      choose: product => {
        field.value = ""
        this.#attach(product)
        this.#conversation.focus()
      },
      announce() {},
    })
  }

  #attach(product) {
    this.#product = product
    this.#part("attached").hidden = !product
    this.#part("attached-name").textContent = product ? this.#words.say("attached", { name: product.name }) : ""
  }
}
