// Pages rendered per request for visitors with session and cart, against the same bytes from nginx.

import { startShop } from '../tests/support/shop.mjs'
import { takeVariant, visitorWithCart } from '../tests/http/errand.mjs'
import { load, median, rounds, seconds } from './support/load.mjs'
import { startNginx } from './support/nginx.mjs'
import { compare, kHead, kProducts, pagesOf } from './support/pages.mjs'
import { milliseconds, report } from './support/report.mjs'

/** One connection asks again as soon as it is answered: never more than one core of two is busy with it. */
async function calmP99(url, headers) {
  const p99 = []
  for (let round = 0; round < rounds; ++round) p99.push((await load(url, { headers, threads: 1, connections: 1 })).p99)
  return median(p99)
}

const shop = await startShop({ products: kProducts, env: { LOG_LEVEL: 'warn' } })
const nginx = await startNginx()
try {
  const visitor = await visitorWithCart(shop, await takeVariant(shop), 2)
  const headers = { Cookie: `hurtrock_session=${visitor.cookies.get('hurtrock_session')}` }
  const rows = []
  for (const [name, path] of Object.entries(await pagesOf(shop)))
    for (const encoding of ['identity', 'gzip']) {
      const row = await compare(shop, nginx, name, path, encoding, headers)
      rows.push([...row, milliseconds(await calmP99(shop.url + path, { ...headers, 'Accept-Encoding': encoding }))])
    }
  report('pages-session', {
    title: 'Pages for visitors with session and cart',
    method: `${kProducts} products, rendered (and compressed) for every request. wrk, 2 threads, 64 connections, ${rounds} rounds of ${seconds} s for each,
alternating; medians. "calm p99" is the shop's with one connection, at most half of the machine. Targets: identity 0.5 × nginx;
compressed, calm p99 below 3 ms. What stands in the way of the first: docs/decisions/0012-pages-for-visitors-with-a-session.md.`,
    head: [...kHead, 'calm p99'],
    rows,
  })
} finally {
  await nginx.stop()
  await shop.stop()
}
