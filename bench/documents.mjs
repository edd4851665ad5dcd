// How long a label, an invoice and a packing list take, one after the other over HTTP.

import { Visitor } from '../tests/http/client.mjs'
import { buy, takeVariant } from '../tests/http/errand.mjs'
import { startShop } from '../tests/support/shop.mjs'
import { milliseconds, report, whole } from './support/report.mjs'

const kRequests = 500
const kWarmUp = 20
const kBatch = 100

const shop = await startShop({ env: { LOG_LEVEL: 'warn' } })
const rows = []
try {
  const staff = new Visitor(shop)
  await staff.logIn('staf@hurtrock.com', 'staf12345')
  const variant = await takeVariant(shop, 2 * kBatch)
  const numbers = []
  for (let i = 0; i < kBatch; ++i) numbers.push((await buy(shop, { variant, method: 'cod' })).number)

  const time = async (name, path, requests, documents) => {
    const times = []
    let bytes = 0
    for (let i = 0; i < kWarmUp + requests; ++i) {
      const begun = performance.now()
      const answer = await staff.get(path(numbers[i % numbers.length]))
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`)
      if (i >= kWarmUp) times.push(performance.now() - begun)
      bytes = answer.body.length
    }
    times.sort((a, b) => a - b)
    const median = times[Math.floor(times.length / 2)], p99 = times[Math.floor(times.length * 0.99)]
    rows.push([name, milliseconds(median), milliseconds(p99), milliseconds(median / documents), whole(bytes / 1024 / documents)])
  }
  await time('label 100 × 150', number => `/admin/orders/${number}/label.pdf`, kRequests, 1)
  await time('label 80 × 100', number => `/admin/orders/${number}/label.pdf?size=80`, kRequests, 1)
  await time('label, ZPL', number => `/admin/orders/${number}/label.zpl`, kRequests, 1)
  await time('invoice', number => `/admin/orders/${number}/invoice.pdf`, kRequests, 1)
  await time('packing list', number => `/admin/orders/${number}/packing-list.pdf`, kRequests, 1)
  const all = numbers.map(number => `number=${number}`).join('&')
  await time(`${kBatch} labels in one file`, () => `/admin/orders/labels.pdf?${all}`, 20, kBatch)
  await time(`${kBatch} packing lists in one file`, () => `/admin/orders/packing-lists.pdf?${all}`, 20, kBatch)
} finally {
  await shop.stop()
}
report('documents', {
  title: 'Labels, invoices and packing lists',
  method: `Over HTTP with a staff session, one request after the other, ${kRequests} of each (20 of the files with many), after ${kWarmUp} to warm
up; SQLite. Each reads its order, draws it and sends it.`,
  head: ['document', 'median', 'p99', 'median each', 'KiB each'],
  rows,
})
