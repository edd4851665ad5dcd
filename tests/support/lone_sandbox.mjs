import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { send } from '../http/client.mjs'
import { Child } from './child.mjs'
import { until } from './poll.mjs'
import { freePort } from './ports.mjs'
import { program } from './shop.mjs'

/**
 * `hurtrock sandbox` on its own, and something that takes what it tells the shop: for whoever speaks to the sandbox
 * without a shop.
 * @returns {Promise<{url: string, port: number, received: {body: string, headers: object}[], stop: () => Promise<void>}>}
 */
export async function startLoneSandbox() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-test-'))
  const [shopPort, port] = [await freePort(), await freePort()]
  const received = []
  const shop = http.createServer((request, answer) => {
    const chunks = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers })
      answer.end()
    })
  })
  await new Promise(listening => shop.listen(shopPort, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${port}`
  const env = { PATH: process.env.PATH, PORT: String(shopPort), SANDBOX_PORT: String(port), DATA_DIR: folder }
  const sandbox = new Child('hurtrock sandbox', program, ['sandbox'], { env, cwd: folder, logPath: path.join(folder, 'sandbox.log') })
  await until('the sandbox answers', async () => {
    sandbox.assertRunning()
    return (await send('GET', `${url}/healthz`)).status === 200
  })
  const stop = async () => {
    await sandbox.stop()
    shop.close()
    shop.closeAllConnections()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return { url, port, received, stop }
}
