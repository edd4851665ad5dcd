// Pages for visitors without session, against the same bytes as files from nginx.

import { startShop } from '../tests/support/shop.mjs'
import { rounds, seconds } from './support/load.mjs'
import { startNginx } from './support/nginx.mjs'
import { compare, kHead, kProducts, pagesOf } from './support/pages.mjs'
import { report } from './support/report.mjs'

const shop = await startShop({ products: kProducts, env: { LOG_LEVEL: 'warn' } })
const nginx = await startNginx()
try {
  const rows = []
  for (const [name, path] of Object.entries(await pagesOf(shop)))
    for (const encoding of ['identity', 'gzip', 'br']) rows.push(await compare(shop, nginx, name, path, encoding))
  report('pages', {
    title: 'Pages for visitors without session',
    method: `${kProducts} products. wrk, 2 threads, 64 connections, ${rounds} rounds of ${seconds} s for each, alternating; medians. Target: 0.9 × nginx
(sendfile, no access log, 2 workers), which serves files of the same bytes with the same encoding.`,
    head: kHead,
    rows,
  })
} finally {
  await nginx.stop()
  await shop.stop()
}
