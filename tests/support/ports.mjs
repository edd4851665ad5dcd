import net from 'node:net'
import { randomInt } from 'node:crypto'

/**
 * A loopback port nobody listens on. Below the range the kernel takes ports for outgoing connections from, so that a
 * server which is started again finds its port free.
 */
export async function freePort() {
  for (let tries = 0; tries < 100; ++tries) {
    const port = randomInt(10_000, 20_000)
    if (await isFree(port)) return port
  }
  throw new Error('no free port between 10000 and 20000')
}

function isFree(port) {
  return new Promise(answer => {
    const server = net.createServer()
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })
}
