import { call } from "../parts/api.js"
import { openOutbox } from "./outbox.js"

// The browser, as the parts of the chat ask for it: what tests put something else in the place of.
const kShortestLifeMs = 60_000
const kRestMs = 15_000
const kUploadMs = 120_000

/** `person`: whose page this is, "guest" or an account as the page calls it. */
export function browserEnvironment(person) {
  const tokens = new Tokens()
  const outbox = openOutbox()
  return {
    person,
    now: () => Date.now(),
    random: () => Math.random(),
    later(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    isOnline: () => navigator.onLine !== false,
    isVisible: () => document.visibilityState === "visible",
    uuid,
    token: options => tokens.get(options),
    keepToken: token => tokens.keep(token),
    outbox: {
      all: person => outbox.then(kept => kept.all(person)),
      put: entry => outbox.then(kept => kept.put(entry)),
      remove: clientId => outbox.then(kept => kept.remove(clientId)),
    },
    openSocket,
    rest,
  }
}

/** The shop says who we are, for ten minutes. */
class Tokens {
  #kept
  #asking

  async get({ fresh = false } = {}) {
    if (!fresh && this.#kept && this.#kept.endsAt - Date.now() > kShortestLifeMs) return withRest(this.#kept)
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined))
    return withRest(await this.#asking)
  }

  /** One that another tab has got. */
  keep(token) {
    this.#kept = token
  }

  async #ask() {
    const { token, url, expires_at: end } = await call("POST", "/api/v1/chat/token", undefined, within(kRestMs))
    // The browser's clock may be wrong by hours: then a while that is certainly within the token's life.
    const left = Date.parse(end) - Date.now()
    const life = left > kShortestLifeMs && left <= 15 * 60_000 ? left : 5 * 60_000
    return (this.#kept = { token, url, endsAt: Date.now() + life })
  }
}

function withRest(kept) {
  return { ...kept, expiresInMs: kept.endsAt - Date.now() }
}

function openSocket(url, { opened, received, closed }) {
  let socket
  let isOver = false
  const end = code => {
    if (isOver) return
    isOver = true
    closed(code)
  }
  try {
    socket = new WebSocket(url)
  } catch {
    queueMicrotask(() => end(0))
    return { say() {}, close: () => (isOver = true) }
  }
  socket.onopen = () => !isOver && opened()
  socket.onmessage = ({ data }) => !isOver && received(data)
  socket.onclose = ({ code }) => end(code)
  return {
    say: text => socket.readyState === WebSocket.OPEN && socket.send(text),
    close() {
      isOver = true
      socket.close()
    },
  }
}

/** {status, body}: what JSON says, or a Blob of anything else; fails when the service cannot be reached. */
async function rest({ token, url }, method, path, body) {
  const isForm = body instanceof FormData
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...(body && !isForm && { "Content-Type": "application/json" }) },
    body: isForm ? body : body && JSON.stringify(body),
    credentials: "omit",
    signal: within(isForm ? kUploadMs : kRestMs),
  })
  const isJson = response.headers.get("Content-Type")?.includes("json")
  return { status: response.status, body: isJson ? await response.json().catch(() => undefined) : await response.blob() }
}

// crypto.randomUUID is missing on pages without HTTPS, as in a shop's own network.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const digits = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("")
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}

// AbortSignal.timeout is younger than some phones.
function within(ms) {
  const giving = new AbortController()
  setTimeout(() => giving.abort(), ms)
  return giving.signal
}
