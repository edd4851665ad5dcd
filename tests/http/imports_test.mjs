// Products as CSV: out of the shop, and into it by way of columns, check and import.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { assertBooksAreRight, onEachDatabase } from './errand.mjs'
import { begin, check, countsOf, formOn, kTitles, pageOf, productRow, resting, stateOf, upload, uploaded } from './imports.mjs'
import { onceLoggedIn } from './people.mjs'

const kTooLongLine = (process.env.HURTROCK_LONG === '1' ? 100 : 2) * 1024 * 1024

onEachDatabase('files of products', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const exported = async () => {
    const answer = await (await staff()).get('/admin/products/export.csv')
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-type'], /^text\/csv/)
    assert.match(answer.headers['content-disposition'], /^attachment; filename="hurtrock-products-\d{4}-\d\d-\d\d\.csv"$/)
    return answer.text()
  }

  test('an export imports as nothing new', async () => {
    const file = await exported()
    const [[variants]] = await shop().sql("SELECT COUNT(*) FROM variants v JOIN products p ON p.id = v.product_id WHERE p.state <> 'archived'")
    const [[products]] = await shop().sql("SELECT COUNT(*) FROM products WHERE state <> 'archived'")
    assert.ok(file.startsWith('\uFEFFslug,name,'))
    const import_ = await uploaded(await staff(), file)
    const page = await check(await staff(), import_, { sets_stock: '1' })
    assert.equal(stateOf(page), 'checked')
    assert.deepEqual(await countsOf(shop(), import_),
      { state: 'checked', created: 0, changed: 0, unchanged: Number(products), refused: 0, done: Number(products) }, page)
    assert.ok(Number(variants) >= Number(products))
    assert.doesNotMatch(page, /\/run"/)
  })

  test('no export leaves a file behind', async () => {
    await exported()
    assert.deepEqual(fs.readdirSync(path.join(shop().dataDir, 'tmp')).filter(name => name.startsWith('answer-')), [])
  })

  test('the command line writes the same file, and reads it', async () => {
    const target = path.join(shop().folder, 'out.csv')
    await shop().runWell(['export', 'products', '-o', target])
    assert.equal(fs.readFileSync(target, 'utf8'), await exported())
    const { stdout } = await shop().runWell(['import', 'products', target, '--dry-run'])
    assert.match(stdout, /^dry run: 0 products created, 0 changed, \d+ unchanged, 0 refused/)
    await shop().runWell(['export', 'products', '--format', 'xlsx', '-o', `${target}.xlsx`])
    assert.equal(fs.readFileSync(`${target}.xlsx`).subarray(0, 2).toString(), 'PK')
    fs.writeFileSync(target, kTitles + productRow('baris') + productRow('salah', -1))
    const { status, stdout: told, stderr } = await shop().run(['import', 'products', target])
    assert.equal(status, 1)
    assert.match(told, /^1 products created, 0 changed, 0 unchanged, 1 refused/)
    assert.match(told, /^row 3, price: Enter whole rupiah/m)
    assert.match(stderr, /^hurtrock: 1 products are refused[^\n]*\n$/)
    await assertBooksAreRight(shop())
  })

  test('a command that fails says why and what to do in one line, with status 1', async () => {
    const fails = async (words, args, env) => {
      const { status, stderr } = await shop().run(args, { env })
      assert.equal(status, 1, stderr)
      assert.match(stderr, /^hurtrock: [^\n]+\n$/)
      assert.match(stderr, words)
    }
    await fails(/missing\.csv cannot be read \(No such file or directory\): name a CSV/, ['import', 'products', 'missing.csv'])
    await fails(/is a folder: name the CSV in it/, ['import', 'products', shop().folder])
    const nowhere = { DATABASE_URL: 'postgresql://hurtrock@127.0.0.1:1/hurtrock' }
    await fails(/hurtrock doctor says what to do about it/, ['migrate'], nowhere)
    for (const args of [['audit'], ['export', 'stock', '-o', path.join(shop().folder, 'none.csv')]])
      await fails(/the shop's database: .*start PostgreSQL, or correct host and port in DATABASE_URL/, args, nowhere)
  })

  test('what is imported is in the shop and in the search', async () => {
    const import_ = await uploaded(await staff(), kTitles + productRow('satu') + productRow('dua'))
    const checked = await check(await staff(), import_)
    assert.equal((await send('GET', `${shop().url}/product/uji-pick-satu`)).status, 404)
    assert.match(checked, /Uji Pick satu/)
    await begin(await staff(), import_)
    const page = await resting(await staff(), import_)
    assert.equal(stateOf(page), 'finished')
    assert.equal((await countsOf(shop(), import_)).created, 2)
    await until('the product is in the shop', async () => (await send('GET', `${shop().url}/product/uji-pick-satu`)).status === 200)
    await until('the product is found', async () =>
      (await send('GET', `${shop().url}/api/v1/products?q=uji+pick+dua`)).text().includes('uji-pick-dua'))
    await assertBooksAreRight(shop())
  })

  test('a second click starts nothing twice', async () => {
    const import_ = await uploaded(await staff(), kTitles + productRow('klik'))
    await check(await staff(), import_)
    const form = formOn(await pageOf(await staff(), import_), 'run')
    const answers = await Promise.all([1, 2, 3].map(async () => (await staff()).post(`${import_}/run`, { form })))
    assert.deepEqual(answers.map(answer => answer.status).sort(), [303, 409, 409])
    await resting(await staff(), import_)
    assert.equal((await shop().sql("SELECT COUNT(*) FROM variants WHERE sku = 'UJI-PICK-klik'"))[0][0], '0')
    assert.equal((await shop().sql("SELECT COUNT(*) FROM variants WHERE sku = 'UJI-PICK-KLIK'"))[0][0], '1')
  })

  test('refused rows are shown with row and column, in the language of who looks, and come as a file', async () => {
    const import_ = await uploaded(await staff(), kTitles + productRow('benar') + productRow('minus', -5))
    assert.match(await check(await staff(), import_), /Baris 3<\/strong> · <code class="rows__code">price<\/code>: Isi dengan rupiah bulat/)
    assert.match(await pageOf(await staff(), `${import_}?lang=en`), /Row 3<\/strong> · <code class="rows__code">price<\/code>: Enter whole rupiah/)
    const file = (await (await staff()).get(`${import_}/refused.csv`)).text()
    assert.match(file, /^\uFEFFslug,.*,alasan ditolak\r\n/)
    assert.match(file, /UJI-PICK-minus.*price: Isi dengan rupiah bulat/)
    assert.doesNotMatch(file, /UJI-PICK-benar/)
  })

  test('columns that cannot be are refused at their field', async () => {
    const import_ = await uploaded(await staff(), kTitles + productRow('kolom'))
    const form = formOn(await pageOf(await staff(), import_), 'check')
    const send_ = async changes => (await staff()).post(`${import_}/check`, { form: { ...form, ...changes } })
    for (const [changes, text] of [
      [{ column8: '' }, /Kolom SKU belum dipilih/], [{ column0: 'name' }, /id="error-column1"/], [{ column0: 'kopi' }, /id="error-column0"/],
      [{ default_weight_g: '-1' }, /id="error-default_weight_g"/], [{ default_category: 'x' }, /id="error-default_category"/],
      [{ default_category_name: 'Tidak Ada' }, /id="error-default_category">Tidak ada kategori bernama “Tidak Ada”/]]) {
      const answer = await send_(changes)
      assert.equal(answer.status, 422)
      assert.match(answer.text(), text)
    }
    assert.equal((await countsOf(shop(), import_)).state, 'columns')
  })

  test('a cancelled import can be checked again', async () => {
    const import_ = await uploaded(await staff(), kTitles + productRow('batal'))
    assert.equal((await (await staff()).post(`${import_}/cancellation`, { form: {} })).status, 303)
    assert.equal(stateOf(await pageOf(await staff(), import_)), 'cancelled')
    assert.equal((await (await staff()).post(`${import_}/cancellation`, { form: {} })).status, 409)
    assert.equal(stateOf(await check(await staff(), import_)), 'checked')
  })

  const kUnreadable = {
    'an empty file': ['', /kosong/],
    'only line ends': ['\r\n\n', /kosong/],
    'only titles': [kTitles, /hanya berisi judul/],
    'one column': ['sku\nA\n', /hanya punya satu kolom/],
    'an XLSX by another name': [Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300, 1)]), /XLSX, ODS, atau ZIP/],
    'an old XLS': [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Excel lama/],
    'NUL characters': [`${kTitles}a,\0,b\n`, /karakter NUL/],
    'a mark of UTF-8 before what is none': [Buffer.concat([Buffer.from('\uFEFFsku,price\n'), Buffer.from([0xff, 0x0a])]), /rusak/],
    'a quotation mark that is not closed': [`${kTitles}"Pick,1\n`, /Tanda kutip di baris 2 tidak ditutup/],
    'text behind a quotation mark': [`${kTitles}"Pick" 1,2\n`, /Di baris 2 ada teks setelah/],
    'an endless line': [Buffer.concat([Buffer.from(kTitles), Buffer.alloc(kTooLongLine, 'x')]), /Baris 2 lebih panjang/],
    'too many columns': [`${','.repeat(400)}\n`, /terlalu banyak kolom|kosong/],
  }
  for (const [what, [bytes, message]] of Object.entries(kUnreadable))
    test(`${what}: refused with its reason, and nothing is kept`, async () => {
      const imports = async () => (await shop().sql('SELECT COUNT(*) FROM product_imports'))[0][0]
      const before = await imports()
      const answer = await upload(await staff(), bytes)
      assert.equal(answer.status, 422)
      assert.match(answer.text(), message)
      assert.match(answer.text(), /Belum ada yang berubah/)
      assert.equal(await imports(), before)
    })

  test('a form without a file is refused', async () => {
    const answer = await (await staff()).post('/admin/imports', {
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } })
    assert.equal(answer.status, 422)
    assert.match(answer.text(), /Pilih satu file CSV dulu/)
  })

  test('only the staff export and import', async () => {
    const guest = new Visitor(shop())
    for (const address of ['/admin/products/export.csv', '/admin/imports', '/admin/imports/1', '/admin/imports/1/refused.csv'])
      assert.notEqual((await send('GET', shop().url + address)).status, 200)
    const imports = async () => (await shop().sql('SELECT COUNT(*) FROM product_imports'))[0][0]
    const before = await imports()
    const answer = await upload(guest, kTitles + productRow('asing'))
    assert.match(answer.headers.location ?? '', /^\/login/)
    assert.equal(await imports(), before)
  })
})
