// What `hurtrock serve` says first: where to go, and only logins that open. And how commands find it.

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

  test('warns of a start that has another SESSION_SECRET than the shop that runs on its database', async () => {
    const [port, chatPort, sandboxPort] = [await freePort(), await freePort(), await freePort()].map(String)
    const logPath = path.join(shop.folder, 'stray.log')
    const stray = new Child('a copy with another secret', program, ['serve'],
      { env: { ...shop.env, SESSION_SECRET: 'ini rahasia dari salinan yang lain, 0123456789', PORT: port, CHAT_PORT: chatPort, SANDBOX_PORT: sandboxPort }, cwd: shop.folder, logPath })
    const logs = () => fs.readFileSync(logPath, 'utf8')
    try {
      await until('its shop has started', () => (stray.assertRunning(), /shop\.session_secret_changed/.test(logs())), { withinMs: 60_000 })
      assert.match(logs(), /^hurtrock: warning: the shop that is running on the database of DATABASE_URL has another SESSION_SECRET: .*set another DATABASE_URL/m)
      assert.match(logs(), /shop\.session_secret_changed .*give both the same, or this one another DATABASE_URL/)
      assert.doesNotMatch(shop.logs(), /another SESSION_SECRET/)
    } finally {
      await stray.kill9()
    }
  })
})

describe('a shop whose ports were given by flags', () => {
  let shop, second, url
  const folder = () => path.join(shop.folder, 'second')
  const kOwn = ['HOST', 'PORT', 'CHAT_PORT', 'SANDBOX_PORT', 'PUBLIC_URL', 'CHAT_PUBLIC_URL']
  /** As in another terminal: the data folder is known, the ports are not. */
  const elsewhere = (args, more = {}) => shop.run(args, { env: { ...Object.fromEntries(kOwn.map(name => [name, undefined])), DATA_DIR: folder(), DATABASE_URL: '', CHAT_DATABASE_URL: '', ...more } })
  const ports = []
  before(async () => {
    shop = await startShop()
    await shop.end()
    fs.cpSync(shop.dataDir, folder(), { recursive: true })
    for (let i = 0; i < 3; ++i) ports.push(String(await freePort()))
    url = `http://localhost:${ports[0]}`
    const env = Object.fromEntries(Object.entries(shop.env).filter(([name]) => !kOwn.includes(name)))
    second = new Child('the second copy', program, ['serve', '--port', ports[0], '--chat-port', ports[1], '--sandbox-port', ports[2]],
      { env: { ...env, DATA_DIR: folder(), DATABASE_URL: '' }, cwd: shop.folder, logPath: path.join(shop.folder, 'second.log') })
    for (const sign of [`http://127.0.0.1:${ports[0]}/readyz`, `http://127.0.0.1:${ports[1]}/readyz`, `http://127.0.0.1:${ports[2]}/healthz`])
      await until(sign, async () => (second.assertRunning(), (await fetch(sign)).ok), { withinMs: 60_000 })
  })
  after(async () => {
    await second?.kill9()
    await shop?.stop()
  })

  test('is found by the doctor without them', async () => {
    const { stdout } = await elsewhere(['doctor'])
    for (const [part, port] of [['port', ports[0]], ['chat port', ports[1]], ['sandbox port', ports[2]]])
      assert.match(stdout, new RegExp(`^ok {3}${part}: this shop is running on ${port}$`, 'm'))
    assert.match(stdout, /^ok +midtrans$/m, 'its sandbox is asked')
  })
  test('is where the link of a new admin leads', async () => {
    const { stdout } = await elsewhere(['admin', 'create', 'pemilik@toko.example'])
    assert.match(stdout, new RegExp(`^${url}/invitation`, 'm'))
  })
  test('is not hidden by one that is tried on its folder and stopped', async () => {
    const env = { ...shop.env, DATA_DIR: folder(), DATABASE_URL: '' }
    const tried = [await freePort(), await freePort(), await freePort()].map(String)
    const third = new Child('a third', program, ['serve', '--port', tried[0], '--chat-port', tried[1], '--sandbox-port', tried[2]],
      { env, cwd: shop.folder, logPath: path.join(shop.folder, 'third.log') })
    try {
      await until('it answers', async () => (third.assertRunning(), (await fetch(`http://127.0.0.1:${tried[0]}/readyz`)).ok), { withinMs: 60_000 })
    } finally {
      await third.stop()
    }
    assert.match((await elsewhere(['doctor'])).stdout, new RegExp(`^ok {3}port: this shop is running on ${ports[0]}$`, 'm'))
  })
  test('gives way to what a command is told itself', async () => {
    const free = String(await freePort())
    assert.match((await elsewhere(['doctor'], { PORT: free })).stdout, new RegExp(`^ok {3}port: ${free} is free$`, 'm'))
  })
  test('is forgotten when it has been killed, and takes its note away when it is stopped', async () => {
    const note = path.join(folder(), 'serving')
    assert.ok(fs.existsSync(note))
    await second.kill9()
    assert.ok(fs.existsSync(note))
    assert.doesNotMatch((await elsewhere(['doctor'])).stdout, new RegExp(ports[0]))
    await until('its parts are gone', async () => fetch(`http://127.0.0.1:${ports[0]}/healthz`).then(() => false, () => true), { withinMs: 20_000 })
    const env = { ...shop.env, DATA_DIR: folder(), DATABASE_URL: '', PORT: ports[0], CHAT_PORT: ports[1], SANDBOX_PORT: ports[2] }
    second = new Child('the second copy again', program, ['serve'], { env, cwd: shop.folder, logPath: path.join(shop.folder, 'again.log') })
    await until('it answers', async () => (second.assertRunning(), (await fetch(`http://127.0.0.1:${ports[0]}/readyz`)).ok), { withinMs: 60_000 })
    assert.match(fs.readFileSync(note, 'utf8'), new RegExp(`^LAUNCHER=${second.pid}\nBOOT=.+\n(.+\n)*PORT=${ports[0]}\n`))
    await second.stop()
    assert.ok(!fs.existsSync(note))
  })
})
