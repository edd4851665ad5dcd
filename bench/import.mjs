// Products to CSV and back: export, dry run and import of 100,000 of them.

import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { program, startShop } from '../tests/support/shop.mjs'
import { report, whole } from './support/report.mjs'
import { settleDatabase } from './support/statistics.mjs'

const kProducts = Number(process.env.BENCH_PRODUCTS ?? 100_000)

/** What the kernel says of the process now: its largest memory, in megabytes. Nothing once it has ended. */
function peakMb(pid) {
  try {
    return Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024
  } catch {
    return undefined
  }
}

/** Runs `hurtrock ARGS` to its end: how long it took, and the most memory it had at once. */
function measure(shop, args) {
  return new Promise((answer, refuse) => {
    const begun = performance.now()
    const child = spawn(program, args, { env: shop.env, cwd: shop.folder, stdio: ['ignore', 'pipe', 'ignore'] })
    let megabytes = 0
    let told = ''
    const watch = setInterval(() => (megabytes = peakMb(child.pid) ?? megabytes), 20)
    child.stdout.on('data', bytes => (told += bytes))
    child.on('error', refuse)
    child.on('close', status => {
      clearInterval(watch)
      if (status === 0) answer({ seconds: (performance.now() - begun) / 1000, megabytes, told: told.trim() })
      else refuse(new Error(`hurtrock ${args.join(' ')}: status ${status}: ${told}`))
    })
  })
}

const rows = []
for (const database of process.env.HURTROCK_TEST_POSTGRES ? ['sqlite', 'postgres'] : ['sqlite']) {
  const shop = await startShop({ database, products: kProducts, env: { LOG_LEVEL: 'warn' } })
  try {
    await shop.kill9()
    await shop.killSandbox()
    await settleDatabase(shop)
    const file = path.join(shop.folder, 'products.csv')
    const add = (what, count, { seconds, megabytes, told }) => {
      console.log(`${database}: ${what}: ${told}`)
      rows.push([`${database}: ${what}`, whole(count), `${seconds.toFixed(1)} s`, whole(count / seconds), `${whole(megabytes)} MB`])
    }
    const out = await measure(shop, ['export', 'products', '-o', file])
    const count = Number(out.told.match(/^\d+/)[0])
    add('export', count, out)
    add('dry run, nothing new', count, await measure(shop, ['import', 'products', file, '--dry-run']))
    // The file has the price of before for every product, so every product is written.
    await shop.sql('UPDATE variants SET price = price + 1000, compare_at_price = NULL')
    add('import, every product changed', count, await measure(shop, ['import', 'products', file]))
  } finally {
    await shop.discard()
  }
}
report('import', {
  title: 'Products to CSV and back',
  method: `\`hurtrock export products\` and \`hurtrock import products\` of the sample catalogue with ${whole(kProducts)} products, each a process of its own. The dry run reads the file twice and compares every product; the import checks and then writes.`,
  head: ['what', 'rows', 'time', 'rows/s', 'most memory'],
  rows,
})
