// What `hurtrock serve` promises: whatever becomes of its parts, they come back, and nothing that was acknowledged is lost.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { send, Visitor } from '../http/client.mjs'
import { areaCode, assertBooksAreRight, checkoutBody, misbehave, postCheckout, takeVariant, visitorWithCart } from '../http/errand.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { startServiceManager } from '../support/service_manager.mjs'
import { Child } from '../support/child.mjs'
import { freePort } from '../support/ports.mjs'
import { program, startShop } from '../support/shop.mjs'
import { alone } from '../support/topology.mjs'
import { awaitTheirOrders, buyAndPay } from './buyers.mjs'
import { endLeases, whileHurried } from './leases.mjs'
import { countBy, inParallel, size } from './run_size.mjs'

const kParts = ['shop', 'chat', 'sandbox']
const kRounds = size(2, 20)
const kBuyersAtOnce = 3
const kWriters = 6
/** From a death after which nothing is waited for to the first answer: a second, more on a machine that is busy with other tests. */
const kAtOnceMs = size(2_000, 1_000)
/** From a start to the first answer while others die, too. */
const kStartMs = 4_000
const kLongestPause = { withinMs: 45_000 }
const kOneMachine = { skip: alone('hurtrock serve is one machine') }
const kCrashLoop = 4
/** Four questions of three seconds, with a second in between, and the start of what was killed. */
const kHungMs = 4 * 3_000 + 4 * 1_000 + 15_000

/** Where each part says that it works. */
const signs = shop => ({ shop: `${shop.url}/readyz`, chat: `${shop.chatUrl}/readyz`, sandbox: `${shop.sandboxUrl}/healthz` })

const answers = async url => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1_000), headers: { Connection: 'close' } })
  await answer.arrayBuffer()
  return answer.status === 200
}

/** Another process has taken the place of `former` and answers. */
function isBack(shop, part, former, options) {
  return until(`${part} is back`, async () => {
    const now = shop.parts()[part]
    return now && now !== former && answers(signs(shop)[part])
  }, options)
}

/** Those that were started there, and are no zombies. */
function processesIn(folder) {
  return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === folder
    } catch {
      return false // ended meanwhile
    }
  })
}

/** A process that nobody has buried yet is none any more. */
function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Pauses in seconds that the launcher has announced before it starts that part again, one for each of its deaths. */
function pausesOf(shop, part) {
  return shop.logs().split('\n')
    .filter(line => /launcher\.(child_died|crash_loop)/.test(line) && line.includes(`part=${part}`))
    .map(line => Number(line.match(/restart_in_s=(\d+)/)[1]))
}

describe('hurtrock serve', kOneMachine, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-supervision-'))
  let manager, shop
  before(async () => {
    manager = await startServiceManager(folder)
    shop = await startShop({ serve: true, env: { NOTIFY_SOCKET: manager.socket, LOG_FORMAT: 'text' } })
  })
  after(async () => {
    await shop?.stop()
    manager?.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  test(`each part is killed ${kRounds} times while buyers buy: it is back within ${kAtOnceMs} ms at first, then after its pause, and no order is lost`, async () => {
    const [variant, area] = [await takeVariant(shop, 100_000), await areaCode(shop)]
    const acknowledged = [], failures = []
    let enough = false, next = 0
    const buying = inParallel(kBuyersAtOnce, async () => {
      while (!enough) await buyAndPay(shop, { index: next++, variant, area, failures, acknowledged })
    })
    const away = []
    for (let round = 1; round <= kRounds; ++round)
      for (const part of kParts) {
        const placed = acknowledged.length
        await until('buyers go on buying', () => acknowledged.length > placed + 1, { withinMs: 60_000 })
        const former = shop.parts()[part]
        process.kill(former, 'SIGKILL')
        const killed = performance.now()
        // While nobody can have taken any since.
        if (part === 'shop') await endLeases(shop)
        await isBack(shop, part, former, kLongestPause)
        const took = Math.round(performance.now() - killed)
        const pauses = pausesOf(shop, part)
        assert.equal(pauses.length, round, `${part} died as often as it was killed`)
        assert.equal(pauses[0], 0, 'after its first death a part starts at once')
        const pause = pauses.at(-1)
        assert.ok(took < (pause === 0 ? kAtOnceMs : pause * 1_000 + kStartMs), `${part} was away for ${took} ms after a pause of ${pause} s`)
        away.push(`${part} ${took} ms${pause > 0 ? ` (${pause} s of them waiting)` : ''}`)
      }
    enough = true
    await whileHurried(shop, async () => {
      await buying
      await awaitTheirOrders(shop, acknowledged)
    })
    console.log(`away for: ${away.join(', ')}; ${acknowledged.length} orders, ${failures.length} requests failed meanwhile`)
    assert.equal(new Set(acknowledged.map(({ number }) => number)).size, acknowledged.length)
    await assertBooksAreRight(shop)
  })

  test('a part that keeps dying is told of, by the log and to the service manager, while the others work on', async () => {
    const kKeepsDying = 'STATUS=chat keeps dying: see the log, and what hurtrock doctor says'
    const crashLoops = () => shop.logs().match(/launcher\.crash_loop.*part=chat/g)?.length ?? 0
    // A long test before this one brings it there, too.
    await until('nothing is said to keep dying', () => !manager.heard.findLast(line => line.startsWith('STATUS=')).includes('keeps dying'), kLongestPause)
    const [deathsBefore, crashLoopsBefore, heardBefore] = [pausesOf(shop, 'chat').length, crashLoops(), manager.heard.length]
    const isHeard = () => manager.heard.includes(kKeepsDying, heardBefore)
    while (!isHeard()) {
      const deaths = pausesOf(shop, 'chat').length
      assert.ok(deaths - deathsBefore <= kCrashLoop + 1, 'it is noticed')
      const pid = await until('the chat runs', () => shop.parts().chat, { withinMs: 30_000 })
      process.kill(pid, 'SIGKILL')
      await until('its death is noticed', () => pausesOf(shop, 'chat').length > deaths)
      if (crashLoops() > crashLoopsBefore) await until('the service manager hears of it', isHeard)
    }
    assert.ok(crashLoops() > crashLoopsBefore)
    assert.deepEqual(pausesOf(shop, 'chat').slice(-3), [1, 2, 4], 'the pauses grow')
    assert.equal((await send('GET', `${shop.url}/readyz`)).status, 200)
    await isBack(shop, 'chat', undefined, kLongestPause)
  })
})

describe('hurtrock serve, whose parts do not die', kOneMachine, () => {
  let shop
  before(async () => (shop = await startShop({ serve: true, env: { LOG_FORMAT: 'text' } })))
  after(() => shop?.stop())

  test('a part that hangs is found out, killed and started again', async () => {
    const former = shop.parts()
    // Who has not answered since its start may take as long as it must.
    for (const part of kParts)
      await until(`the launcher has heard from ${part}`, () => new RegExp(`launcher\\.child_answers.*part=${part}`).test(shop.logs()), { withinMs: 30_000 })
    for (const part of kParts) process.kill(former[part], 'SIGSTOP')
    const stopped = performance.now()
    await Promise.all(kParts.map(part => isBack(shop, part, former[part], { withinMs: kHungMs })))
    console.log(`hung parts were back after ${Math.round(performance.now() - stopped)} ms`)
    for (const part of kParts) assert.match(shop.logs(), new RegExp(`launcher\\.child_hung.*part=${part}`))
    await assertBooksAreRight(shop)
  })

  test('SIGTERM under load: every request in flight is answered, and every order that was acknowledged is there', async () => {
    const [variant, area] = [await takeVariant(shop, 100_000), await areaCode(shop)]
    const acknowledged = [], failures = []
    let next = 0, isStopping = false
    const requests = []
    const reading = Array.from({ length: 16 }, async (_, reader) => {
      while (!isStopping) requests.push(await once(`${shop.url}${reader % 2 ? '/products' : '/api/v1/products'}`, () => isStopping))
    })
    const buyers = Array.from({ length: kBuyersAtOnce }, async () => {
      // A buyer who is refused has nothing in flight: they come again, to the shop that is started anew.
      while (!isStopping) await buyAndPay(shop, { index: next++, variant, area, failures, acknowledged })
    })
    await until('everybody is busy', () => requests.length > 200 && acknowledged.length > 10, { withinMs: 60_000 })
    isStopping = true
    const stopping = performance.now()
    await shop.end()
    for (const line of ['launcher\\.stopping patience_s=20', 'shop\\.stopping in_flight=\\d+', 'shop\\.stopped took_ms=\\d+ requests=\\d{3,}', 'chat\\.stopping', 'chat\\.stopped took_ms=\\d+', 'sandbox\\.stopped took_ms=\\d+', 'launcher\\.stopped took_ms=\\d+'])
      assert.equal(shop.logs().match(new RegExp(` ${line}$`, 'gm'))?.length, 1, line)
    await Promise.all(reading)
    const ended = performance.now()
    await shop.start()
    await whileHurried(shop, async () => {
      await Promise.all(buyers)
      await awaitTheirOrders(shop, acknowledged)
    })
    console.log(`stopped in ${Math.round(ended - stopping)} ms; ${requests.filter(({ wasStopping }) => wasStopping).length} pages came after the signal; buyers met ${JSON.stringify(countBy(failures, ({ why }) => why))}`)
    assert.deepEqual(countBy(requests, ({ result }) => result), { 200: requests.length })
    await assertBooksAreRight(shop)
  })

  test(`SIGTERM with ${kWriters} orders being placed, connections that are kept and a socket: each order is placed and told, what rests is let go, and nobody is cut off`, async () => {
    const variant = await takeVariant(shop, 1_000)
    const visitors = await inParallel(kWriters, () => visitorWithCart(shop, variant))
    const bodies = await inParallel(kWriters, () => checkoutBody(shop))
    const { token } = await chatToken(new Visitor(shop))
    const socket = await ChatSocket.greeted(shop, token)
    const room = socket.welcome.rooms[0].id
    await socket.writeWell(room, 'sebelum')
    const resting = await inParallel(4, () => keptConnection(shop.url))
    // Readers whose connections are kept: each asks again as soon as it is answered, until it is not.
    const asked = []
    const readers = Array.from({ length: 8 }, async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
      do asked.push({ begun: performance.now(), ...await once(`${shop.url}/products`, () => false, agent) })
      while (asked.at(-1).result === 200)
      agent.destroy()
    })

    // The provider takes its time: all of them are at work when the signal comes.
    await misbehave(shop, { call: 'open', kind: 'delay', times: kWriters, wait_ms: 5_000 })
    const opening = async () => Number((await shop.sql("SELECT COUNT(*) FROM payments WHERE state = 'opening'"))[0][0])
    const openingBefore = await opening()
    const orders = inParallel(kWriters, i => postCheckout(visitors[i], bodies[i]).catch(error => error))
    await until('all of them are at work', async () => await opening() >= openingBefore + kWriters && asked.length > 20)
    const unsaid = socket.write(room, 'pada saat itu')
    const signalled = performance.now()
    await shop.end()
    const stopped = performance.now()
    await Promise.all(readers)
    const answers = await orders
    assert.deepEqual(countBy(answers, answer => answer.status ?? answer.message), { 201: kWriters })
    // The sandbox ends at once, and with it the provider's silence: an answer may be written just before its shop hears of
    // the signal, so the connection is ended then as those that rest.
    for (const connection of resting) assert.deepEqual(await connection.ended, { error: undefined, more: '' })
    const [inTime, late] = [true, false].map(before => asked.filter(({ begun }) => begun < signalled === before))
    assert.deepEqual(countBy(inTime, ({ result }) => result), { 200: inTime.length })
    for (const { result } of late) assert.ok([200, 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(result), `nobody is cut off within an answer: ${result}`)
    assert.equal((await socket.end()).code, 1001)

    await shop.start()
    const placed = new Set((await shop.sql('SELECT number FROM orders')).map(([number]) => number))
    const numbers = answers.map(answer => answer.json().order_number)
    assert.deepEqual([new Set(numbers).size, numbers.filter(number => !placed.has(number))], [kWriters, []])
    const again = await ChatSocket.greeted(shop, token, { [room]: 1 })
    again.say({ type: 'send', room, client_id: unsaid, body: 'pada saat itu' })
    await again.next(({ type, client_id }) => type === 'ack' && client_id === unsaid, 'the ack')
    await again.close()
    assert.deepEqual(await shop.chatDb.sql(`SELECT body FROM messages WHERE room_id = ${room} ORDER BY seq`), [['sebelum'], ['pada saat itu']])
    console.log(`stopped in ${Math.round(stopped - signalled)} ms; pages asked for after the signal: ${JSON.stringify(countBy(late, ({ result }) => result))}`)
    await assertBooksAreRight(shop)
  })

  test('the parts end with a launcher that is killed, and it can be started again at once', async () => {
    const former = Object.values(shop.parts())
    await shop.kill9()
    await until('its parts have ended', () => !former.some(isAlive), { withinMs: 20_000 })
    await shop.start()
    assert.equal((await send('GET', `${shop.url}/readyz`)).status, 200)
  })

  test('parts that have only just been started end with a launcher that is killed, too', async () => {
    const folder = path.join(shop.folder, 'beginning')
    fs.mkdirSync(folder)
    const [port, chatPort, sandboxPort] = [await freePort(), await freePort(), await freePort()].map(String)
    const env = {
      ...shop.env, DATA_DIR: folder, DATABASE_URL: `sqlite:${folder}/hurtrock.db`, CHAT_DATABASE_URL: `sqlite:${folder}/chat.db`,
      PORT: port, CHAT_PORT: chatPort, SANDBOX_PORT: sandboxPort,
    }
    for (let round = 0; round < 5; ++round) {
      const launcher = new Child('a launcher', program, ['serve'], { env, cwd: folder, logPath: path.join(folder, 'serve.log') })
      await until('it has started a part', () => (launcher.assertRunning(), processesIn(folder).length > 1))
      await launcher.kill9()
      await until('its parts have ended', () => processesIn(folder).length === 0, { withinMs: 20_000 })
    }
  })
})

describe('a second copy of the shop on the same machine', kOneMachine, () => {
  const kSettings = { sandbox: 'SANDBOX_PORT \\(--sandbox-port\\)', shop: 'PORT \\(--port\\)', chat: 'CHAT_PORT \\(--chat-port\\)' }
  let shop
  before(async () => (shop = await startShop({ serve: true, env: { LOG_FORMAT: 'text' } })))
  after(() => shop?.stop())

  const urls = () => ({ shop: shop.url, chat: shop.chatUrl, sandbox: shop.sandboxUrl })
  const portOf = part => new URL(urls()[part]).port
  /** A data folder of its own, as another clone has it, and everything else as the first. */
  function another(name) {
    const folder = path.join(shop.folder, name)
    fs.mkdirSync(folder)
    return { folder, env: { DATA_DIR: folder, DATABASE_URL: `sqlite:${folder}/hurtrock.db`, CHAT_DATABASE_URL: `sqlite:${folder}/chat.db` } }
  }
  /** That the start has ended with one line for each port, which names whom to stop, and the first shop works on. */
  async function assertRefused({ status, stdout, stderr }, who, former) {
    assert.equal(status, 1)
    assert.equal(stdout, '', 'no address is told')
    const lines = stderr.trimEnd().split('\n')
    assert.equal(lines.length, kParts.length, stderr)
    for (const part of kParts)
      assert.match(stderr, new RegExp(`^hurtrock: port ${portOf(part)} is taken by ${who}, process ${shop.pid} \\(hurtrock serve in ${fs.realpathSync(shop.folder)}\\): ` +
        `stop it, or set ${kSettings[part]} to another port$`, 'm'))
    assert.deepEqual(shop.parts(), former)
    for (const part of kParts) assert.ok(await answers(signs(shop)[part]), part)
  }

  test('on the same ports ends at once: it says who holds them and what to set, and harms nobody', async () => {
    await assertRefused(await shop.run(['serve'], { env: another('second').env }), 'another copy of the shop', shop.parts())
  })

  test('the shop itself, started once more, is told that it runs already', async () => {
    await assertRefused(await shop.run(['serve']), 'this shop, which is running already', shop.parts())
  })

  test('a part alone says the same', async () => {
    for (const part of kParts) {
      const refused = await shop.run([part], { env: another(`alone-${part}`).env })
      assert.equal(refused.status, 1)
      assert.match(refused.stderr, new RegExp(`^hurtrock: port ${portOf(part)} is taken by another copy of the shop, process ${shop.pid} .*${kSettings[part]}`, 'm'))
    }
  })

  test('on ports of its own, given by flags, it runs beside the first, and each is known by its mark', async () => {
    const { folder, env } = another('beside')
    const ports = [await freePort(), await freePort(), await freePort()]
    const [url, chatUrl, sandboxUrl] = ports.map(port => `http://127.0.0.1:${port}`)
    const second = new Child('the second copy', program, ['serve', '--port', ports[0], '--chat-port', ports[1], '--sandbox-port', ports[2]].map(String),
      { env: { ...shop.env, ...env }, cwd: folder, logPath: path.join(folder, 'serve.log') })
    try {
      for (const sign of [`${url}/readyz`, `${chatUrl}/readyz`, `${sandboxUrl}/healthz`])
        await until(sign, () => (second.assertRunning(), answers(sign)), { withinMs: 60_000 })
      const marks = async addresses => {
        const all = await Promise.all(addresses.map(async address => (await send('GET', address)).headers['x-shop-mark']))
        assert.equal(new Set(all).size, 1, all.join(' '))
        assert.match(all[0], /^[0-9a-f]{16}-[0-9a-f]{16}$/)
        return all[0]
      }
      const own = await marks([`${shop.url}/healthz`, `${shop.url}/readyz`, `${shop.chatUrl}/healthz`, `${shop.chatUrl}/readyz`, `${shop.sandboxUrl}/healthz`])
      const others = await marks([`${url}/healthz`, `${url}/readyz`, `${chatUrl}/healthz`, `${chatUrl}/readyz`, `${sandboxUrl}/healthz`])
      assert.notEqual(own.split('-')[0], others.split('-')[0])
      assert.notEqual(own.split('-')[1], others.split('-')[1])
      assert.doesNotMatch(fs.readFileSync(path.join(folder, 'serve.log'), 'utf8'), /hurtrock: warning/, 'its data are its own')
      for (const address of [`${shop.url}/`, `${shop.url}/products`, `${shop.url}/metrics`, `${shop.url}/api/v1/session`, `${shop.url}/nowhere`, `${shop.chatUrl}/metrics`, `${shop.chatUrl}/nowhere`])
        assert.equal((await send('GET', address)).headers['x-shop-mark'], undefined, address)
      await second.stop()
    } finally {
      await second.kill9()
    }
  })

  test('on ports of its own and the same data it serves the same shop, and says so with whom', async () => {
    const ports = [await freePort(), await freePort(), await freePort()]
    const logPath = path.join(shop.folder, 'same-data.log')
    // Of all who have the file open the kernel names one.
    await shop.db.release()
    const second = new Child('the same shop once more', program, ['serve', '--port', ports[0], '--chat-port', ports[1], '--sandbox-port', ports[2]].map(String),
      { env: shop.env, cwd: shop.folder, logPath })
    try {
      await until('it answers', () => (second.assertRunning(), answers(`http://127.0.0.1:${ports[0]}/readyz`)), { withinMs: 60_000 })
      const [warning] = fs.readFileSync(logPath, 'utf8').split('\n').filter(line => line.startsWith('hurtrock: warning: '))
      assert.match(warning ?? '', new RegExp(`process ${shop.pid} \\(hurtrock serve in .*\\) serves .*hurtrock\\.db already: this start is the same shop once more`))
      assert.doesNotMatch(shop.logs(), /hurtrock: warning/, 'the first was alone')
      await second.stop()
    } finally {
      await second.kill9()
    }
    assert.ok(await answers(signs(shop).shop))
  })

  test('a part that finds another program at its port when it comes back waits for it, is not taken to be that program, and harms no other part', async () => {
    const isHeard = () => shop.logs().match(/launcher\.child_answers.*part=chat/g)?.length ?? 0
    await until('the launcher has heard from the chat', isHeard, { withinMs: 30_000 })
    const { shop: shopPid, sandbox: sandboxPid } = shop.parts()
    // It looks like a shop, and is none. The pause before a start is time to take the port.
    let impostor
    while (!impostor) {
      const deaths = pausesOf(shop, 'chat').length
      assert.ok(deaths < 8, 'the port was free for a moment')
      process.kill(await until('the chat runs', () => shop.parts().chat, { withinMs: 40_000 }), 'SIGKILL')
      await until('its death is noticed', () => pausesOf(shop, 'chat').length > deaths)
      if (pausesOf(shop, 'chat').at(-1) > 0) impostor = await listenAsShop(Number(portOf('chat')))
    }
    try {
      const heard = isHeard()
      const kTaken = new RegExp(`launcher\\.port_taken.*part=chat.*is taken by another program, process ${process.pid} `, 'g')
      await until('the launcher looks twice', () => (shop.logs().match(kTaken)?.length ?? 0) >= 2, { withinMs: 60_000 })
      assert.equal(isHeard(), heard)
      const parts = shop.parts()
      assert.deepEqual([parts.shop, parts.sandbox, parts.chat], [shopPid, sandboxPid, undefined])
      assert.ok(await answers(signs(shop).shop))
    } finally {
      await new Promise(closed => (impostor.close(closed), impostor.closeAllConnections()))
    }
    await isBack(shop, 'chat', undefined, { withinMs: 60_000 })
  })

  test('a part that has never served, and finds its port taken, ends no shop that does', async () => {
    const { folder, env } = another('half-broken')
    // Each of its starts is in vain, until somebody else serves in its place.
    fs.writeFileSync(path.join(folder, 'chat.db'), 'This is no database.\n'.repeat(100))
    const [port, chatPort, sandboxPort] = [await freePort(), await freePort(), await freePort()]
    const logPath = path.join(folder, 'serve.log')
    const second = new Child('the shop without its chat', program, ['serve', '--port', port, '--chat-port', chatPort, '--sandbox-port', sandboxPort].map(String),
      { env: { ...shop.env, ...env }, cwd: folder, logPath })
    const isLogged = pattern => (second.assertRunning(), pattern.test(fs.readFileSync(logPath, 'utf8')))
    let other
    try {
      await until('the launcher has heard from the shop', () => isLogged(/launcher\.child_answers.*part=shop/), { withinMs: 60_000 })
      await until('the chat keeps dying', () => isLogged(/launcher\.(child_died|crash_loop).*part=chat/), { withinMs: 30_000 })
      other = await until('somebody else has its port', () => listenAsShop(chatPort))
      await until('the launcher finds it taken', () => isLogged(/launcher\.port_taken.*part=chat/), { withinMs: 60_000 })
      assert.ok(await answers(`http://127.0.0.1:${port}/readyz`))
      await second.stop()
    } finally {
      await second.kill9()
      await new Promise(closed => other ? (other.close(closed), other.closeAllConnections()) : closed())
    }
  })
})

/** A server that says of itself that it lives; nothing when the port is taken. */
function listenAsShop(port) {
  const server = http.createServer((_, answer) => answer.end('{"status":"ok"}'))
  return new Promise(tell => {
    server.once('error', () => tell(undefined))
    server.listen(port, '127.0.0.1', () => tell(server))
  })
}

/** A connection over which one request was answered: {ended: how it ends, {error, more: what came after that answer}}. */
function keptConnection(url) {
  const { host, port } = new URL(url)
  return new Promise((kept, refuse) => {
    const socket = net.connect(Number(port), '127.0.0.1')
    let text = '', error
    const ended = new Promise(tell => socket.on('close', () => tell({ error, more: text.slice(kAlive.exec(text)?.[0].length) })))
    socket.on('error', failure => (error = failure.code, refuse(failure)))
    socket.on('data', data => {
      text += data
      if (kAlive.test(text)) kept({ ended })
    })
    socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  })
}
const kAlive = /^HTTP\/1\.1 200 [^]*?\r\n\r\n\{[^}]*\}/

/** One request: {result, wasStopping}. Over a connection of its own none is lost with one that had nothing to do. */
function once(url, isStopping, agent = false) {
  return new Promise(tell => {
    const over = result => tell({ result, wasStopping: isStopping() })
    http.get(url, { agent }, answer => {
      answer.on('error', error => over(`cut off: ${error.code}`))
      answer.on('end', () => over(answer.complete ? answer.statusCode : 'cut off'))
      answer.resume()
    }).on('error', error => over(error.code))
  })
}
