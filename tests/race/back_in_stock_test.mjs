// Being told once that something is there again, whatever is killed and however many processes look: decision 62.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { assertBooksAreRight, micros, onEachDatabase, setStock, takeVariant, withShop } from '../http/errand.mjs'
import { seededRandom, size } from './run_size.mjs'

const kVariants = size(6, 40)
const kWaiting = size(12, 60)
const kKills = size(3, 20)
const kPatience = { withinMs: 120_000 }

async function peopleWait(shop) {
  const variants = []
  for (let i = 0; i < kVariants; ++i) variants.push(await takeVariant(shop, 0))
  await shop.sql(variants.flatMap(({ id }) => Array.from({ length: kWaiting }, (_, i) =>
    `INSERT INTO stock_wishes (variant_id, email, language, asked_at) VALUES (${id}, 'kabar-${i}@contoh.example', 'id', ${micros()})`)).join(';'))
  return variants
}
const told = async shop => Number((await shop.sql("SELECT COUNT(*) FROM stock_wishes WHERE state = 'told'"))[0][0])
const mails = async shop => Number((await shop.sql("SELECT COUNT(*) FROM outbox_mails WHERE kind = 'back_in_stock'"))[0][0])

onEachDatabase('back in stock and kill -9', shop => {
  test(`${kKills} kills while people are told: everybody hears once`, async () => {
    const random = seededRandom()
    const variants = await peopleWait(shop())
    for (let kill = 0; kill < kKills; ++kill) {
      const share = variants.slice(Math.floor(variants.length * kill / kKills), Math.floor(variants.length * (kill + 1) / kKills))
      for (const { id } of share) await setStock(shop(), id, kWaiting)
      // The look that a start begins with finds them: somewhere within it.
      await shop().kill9()
      await shop().start()
      const moment = performance.now() + random.between(0, 60)
      while (performance.now() < moment) await new Promise(setImmediate)
      await shop().kill9()
      await shop().start()
    }
    await until('everybody is told', async () => await told(shop()) === kVariants * kWaiting, kPatience)
    assert.equal(await mails(shop()), kVariants * kWaiting)
    await assertBooksAreRight(shop())
  })
})

withShop('back in stock and two shops', shop => {
  test('both look, and each piece is told to two people', async () => {
    await shop().startShopBeside()
    const variants = await peopleWait(shop())
    const pieces = 3
    for (const { id } of variants) await setStock(shop(), id, pieces)
    await until('the next ones are told', async () => await told(shop()) >= kVariants * pieces * 2, kPatience)
    // Whoever tells of this has looked at all of them again.
    const last = await takeVariant(shop(), 0)
    await shop().sql(`INSERT INTO stock_wishes (variant_id, email, language, asked_at) VALUES (${last.id}, 'akhir@contoh.example', 'id', ${micros()})`)
    await setStock(shop(), last.id, 1)
    await until('the last one is told', async () => await told(shop()) > kVariants * pieces * 2, kPatience)
    assert.deepEqual([await told(shop()), await mails(shop())], [kVariants * pieces * 2 + 1, kVariants * pieces * 2 + 1])
    for (const { id } of variants) {
      const [[first, others]] = await shop().sql(
        `SELECT MAX(CASE state WHEN 'told' THEN id END), MIN(CASE state WHEN 'waiting' THEN id END) FROM stock_wishes WHERE variant_id = ${id}`)
      assert.ok(Number(first) < Number(others), 'those who asked first')
    }
    await assertBooksAreRight(shop())
  })
}, { database: 'postgres' })
