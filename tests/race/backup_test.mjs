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
import { send, Visitor } from '../http/client.mjs'
import { multipart } from '../http/multipart.mjs'
import { loggedIn } from '../http/people.mjs'
import { photo } from '../support/photos.mjs'
import { inParallel, size } from './run_size.mjs'

const kOrders = size(60, 1000)
const kBuyersAtOnce = 6
const kGuests = 3
/** Of each kind: more than are sent in that time. */
const kMostUploads = 2_000
const kPicturesOfAProduct = 20
const kBetweenUploadsMs = 250
/** Nobody may say more than 20 in ten seconds. */
const kBetweenMessagesMs = 550
/** Files that people sent, or that were made of those: they never change. */
const kFolders = ['media', 'originals', 'proofs', 'chat-attachments']

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

  /** A socket of a guest's: {token, socket, room}. */
  async function guest() {
    const { token } = await chatToken(new Visitor(shop()))
    const socket = await ChatSocket.greeted(shop(), token)
    return { token, socket, room: socket.welcome.rooms[0].id }
  }

  /** Staff put pictures up, buyers send proofs of transfers, guests write and send pictures, until end(). */
  async function startTheOthers() {
    const accepted = { pictures: [], proofs: [], messages: [], attachments: [] }
    const admin = await loggedIn(shop(), 'admin')
    const [[version]] = await shop().sql("SELECT version FROM payment_settings WHERE provider = 'bank_transfer'")
    const settings = { version, enabled: '1', minimum_total: '10000', bank_1: 'BCA', number_1: '1234567890', holder_1: 'Hurtrock Music Store' }
    assert.equal((await admin.post('/admin/payments/bank_transfer/settings', { form: settings })).status, 303)
    const drawn = await photo('jpg', 640, 480)
    let sent = 0
    // Each its own bytes: what stands behind the end of a JPEG is not read.
    const picture = () => Buffer.concat([drawn, Buffer.from(`unggahan ${++sent}`)])
    const guests = await inParallel(kGuests, guest)
    let isOver = false
    const again = async (most, pauseMs, action) => {
      for (let i = 0; i < most && !isOver; ++i) {
        await action(i)
        await new Promise(resume => setTimeout(resume, pauseMs))
      }
    }

    let product
    const pictures = again(kMostUploads, kBetweenUploadsMs, async i => {
      if (i % kPicturesOfAProduct === 0) ({ product } = await takeVariant(shop()))
      const { body, headers } = multipart({}, [['pictures', `foto ${i}.jpg`, picture()]])
      const answer = await admin.post(`/admin/products/${product}/images`, { body, headers: { ...headers, Accept: 'application/json' } })
      assert.equal(answer.status, 200, answer.text())
      const [{ ok, image }] = answer.json().files
      assert.ok(ok, answer.text())
      accepted.pictures.push(String(image.id))
    })
    const transferred = await takeVariant(shop(), kMostUploads)
    const proofs = again(kMostUploads, kBetweenUploadsMs, async () => {
      const { visitor, number } = await buy(shop(), { variant: transferred, method: 'bank_transfer', changes: { shipping_service: 'pickup' } })
      const { body, headers } = multipart({ sender_bank: 'BCA', sender_name: 'Budi' }, [['proof', 'bukti.jpg', picture()]])
      const answer = await visitor.post(`/orders/${number}/transfer-proof`, { body, headers: { ...headers, Accept: 'text/html' } })
      assert.match(answer.headers.location ?? `${answer.status}`, /notice=proof_sent/)
      accepted.proofs.push(number)
    })
    const talks = guests.map(({ socket, room }, i) => again(Infinity, kBetweenMessagesMs, async n => {
      const body = `tamu ${i}: ${n}`
      const { seq } = await socket.writeWell(room, body)
      accepted.messages.push(`${room} ${seq} ${body}`)
    }))
    const sender = await guest()
    const attachments = again(kMostUploads, kBetweenMessagesMs, async i => {
      const { token, socket, room } = sender
      const { body, headers } = multipart({}, [['file', `gitar ${i}.jpg`, picture()]])
      const answer = await send('POST', `${shop().chatUrl}/api/rooms/${room}/attachments`, { body, headers: { ...headers, Authorization: `Bearer ${token}` } })
      assert.equal(answer.status, 201, answer.text())
      const { id } = answer.json()
      accepted.attachments.push(id)
      await socket.writeWell(room, `lampiran ${i}`, { attachment: id })
    })
    const busy = Promise.all([pictures, proofs, ...talks, attachments])
    // Whoever fails is told of at the end.
    busy.catch(() => {})
    // Or one of them has failed.
    await Promise.race([busy, until('all of them are busy', () => Object.values(accepted).every(list => list.length >= 2), { withinMs: 60_000 })])
    return {
      acceptedSoFar: () => Object.fromEntries(Object.entries(accepted).map(([what, list]) => [what, [...list]])),
      end: async () => {
        isOver = true
        try {
          await busy
          await until('no picture is waited for', async () =>
            (await shop().sql("SELECT COUNT(*) FROM product_images WHERE state = 'processing'"))[0][0] === '0', { withinMs: size(120_000, 600_000) })
        } finally {
          for (const { socket } of [...guests, sender]) socket.socket.terminate()
        }
      },
    }
  }

  /** What was accepted before the backup began is there, and of the chat nothing that nobody said. */
  async function assertAcceptedIsThere(place, accepted) {
    const have = {
      pictures: await place.db.sql('SELECT id FROM product_images'),
      proofs: await place.db.sql('SELECT o.number FROM transfer_proofs t JOIN payments p ON p.id = t.payment_id JOIN orders o ON o.id = p.order_id'),
      messages: await place.chatDb.sql('SELECT room_id, seq, body FROM messages'),
      attachments: await place.chatDb.sql('SELECT id FROM attachments'),
    }
    for (const [what, list] of Object.entries(accepted)) {
      const there = new Set(have[what].map(row => row.join(' ')))
      assert.deepEqual(list.filter(each => !there.has(each)), [], `${what} that are missing`)
    }
    const said = new Set((await shop().chatDb.sql('SELECT room_id, seq, body FROM messages')).map(row => row.join(' ')))
    assert.deepEqual(have.messages.map(row => row.join(' ')).filter(each => !said.has(each)), [], 'messages that nobody wrote')
  }

  /** Those that were there before the backup began, perhaps others that came meanwhile, each byte for byte. */
  function assertSameFiles(place, folder, before) {
    const there = filesBelow(path.join(place.dataDir, folder))
    const has = new Set(there)
    assert.ok(before.length > 0, `${folder} has files`)
    assert.deepEqual(before.filter(name => !has.has(name)), [], `files of ${folder} that are missing`)
    for (const name of there) {
      const [one, other] = [place.dataDir, shop().dataDir].map(dataDir => fs.readFileSync(path.join(dataDir, folder, name)))
      assert.ok(one.equals(other), `${folder}/${name} is another`)
    }
  }

  /** Whatever a row names is there. */
  async function assertFilesOfRows(place) {
    const named = [
      ...(await place.db.sql('SELECT original FROM product_images WHERE original IS NOT NULL')).map(([name]) => `originals/${name}`),
      ...(await place.db.sql("SELECT file FROM product_images WHERE state = 'ready'")).map(([name]) => `media/${name}`),
      ...(await place.db.sql('SELECT file FROM transfer_proofs')).map(([name]) => `proofs/${name}`),
      ...(await place.chatDb.sql('SELECT id, file FROM attachments')).map(([id, name]) => `chat-attachments/${id}/${name}`),
    ]
    assert.deepEqual(named.filter(name => !fs.existsSync(path.join(place.dataDir, name))), [])
  }

  test(`taken while ${kOrders} orders are placed, pictures and proofs sent and messages written, it brings back everything that was accepted before it began, and right books`, async () => {
    const variants = []
    for (let i = 0; i < 5; ++i) variants.push(await takeVariant(shop(), kOrders))
    const confirmed = []
    let backup, accepted, files
    file = path.join(shop().folder, 'backup.tar')
    const others = await startTheOthers()
    const storm = inParallel(kOrders, async index => {
      const { number } = await buy(shop(), { variant: variants[index % variants.length], method: 'cod', changes: { shipping_service: 'pickup' } })
      confirmed.push(number)
    }, kBuyersAtOnce)
    const saved = (async () => {
      await until('a third is sold', () => confirmed.length >= kOrders / 3, { withinMs: 120_000 })
      before = [...confirmed]
      accepted = others.acceptedSoFar()
      files = kFolders.map(folder => filesBelow(path.join(shop().dataDir, folder)))
      backup = await shop().run(['backup', file])
    })()
    try {
      await Promise.all([storm, saved])
    } finally {
      await others.end()
    }
    assert.equal(backup.status, 0, backup.stderr)
    const counted = lists => Object.entries(lists).map(([what, list]) => `${list.length} ${what}`).join(', ')
    console.log(`${shop().database}: ${before.length} orders, ${counted(accepted)} before, ${confirmed.length} orders, ${counted(others.acceptedSoFar())} in all; ${backup.stdout.trim()}`)

    const place = await elsewhere('elsewhere')
    try {
      const restored = await place.run(['restore', file])
      assert.equal(restored.status, 0, restored.stderr)
      assert.match(restored.stdout, /^audit: \d+ truths hold$/m)
      const there = new Set((await place.db.sql('SELECT number FROM orders')).map(([number]) => number))
      for (const number of before) assert.ok(there.has(number), `${number} is missing`)
      const ever = new Set((await shop().sql('SELECT number FROM orders')).map(([number]) => number))
      for (const number of there) assert.ok(ever.has(number), `${number} was never placed`)
      await assertAcceptedIsThere(place, accepted)
      kFolders.forEach((folder, i) => assertSameFiles(place, folder, files[i]))
      await assertFilesOfRows(place)
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

  test('one of a data folder that lacks pictures keeps the orders, but is called incomplete by backup, check and restore', async () => {
    const place = await elsewhere('without pictures')
    const incomplete = path.join(shop().folder, 'incomplete.tar')
    try {
      await place.run(['restore', file])
      const [[named]] = await place.db.sql("SELECT MIN(file) FROM product_images WHERE state = 'ready'")
      fs.rmSync(path.join(place.dataDir, 'media', named))
      const one = await place.run(['backup', incomplete])
      assert.equal(one.status, 1)
      assert.match(one.stderr, new RegExp(`^hurtrock: .*incomplete\\.tar has the databases but is NOT complete: 1 of \\d+ pictures are missing in .*, media/${named} is one\\. Set DATA_DIR`))
      fs.rmSync(incomplete)

      // A disk that is not mounted.
      fs.rmSync(path.join(place.dataDir, 'media'), { recursive: true })
      const all = await place.run(['backup', incomplete])
      assert.equal(all.status, 1)
      assert.match(all.stderr, /NOT complete: \d+ of \d+ pictures are missing/)
      const checked = await place.run(['restore', '--check', incomplete])
      assert.equal(checked.status, 1)
      assert.doesNotMatch(checked.stdout, /is good/)
      assert.match(checked.stderr, /it is not complete: \d+ of the \d+ pictures that its database names are not in it/)
      const back = await elsewhere('brought back without pictures')
      try {
        const restored = await back.run(['restore', incomplete])
        assert.equal(restored.status, 1)
        assert.match(restored.stdout, /^shop and chat are as of /m)
        assert.match(restored.stderr, /all that was in the backup is there, but it was not complete: \d+ of \d+ pictures are missing in /)
        assert.deepEqual(await back.db.sql('SELECT COUNT(*) FROM orders'), await place.db.sql('SELECT COUNT(*) FROM orders'))
      } finally {
        await back.drop()
      }
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
