// Orders, customers and stock as files, written by the command line while the shop runs, and downloaded from the
// admin's lists.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { Visitor } from './client.mjs'
import { buy, onEachDatabase, stockOf, takeVariant } from './errand.mjs'

onEachDatabase('exports', shop => {
  const file = name => path.join(shop().folder, name)
  /** The rows of a CSV as objects by title. */
  function rowsOf(text) {
    assert.ok(text.startsWith('\uFEFF'))
    const rows = [[]]
    for (const [, quoted, bare, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
      rows.at(-1).push(quoted?.replaceAll('""', '"') ?? bare)
      if (end !== ',') rows.push([])
    }
    const [titles, ...cells] = rows.slice(0, -1)
    return cells.map(row => Object.fromEntries(titles.map((title, i) => [title, row[i]])))
  }
  async function exported(what, ...flags) {
    const target = file(`${what}.csv`)
    const { stdout } = await shop().runWell(['export', what, ...flags, '-o', target])
    const rows = rowsOf(fs.readFileSync(target, 'utf8'))
    assert.equal(stdout, `${rows.length} rows written to ${target}\n`)
    return rows
  }
  const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

  test('orders come with their goods and their totals', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number } = await buy(shop(), { variant, quantity: 2, method: 'cod' })
    const [[total, email]] = await shop().sql(`SELECT total, email FROM orders WHERE number = '${number}'`)
    const orders = await exported('orders')
    const row = orders.find(each => each.number === number)
    assert.equal(row.items.replace(/^'/, ''), `${variant.sku} x 2`)
    assert.deepEqual([row.total, row.email, row.payment_method, row.pieces], [total, email, 'cod', '2'])
    const [[count]] = await shop().sql('SELECT COUNT(*) FROM orders')
    assert.equal(orders.length, Number(count))
  })

  test('orders and customers of some days are those of them', async () => {
    const { number } = await buy(shop(), { variant: await takeVariant(shop(), 5), method: 'cod' })
    const [[email]] = await shop().sql(`SELECT email FROM orders WHERE number = '${number}'`)
    // Around midnight the order may be yesterday's by now.
    const yesterday = new Date(Date.parse(today()) - 86_400_000).toISOString().slice(0, 10)
    assert.ok((await exported('orders', '--from', yesterday, '--to', today())).some(each => each.number === number))
    assert.ok((await exported('customers', '--from', yesterday, '--to', today())).some(each => each.email === email))
    assert.deepEqual(await exported('orders', '--from', '2001-01-01', '--to', '2001-01-31'), [])
    assert.deepEqual(await exported('customers', '--from', '2001-01-01', '--to', '2001-01-31'), [])
  })

  test('every mailbox with an account or an order is a customer', async () => {
    const customers = await exported('customers')
    const known = await shop().sql("SELECT email FROM users WHERE role = 'buyer' UNION SELECT email FROM orders")
    assert.deepEqual(customers.map(({ email }) => email).sort(), known.flat().sort())
  })

  test('the stock has every variant with what is free of it', async () => {
    const variant = await takeVariant(shop(), 7)
    await buy(shop(), { variant, quantity: 2 })
    const stock = await exported('stock')
    const row = stock.find(each => each.sku === variant.sku)
    const { onHand, reserved } = await stockOf(shop(), variant.id)
    assert.deepEqual([row.on_hand, row.reserved, row.free], [onHand, reserved, onHand - reserved].map(String))
    const [[count]] = await shop().sql('SELECT COUNT(*) FROM variants')
    assert.equal(stock.length, Number(count))
  })

  test('stock and products of some days are those that moved and were changed in them', async () => {
    const moved = await takeVariant(shop(), 4)
    const changed = await takeVariant(shop(), 4)
    // Noon of a Sunday in WIB, when nothing else happened.
    const noon = Date.parse('2001-01-07T12:00:00+07:00') * 1_000
    await shop().sql(`INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (${moved.id}, 1, 'correction', ${noon}), (${moved.id}, -1, 'correction', ${noon})`)
    await shop().sql(`UPDATE products SET updated_at = ${noon} WHERE id = ${changed.product}`)
    const days = ['--from', '2001-01-07', '--to', '2001-01-07']
    assert.deepEqual((await exported('stock', ...days)).map(({ sku }) => sku), [moved.sku])
    const skus = (await shop().sql(`SELECT sku FROM variants WHERE product_id = ${changed.product}`)).flat()
    assert.deepEqual((await exported('products', ...days)).map(({ sku }) => sku).sort(), skus.sort())
    for (const what of ['stock', 'products']) assert.deepEqual(await exported(what, '--from', '2001-01-08', '--to', '2001-01-31'), [])
  })

  test('files with names and addresses can be read by nobody else', async () => {
    for (const what of ['orders', 'customers']) {
      await exported(what)
      assert.equal(fs.statSync(file(`${what}.csv`)).mode & 0o077, 0, what)
    }
  })

  test('a spreadsheet is written on request', async () => {
    for (const what of ['orders', 'customers', 'stock']) {
      await shop().runWell(['export', what, '--format', 'xlsx', '--out', file('table.xlsx')])
      assert.equal(fs.readFileSync(file('table.xlsx')).subarray(0, 2).toString(), 'PK')
    }
  })

  const as = async (email, password) => {
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn(email, password)).status, 200)
    return visitor
  }

  test('the lists of the admin are downloaded as their filters show them', async () => {
    const staff = await as('staf@hurtrock.com', 'staf12345'), admin = await as('admin@hurtrock.com', 'admin123')
    const variant = await takeVariant(shop(), 5)
    const { number } = await buy(shop(), { variant, method: 'cod' })
    const orders = rowsOf((await staff.get(`/admin/orders/export.csv?q=${number}`)).text())
    assert.deepEqual(orders.map(row => row.number), [number])
    const stock = rowsOf((await staff.get(`/admin/stock/export.csv?q=${variant.sku}`)).text())
    assert.ok(stock.some(row => row.sku === variant.sku))
    const users = rowsOf((await admin.get('/admin/users/export.csv?role=staff')).text())
    assert.ok(users.some(row => row.email === 'staf@hurtrock.com'))
    assert.ok(!users.some(row => row.email === 'pembeli@contoh.example'))
    const page = (await staff.get(`/admin/orders?q=${number}`)).text()
    assert.match(page, new RegExp(`href="/admin/orders/export\\.csv\\?q=${number}"`))
  })

  test('the lists are downloaded as sheets, by those who may see them', async () => {
    const staff = await as('staf@hurtrock.com', 'staf12345'), admin = await as('admin@hurtrock.com', 'admin123')
    for (const [visitor, what] of [[staff, 'orders'], [staff, 'stock'], [admin, 'users']]) {
      const answer = await visitor.get(`/admin/${what}/export.xlsx`)
      assert.equal(answer.status, 200, what)
      assert.match(answer.headers['content-disposition'], /^attachment; filename="hurtrock-[a-z]+-\d{4}-\d\d-\d\d\.xlsx"$/)
    }
    for (const ending of ['csv', 'xlsx']) {
      assert.equal((await staff.get(`/admin/users/export.${ending}`)).status, 403)
      assert.notEqual((await new Visitor(shop()).get(`/admin/orders/export.${ending}`)).status, 200)
    }
  })

  test('what a killed shop had in the making is gone a day later, after the next start', async () => {
    const folder = path.join(shop().dataDir, 'tmp')
    const left = path.join(folder, 'answer-ditinggalkan'), young = path.join(folder, 'upload-baru')
    for (const name of [left, young]) fs.writeFileSync(name, 'baris')
    const yesterday = Date.now() / 1_000 - 25 * 3_600
    fs.utimesSync(left, yesterday, yesterday)
    await shop().kill9()
    await shop().start()
    await until('what was left is gone', () => !fs.existsSync(left))
    assert.ok(fs.existsSync(young))
    fs.rmSync(young)
  })

  test('what makes no sense is refused, and leaves no file', async () => {
    const status = async (...args) => (await shop().run(['export', ...args])).status
    assert.equal(await status('orders'), 2)
    assert.equal(await status('buyers', '-o', file('none.csv')), 2)
    assert.equal(await status('orders', '--from', '2026-11-01', '-o', file('none.csv')), 2)
    assert.equal(await status('orders', '--from', '2026-11-30', '--to', '2026-11-01', '-o', file('none.csv')), 2)
    assert.equal(await status('orders', '--from', 'kemarin', '--to', '2026-11-01', '-o', file('none.csv')), 2)
    assert.equal(await status('orders', '-o', file('no/such/folder/none.csv')), 1)
    assert.deepEqual(fs.readdirSync(shop().folder).filter(name => name.startsWith('none')), [])
  })
})
