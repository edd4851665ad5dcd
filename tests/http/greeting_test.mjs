// What `hurtrock serve` says first: where to go, and only logins that open.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Child } from '../support/child.mjs'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { program, startShop } from '../support/shop.mjs'

describe('the greeting of hurtrock serve', () => {
  let shop
  before(async () => (shop = await startShop({ serve: true })))
  after(() => shop?.stop())

  /** Of the last start, down to its last line. */
  function greeting(logs = shop.logs()) {
    const all = logs.slice(logs.lastIndexOf('Hurtrock Music Store\n'))
    return all.slice(0, all.indexOf('Stop with Ctrl-C.'))
  }

  test('tells the login of the sample data while it opens, and no other', async () => {
    assert.match(greeting(), /^ {2}login {2}admin@hurtrock\.com \/ admin123 \(sample data, development only\)$/m)
    await shop.sql("UPDATE users SET password_hash = '' WHERE role = 'admin'")
    await shop.restart()
    assert.match(greeting(), /^ {2}admin /m)
    assert.doesNotMatch(greeting(), /login/)
    await shop.sql("UPDATE users SET role = 'buyer' WHERE role = 'admin'")
    await shop.restart()
    assert.match(greeting(), /^ {2}login {2}nobody can yet: hurtrock admin create EMAIL invites the first admin$/m)
  })

  test('says where this start listens when the shop\'s address leads elsewhere', async () => {
    assert.doesNotMatch(greeting(), /here/)
    const folder = path.join(shop.folder, 'beside')
    fs.mkdirSync(folder)
    const [port, chatPort, sandboxPort] = [await freePort(), await freePort(), await freePort()].map(String)
    const logPath = path.join(folder, 'serve.log')
    const beside = new Child('another start', program, ['serve'], {
      env: { ...shop.env, DATA_DIR: folder, DATABASE_URL: 'postgresql://toko:rahasia@127.0.0.1:1/toko', CHAT_DATABASE_URL: `sqlite:${folder}/chat.db`, PORT: port, CHAT_PORT: chatPort, SANDBOX_PORT: sandboxPort },
      cwd: folder, logPath,
    })
    try {
      const logs = await until('it has said all', () => {
        beside.assertRunning()
        const text = fs.readFileSync(logPath, 'utf8')
        return /hurtrock: warning/.test(text) && text
      }, { withinMs: 30_000 })
      assert.match(greeting(logs), new RegExp(`^ {2}here {3}127\\.0\\.0\\.1, port ${port} \\(shop\\) and ${chatPort} \\(chat\\)$`, 'm'))
      assert.doesNotMatch(greeting(logs), /login/, 'nobody could be asked')
      assert.match(logs, /^hurtrock: warning: the shop's database cannot be used: .*start PostgreSQL, or correct host and port in DATABASE_URL\. Until then/m)
      assert.doesNotMatch(logs, /rahasia|the chat's database cannot/)
    } finally {
      await beside.kill9()
    }
  })
})
