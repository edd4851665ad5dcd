// Every page of the admin, at 100,000 products and 1,000,000 orders.

import { randomUUID } from 'node:crypto'
import { Visitor } from '../tests/http/client.mjs'
import { buy, takeVariant } from '../tests/http/errand.mjs'
import { kRoutes } from '../tests/http/routes.mjs'
import { until } from '../tests/support/poll.mjs'
import { startPostgres } from '../tests/support/postgres.mjs'
import { startShop } from '../tests/support/shop.mjs'
import { addPeople } from './support/many_people.mjs'
import { addOrders } from './support/many_orders.mjs'
import { milliseconds, report, whole } from './support/report.mjs'

const kProducts = Number(process.env.BENCH_PRODUCTS ?? 100_000)
const kOrders = Number(process.env.BENCH_ORDERS ?? 1_000_000)
const kPeople = Math.ceil(kOrders / 5)
/** Asked of every page; the first is told apart, since it also pays for what is remembered. */
const kAsked = Number(process.env.BENCH_ASKED ?? 200)
const kTarget = 100
const kDay = 86_400_000
const kIndexWithin = { withinMs: 1_800_000 }
const kCountedWithin = { withinMs: 1_800_000 }

const day = back => new Date(Date.now() - back * kDay).toISOString().slice(0, 10)
const days = (from, to) => `from=${day(from)}&to=${day(to)}`
const pick = (list, n) => list[(n * 7919) % list.length]
const tenOf = (orders, n) => orders.slice((n * 10) % 1_000, ((n * 10) % 1_000) + 10).map(number => `number=${number}`).join('&')

/**
 * Addresses of a route, each a function of the number of the request; a route that is not here is asked for as the table of
 * routes has it. Filters are those whose rows are the most and the fewest.
 */
const kAddresses = {
  '/admin/orders': {
    'newest': () => '',
    'of a state that all have': () => '?state=delivered',
    'of a state that few have': () => '?state=paid',
    'by number': ({ orders }, n) => `?q=${pick(orders, n)}`,
    'by mailbox': (_, n) => `?q=pembeli${(n * 7919) % 200_000}@lama.example`,
    'by a name that many have': (_, n) => `?q=Pembeli+${(n * 7919) % 200_000}`,
    'by a word that nobody has': (_, n) => `?q=zzqq${n}`,
    'of a month, way to pay and province': (_, n) => `?day=paid&${days(30 + n, n)}&method=cod&province=Jawa+Barat`,
    'of a product': ({ products }, n) => `?day=paid&${days(30, 0)}&product=${pick(products, n)}`,
    'of new buyers': () => `?day=paid&${days(30, 0)}&buyer=new`,
  },
  '/admin/analytics': Object.fromEntries(
    ['time', 'categories', 'brands', 'products', 'methods', 'provinces', 'customers', 'searches', 'vain', 'stock'].flatMap(kind => [
      [`${kind}, 30 days`, (_, n) => `?kind=${kind}&${days(30 + (n % 100), n % 100)}`],
      [`${kind}, a year`, (_, n) => `?kind=${kind}&${days(365 + (n % 100), n % 100)}`]])),
  '/admin/products': {
    'newest': () => '',
    'by name': () => '?sort=name',
    'by a word': (_, n) => `?q=${pick(['gitar', 'fender', 'pedal', 'senar', 'ibanez'], n)}`,
    'by SKU': ({ skus }, n) => `?q=${pick(skus, n)}`,
    'by stock and category': ({ categories }, n) => `?stock=low&category=${pick(categories, n)}`,
    'without pictures': () => '?pictures=none',
  },
  '/admin/stock': {
    'all': () => '',
    'low': () => '?alert=low',
    'by a word': (_, n) => `?q=${pick(['gitar', 'fender', 'pedal'], n)}`,
    'of a supplier': () => '?supplier=1',
  },
  '/admin/search': {
    'by a word': (_, n) => `?q=${pick(['gitar', 'fender', 'pedal', 'senar', 'ibanez'], n)}`,
    'by mailbox': (_, n) => `?q=pembeli${(n * 7919) % kPeople}@lama.example`,
    'by a word that nobody has': (_, n) => `?q=zzqq${n}`,
  },
  '/admin/search/suggestions': {
    'while a word is typed': (_, n) => `?q=${pick(['gi', 'fend', 'peda', 'senar', 'ibanes'], n)}`,
    'while a number is typed': ({ orders }, n) => `?q=${pick(orders, n).slice(0, 8)}`,
    'of a word that nobody has': (_, n) => `?q=zzqq${n}`,
  },
  '/admin/mail': {
    'newest': () => '',
    'waiting': () => '?state=waiting',
    'of a mailbox': (_, n) => `?q=pembeli${(n * 7919) % kPeople}@lama.example`,
  },
  '/admin/stock/:variant': { 'of any': ({ variants }, n) => `/${pick(variants, n)}` },
  '/admin/products/:id': { 'of any': ({ products }, n) => `/${pick(products, n)}` },
  '/admin/products/:id/images': { 'of any': ({ products }, n) => `/${pick(products, n)}/images` },
  '/admin/orders/:number': { 'of any': ({ orders }, n) => `/${pick(orders, n)}` },
  '/admin/payments/transactions': {
    'newest': () => '',
    'of a provider and state': () => '?provider=midtrans&state=paid',
    'of a month': (_, n) => `?provider=cod&${days(30 + n, n)}`,
  },
  '/admin/payments/ledger': {
    'newest': () => '',
    'of a month': (_, n) => `?account=orders&${days(30 + n, n)}`,
  },
  '/admin/users': {
    'newest': () => '',
    'by mailbox': (_, n) => `?q=pembeli${(n * 7919) % kPeople}@lama.example`,
    'by name': (_, n) => `?q=pembeli+${(n * 7919) % kPeople}`,
    'staff': () => '?role=staff',
  },
  '/admin/users/guests': {
    'newest': () => '',
    'by mailbox': (_, n) => `?q=pembeli${(n * 7919) % kPeople}@lama.example`,
    'by a name that many have': () => '?q=pembeli',
    'by a name that nobody has': () => '?q=zzzzqqqq',
  },
  '/admin/users/:id': { 'of any': (_, n) => `/${1_000_000 + ((n * 7919) % kPeople)}` },
  '/admin/activity': {
    'newest': () => '',
    'of a thing': (_, n) => `?kind=order&thing=HRT-BENCH-${1_000_000 + ((n * 7919) % kPeople)}`,
    'of a month': (_, n) => `?kind=order&${days(30 + n, n)}`,
  },
  '/admin/orders/labels.pdf': { 'ten': ({ orders }, n) => `?size=100x150&${tenOf(orders, n)}` },
  '/admin/orders/labels.zpl': { 'ten': ({ orders }, n) => `?${tenOf(orders, n)}` },
  '/admin/orders/processing': { 'ten': ({ orders }, n) => `?${tenOf(orders, n)}` },
  '/admin/orders/packing-lists.pdf': { 'ten': ({ orders }, n) => `?${tenOf(orders, n)}` },
}

/** Whole exports, which are written and not looked at: their time is that of their rows. */
const kExports = /(report|export)\.(csv|xlsx)$/

async function prepare(shop) {
  const column = async text => (await shop.sql(text)).map(([value]) => value)
  const variant = await takeVariant(shop)
  const staff = new Visitor(shop)
  await staff.logIn('staf@hurtrock.com', 'staf12345')
  const admin = new Visitor(shop)
  await admin.logIn('admin@hurtrock.com', 'admin123')
  const buyer = new Visitor(shop)
  await buyer.logIn('pembeli@contoh.example', 'pembeli123')
  const { number } = await buy(shop, { visitor: buyer, method: 'cod' })
  const purchase = async action => {
    const answer = await staff.post('/admin/restock', { form: { supplier: '1', form_key: randomUUID(), row: '1', quantity_1: '9', cost_1: '1.000', do: action } })
    return answer.headers.location.match(/PO-[\d-]+/)[0]
  }
  const take = (await staff.post('/admin/stock/takes', { form: { scope: 'all', form_key: randomUUID() } })).headers.location.split('/').at(-1)
  return {
    visitors: { staff, admin },
    legal: { VARIANT: variant.id, ORDER: number, PURCHASE: await purchase('place'), DRAFT: await purchase('save'), TAKE: take },
    orders: await column("SELECT number FROM orders WHERE id >= 1000000 ORDER BY id DESC LIMIT 5000"),
    products: await column("SELECT id FROM products WHERE state = 'active' ORDER BY id LIMIT 20000"),
    variants: await column("SELECT id FROM variants WHERE state = 'active' ORDER BY id LIMIT 20000"),
    skus: await column("SELECT sku FROM variants WHERE state = 'active' ORDER BY id LIMIT 20000"),
    categories: await column('SELECT id FROM categories ORDER BY id'),
  }
}

/** [name, address of the n-th request] of each route that shows something to the staff. */
function* pagesOf(route, known) {
  const own = kAddresses[route.path]
  // What follows the part of the path that varies stands in the address.
  const base = own ? route.path.replace(/\/:.*$/, '') : route.path.replace(/:(\w+)/g, (_, name) => known.legal[route.params[name]] ?? route.params[name])
  for (const [name, address] of Object.entries(own ?? { '': () => '' }))
    yield [name ? `${route.path}, ${name}` : route.path, n => base + address(known, n)]
}

async function timesOf(visitor, address) {
  const times = []
  for (let n = 1; n <= kAsked; ++n) {
    const path = address(n)
    const begun = performance.now()
    const answer = await visitor.get(path)
    times.push(performance.now() - begun)
    if (answer.status >= 400 && answer.status !== 404) throw new Error(`${path}: ${answer.status}`)
    // A row that the sample data does not have is a page too, and as quick: nothing is learned from asking on.
    if (answer.status === 404) return { missing: true }
  }
  const [first, ...others] = times
  others.sort((a, b) => a - b)
  return { first, p50: others[Math.floor(others.length / 2)], p99: others[Math.floor(others.length * 0.99)] }
}

const rows = []
const slow = []
for (const database of (process.env.BENCH_DATABASES ?? 'sqlite,postgres').split(',')) {
  const server = database === 'postgres' ? await startPostgres() : undefined
  process.env.HURTROCK_TEST_POSTGRES = server?.url ?? ''
  const shop = await startShop({ database, products: kProducts, env: { LOG_LEVEL: 'info', RATE_LIMITS: 'relaxed' } })
  try {
    await until('the index is complete', () => shop.logs().includes('search.index_complete'), kIndexWithin)
    await addOrders(shop, kOrders)
    await addPeople(shop, kPeople)
    // The days of the sample data's own orders may have been counted, without what has been added since.
    // Nor does the ledger know of it, whose turn to be added up comes once an hour.
    await shop.sql('DELETE FROM sales_days; DELETE FROM product_days; DELETE FROM counted_days; DELETE FROM schedules')
    await shop.restart()
    // Days that have ended are added up once, in the background.
    const [[first]] = await shop.sql('SELECT MIN(placed_at) FROM orders')
    const ended = Math.floor((Date.now() - Number(first) / 1_000) / kDay) - 1
    await until('the days are counted', async () => Number((await shop.sql('SELECT COUNT(*) FROM counted_days'))[0][0]) >= ended, kCountedWithin)
    await until('the ledger is added up', async () => Number((await shop.sql('SELECT MIN(counted_to) FROM ledger_balances'))[0][0]) >= kOrders, kCountedWithin)
    const known = await prepare(shop)
    for (const route of kRoutes) {
      if (route.method !== 'GET' || !route.path.startsWith('/admin') || kExports.test(route.path)) continue
      for (const [name, address] of pagesOf(route, known)) {
        const times = await timesOf(known.visitors[route.as], address)
        if (times.missing) continue
        rows.push([database, name, milliseconds(times.first), milliseconds(times.p50), milliseconds(times.p99)])
        if (times.p99 > kTarget) slow.push(`${database}: ${name}`)
        console.log(rows.at(-1).join('  '))
      }
    }
  } finally {
    await shop.discard()
    await server?.discard()
  }
}

report('admin', {
  title: 'Pages of the admin',
  method: `${whole(kProducts)} products, ${whole(kOrders)} orders over two years, ${whole(kPeople)} accounts, as many mails and rows of the audit log. Every page of the table of
routes, its lists with the filters whose rows are most and fewest, ${kAsked} times one after the other by one member of the staff; from the
request to the last byte. Target: 99 of 100 within ${kTarget} ms.${slow.length ? ` Slower: ${slow.join('; ')}.` : ' All are.'}`,
  head: ['database', 'page', 'first', 'median', 'p99'],
  rows,
})
