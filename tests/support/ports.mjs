import net from 'node:net'
import { randomInt } from 'node:crypto'

/** Test files that run side by side take their ports from ranges of their own. */
const kLane = Number(process.env.HURTROCK_LANE ?? 0)
const kPorts = 2_500
/** Browsers and fetch() call nobody at 10080, the last port of those that belong to other protocols. */
const kFirst = 10_100 + kLane * kPorts

/** Whoever asked for one of these may not listen on it yet, so that it looks free. */
const given = new Set()

/**
 * A loopback port nobody listens on, and never the same twice. Below the range the kernel takes ports for outgoing
 * connections from, so that a server which is started again finds its port free.
 */
export async function freePort() {
  for (let tries = 0; tries < 100; ++tries) {
    const port = randomInt(kFirst, kFirst + kPorts)
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) return port
  }
  throw new Error(`no free port between ${kFirst} and ${kFirst + kPorts}`)
}

function isFree(port) {
  return new Promise(answer => {
    const server = net.createServer()
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })
}

/** Whether somebody takes connections there. */
export function isListening(port) {
  return new Promise(answer => {
    const socket = net.connect(port, '127.0.0.1', () => (socket.destroy(), answer(true)))
    socket.once('error', () => answer(false))
  })
}
