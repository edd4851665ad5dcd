// What systemd hears of `hurtrock serve`: a unit of Type=notify with a watchdog relies on it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Child } from '../support/child.mjs'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { program } from '../support/shop.mjs'

/** Prints each datagram as one line of JSON; node has no such sockets. */
const kListener = `
import json, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('"ready"', flush=True)
while True: print(json.dumps(s.recv(4096).decode()), flush=True)
`

describe('hurtrock serve under a service manager', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-notify-'))
  const heard = []
  let listener, serve, url
  before(async () => {
    const socket = path.join(folder, 'notify')
    listener = spawn('python3', ['-c', kListener, socket], { stdio: ['ignore', 'pipe', 'inherit'] })
    let rest = ''
    listener.stdout.on('data', data => {
      const lines = (rest + data).split('\n')
      rest = lines.pop()
      for (const line of lines) heard.push(...JSON.parse(line).split('\n'))
    })
    await until('somebody listens', () => heard.includes('ready'))
    const [port, chatPort, sandboxPort] = [await freePort(), await freePort(), await freePort()]
    url = `http://127.0.0.1:${port}`
    serve = new Child('hurtrock serve', program, ['serve'], {
      cwd: folder, logPath: path.join(folder, 'serve.log'),
      env: {
        PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), CHAT_PORT: String(chatPort), SANDBOX_PORT: String(sandboxPort), DATA_DIR: path.join(folder, 'data'),
        NOTIFY_SOCKET: socket, WATCHDOG_USEC: '1500000',
      },
    })
  })
  after(async () => {
    await serve?.kill9()
    listener?.kill('SIGKILL')
    fs.rmSync(folder, { recursive: true, force: true })
  })

  test('says that it is ready once shop and chat take connections', async () => {
    await until('READY=1', () => (serve.assertRunning(), heard.includes('READY=1')), { withinMs: 60_000 })
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    await until('the status', () => heard.includes(`STATUS=Serving ${url}`))
  })

  test('says again and again that it lives', async () => {
    const before = heard.filter(line => line === 'WATCHDOG=1').length
    await until('three signs of life', () => heard.filter(line => line === 'WATCHDOG=1').length >= before + 3)
  })

  test('says that it stops', async () => {
    await serve.stop()
    await until('STOPPING=1', () => heard.includes('STOPPING=1'))
  })
})
