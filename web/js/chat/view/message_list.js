import { rupiah } from "../../parts/rupiah.js"

// The messages of one room, and behind them what waits to be sent. An element stays the same from the moment its message
// is written until it has been read: the focus, and what a screen reader is at, stay with it.
const kLink = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g

export class MessageList {
  #list
  #template
  #words
  #client
  #shown = new Map() // by key: {element, drawn}

  constructor(list, template, { words, client }) {
    this.#list = list
    this.#template = template
    this.#words = words
    this.#client = client
  }

  show(rooms, room, waiting) {
    const items = [...this.#items(rooms, room, waiting)]
    const keys = new Set(items.map(({ key }) => key))
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue
      element.remove()
      this.#shown.delete(key)
    }
    let next = this.#list.firstElementChild
    for (const item of items) {
      const element = this.#elementOf(item)
      if (element === next) next = next.nextElementSibling
      else this.#list.insertBefore(element, next)
    }
  }

  *#items(rooms, room, waiting) {
    const messages = room?.messages ?? []
    const lastOwn = [...messages].reverse().find(({ sender }) => sender.id === rooms.me?.id)
    let day, sender
    for (const message of messages) {
      const isOwn = message.sender.id === rooms.me?.id
      const onDay = this.#words.day(message.sent_at)
      if (onDay !== day) yield { key: `day ${message.seq}`, day: onDay }
      yield {
        key: isOwn ? message.client_id : `seq ${message.seq}`, isOwn, body: message.body, product: message.product, at: message.sent_at,
        file: message.attachment, room: room.id,
        isOurs: rooms.isStaff && message.sender.id !== room.owner?.id,
        who: isOwn ? this.#words.say("you") : message.sender.name, showsWho: !isOwn && (message.sender.id !== sender || onDay !== day),
        state: message === lastOwn && waiting.length === 0 ? room.stateOf(message) : "",
      }
      day = onDay
      sender = message.sender.id
    }
    for (const entry of waiting) {
      yield {
        key: entry.client_id, isOwn: true, body: entry.body, product: entry.product && { slug: entry.product }, file: entry.attachment, room: entry.room ?? room?.id, at: entry.ack?.at ?? entry.at,
        who: this.#words.say("you"), showsWho: false, clientId: entry.client_id, ...this.#waitingState(entry, rooms.link.state),
      }
    }
  }

  #waitingState({ ack, failed }, link) {
    if (ack) return { state: "sent" }
    if (failed) return { state: "failed", reason: failed.message || this.#words.say("failed_why") }
    return { state: link === "live" || link === "polling" || link === "connecting" ? "sending" : "kept" }
  }

  #elementOf(item) {
    const drawn = JSON.stringify(item)
    let shown = this.#shown.get(item.key)
    if (!shown) this.#shown.set(item.key, (shown = { element: item.day ? document.createElement("li") : this.#template.content.firstElementChild.cloneNode(true) }))
    if (shown.drawn !== drawn) {
      if (item.day) Object.assign(shown.element, { className: "chat__day", textContent: item.day })
      else this.#draw(shown.element, item)
      shown.drawn = drawn
    }
    return shown.element
  }

  #draw(element, { isOwn, isOurs = false, body, product, file, room, at, who, showsWho, state, reason, clientId }) {
    const part = name => element.querySelector(`[data-part=${name}]`)
    element.classList.toggle("said--own", isOwn)
    element.classList.toggle("said--ours", isOurs)
    element.classList.toggle("said--failed", state === "failed")
    part("who").textContent = `${who}:`
    part("who").classList.toggle("visually-hidden", !showsWho)
    part("body").replaceChildren(...linked(body))
    part("body").hidden = !body
    this.#drawProduct(part("product"), product)
    this.#drawFile(part("file"), file, room)
    part("time").textContent = this.#words.time(at)
    part("time").dateTime = new Date(at).toISOString()
    part("state").textContent = state ? this.#words.say(`state_${state}`, { reason }) : ""
    for (const name of ["retry", "discard"]) {
      part(name).hidden = state !== "failed"
      part(name).value = clientId ?? ""
    }
  }

  #drawFile(place, file, room) {
    place.hidden = !file
    if (file && room) import("./files.js").then(({ showFile }) => showFile(place, { file, room, client: this.#client, words: this.#words }), () => (place.textContent = file.name))
  }

  #drawProduct(link, product) {
    link.hidden = !product
    if (!product) return
    const part = name => link.querySelector(`[data-part=${name}]`)
    link.href = `/product/${product.slug}`
    part("name").textContent = product.name ?? product.slug
    part("price").textContent = product.price == null ? "" : rupiah(product.price)
    part("stock").textContent = product.available == null ? "" : this.#words.say(product.available > 0 ? "in_stock" : "sold_out")
    part("image").hidden = !product.image
    if (product.image) part("image").src = product.image
  }
}

/** Text in which addresses can be followed. */
function linked(text) {
  const parts = []
  let end = 0
  for (const { 0: address, index } of text.matchAll(kLink)) {
    parts.push(text.slice(end, index), Object.assign(document.createElement("a"), { href: address, textContent: address, rel: "noopener nofollow ugc", target: "_blank" }))
    end = index + address.length
  }
  return [...parts, text.slice(end)]
}
