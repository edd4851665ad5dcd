// kill -9 while the search index is being written: it heals by itself, and search, lists and database agree.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from '../http/client.mjs'
import { onEachDatabase } from '../http/errand.mjs'
import { until } from '../support/poll.mjs'
import { long, seededRandom, size } from './run_size.mjs'

const kKills = size(5, 50)
const kProducts = long ? 5_000 : 1_000
const kRenamedAtOnce = size(300, 2_000)
const kPatience = { withinMs: 60_000 }

onEachDatabase('kill -9 while indexing', shop => {
  const list = async query => {
    const answer = await send('GET', `${shop().url}/api/v1/products?${query}`)
    assert.equal(answer.status, 200, answer.text())
    return answer.json()
  }
  const count = async condition => Number((await shop().sql(`SELECT COUNT(*) FROM products WHERE state = 'active' AND ${condition}`))[0][0])

  test(`after each of ${kKills} kills, every product is found by the name that it has in the database`, async () => {
    const random = seededRandom()
    for (let round = 1; round <= kKills; ++round) {
      // A word of this round's own, which no description has: given to some, and taken from those of the round before.
      const word = `qolonde${'abcdefghij'[round % 10]}${'klmnopqrst'[Math.floor(round / 10)]}`
      const first = random.between(1, kProducts - kRenamedAtOnce)
      await shop().sql(
        `UPDATE products SET model = 'Biasa', version = version + 1 WHERE model LIKE 'qolonde%';
         UPDATE products SET model = '${word}', version = version + 1 WHERE id BETWEEN ${first} AND ${first + kRenamedAtOnce - 1};
         UPDATE products SET state = CASE WHEN state = 'active' THEN 'hidden' ELSE 'active' END WHERE id = ${first};
         UPDATE catalogue_version SET version = version + 1`)
      // From before the shop has noticed to after it has committed.
      await new Promise(wake => setTimeout(wake, random.between(0, 1_200)))
      await shop().kill9()
      await shop().start()

      await until(`the ${round}. change is found`, async () => {
        const [renamed, all] = [await count(`model = '${word}'`), await count('1 = 1')]
        assert.equal((await list(`q=${word}`)).total, renamed)
        assert.equal((await list('q=qolonde')).total, renamed, 'nothing is left of the rounds before')
        assert.equal((await list('')).total, all)
        assert.ok((await list('q=ibanes')).total > 0, 'only the index forgives that')
        return true
      }, kPatience)
      const found = await list(`q=${word}&per_page=100`)
      assert.ok(found.items.every(item => item.model === word))
    }
  })
}, { products: kProducts })
