// Searches and suggestions over HTTP at 100,000 products.

import { send } from '../tests/http/client.mjs'
import { until } from '../tests/support/poll.mjs'
import { startShop } from '../tests/support/shop.mjs'
import { milliseconds, report, whole } from './support/report.mjs'

const kProducts = Number(process.env.BENCH_PRODUCTS ?? 100_000)
const kRequests = 400
const kWarmUp = 40
const kIndexWithin = { withinMs: 600_000 }

/** The same words in other letters each time: the shop remembers its answer to a text, but not to this one. */
const fresh = (text, round) => [...text].map((letter, i) => ((round * 2654435761) >>> (i % 24)) & 1 ? letter.toUpperCase() : letter).join('')

const suggest = text => `/api/v1/search/suggest?q=${encodeURIComponent(text)}`
const list = text => `/api/v1/products?q=${encodeURIComponent(text)}`
const page = text => `/products?q=${encodeURIComponent(text)}`

const kWork = [
  ['suggest, while typing', suggest, ['gi', 'git', 'gita', 'iba', 'iban', 'ibane', 'fen', 'fend', 'strato', 'yam', 'pedal', 'bass fen', 'les p', 'mic', 'sm5', 'zild']],
  ['suggest, SKU and model', suggest, ['BOS-DS1', 'IBZ-RG550GEN', 'nyxl', 'scarlett 18', 'hx st']],
  ['suggest, misspelt', suggest, ['ibanes', 'gibsen', 'yamha', 'stratocastr']],
  ['list, one word that many have', list, ['gitar', 'guitar', 'bass', 'drum', 'fender']],
  ['list, two words', list, ['ibanez gitar', 'gitar akustik', 'pedal boss', 'fender strat', 'senar bass', 'mic shure']],
  ['list, misspelt', list, ['ibanes', 'gibsen', 'ibanes rg', 'gibsen les paul', 'mikropon']],
  ['list, what few have', list, ['rg550 genesis', 'BOS-DS1DIS', 'quad cortex', 'scarlett 18i20']],
  ['list, nothing', list, ['zzzzqqqq', 'kulkas dua pintu']],
  ['page, two words', page, ['ibanez gitar', 'gitar akustik', 'pedal boss', 'fender strat']],
]

const kRemembered = ['list, a text searched for before', list, ['gitar', 'guitar', 'bass', 'drum', 'fender'], text => text]

async function timesOf(shop, address, texts, vary) {
  const times = []
  for (let i = 0; i < kWarmUp + kRequests; ++i) {
    const path = address(vary(texts[i % texts.length], i + 1))
    const begun = performance.now()
    const answer = await send('GET', shop.url + path)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    if (i >= kWarmUp) times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)
}

const shop = await startShop({ products: kProducts, env: { LOG_LEVEL: 'info' } })
try {
  const begun = performance.now()
  await until('the index is complete', () => shop.logs().includes('search.index_complete'), kIndexWithin)
  const built = Math.round((performance.now() - begun) / 1_000)
  const rows = []
  for (const [name, address, texts, vary = fresh] of [...kWork, kRemembered]) {
    const times = await timesOf(shop, address, texts, vary)
    rows.push([name, milliseconds(times[Math.floor(times.length / 2)]), milliseconds(times[Math.floor(times.length * 0.99)])])
  }
  report('search', {
    title: 'Search',
    method: `${whole(kProducts)} products, ${kRequests} requests of a kind one after the other over HTTP, the client's own time included. The index was complete ${built} s after the start. Targets: suggest p50 1 ms, everything else p99 10 ms.`,
    head: ['work', 'median', 'p99'],
    rows,
  })
} finally {
  await shop.stop()
}
