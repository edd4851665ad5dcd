// What systemd hears of `hurtrock serve`: a unit of Type=notify with a watchdog relies on it.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Child } from '../support/child.mjs'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { startServiceManager } from '../support/service_manager.mjs'
import { program } from '../support/shop.mjs'

describe('hurtrock serve under a service manager', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-notify-'))
  let manager, serve, url
  before(async () => {
    manager = await startServiceManager(folder)
    const [port, chatPort, sandboxPort] = [await freePort(), await freePort(), await freePort()]
    url = `http://127.0.0.1:${port}`
    serve = new Child('hurtrock serve', program, ['serve'], {
      cwd: folder, logPath: path.join(folder, 'serve.log'),
      env: {
        PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), CHAT_PORT: String(chatPort), SANDBOX_PORT: String(sandboxPort), DATA_DIR: path.join(folder, 'data'),
        NOTIFY_SOCKET: manager.socket, WATCHDOG_USEC: '1500000',
      },
    })
  })
  after(async () => {
    await serve?.kill9()
    manager?.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  test('says that it is ready once the shop takes connections', async () => {
    await until('READY=1', () => (serve.assertRunning(), manager.heard.includes('READY=1')), { withinMs: 60_000 })
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    await until('the status', () => manager.heard.includes(`STATUS=Serving ${url}`))
  })

  test('says again and again that it lives', async () => {
    const before = manager.heard.filter(line => line === 'WATCHDOG=1').length
    await until('three signs of life', () => manager.heard.filter(line => line === 'WATCHDOG=1').length >= before + 3)
  })

  test('says that it stops', async () => {
    await serve.stop()
    await until('STOPPING=1', () => manager.heard.includes('STOPPING=1'))
  })
})
