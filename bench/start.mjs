// From `hurtrock serve` to the first page, at 1,000 and 100,000 products.

import path from 'node:path'
import { Child } from '../tests/support/child.mjs'
import { send } from '../tests/http/client.mjs'
import { program, startShop } from '../tests/support/shop.mjs'
import { median } from './support/load.mjs'
import { milliseconds, report, whole } from './support/report.mjs'

const kSizes = (process.env.BENCH_PRODUCTS ?? '1000,100000').split(',').map(Number)
const kStarts = 5
const kLongestMs = 60_000

/** Milliseconds until the home page is there. */
async function startOnce(shop) {
  const begun = performance.now()
  const child = new Child('hurtrock serve', program, ['serve'], { env: shop.env, cwd: shop.folder, logPath: path.join(shop.folder, 'serve.log') })
  try {
    for (;;) {
      child.assertRunning()
      const answer = await send('GET', `${shop.url}/`).catch(() => undefined)
      if (answer?.status === 200) return performance.now() - begun
      if (performance.now() - begun > kLongestMs) throw new Error(`no page within ${kLongestMs} ms\n${child.logTail()}`)
      await new Promise(resume => setTimeout(resume, 2))
    }
  } finally {
    await child.stop()
  }
}

const rows = []
for (const products of kSizes) {
  const shop = await startShop({ products, env: { LOG_LEVEL: 'warn' } })
  try {
    await shop.kill9()
    await shop.killSandbox()
    const times = []
    for (let i = 0; i < kStarts; ++i) times.push(await startOnce(shop))
    rows.push([whole(products), milliseconds(median(times)), milliseconds(Math.max(...times))])
  } finally {
    await shop.discard()
  }
}
report('start', {
  title: 'From start to the first page',
  method: `From starting \`hurtrock serve\` to the complete home page, ${kStarts} starts, files in the page cache. Targets: 300 ms at 1,000 products, 3 s at 100,000.`,
  head: ['products', 'median', 'slowest'],
  rows,
})
