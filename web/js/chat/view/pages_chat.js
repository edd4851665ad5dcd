import { ChatClient } from "../client.js"
import { browserEnvironment } from "../environment.js"
import { Alerts } from "./alerts.js"

const kUsed = "hurtrock:chat-used" // read by behaviours/chat_button.js
const kCount = /^\(\d+\) /

let made

/** The one chat of a page: {client, alerts, use}. `person`: "guest" or an account as the page calls it. */
export function pagesChat(person) {
  return (made ??= make(person))
}

function make(person) {
  const client = new ChatClient(browserEnvironment(person))
  const alerts = new Alerts(client)
  const start = () => client.start()
  client.listen(() => queueMicrotask(() => countInTitle(client.rooms.unread)))
  // A list that has changed in place has a title of its own.
  document.addEventListener("hurtrock:shown", () => countInTitle(client.rooms.unread))
  addEventListener("online", () => client.networkChanged())
  addEventListener("offline", () => client.networkChanged())
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && client.wake())
  // A page that the browser puts aside must not keep the connection for the others.
  addEventListener("pagehide", () => client.stop())
  addEventListener("pageshow", ({ persisted }) => persisted && start())
  start()
  return { client, alerts, use: remember }
}

function countInTitle(count) {
  const title = document.title.replace(kCount, "")
  const wanted = count > 0 ? `(${count}) ${title}` : title
  if (document.title !== wanted) document.title = wanted
}

function remember() {
  try {
    localStorage.setItem(kUsed, String(Date.now()))
  } catch {
    // Then an answer shows once the chat is opened.
  }
}
