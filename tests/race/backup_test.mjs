// A backup while the shop sells, and what a restore makes of it.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createDatabase } from '../support/databases.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { buy, onEachDatabase, takeVariant } from '../http/errand.mjs'
import { Visitor } from '../http/client.mjs'
import { inParallel, size } from './run_size.mjs'

const kOrders = size(60, 1000)
const kBuyersAtOnce = 6

/** Every file below a folder, relative to it. */
function filesBelow(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }).filter(name => fs.statSync(path.join(folder, name)).isFile()).sort() : []
}

onEachDatabase('backup', shop => {
  let file, before

  /** An empty place on the same kind of database, with nobody at work. */
  async function elsewhere(name) {
    const dataDir = path.join(shop().folder, name)
    fs.mkdirSync(dataDir)
    const db = await createDatabase(shop().database, dataDir)
    const chatDb = await createDatabase(shop().database, dataDir, { file: 'chat.db' })
    const [port, chatPort] = [await freePort(), await freePort()]
    const env = { DATA_DIR: dataDir, DATABASE_URL: db.url, CHAT_DATABASE_URL: chatDb.url, PORT: String(port), CHAT_PORT: String(chatPort) }
    return {
      dataDir, db, chatDb, env,
      run: args => shop().run(args, { env }),
      drop: async () => { await db.drop(); await chatDb.drop() },
    }
  }

  test(`taken while ${kOrders} orders are placed, it brings back every order that was confirmed before it began, and right books`, async () => {
    const writer = new Visitor(shop())
    const { token } = await chatToken(writer)
    const socket = await ChatSocket.greeted(shop(), token)
    await socket.writeWell(socket.welcome.rooms[0].id, 'Apakah senar ini masih ada?')
    socket.close()

    const variants = []
    for (let i = 0; i < 5; ++i) variants.push(await takeVariant(shop(), kOrders))
    const confirmed = []
    let backup
    file = path.join(shop().folder, 'backup.tar')
    const storm = inParallel(kOrders, async index => {
      const { number } = await buy(shop(), { variant: variants[index % variants.length], method: 'cod', changes: { shipping_service: 'pickup' } })
      confirmed.push(number)
    }, kBuyersAtOnce)
    const saved = (async () => {
      await until('a third is sold', () => confirmed.length >= kOrders / 3, { withinMs: 120_000 })
      before = [...confirmed]
      backup = await shop().run(['backup', file])
    })()
    await Promise.all([storm, saved])
    assert.equal(backup.status, 0, backup.stderr)
    console.log(`${shop().database}: ${before.length} orders before, ${confirmed.length} in all; ${backup.stdout.trim()}`)

    const place = await elsewhere('elsewhere')
    try {
      const restored = await place.run(['restore', file])
      assert.equal(restored.status, 0, restored.stderr)
      assert.match(restored.stdout, /^audit: \d+ truths hold$/m)
      const there = new Set((await place.db.sql('SELECT number FROM orders')).map(([number]) => number))
      for (const number of before) assert.ok(there.has(number), `${number} is missing`)
      const ever = new Set((await shop().sql('SELECT number FROM orders')).map(([number]) => number))
      for (const number of there) assert.ok(ever.has(number), `${number} was never placed`)
      assert.deepEqual(filesBelow(path.join(place.dataDir, 'media')), filesBelow(path.join(shop().dataDir, 'media')))
      assert.deepEqual(await place.chatDb.sql('SELECT body FROM messages'), [['Apakah senar ini masih ada?']])
    } finally {
      await place.drop()
    }
  })

  test('it is proved by a restore into a scratch place that leaves nothing', async () => {
    const databases = () => shop().database === 'postgres' ? shop().sql("SELECT datname FROM pg_database WHERE datname LIKE 'hurtrock_check%'") : []
    const checked = await shop().run(['restore', '--check', file])
    assert.equal(checked.status, 0, checked.stderr)
    assert.match(checked.stdout, /is good: shop and chat as of/)
    assert.deepEqual(filesBelow(path.join(shop().dataDir, 'tmp')).filter(name => name.startsWith('backup-')), [])
    assert.deepEqual(await databases(), [])
  })

  test('one with a single wrong byte, one that was cut off and what is none are refused by what they are, before anything is touched', async () => {
    const bytes = fs.readFileSync(file)
    const place = await elsewhere('untouched')
    try {
      for (const [name, damage, why] of [
        ['wrong byte', copy => { copy[copy.length >> 1] ^= 4; return copy }, 'is damaged'],
        ['cut off', copy => copy.subarray(0, copy.length - 5000), 'its end is missing'],
        ['a text', () => 'Daftar belanja\n', 'it is not a backup of this program'],
      ]) {
        const damaged = path.join(shop().folder, `${name}.tar`)
        fs.writeFileSync(damaged, damage(Buffer.from(bytes)))
        const refused = await place.run(['restore', damaged])
        assert.equal(refused.status, 1, name)
        assert.match(refused.stderr, new RegExp(`is refused, and nothing was changed: .*${why}`), name)
        assert.deepEqual(fs.readdirSync(place.dataDir), [], name)
        const nowhere = path.join(shop().folder, 'made-by-nobody')
        assert.equal((await shop().run(['restore', damaged], { env: { ...place.env, DATA_DIR: nowhere } })).status, 1, name)
        assert.ok(!fs.existsSync(nowhere), name)
      }
      const tables = shop().database === 'postgres' ? await place.db.sql("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") : []
      assert.deepEqual(tables, [])
    } finally {
      await place.drop()
    }
  })

  test('a running shop is not restored over', async () => {
    const refused = await shop().run(['restore', '--replace', file])
    assert.equal(refused.status, 1)
    assert.match(refused.stderr, /^hurtrock: the shop is running: its part shop answers on port \d+: stop it first .*nothing was changed$/m)
  })

  /** That a restore over the shop's own data is refused although nothing of it answers at the configured ports. */
  async function assertRefusedByItsData(part, pid) {
    const pictures = () => filesBelow(path.join(shop().dataDir, 'media'))
    const before = pictures()
    const elsewhereListening = { PORT: String(await freePort()), CHAT_PORT: String(await freePort()) }
    const refused = await shop().run(['restore', '--replace', file], { env: elsewhereListening })
    assert.equal(refused.status, 1)
    const why = shop().database === 'sqlite' ? `process ${pid} \\(hurtrock ${part} in .*\\) has .*\\.db open` : 'another process of it uses this database'
    assert.match(refused.stderr, new RegExp(`^hurtrock: the shop is running: ${why}.*: stop it first .*nothing was changed$`, 'm'))
    assert.deepEqual(fs.readdirSync(shop().dataDir).filter(name => name.startsWith('replaced-')), [])
    assert.deepEqual(pictures(), before)
  }

  test('nor when it runs on other ports than those of the configuration', () => assertRefusedByItsData('shop', shop().pid))

  test('nor while its chat alone runs', async () => {
    await shop().kill9()
    try {
      await assertRefusedByItsData('chat', shop().chatPid)
    } finally {
      await shop().start()
    }
  })

  test('another copy of the shop that runs on the configured ports is in nobody\'s way', async () => {
    const place = await elsewhere('beside')
    try {
      const ports = { PORT: new URL(shop().url).port, CHAT_PORT: new URL(shop().chatUrl).port }
      const restored = await shop().run(['restore', file], { env: { ...place.env, ...ports } })
      assert.equal(restored.status, 0, restored.stderr)
    } finally {
      await place.drop()
    }
  })

  test('a place with a shop is kept, unless it is said to be replaced; then files are set aside', async () => {
    const place = await elsewhere('occupied')
    try {
      await place.run(['restore', file])
      const refused = await place.run(['restore', file])
      assert.equal(refused.status, 1)
      assert.match(refused.stderr, /already at the configured place: add --replace/)
      const replaced = await place.run(['restore', '--replace', file])
      assert.equal(replaced.status, 0, replaced.stderr)
      assert.match(replaced.stdout, /^What was there before is in .*\/replaced-\d+/m)
      const [aside] = fs.readdirSync(place.dataDir).filter(name => name.startsWith('replaced-'))
      assert.deepEqual(filesBelow(path.join(place.dataDir, aside, 'media')), filesBelow(path.join(place.dataDir, 'media')))
    } finally {
      await place.drop()
    }
  })

  test('a backup never replaces another file', async () => {
    const refused = await shop().run(['backup', file])
    assert.equal(refused.status, 1)
    assert.match(refused.stderr, /is there already/)
  })
}, { chat: true, whyAlone: 'a backup is made on one of them' })

onEachDatabase('backup of the other kind', shop => {
  test('is refused by name', async () => {
    const file = path.join(shop().folder, 'backup.tar')
    assert.equal((await shop().run(['backup', file])).status, 0)
    const env = shop().database === 'sqlite' ? { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' } : { DATABASE_URL: `sqlite:${shop().folder}/other.db` }
    const refused = await shop().run(['restore', file], { env })
    assert.equal(refused.status, 1)
    assert.match(refused.stderr, /the backup is of a (sqlite|postgresql) database, DATABASE_URL names a (sqlite|postgresql) one/)
  })
})
