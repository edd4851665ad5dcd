// A page's chat client (web/js/chat) without a browser, against a service that runs.

import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { ChatClient } from '../../web/js/chat/client.js'
import { MemoryOutbox } from '../../web/js/chat/outbox.js'
import { chatToken } from './chat.mjs'

/**
 * A page of that visitor's, connected or about to be. `url`: of the chat service, or of what stands before it; `random`:
 * of run_size.mjs; `outbox`: of an earlier page; `mischief(pass)`: stands between the page and what comes over its
 * socket: answers a function that takes each frame and calls `pass`, when and as often as it likes; `refuse(path)`: the
 * status with which a request is answered instead of by the service, if with any.
 */
export async function openPage(visitor, { url, random, outbox = new MemoryOutbox(), mischief = pass => pass, refuse = () => undefined }) {
  const client = new ChatClient(environment(visitor, { url, random, outbox, mischief, refuse }), { tabs: leadAlone })
  await client.start()
  return client
}

export function isLive(client) {
  return client.rooms.link.state === 'live'
}

/** What is said in a room, as far as this page knows. */
export function bodiesOf(client, room = client.rooms.own?.id) {
  return client.rooms.rooms.get(room)?.messages.map(({ body }) => body) ?? []
}

/** Whether the page has all `total` messages of the room, from the first on, and nothing of its own is on its way. */
export function hasAll(client, room, total) {
  const here = client.rooms.rooms.get(room)
  if (here?.hasOlder && !client.isLoading(room)) client.older(room)
  return here !== undefined && !here.hasOlder && here.upto === total && client.rooms.pending.size === 0
}

function environment(visitor, { url, random, outbox, mischief, refuse }) {
  return {
    person: 'guest', outbox,
    now: () => Date.now(), random: () => random.between(0, 999) / 1_000, uuid: randomUUID,
    later(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    isOnline: () => true, isVisible: () => true, keepToken() {},
    token: async () => ({ token: (await chatToken(visitor)).token, url, expiresInMs: 600_000 }),
    openSocket(address, { opened, received, closed }) {
      const socket = new WebSocket(address)
      let isOver = false
      const take = mischief(text => !isOver && received(text))
      socket.on('open', opened)
      socket.on('message', data => take(data.toString()))
      socket.on('error', () => {})
      socket.on('close', closed)
      return {
        say: text => socket.readyState === WebSocket.OPEN && socket.send(text),
        close: () => {
          isOver = true
          socket.removeAllListeners('close')
          socket.terminate()
        },
      }
    },
    async rest({ token }, method, path, body) {
      const refused = refuse(path)
      if (refused) return { status: refused }
      const answer = await fetch(`${url}/api${path}`, {
        method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
      })
      return { status: answer.status, body: await answer.json().catch(() => undefined) }
    },
  }
}

function leadAlone({ lead }) {
  queueMicrotask(() => lead(true))
  return { isLeading: true, tell() {}, ask() {}, end: () => lead(false) }
}
