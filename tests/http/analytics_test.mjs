// The staff's reports and what they are downloaded as.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { Visitor } from './client.mjs'
import { atSandbox, awaitOrder, buy, onEachDatabase, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kKinds = ['time', 'categories', 'brands', 'products', 'methods', 'provinces', 'customers', 'searches', 'vain', 'stock']
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

/** A part of an XLSX file. */
const partOf = (file, name) => execFileSync('python3', ['-c',
  'import io, sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).read(sys.argv[1]))', name],
{ input: file }).toString()

onEachDatabase('reports', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const get = async path => {
    const answer = await (await staff()).get(path)
    assert.equal(answer.status, 200, path)
    return answer
  }

  test('only the staff see them', async () => {
    for (const path of ['/admin/analytics', '/admin/analytics/report.csv', '/admin/analytics/report.xlsx']) {
      assert.equal((await new Visitor(shop()).get(path)).status, 303, path)
      const buyer = await loggedIn(shop(), 'buyer')
      assert.equal((await buyer.get(path)).status, 403, path)
    }
  })

  test('each is a page, a CSV and an XLSX file of the same rows', async () => {
    for (const kind of kKinds) {
      const query = `kind=${kind}&from=2025-01-01&to=${today()}`
      const page = (await get(`/admin/analytics?${query}`)).text()
      const csv = await get(`/admin/analytics/report.csv?${query}`)
      assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
      assert.match(csv.headers['content-disposition'], new RegExp(`^attachment; filename="hurtrock-${kind}-2025-01-01-${today()}.csv"$`))
      const lines = csv.text().trimEnd().split('\r\n')
      const xlsx = await get(`/admin/analytics/report.xlsx?${query}`)
      const sheet = partOf(xlsx.body, 'xl/worksheets/sheet1.xml')
      assert.equal([...sheet.matchAll(/<row /g)].length, lines.length, kind)
      if (lines.length <= 100) assert.equal([...page.matchAll(/<tr>/g)].length, lines.length > 1 ? lines.length : 0, kind)
    }
  })

  test('a file is gone from the shop once it is sent, and is not kept on its way', async () => {
    const query = `kind=products&from=2025-01-01&to=${today()}`
    for (const ending of ['csv', 'xlsx']) {
      const answer = await get(`/admin/analytics/report.${ending}?${query}`)
      assert.equal(answer.headers['cache-control'], 'private, no-store')
      assert.equal(answer.body.length, Number(answer.headers['content-length']))
    }
    const folder = path.join(shop().dataDir, 'tmp')
    assert.deepEqual(fs.readdirSync(folder).filter(name => name.startsWith('answer-')), [])
  })

  test('a page that shows a part says how much its files hold, in both languages', async () => {
    const day = (Math.floor((Date.now() + 7 * 3_600_000) / 86_400_000) * 86_400_000 - 7 * 3_600_000) * 1000
    const terms = Array.from({ length: 101 }, (_, at) => `('dicari ${at}', ${day}, 1, 0)`)
    await shop().sql(`INSERT INTO search_terms (term, day, searches, without_result) VALUES ${terms.join(', ')}`)
    const url = `/admin/analytics?kind=searches&from=${today()}&to=${today()}`
    const said = async language => (await get(`${url}&lang=${language}`)).text()
    assert.match(await said('id'), /100 baris pertama; unduhannya memuat hingga 100\.000 baris\./)
    assert.match(await said('en'), /The first 100 rows; the download has up to 100,000\./)
    const rows = (await get(`/admin/analytics/report.csv?kind=searches&from=${today()}&to=${today()}`)).text().trimEnd().split('\r\n')
    assert.ok(rows.length > 101)
    assert.equal(new Set(rows).size, rows.length)
    await shop().sql(`DELETE FROM search_terms WHERE term LIKE 'dicari %'`)
  })

  test('every link of a report leads to a page', async () => {
    const from = new Date(Date.now() + 7 * 3_600_000 - 2 * 86_400_000).toISOString().slice(0, 10)
    for (const kind of kKinds) {
      const report = (await get(`/admin/analytics?kind=${kind}&from=${from}&to=${today()}`)).text().split('id="report-title"')[1]
      const links = new Set([...report.matchAll(/href="(\/admin[^"#]*)"/g)].map(([, url]) => url.replaceAll('&amp;', '&')))
      for (const url of [...links].slice(0, 30)) await get(url)
    }
  })

  test('the last row is the sum of those above it', async () => {
    const query = `kind=methods&from=2025-01-01&to=${today()}`
    const page = (await get(`/admin/analytics?${query}`)).text()
    const [, ...rows] = (await get(`/admin/analytics/report.csv?${query}`)).text().trimEnd().split('\r\n').map(line => line.split(','))
    assert.ok(rows.length > 1)
    const cells = page.match(/<tr class="report__sums">(.*?)<\/tr>/s)[1].match(/<td.*?<\/td>/gs)
    const sums = cells.map(cell => Number(cell.replace(/<[^>]*>/g, '').replace(/[^0-9-]/g, '')))
    assert.deepEqual(sums, rows[0].slice(1).map((_, at) => rows.reduce((sum, row) => sum + Number(row[at + 1]), 0)))
  })

  test('a chart is handed the numbers that the file has', async () => {
    const query = `kind=time&step=month&from=2025-01-01&to=${today()}`
    const page = (await get(`/admin/analytics?${query}`)).text()
    const [titles, ...rows] = (await get(`/admin/analytics/report.csv?${query}`)).text().trimEnd().split('\r\n').map(line => line.split(','))
    assert.equal(titles.length, 7)
    const handed = [...page.matchAll(/<data value="(-?\d+)">/g)].map(([, value]) => value)
    assert.deepEqual(handed, rows.flatMap(row => row.slice(5)))
    assert.ok(handed.some(value => value !== '0'))
  })

  test('what was sold today is in them', async () => {
    const variant = await takeVariant(shop())
    const { number, reference } = await buy(shop(), { variant, quantity: 3 })
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
    const [[name]] = await shop().sql(`SELECT name FROM products WHERE id = ${variant.product}`)
    const csv = (await get(`/admin/analytics/report.csv?kind=products&from=${today()}&to=${today()}`)).text()
    const line = csv.split('\r\n').find(row => row.includes(name))
    assert.ok(line.endsWith(`,3,${3 * variant.price},0,0`), line)
  })

  test('no cell begins a formula', async () => {
    const variant = await takeVariant(shop())
    const [[name]] = await shop().sql(`SELECT name FROM products WHERE id = ${variant.product}`)
    await shop().sql(`UPDATE products SET name = '=HYPERLINK("http://x.example")' WHERE id = ${variant.product}`)
    const { number, reference } = await buy(shop(), { variant })
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
    const query = `kind=products&from=${today()}&to=${today()}`
    const csv = (await get(`/admin/analytics/report.csv?${query}`)).text()
    assert.ok(csv.includes(`"'=HYPERLINK(""http://x.example"")"`), csv)
    const sheet = partOf((await get(`/admin/analytics/report.xlsx?${query}`)).body, 'xl/worksheets/sheet1.xml')
    assert.doesNotMatch(sheet, /<f[ >]/)
    assert.match(sheet, /t="inlineStr"><is><t[^>]*>=HYPERLINK/)
    await shop().sql(`UPDATE products SET name = '${name.replaceAll("'", "''")}' WHERE id = ${variant.product}`)
  })
})
