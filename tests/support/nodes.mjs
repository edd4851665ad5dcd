// What several nodes of one shop have around them: a Redis, and nginx before the shops and before the chats.

import { startBalancer } from './balancer.mjs'
import { freePort } from './ports.mjs'
import { startRedis } from './redis.mjs'

const kNodes = 2

/**
 * For a shop that is reached at `port`, with a chat at `chatPort` if there is one: {shopPorts, chatPorts: where its nodes
 * have to listen; env: what they have to know; stop()}.
 */
export async function prepareNodes({ port, chatPort }) {
  const shopPorts = await ports()
  const chatPorts = chatPort ? await ports() : []
  const running = []
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end()
  }
  try {
    const redis = await startRedis()
    running.push(redis.discard)
    running.push((await startBalancer(shopPorts.map(urlOf), { port })).stop)
    if (chatPort) running.push((await startBalancer(chatPorts.map(urlOf), { port: chatPort })).stop)
    return { shopPorts, chatPorts, env: { REDIS_URL: redis.url, TRUSTED_PROXIES: '127.0.0.1' }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function ports() {
  const all = []
  for (let node = 0; node < kNodes; ++node) all.push(await freePort())
  return all
}

export function urlOf(port) {
  return `http://127.0.0.1:${port}`
}
