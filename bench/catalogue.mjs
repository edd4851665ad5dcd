// Lists, product pages, suggestions and searches at 1,000 and 100,000 products; start, memory, an edit until it shows.

import fs from 'node:fs'
import { send } from '../tests/http/client.mjs'
import { until } from '../tests/support/poll.mjs'
import { startShop } from '../tests/support/shop.mjs'
import { loadPaths, median } from './support/load.mjs'
import { milliseconds, report, whole } from './support/report.mjs'

const kSizes = (process.env.BENCH_PRODUCTS ?? '1000,100000').split(',').map(Number)
/** A million products on a slow and busy machine. */
const kIndexWithin = { withinMs: 7_200_000 }
const kEdits = 10
/** As every browser sends it: a page that was not kept is compressed for whoever asks. */
const kHeaders = { 'Accept-Encoding': 'gzip, deflate, br' }
/** More different addresses than a run asks for: no answer is one that was kept. */
const kPaths = 20_000

/** The same words in other letters each time: the shop remembers its answer to a text, but not to this one. */
const fresh = (text, round) => [...text].map((letter, i) => ((round * 2654435761) >>> (i % 24)) & 1 ? letter.toUpperCase() : letter).join('')
const pick = (list, round) => list[round % list.length]

const suggest = text => `/api/v1/search/suggest?q=${encodeURIComponent(text)}`
const search = text => `/products?q=${encodeURIComponent(text)}`
const texts = (address, typed) => (_, round) => address(fresh(pick(typed, round), round))

/** Work by name: the path of the n-th request. `shop` knows slugs of products, categories and brands. */
const kWork = {
  'list, any page and order': (shop, n) => `/products?page=${1 + (n * 7919) % shop.pages}&sort=${pick(['newest', 'price_asc', 'price_desc', 'name'], n)}`,
  'list, filtered': (shop, n) => `/products?category=${pick(shop.categories, n)}&min_price=${1_000 * (n % 977)}&in_stock=1&brand=${pick(shop.brands, n)}&brand=${pick(shop.brands, n + 1)}`,
  'list, filtered, as JSON': (shop, n) => `/api/v1/products?category=${pick(shop.categories, n)}&min_price=${1_000 * (n % 977)}&in_stock=1`,
  'product': (shop, n) => `/product/${pick(shop.slugs, n * 7919)}`,
  'suggest, while typing': texts(suggest, ['gi', 'git', 'gita', 'iba', 'iban', 'ibane', 'fen', 'fend', 'strato', 'yam', 'pedal', 'bass fen', 'les p', 'mic', 'sm5', 'zild']),
  'suggest, SKU and model': texts(suggest, ['BOS-DS1', 'IBZ-RG550GEN', 'nyxl', 'scarlett 18', 'hx st']),
  'suggest, misspelt': texts(suggest, ['ibanes', 'gibsen', 'yamha', 'stratocastr']),
  'search, one word that many have': texts(search, ['gitar', 'guitar', 'bass', 'drum', 'fender']),
  'search, two words': texts(search, ['ibanez gitar', 'gitar akustik', 'pedal boss', 'fender strat', 'senar bass', 'mic shure']),
  'search, misspelt': texts(search, ['ibanes', 'gibsen', 'ibanes rg', 'gibsen les paul', 'mikropon']),
  'search, what few have': texts(search, ['rg550 genesis', 'BOS-DS1DIS', 'quad cortex', 'scarlett 18i20']),
  'search, nothing': texts(search, ['zzzzqqqq', 'kulkas dua pintu']),
}

/** What the process holds of the memory, and how much of it are pages of files: of the program, and of up to 128 MB of the
    database, which SQLite maps once for every connection and which count once here. */
function heldMegabytes(pid) {
  const megabytes = name => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024
  return `${whole(megabytes('Pss'))} MB (${whole(megabytes('Pss_File') + megabytes('Pss_Shmem'))} of them mapped files)`
}

/** Milliseconds from a committed change of a price until the product's page shows it. */
async function editUntilShown(shop, slug, price) {
  await shop.sql(`BEGIN;
                  UPDATE variants SET price = ${price} WHERE product_id = (SELECT id FROM products WHERE slug = '${slug}');
                  UPDATE catalogue_version SET version = version + 1 WHERE id = 1;
                  INSERT INTO catalogue_changes (version, product_id)
                  SELECT version, (SELECT id FROM products WHERE slug = '${slug}') FROM catalogue_version;
                  COMMIT`)
  const begun = performance.now()
  const shown = price.toLocaleString('id-ID')
  await until(`the page shows ${shown}`, async () => (await send('GET', `${shop.url}/product/${slug}`)).text().includes(shown))
  return performance.now() - begun
}

/** Milliseconds from starting a shop whose index is complete to its first page. */
async function startMs(shop) {
  await shop.kill9()
  const begun = performance.now()
  await shop.start()
  await send('GET', `${shop.url}/`)
  return performance.now() - begun
}

async function column(shop, text) {
  return (await shop.sql(text)).map(([value]) => value)
}

const facts = []
const rows = []
for (const products of kSizes) {
  const shop = await startShop({ products, env: { LOG_LEVEL: 'info' } })
  try {
    const begun = performance.now()
    await until('the index is complete', () => shop.logs().includes('search.index_complete'), kIndexWithin)
    const indexed = performance.now() - begun
    const start = await startMs(shop)
    const idle = heldMegabytes(shop.pid)
    const known = {
      pages: Math.floor(products / 24),
      slugs: await column(shop, "SELECT slug FROM products WHERE state = 'active' ORDER BY id LIMIT 20000"),
      categories: await column(shop, 'SELECT slug FROM categories ORDER BY id'),
      brands: await column(shop, 'SELECT slug FROM brands ORDER BY id'),
    }
    for (const [name, address] of Object.entries(kWork)) {
      const paths = Array.from({ length: kPaths }, (_, n) => address(known, n + 1))
      const alone = await loadPaths(shop.url, paths, { headers: kHeaders, threads: 1, connections: 1 })
      const many = await loadPaths(shop.url, [...paths].reverse(), { headers: kHeaders, threads: 2, connections: 64 })
      rows.push([whole(products), name, milliseconds(alone.p50), milliseconds(alone.p99), whole(many.perSecond)])
      console.log(rows.at(-1).join('  '))
    }
    const edits = []
    for (let i = 0; i < kEdits; ++i) edits.push(await editUntilShown(shop, known.slugs[i], 1_234_000 + i * 1_000))
    facts.push(`${whole(products)} products: the index complete ${Math.round(indexed / 1_000)} s after the first start; a later start to the first page ${milliseconds(start)}; ${idle} held when idle, ${heldMegabytes(shop.pid)} after all the work; an edit shown after ${milliseconds(median(edits))}, at the latest ${milliseconds(Math.max(...edits))}.`)
  } finally {
    await shop.stop()
  }
}
// The default sizes are in one table; a single other one, for which nobody wants to wait every time, in its own.
report(process.env.BENCH_PRODUCTS ? `catalogue-${kSizes.join('-')}` : 'catalogue', {
  title: 'Catalogue and search',
  method: `The requests ask for 20,000 different things (as many products as there are), so that hardly an answer is one that was kept;
no session, compressed as browsers ask for it. One connection at a time for the times, 64 for the rate, by wrk. Targets at 100,000 products: suggest 1 ms in the median,
everything else 10 ms in 99 of 100, an edit shown within a second, 600 MB, a start within 3 s; at 1,000 products 100 MB
and 300 ms.

${facts.map(fact => `- ${fact}`).join('\n')}`,
  head: ['products', 'work', 'median', 'p99', '64 connections/s'],
  rows,
})
