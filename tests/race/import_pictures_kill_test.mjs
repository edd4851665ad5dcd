// kill -9 at random moments while pictures of imported products are fetched and unpacked: each product has its own, once.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { photo } from '../support/photos.mjs'
import { pictureServer } from '../support/picture_server.mjs'
import { until } from '../support/poll.mjs'
import { zipOf } from '../support/zips.mjs'
import { onEachDatabase } from '../http/errand.mjs'
import { begin, check, countsOf, kTitles, productRow, sendZip, uploaded } from '../http/imports.mjs'
import { loggedIn } from '../http/people.mjs'
import { endLeases } from './leases.mjs'
import { seededRandom, size } from './run_size.mjs'

const kProducts = size(24, 200)
const kKills = size(2, 8)
const kPatience = { withinMs: 300_000 }

const web = await pictureServer()
after(() => web.server.close())

onEachDatabase('kill -9 while pictures are fetched', shop => {
  test(`${kProducts} products, ${kKills} kills: a picture from the web and one from the ZIP each, and nothing twice in the log`, async () => {
    const random = seededRandom()
    const staff = await loggedIn(shop(), 'staff')
    // Each its own bytes: what stands behind the end of a JPEG is not read.
    const bytes = await photo('jpg', 64, 64)
    let file = kTitles.replace('\n', ',pictures\n')
    const zipped = []
    for (let i = 0; i < kProducts; ++i) {
      web.files[`/${i}.jpg`] = Buffer.concat([bytes, Buffer.from(`web ${i}`)])
      zipped.push({ name: `foto/${i}.jpg`, bytes: Buffer.concat([bytes, Buffer.from(`zip ${i}`)]) })
      file += productRow(i).replace('\n', `,"${web.url(`/${i}.jpg`)}\n${i}.jpg"\n`)
    }
    const import_ = await uploaded(staff, file)
    assert.equal((await sendZip(staff, import_, zipOf(zipped))).status, 303)
    await check(staff, import_)
    await begin(staff, import_)
    const picturesThatAre = async state => Number((await shop().sql(`SELECT COUNT(*) FROM import_pictures WHERE state = '${state}'`))[0][0])
    for (let kill = 1; kill <= kKills; ++kill) {
      const wanted = Math.floor((2 * kProducts * (kill - 1)) / (kKills + 1)) + random.between(1, 6)
      await until(`${wanted} pictures are there`, async () => (await picturesThatAre('taken')) >= wanted, kPatience)
      await shop().kill9()
      const [[shown]] = await shop().sql(
        "SELECT COUNT(*) FROM product_images i JOIN products p ON p.id = i.product_id WHERE p.slug LIKE 'uji-pick-%'")
      assert.equal(Number(shown), await picturesThatAre('taken'), 'pictures and progress are of one moment')
      await endLeases(shop())
      await shop().start()
    }
    await until('all are there', async () =>
      (await countsOf(shop(), import_)).state === 'finished' && (await picturesThatAre('taken')) === 2 * kProducts, kPatience)
    const rows = await shop().sql(
      `SELECT p.id, COUNT(*) FROM product_images i JOIN products p ON p.id = i.product_id WHERE p.slug LIKE 'uji-pick-%' GROUP BY p.id`)
    assert.equal(rows.length, kProducts)
    assert.deepEqual([...new Set(rows.map(row => Number(row[1])))], [2])
    const [[entries]] = await shop().sql("SELECT COUNT(*) FROM audit_log WHERE action = 'product.image_added'")
    assert.equal(Number(entries), 2 * kProducts)
  })
}, { env: { PICTURE_TEST_PORT: String(web.port) } })
