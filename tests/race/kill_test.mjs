// kill -9 at random moments while buyers buy and pay: CONTRACT section 8, truth 5.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMails } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { areaCode, assertBooksAreRight, onEachDatabase, takeVariant } from '../http/errand.mjs'
import { awaitTheirOrders, buyAndPay, countRepeatedMails } from './buyers.mjs'
import { killOne, whileHurried } from './leases.mjs'
import { inParallel, seededRandom, size } from './run_size.mjs'

const kOrders = size(40, 500)
const kKills = size(3, 25)
const kBuyersAtOnce = 6
const kPatience = { withinMs: 120_000 }

onEachDatabase('kill -9', shop => {
  test(`${kOrders} buyers, ${kKills} kills: every acknowledged order exists once, every payment arrives, every mail is written once`, async () => {
    const random = seededRandom()
    const variants = []
    for (let i = 0; i < 5; ++i) variants.push(await takeVariant(shop(), kOrders * 2))
    const area = await areaCode(shop())
    const acknowledged = []

    const buying = inParallel(kOrders, index =>
      buyAndPay(shop(), { index, variant: variants[index % variants.length], area, failures: [], acknowledged }), kBuyersAtOnce)
    let left = kKills
    const killer = (async () => {
      while (left > 0) {
        const share = Math.floor((kOrders / (kKills + 1)) * (kKills - left + 1))
        await until(`${share} orders are placed`, () => acknowledged.length >= share, kPatience)
        // Somewhere within the next requests, not between them.
        const moment = performance.now() + random.between(0, 40)
        while (performance.now() < moment) await new Promise(setImmediate)
        const startAgain = await killOne(shop())
        await startAgain()
        --left
      }
    })()
    const lived = async () => {
      await Promise.all([buying, killer])
      assert.equal(acknowledged.length, kOrders)
      assert.equal(new Set(acknowledged.map(({ number }) => number)).size, kOrders)
      await awaitTheirOrders(shop(), acknowledged)
    }
    await (shop().hasNodes ? whileHurried(shop(), lived) : lived())
    // A mail whose writer was killed before it could note that it was written is written again, under the same Message-ID.
    const again = countRepeatedMails(readMails(shop()), acknowledged)
    assert.ok(again <= kKills, `${again} mails were written twice`)
    await assertBooksAreRight(shop())
  })
})
