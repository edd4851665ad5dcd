// Orders placed over HTTP by 16 buyers at once, against the same SQL statements sent straight to the database.

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Visitor } from '../tests/http/client.mjs'
import { areaCode, setStock } from '../tests/http/errand.mjs'
import { startPostgres } from '../tests/support/postgres.mjs'
import { startShop } from '../tests/support/shop.mjs'
import { inParallel } from '../tests/race/run_size.mjs'
import { load, sideBySide } from './support/load.mjs'
import { addOrders } from './support/many_orders.mjs'
import { milliseconds, ratio, report, whole } from './support/report.mjs'
import { settleDatabase } from './support/statistics.mjs'

const execute = promisify(execFile)
const kBare = fileURLToPath(new URL('../build/release/bench/bare_checkout/hurtrock_bare_checkout', import.meta.url))

const kBuyers = 16
const kProducts = 1_000
const kPast = Number(process.env.BENCH_PAST ?? 1_000_000)
/** More carts than are ordered in one round. */
const kOrders = Number(process.env.BENCH_ORDERS ?? 12_000)
const kWorkers = os.availableParallelism()
/** As many as write in the shop: to SQLite one, to PostgreSQL one more than it has workers. */
const kConnections = { sqlite: 1, postgres: kWorkers + 1 }

/** A cheap variant each, that may be paid in cash: of many carts only some want the same goods at the same time. */
async function fillCarts(shop) {
  const variants = await shop.sql(
    "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id WHERE v.state = 'active' AND p.state = 'active' AND v.price < 3000000 AND v.weight_g < 10000 ORDER BY v.id LIMIT 400")
  await inParallel(variants.length, async i => setStock(shop, Number(variants[i][0]), 2 * kOrders), 1)
  return inParallel(kOrders, async i => {
    const visitor = new Visitor(shop)
    for (const n of [i, 7 * i + 3]) {
      const answer = await visitor.post('/api/v1/cart/items', { json: { variant_id: Number(variants[n % variants.length][0]), quantity: 1 } })
      if (answer.status !== 200) throw new Error(answer.text())
    }
    return { cookie: visitor.cookies.get('hurtrock_session'), token: visitor.token }
  }, kBuyers)
}

/** Every buyer orders once; those before the script's first argument have done so. */
function scriptFor(buyers, area, file) {
  const body = {
    contact: { name: 'Sari Lestari', email: 'pembeli@contoh.example', phone: '081234567890' },
    address: { street: 'Jl. Contoh No. 7', area_code: area, postal_code: '40153', note: '' },
    shipping_service: 'jne-reg', payment_method: 'cod', note: '',
  }
  fs.writeFileSync(file, `local buyers = {
${buyers.map(({ cookie, token }) => `  {${JSON.stringify(cookie)}, ${JSON.stringify(token)}},\n`).join('')}}
local body = ${JSON.stringify(JSON.stringify(body))}
local next_one = 0
init = function(args)
  next_one = tonumber(args[1] or 0)
end
request = function()
  next_one = next_one + 1
  local buyer = buyers[next_one]
  if not buyer then return wrk.format("GET", "/healthz") end -- too few carts: measure() says so
  return wrk.format("POST", "/api/v1/checkout", {
    ["Cookie"] = "hurtrock_session=" .. buyer[1], ["X-CSRF-Token"] = buyer[2], ["Idempotency-Key"] = "bench-" .. next_one,
    ["Content-Type"] = "application/json"}, body)
end
`)
}

/** Copies of the database as it was when everybody stood before the till. */
function sqliteCopies(shop) {
  const file = shop.databaseUrl.slice('sqlite:'.length)
  const copyTo = async target => {
    for (const ending of ['-wal', '-shm']) fs.rmSync(target + ending, { force: true })
    fs.copyFileSync(`${file}.prepared`, target)
  }
  return {
    // The last connection that closes takes the log into the file.
    keep: async () => {
      await shop.sql('PRAGMA wal_checkpoint(TRUNCATE)')
      fs.renameSync(file, `${file}.prepared`)
    },
    restore: () => copyTo(file),
    copy: async name => {
      await copyTo(`${file}.${name}`)
      return `sqlite:${file}.${name}`
    },
  }
}

function postgresCopies(shop, server) {
  const own = new URL(shop.databaseUrl).pathname.slice(1)
  const ask = text => execute('psql', ['-X', '-q', '-d', server, '-v', 'ON_ERROR_STOP=1', '-c', text])
  const copyTo = async name => {
    await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await ask(`CREATE DATABASE ${name} TEMPLATE prepared`)
    await ask('CHECKPOINT')
  }
  return {
    keep: async () => {
      await ask('DROP DATABASE IF EXISTS prepared')
      await ask(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '${own}'`)
      await ask(`ALTER DATABASE ${own} RENAME TO prepared`)
    },
    restore: () => copyTo(own),
    copy: async name => {
      await copyTo(name)
      return Object.assign(new URL(server), { pathname: `/${name}` }).href
    },
  }
}

const rows = []
async function measure(database, past) {
  const server = database === 'postgres' ? await startPostgres() : undefined
  process.env.HURTROCK_TEST_POSTGRES = server?.url ?? ''
  const shop = await startShop({ database, products: kProducts, env: { LOG_LEVEL: 'warn', RATE_LIMITS: 'relaxed', WORKERS: String(kWorkers) } })
  try {
    await addOrders(shop, past)
    const script = path.join(shop.folder, 'buyers.lua')
    scriptFor(await fillCarts(shop), await areaCode(shop), script)
    await settleDatabase(shop)
    await shop.kill9()
    const copies = database === 'postgres' ? postgresCopies(shop, server.url) : sqliteCopies(shop)
    await copies.keep()

    const placed = async () => Number((await shop.sql('SELECT COUNT(*) FROM checkout_requests'))[0][0])
    const ours = async () => {
      await copies.restore()
      await shop.start()
      const orders = { threads: 1, connections: kBuyers, script }
      const first = await load(shop.url, { ...orders, duration: 1 })
      // What was on its way when that ended counts as ordered too.
      const result = await load(shop.url, { ...orders, args: [String(await placed() + 2 * kBuyers)] })
      if (await placed() + 2 * kBuyers >= kOrders) throw new Error(`${kOrders} carts are too few: raise BENCH_ORDERS`)
      await shop.kill9()
      return { ...result, first: first.p99 }
    }
    const bare = async () => {
      const [record, replay] = [await copies.copy('record'), await copies.copy('replay')]
      return JSON.parse((await execute(kBare, [record, replay, String(kConnections[database])])).stdout)
    }
    const [shopResult, bareResult] = await sideBySide(ours, bare)
    rows.push([database, whole(past), whole(shopResult.perSecond), milliseconds(shopResult.p50), milliseconds(shopResult.p99),
               milliseconds(shopResult.first), whole(bareResult.perSecond), milliseconds(bareResult.p99), ratio(shopResult.perSecond, bareResult.perSecond)])
    console.log(rows.at(-1).join('  '))
  } finally {
    await shop.discard()
    await server?.discard()
  }
}

for (const past of [1_000, kPast])
  for (const database of ['sqlite', 'postgres']) await measure(database, past)

report('checkout', {
  title: 'Orders placed',
  method: `${kProducts} products; ${kOrders} visitors, each with two articles in the cart, order by POST /api/v1/checkout to be paid in cash, 16 at once (wrk, 16
connections): session, validation, reservation, order, lines, events, payment, mail, answer kept. The first second after the start, while
statements are prepared and pages read for the first time, stands by itself, and bare the first 1,000 orders are left out. Bare: the statements of the same orders'
transactions, recorded, then sent to a copy of the same database as it was before, statements prepared, over as many connections as the
shop writes with (SQLite ${kConnections.sqlite}, PostgreSQL ${kConnections.postgres}), by sqlite3 and libpq with nothing in between. What else a request asks the database
(session, visitor's cart, answer kept) counts for the shop alone. Both databases flush to the disk at every commit. Medians of the rounds.
Targets: 0.6 x bare, p99 below 50 ms, and nothing fails.`,
  head: ['database', 'orders before', 'orders/s', 'median', 'p99', 'p99 at first', 'bare/s', 'bare p99', 'ratio'],
  rows,
})
