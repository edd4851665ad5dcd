// What staff write of products, categories and suppliers, and what the shop makes of it.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'
import { assertBooksAreRight, onEachDatabase, takeVariant, visitorWithCart } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kTwoVariants = {
  name: 'Ibanez RG Uji', model: 'RG Uji', brand: 'Ibanez', category: '', supplier: '', state: 'active',
  description_id: 'Gitar untuk diuji.', description_en: 'A guitar for testing.', slug: '', options: '1', o1_name_id: 'Warna', o1_name_en: 'Finish', do: 'save',
}
const kVariant = { price: '15.000.000', weight: '4000', length: '1100', width: '400', height: '150', active: '1' }

onEachDatabase('staff edit the catalogue', shop => {
  const member = onceLoggedIn(shop, 'staff')
  let number = 0
  /** The fields of a product with two variants, each under a SKU of its own. */
  const fields = async (changed = {}) => {
    const [[category]] = await shop().sql("SELECT id FROM categories WHERE slug = 'gitar-elektrik'")
    const rows = [['1', 'Merah'], ['2', 'Hitam']].map(([row, finish]) => Object.fromEntries(
      Object.entries({ ...kVariant, sku: `UJI-${++number}`, o1_id: finish, stock: '3' }).map(([name, value]) => [`v${row}_${name}`, value])))
    return [...Object.entries({ ...kTwoVariants, category, ...rows[0], ...rows[1], ...changed }), ['row', '1'], ['row', '2']]
  }
  const post = async (path, form) => (await member()).post(path, {
    body: new URLSearchParams(form).toString(), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
  const create = async changed => {
    const answer = await post('/admin/products', await fields(changed))
    assert.equal(answer.status, 303, answer.text().slice(0, 2000))
    return Number(answer.headers.location.match(/^\/admin\/products\/(\d+)\?notice=created$/)[1])
  }
  const value = (page, field) => page.match(new RegExp(`name="${field}"[^>]* value="([^"]*)"`))?.[1]
  const page = async path => {
    const answer = await (await member()).get(path)
    assert.equal(answer.status, 200)
    return answer.text()
  }
  /** What the form of a stored product holds, as a browser would send it. */
  const stored = async id => {
    const text = await page(`/admin/products/${id}`)
    const form = text.slice(text.indexOf('<form class="edit"'), text.indexOf('<div class="save-bar"'))
    const sent = [['do', 'save']]
    for (const [tag, name] of form.matchAll(/<input[^>]* name="([^"]+)"[^>]*>/g)) {
      if (/type="(checkbox|radio)"/.test(tag) && !tag.includes(' checked')) continue
      sent.push([name, tag.match(/ value="([^"]*)"/)?.[1] ?? ''])
    }
    for (const [, name, content] of form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</g)) sent.push([name, content])
    for (const [, name, content] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
      sent.push([name, content.match(/value="([^"]*)" selected/)?.[1] ?? ''])
    return sent.filter(([name]) => name !== '_csrf')
  }
  const withField = (form, name, text) => [...form.filter(([other]) => other !== name), [name, text]]

  test('a new product is in the shop, in the search and in the books', async () => {
    const id = await create()
    const shown = await send('GET', `${shop().url}/api/v1/products/ibanez-rg-uji`)
    assert.equal(shown.status, 200)
    const { variants, brand } = shown.json()
    assert.equal(brand, 'Ibanez')
    assert.deepEqual(variants.map(({ price, available }) => [price, available]), [[15_000_000, 3], [15_000_000, 3]])
    await until('the search finds it', async () =>
      (await send('GET', `${shop().url}/api/v1/products?q=${variants[0].sku}`)).json().items.some(item => item.id === id), { withinMs: 3_000 })
    const movements = await shop().sql(`SELECT m.delta, m.reason, u.email FROM stock_movements m JOIN variants v ON v.id = m.variant_id
      JOIN users u ON u.id = m.actor_id WHERE v.product_id = ${id}`)
    assert.deepEqual(movements, [['3', 'initial', 'staf@hurtrock.com'], ['3', 'initial', 'staf@hurtrock.com']])
    await assertBooksAreRight(shop())
  })

  test('search engines are told what staff wrote for them, in each language, and else the name and the description', async () => {
    const id = await create({ name: 'Ibanez RG Mesin Pencari', seo_title_id: 'Gitar <RG> asli & bergaransi', seo_description_id: 'Kirim hari ini.' })
    const head = async query => {
      const text = (await send('GET', `${shop().url}/product/ibanez-rg-mesin-pencari${query}`)).text()
      const meta = name => text.match(new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`))[1]
      return { title: text.match(/<title>([^<]*) ·/)[1], description: meta('description'), og: [meta('og:title'), meta('og:description')] }
    }
    const written = 'Gitar &lt;RG&gt; asli &amp; bergaransi'
    const numeric = text => text.replaceAll('&#60;', '&lt;').replaceAll('&#62;', '&gt;').replaceAll('&#38;', '&amp;')
    const indonesian = await head('')
    assert.equal(numeric(indonesian.title), written)
    assert.equal(indonesian.description, 'Kirim hari ini.')
    assert.deepEqual(indonesian.og.map(numeric), [written, 'Kirim hari ini.'])
    const english = await head('?lang=en')
    assert.equal(english.title, 'Ibanez RG Mesin Pencari')
    assert.equal(english.description, 'A guitar for testing.')
    const text = await page(`/admin/products/${id}`)
    assert.match(text, /data-description [^>]*lang="id">Kirim hari ini\./)
    assert.match(text, /data-description [^>]*lang="en">A guitar for testing\./)
    const changed = await post(`/admin/products/${id}`, withField(await stored(id), 'seo_description_id', 'Kirim besok.'))
    assert.equal(changed.status, 303)
    await until('the shop says so', async () => (await head('')).description === 'Kirim besok.', { withinMs: 5_000 })
    assert.match(await page(`/admin/products/${id}`), /Ringkasan untuk mesin pencari \(Indonesia\)[\s\S]*Kirim hari ini\./)
  })

  test('a form that comes back says at each field what is wrong, and keeps what was typed', async () => {
    const [[taken]] = await shop().sql('SELECT sku FROM variants ORDER BY id LIMIT 1')
    const before = await shop().sql('SELECT COUNT(*) FROM products')
    const answer = await post('/admin/products', await fields({ name: 'Tetap "di sini"', v1_sku: taken, v2_price: '0' }))
    assert.equal(answer.status, 422)
    assert.equal(value(answer.text(), 'name'), 'Tetap &quot;di sini&quot;')
    assert.match(answer.text(), /href="#field-v2_price"/)
    const again = await post('/admin/products', await fields({ v1_sku: taken }))
    assert.equal(again.status, 422)
    assert.match(again.text(), /href="#field-v1_sku"/)
    assert.deepEqual(await shop().sql('SELECT COUNT(*) FROM products'), before)
  })

  test('the buttons for rows save nothing', async () => {
    const before = await shop().sql('SELECT COUNT(*) FROM products')
    const answer = await post('/admin/products', withField(await fields(), 'do', 'add_row'))
    assert.equal(answer.status, 200)
    assert.match(answer.text(), /name="v3_sku"/)
    assert.equal(value(answer.text(), 'v3_price'), '15.000.000')
    assert.deepEqual(await shop().sql('SELECT COUNT(*) FROM products'), before)
  })

  test('a variant is offered once there is an option that tells it apart', async () => {
    const buttons = text => [...text.matchAll(/name="do" value="(add_row|add_option)"/g)].map(([, word]) => word)
    assert.deepEqual(buttons(await page('/admin/products/new')), ['add_option'])
    assert.deepEqual(buttons((await post('/admin/products', withField(await fields(), 'do', 'add_row'))).text()), ['add_option', 'add_row'])
  })

  test('an edit shows on the next page, and its author and values in the history', async () => {
    const id = await create({ name: 'Sebelum', slug: `sebelum-${number}` })
    const form = withField(withField(await stored(id), 'name', 'Sesudah'), 'v1_price', '14.000.000')
    const answer = await post(`/admin/products/${id}`, form)
    assert.equal(answer.headers.location, `/admin/products/${id}?notice=saved`)
    const [[slug]] = await shop().sql(`SELECT slug FROM products WHERE id = ${id}`)
    assert.equal((await send('GET', `${shop().url}/api/v1/products/${slug}`)).json().name, 'Sesudah')
    const text = await page(`/admin/products/${id}`)
    assert.match(text, /<del>[^<]*<span[^>]*>[^<]*<\/span> Sebelum<\/del> <ins><span[^>]*>[^<]*<\/span> Sesudah<\/ins>/)
    assert.match(text, /Rp\u00a014\.000\.000<\/ins>/)
  })

  test('saving what has not changed changes nothing but the version', async () => {
    const [[id]] = await shop().sql("SELECT p.id FROM products p JOIN product_specs s ON s.product_id = p.id WHERE p.state = 'active' ORDER BY p.id LIMIT 1")
    const rows = () => shop().sql(`SELECT p.name, p.slug, v.sku, v.price, v.compare_at_price, v.weight_g, o.value_id, o.value_en FROM products p
      JOIN variants v ON v.product_id = p.id LEFT JOIN variant_options o ON o.variant_id = v.id WHERE p.id = ${id} ORDER BY v.id, o.position`)
    const specs = () => shop().sql(`SELECT definition_id, number_milli, text_id, text_en FROM product_specs WHERE product_id = ${id} ORDER BY definition_id`)
    const before = [await rows(), await specs()]
    assert.equal((await post(`/admin/products/${id}`, await stored(id))).status, 303)
    assert.deepEqual([await rows(), await specs()], before)
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM audit_log WHERE subject_kind = 'product' AND subject_id = '${id}'`), [['0']])
  })

  test('the second of two editors is shown what the first has stored, and overwrites nothing', async () => {
    const id = await create({ name: 'Bersama', slug: `bersama-${number}` })
    const first = await stored(id), second = await stored(id)
    const [[kind, path]] = await shop().sql(`SELECT c.id, p.name_id || ' &gt; ' || c.name_id FROM categories c JOIN categories p ON p.id = c.parent_id
      WHERE p.parent_id IS NULL AND c.slug <> 'gitar-elektrik' AND p.name_id NOT LIKE '%&%' AND c.name_id NOT LIKE '%&%' ORDER BY c.id LIMIT 1`)
    assert.equal((await post(`/admin/products/${id}`, withField(withField(first, 'v1_price', '13.000.000'), 'category', kind))).status, 303)
    const told = await post(`/admin/products/${id}`, withField(second, 'name', 'Punyaku'))
    assert.equal(told.status, 409)
    assert.equal(value(told.text(), 'name'), 'Punyaku')
    assert.match(told.text(), /stored-note[^\n]*Bersama/)
    assert.match(told.text(), /stored-note[^\n]*13\.000\.000/)
    assert.match(told.text(), new RegExp(`stored-note[^\\n]*${path}<`))
    assert.deepEqual(await shop().sql(`SELECT name FROM products WHERE id = ${id}`), [['Bersama']])
    // Knowing it, they may.
    const version = value(told.text(), 'version')
    assert.equal((await post(`/admin/products/${id}`, withField(withField(second, 'name', 'Punyaku'), 'version', version))).status, 303)
  })

  test('a slug that is given up leads to the product', async () => {
    const id = await create({ slug: `lama-${number}` })
    const [[old]] = await shop().sql(`SELECT slug FROM products WHERE id = ${id}`)
    assert.equal((await post(`/admin/products/${id}`, withField(await stored(id), 'slug', `${old}-baru`))).status, 303)
    const answer = await send('GET', `${shop().url}/product/${old}`)
    assert.equal(answer.status, 301)
    assert.equal(answer.headers.location, `/product/${old}-baru`)
  })

  test('what nobody refers to is deleted, what a cart refers to is archived and can be restored', async () => {
    const id = await create({ slug: `hapus-${number}` })
    const version = async of => value(await page(`/admin/products/${of}/removal`), 'version')
    const deleted = await post(`/admin/products/${id}/removal`, { version: await version(id) })
    assert.equal(deleted.headers.location, '/admin/products?notice=deleted')
    assert.equal((await (await member()).get(`/admin/products/${id}`)).status, 404)

    const variant = await takeVariant(shop())
    await visitorWithCart(shop(), variant)
    const archived = await post(`/admin/products/${variant.product}/removal`, { version: await version(variant.product) })
    assert.equal(archived.headers.location, `/admin/products/${variant.product}?notice=archived`)
    assert.equal((await send('GET', `${shop().url}/product/${variant.slug}`)).status, 410)
    const text = await page(`/admin/products/${variant.product}`)
    const restored = await post(`/admin/products/${variant.product}/restoration`, { version: value(text, 'version') })
    assert.equal(restored.headers.location, `/admin/products/${variant.product}?notice=restored`)
    assert.deepEqual(await shop().sql(`SELECT state FROM products WHERE id = ${variant.product}`), [['hidden']])
    await assertBooksAreRight(shop())
  })

  test('a copy begins with everything but SKU and slug, and may share the pictures', async () => {
    const [[pattern, pictures]] = await shop().sql("SELECT product_id, COUNT(*) FROM product_images WHERE state = 'ready' GROUP BY product_id ORDER BY product_id LIMIT 1")
    const text = await page(`/admin/products/new?from=${pattern}`)
    assert.equal(value(text, 'v1_sku'), '')
    assert.equal(value(text, 'slug'), '')
    assert.equal(value(text, 'copy_pictures'), pattern)
    const id = await create({ copy_pictures: pattern, slug: `salinan-${number}` })
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM product_images WHERE product_id = ${id}`), [[pictures]])
  })

  test('goods that are promised keep the backorder limit up', async () => {
    const id = await create({ slug: `pesan-${number}`, v1_backorder: '5' })
    const [[variant]] = await shop().sql(`SELECT MIN(id) FROM variants WHERE product_id = ${id}`)
    await shop().sql(`UPDATE stock_levels SET reserved = 6 WHERE variant_id = ${variant}`)
    const answer = await post(`/admin/products/${id}`, withField(await stored(id), 'v1_backorder', '2'))
    assert.equal(answer.status, 422)
    assert.match(answer.text(), /href="#field-v1_backorder"/)
    await shop().sql(`UPDATE stock_levels SET reserved = 0 WHERE variant_id = ${variant}`)
  })

  test('a form of sixty variants is taken', async () => {
    let form = (await fields()).filter(([name]) => !/^v\d|^row$/.test(name))
    for (let row = 1; row <= 60; ++row) {
      form.push(['row', String(row)])
      for (const [name, text] of Object.entries({ ...kVariant, sku: `BANYAK-${shop().database}-${row}`, o1_id: `Warna ${row}`, o1_en: `Finish ${row}`, stock: '1', compare: '', minimum: '0', low: '0', backorder: '0' }))
        form.push([`v${row}_${name}`, text])
    }
    form = withField(form, 'slug', 'banyak-varian')
    const answer = await post('/admin/products', form)
    assert.equal(answer.status, 303, answer.text().slice(0, 500))
    assert.deepEqual(await shop().sql("SELECT COUNT(*) FROM variants WHERE sku LIKE 'BANYAK-%'"), [['60']])
  })

  test('only staff come here', async () => {
    const buyer = await loggedIn(shop(), 'buyer')
    for (const path of ['/admin/products/new', '/admin/products/1', '/admin/categories', '/admin/suppliers'])
      assert.equal((await buyer.get(path)).status, 403, path)
    assert.equal((await buyer.post('/admin/products/1', { form: { name: 'x' } })).status, 403)
  })

  test('a category is made, renamed, moved, and deleted once it is empty', async () => {
    const created = await post('/admin/categories', { name_id: 'Uji Coba', name_en: 'Trial', slug: '', parent: '', active: '1' })
    assert.equal(created.status, 303, created.text().slice(0, 500))
    const id = created.headers.location.match(/#category-(\d+)$/)[1]
    assert.equal((await send('GET', `${shop().url}/categories/uji-coba`)).status, 200)
    const version = async () => value(await page(`/admin/categories/${id}`), 'version')
    const renamed = { name_id: 'Uji Lagi', name_en: 'Trial again', slug: 'uji-lagi', parent: '', active: '1', version: await version() }
    assert.equal((await post(`/admin/categories/${id}`, renamed)).status, 303)
    assert.equal((await send('GET', `${shop().url}/categories/uji-coba`)).headers.location, '/categories/uji-lagi')
    assert.equal((await post(`/admin/categories/${id}`, renamed)).status, 409)
    assert.equal((await post(`/admin/categories/${id}`, { ...renamed, parent: id, version: await version() })).status, 422)
    assert.equal((await post('/admin/categories/order', { do: `up:${id}:${await version()}` })).status, 303)
    assert.equal((await post('/admin/categories/order', { do: `up:${id}:1` })).status, 409)
    assert.equal((await post(`/admin/categories/${id}/removal`, { version: await version() })).status, 303)
    const [[full, seen]] = await shop().sql("SELECT id, version FROM categories WHERE slug = 'gitar-elektrik'")
    assert.equal((await post(`/admin/categories/${full}/removal`, { version: seen })).status, 409)
  })

  describe('a category is put elsewhere', () => {
    const idOf = async slug => Number((await shop().sql(`SELECT id FROM categories WHERE slug = '${slug}'`))[0][0])
    const seen = async () => value(await page('/admin/categories'), 'seen')
    const put = async (id, place) => post(`/admin/categories/${id}/place`, { parent: '', before: '', seen: await seen(), ...place })
    const tree = async () => (await send('GET', `${shop().url}/api/v1/categories`)).json()
    const order = async () => (await shop().sql(
      'SELECT id, COALESCE(parent_id, 0) FROM categories ORDER BY COALESCE(parent_id, 0), position, id')).join(' ')
    const menu = async () => [...(await send('GET', `${shop().url}/`)).text().matchAll(/departments__link" href="\/categories\/([^"]+)"/g)].map(([, slug]) => slug)

    test('with one request, and the menus of the shop follow', async () => {
      const departments = await menu()
      const [first, last] = [departments[0], departments.at(-1)]
      const moved = await put(await idOf(last), { before: await idOf(first) })
      assert.equal(moved.status, 303, moved.text().slice(0, 500))
      assert.equal(moved.headers.location, `/admin/categories#category-${await idOf(last)}`)
      await until('the menu begins with it', async () => (await menu())[0] === last)
      assert.deepEqual(await menu(), [last, ...departments.slice(0, -1)])
      assert.equal((await put(await idOf(last), {})).status, 303)
      await until('the menu is as it was', async () => (await menu()).join() === departments.join())
    })

    test('below another one, with what is below itself', async () => {
      const departments = await tree()
      const [from, to] = departments.filter(each => each.children.length > 0)
      const child = from.children[0]
      assert.equal((await put(await idOf(child.slug), { parent: await idOf(to.slug), before: await idOf(to.children[0].slug) })).status, 303)
      await until('it is there', async () => (await tree()).find(each => each.slug === to.slug).children[0].slug === child.slug)
      const back = from.children[1] ? await idOf(from.children[1].slug) : ''
      assert.equal((await put(await idOf(child.slug), { parent: await idOf(from.slug), before: back })).status, 303)
      await until('it is back', async () => JSON.stringify(await tree()) === JSON.stringify(departments))
    })

    test('but not as it was planned in a tree that has changed since', async () => {
      const early = await seen()
      const [first, second] = await tree()
      assert.equal((await put(await idOf(second.slug), { before: await idOf(first.slug) })).status, 303)
      const before = await order()
      const late = await put(await idOf(first.slug), { parent: await idOf(second.slug), seen: early })
      assert.equal(late.status, 409)
      assert.ok(late.text().includes('Susunan kategori baru saja diubah orang lain'))
      // What the answer shows is the tree to choose from now.
      assert.equal(value(late.text(), 'seen'), await seen())
      assert.equal(await order(), before)
    })

    test('but not into its own branch, nor where nothing is', async () => {
      const [parent] = (await tree()).filter(each => each.children.length > 0)
      const before = await order()
      const [id, below] = [await idOf(parent.slug), await idOf(parent.children[0].slug)]
      assert.equal((await put(id, { parent: below })).status, 422)
      assert.equal((await put(id, { parent: id })).status, 422)
      assert.equal((await put(id, { parent: '999999999' })).status, 409)
      assert.equal((await put(id, { before: below })).status, 409)
      assert.equal((await put(id, { parent: 'atas' })).status, 422)
      assert.equal((await put(999999999, {})).status, 409)
      assert.equal(await order(), before)
    })

    test('and its history says where it was', async () => {
      const [parent] = (await tree()).filter(each => each.children.length > 1)
      const [first, second] = [await idOf(parent.children[0].slug), await idOf(parent.children[1].slug)]
      assert.equal((await put(first, { parent: await idOf(parent.slug) })).status, 303)
      const [[before, after]] = await shop().sql(
        `SELECT before_json, after_json FROM audit_log WHERE action = 'category.moved' AND subject_id = '${first}' ORDER BY id DESC LIMIT 1`)
      assert.deepEqual(JSON.parse(before), { place: '' })
      assert.notEqual(JSON.parse(after).place, '')
      assert.equal((await put(first, { parent: await idOf(parent.slug), before: second })).status, 303)
    })
  })

  test('the list of categories counts what is below them, as the list behind it does', async () => {
    const [[id]] = await shop().sql(
      'SELECT c.id FROM categories c WHERE c.parent_id IS NULL AND EXISTS (SELECT 1 FROM categories b JOIN products p ON p.category_id = b.id WHERE b.parent_id = c.id) ORDER BY c.id LIMIT 1')
    const [[products]] = await shop().sql(
      `SELECT COUNT(*) FROM products WHERE category_id IN (WITH RECURSIVE below AS (SELECT id FROM categories WHERE id = ${id} UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id) SELECT id FROM below)`)
    const [, shown] = (await page('/admin/categories')).match(new RegExp(`/admin/products\\?category=${id}"[^>]*>([\\d.]+) produk`))
    assert.equal(shown.replaceAll('.', ''), products)
  })

  test('a supplier is added once, changed, and put out of use', async () => {
    const supplier = { name: 'CV Uji', contact_name: 'Ujang', phone: '0812 3456 7890', email: '', address: '', active: '1' }
    const created = await post('/admin/suppliers', supplier)
    assert.equal(created.status, 303, created.text().slice(0, 500))
    assert.equal((await post('/admin/suppliers', supplier)).status, 422)
    const path = created.headers.location.split('?')[0]
    const version = value(await page(path), 'version')
    const { active, ...unused } = supplier
    assert.equal((await post(path, { ...unused, version })).status, 303)
    assert.equal((await post(path, { ...supplier, version })).status, 409)
    assert.doesNotMatch(await page('/admin/products/new'), /CV Uji/)
  })

  test('with more suppliers than a select holds, one is chosen by its name', async () => {
    const names = Array.from({ length: 201 }, (_, at) => `('Grosir ${1000 + at}', 0)`)
    await shop().sql(`INSERT INTO suppliers (name, created_at) VALUES ${names.join(', ')}`)
    const id = await create({ name: 'Ibanez RG Grosir', supplier_name: 'grosir 1200' })
    const supplierOf = async () => (await shop().sql(`SELECT s.name FROM products p JOIN suppliers s ON s.id = p.supplier_id WHERE p.id = ${id}`)).flat()
    assert.deepEqual(await supplierOf(), ['Grosir 1200'])
    const form = await stored(id)
    assert.deepEqual(form.filter(([name]) => name.startsWith('supplier')), [['supplier_name', 'Grosir 1200']])
    for (const [typed, message] of [['Tidak Ada', 'Tidak ada pemasok bernama “Tidak Ada”.'], ['Grosir 11', 'Grosir 1100, Grosir 1101,']]) {
      const refused = await post(`/admin/products/${id}`, withField(form, 'supplier_name', typed))
      assert.equal(refused.status, 422)
      assert.ok(refused.text().includes(message), typed)
      assert.equal(value(refused.text(), 'supplier_name'), typed)
    }
    assert.deepEqual(await supplierOf(), ['Grosir 1200'])
    const list = await (await member()).get('/admin/stock?supplier_name=Grosir+1200')
    const [[supplier]] = await shop().sql("SELECT id FROM suppliers WHERE name = 'Grosir 1200'")
    assert.deepEqual([list.status, list.headers.location], [303, `/admin/stock?supplier=${supplier}`])
    assert.equal(value(await page(list.headers.location), 'supplier_name'), 'Grosir 1200')
    const take = await post('/admin/stock/takes', { scope: 'supplier', supplier_name: 'Grosir 1200', note: '', form_key: 'grosir' })
    assert.equal(take.status, 303)
    const unknown = await post('/admin/stock/takes', { scope: 'supplier', supplier_name: 'Tidak Ada', note: '', form_key: 'grosir-2' })
    assert.equal(unknown.status, 422)
    assert.match(unknown.text(), /Tidak ada pemasok bernama “Tidak Ada”/)
    assert.equal((await post(`/admin/products/${id}`, withField(await stored(id), 'supplier_name', ''))).status, 303)
    assert.deepEqual(await supplierOf(), [])
    await post(`${take.headers.location}/cancellation`, {})
    await shop().sql("DELETE FROM stock_takes WHERE supplier_id IN (SELECT id FROM suppliers WHERE name LIKE 'Grosir 1%')")
    await shop().sql("DELETE FROM suppliers WHERE name LIKE 'Grosir 1%'")
  })

  test('with more categories than a select holds, one is chosen by its name, wherever one is', async () => {
    const rows = Array.from({ length: 201 }, (_, at) => `('jenis-${1000 + at}', 'Jenis ${1000 + at}', 'Kind ${1000 + at}', ${1000 + at})`)
    await shop().sql(`INSERT INTO categories (slug, name_id, name_en, position) VALUES ${rows.join(', ')}`)
    const [[kind]] = await shop().sql("SELECT id FROM categories WHERE slug = 'jenis-1200'")
    const isUnknown = (answer, message = 'Tidak ada kategori bernama “Tidak Ada”.') => {
      assert.equal(answer.status, 422)
      assert.ok(answer.text().includes(message), message)
    }
    const id = await create({ name: 'Ibanez RG Jenis', category_name: 'kind 1200' })
    const categoryOf = async () => (await shop().sql(`SELECT category_id FROM products WHERE id = ${id}`)).flat()
    assert.deepEqual(await categoryOf(), [kind])
    const form = await stored(id)
    assert.deepEqual(form.filter(([name]) => name.startsWith('category')), [['category_name', 'Jenis 1200']])
    for (const [typed, message] of [['Tidak Ada'], ['Jenis 11', 'Jenis 1100, Jenis 1101,']]) {
      const refused = await post(`/admin/products/${id}`, withField(form, 'category_name', typed))
      isUnknown(refused, message)
      assert.equal(value(refused.text(), 'category_name'), typed)
      assert.equal(refused.text().match(/href="#field-category"/g).length, 1, 'said once')
    }
    isUnknown(await post(`/admin/products/${id}`, withField(form, 'category_name', 'Tidak Ada')))
    assert.equal((await post(`/admin/products/${id}`, withField(form, 'category_name', ''))).status, 422)
    assert.deepEqual(await categoryOf(), [kind])

    for (const path of ['/admin/products', '/admin/stock']) {
      const list = await (await member()).get(`${path}?category_name=Jenis+1200`)
      assert.deepEqual([list.status, list.headers.location], [303, `${path}?category=${kind}`])
      assert.equal(value(await page(list.headers.location), 'category_name'), 'Jenis 1200')
    }

    const bulk = async name => (await member()).get(`/admin/products/bulk?do=category&product=${id}:1&category_name=${encodeURIComponent(name)}`)
    assert.match((await bulk('Jenis 1199')).text(), /<input type="hidden" name="category" value="\d+">/)
    isUnknown(await bulk('Tidak Ada'))

    const take = name => post('/admin/stock/takes', { scope: 'category', category_name: name, note: '', form_key: `jenis-${name}` })
    const started = await take('Jenis 1200')
    assert.equal(started.status, 303)
    isUnknown(await take('Tidak Ada'))
    await post(`${started.headers.location}/cancellation`, {})

    const below = { name_id: 'Di Bawah Jenis', name_en: 'Below a kind', slug: 'jenis-1-bawah', active: '1' }
    isUnknown(await post('/admin/categories', { ...below, parent_name: 'Tidak Ada' }))
    assert.equal((await post('/admin/categories', { ...below, parent_name: 'Jenis 1200' })).status, 303)
    const [[child, parent]] = await shop().sql("SELECT id, parent_id FROM categories WHERE slug = 'jenis-1-bawah'")
    assert.equal(parent, kind)
    const text = await page(`/admin/categories/${child}`)
    assert.equal(value(text, 'parent_name'), 'Jenis 1200')
    const circle = await post(`/admin/categories/${kind}`, { name_id: 'Jenis 1200', name_en: 'Kind 1200', slug: 'jenis-1200', active: '1', version: '1', parent_name: 'Di Bawah Jenis' })
    assert.equal(circle.status, 422)
    assert.match(circle.text(), /href="#field-parent"/)
    assert.equal((await post(`/admin/categories/${child}/removal`, { version: value(text, 'version') })).status, 303)

    // Another has its slug for a name, and stands below a third.
    await shop().sql(`INSERT INTO categories (slug, name_id, name_en, parent_id) VALUES ('jenis-1-dua', 'Jenis-1-Lain', 'Jenis-1-Lain', NULL), ('jenis-1-lain', 'Jenis-1-Lain', 'Jenis-1-Lain', ${kind})`)
    const [[clash], [other]] = await shop().sql("SELECT id FROM categories WHERE slug IN ('jenis-1-dua', 'jenis-1-lain') ORDER BY slug")
    await shop().sql(`UPDATE products SET category_id = ${clash} WHERE id = ${id}`)
    const clashing = await stored(id)
    assert.deepEqual(clashing.filter(([name]) => name.startsWith('category')), [['category_name', 'jenis-1-dua']])
    assert.equal((await post(`/admin/products/${id}`, withField(clashing, 'model', 'Dengan bentrokan'))).status, 303)
    assert.deepEqual(await categoryOf(), [clash])
    const moving = (await bulk('jenis-1-lain')).text()
    assert.ok(moving.includes(`name="category" value="${other}"`))
    assert.ok(moving.includes('jenis-1-dua') && moving.includes('Jenis 1200 &gt; Jenis-1-Lain'), 'the preview says which of the two')

    await shop().sql("DELETE FROM stock_takes WHERE category_id IN (SELECT id FROM categories WHERE slug LIKE 'jenis-1%')")
    await shop().sql(`UPDATE products SET category_id = (SELECT id FROM categories WHERE slug = 'gitar-elektrik') WHERE id = ${id}`)
    await shop().sql("DELETE FROM categories WHERE slug LIKE 'jenis-1%'; UPDATE catalogue_version SET version = version + 1 WHERE id = 1")
  })

  test('the list goes on where a page ended, and keeps its filters', async () => {
    const [[expected]] = await shop().sql("SELECT COUNT(*) FROM products WHERE state = 'active'")
    const seen = new Set()
    for (let path = '/admin/products?state=active&sort=name', pages = 0; path; ++pages) {
      assert.ok(pages < 50, 'it comes to an end')
      const text = await page(path)
      for (const [, id] of text.matchAll(/name="product" value="(\d+)"/g)) {
        assert.ok(!seen.has(id), `product ${id} comes once`)
        seen.add(id)
      }
      path = text.match(/href="([^"]+)" rel="next"/)?.[1].replaceAll('&amp;', '&')
      if (path) assert.match(path, /sort=name&state=active&after=/)
    }
    assert.equal(seen.size, Number(expected))
  })

  test('many prices are changed after a preview, all or none', async () => {
    const ids = [await create({ slug: `banyak-a-${number}` }), await create({ slug: `banyak-b-${number}` })]
    const query = `do=percent&value=-10&rounding=1000&${ids.map(id => `product=${id}`).join('&')}`
    const preview = await page(`/admin/products/bulk?${query}`)
    assert.match(preview, /Rp\u00a013\.500\.000/)
    const seen = [...preview.slice(preview.lastIndexOf('<form')).matchAll(/name="product" value="([^"]+)"/g)].map(([, value]) => ['product', value])
    const form = [['do', 'percent'], ['value', '-10'], ['rounding', '1000'], ['return', '/admin/products?state=active'], ...seen]
    assert.equal((await post('/admin/products/bulk', form)).headers.location, '/admin/products?state=active&notice=changed')
    const prices = () => shop().sql(`SELECT DISTINCT price FROM variants WHERE product_id IN (${ids})`)
    assert.deepEqual(await prices(), [['13500000']])
    assert.equal((await post('/admin/products/bulk', form)).status, 409)
    assert.deepEqual(await prices(), [['13500000']])
    assert.equal((await post('/admin/products/bulk', withField(form, 'value', '0'))).status, 422)
    assert.match(await page(`/admin/products/${ids[0]}`), /Rp\u00a013\.500\.000<\/ins>/)
    // The way back never leads out of the list.
    const away = await post('/admin/products/bulk', [['do', 'featured'], ['return', 'https://evil.example/'], ['product', `${ids[0]}:2`]])
    assert.equal(away.headers.location, '/admin/products?notice=changed')
  })

  test('all that a filter finds is changed as its preview has shown it, or not at all', async () => {
    const ids = []
    for (const letter of ['a', 'b', 'c']) ids.push(await create({ name: `Saringan Uji ${letter}`, slug: `saringan-uji-${letter}` }))
    const list = '/admin/products?q=Saringan%20Uji'
    const change = [['all', '1'], ['do', 'percent'], ['value', '-10'], ['rounding', '1000'], ['return', list]]
    const seen = async () => {
      const preview = await page(`/admin/products/bulk?${new URLSearchParams(change)}`)
      assert.doesNotMatch(preview, /name="product"/)
      return ['seen', preview.match(/name="seen" value="(3:[^"]+)"/)[1]]
    }
    const prices = () => shop().sql(`SELECT DISTINCT price FROM variants WHERE product_id IN (${ids})`)
    const overtaken = [...change, await seen()]
    await shop().sql(`UPDATE products SET version = version + 1 WHERE id = ${ids[1]}`)
    for (const form of [overtaken, change, withField(change, 'return', '/admin/orders')])
      assert.match(String((await post('/admin/products/bulk', form)).status), /^(409|422)$/)
    assert.deepEqual(await prices(), [['15000000']])

    const form = [...change, await seen()]
    const begun = await post('/admin/products/bulk', form)
    assert.equal(begun.status, 303)
    assert.match(begun.headers.location, /^\/admin\/products\/bulk\/\d+$/)
    await until('all are changed', async () => (await (await member()).get(begun.headers.location)).headers.refresh === undefined)
    assert.deepEqual(await prices(), [['13500000']])
    // Sent again, while its products are as they were or afterwards, it changes nothing.
    await post('/admin/products/bulk', form)
    assert.deepEqual(await prices(), [['13500000']])
    const written = await shop().sql(`SELECT COUNT(*) FROM audit_log WHERE action = 'product.changed' AND subject_id IN (${ids.map(id => `'${id}'`)})`)
    assert.deepEqual(written, [['3']])
    await until('the shop has the new price', async () =>
      (await send('GET', `${shop().url}/product/saringan-uji-c`)).text().includes('Rp\u00a013.500.000'))
    assert.equal((await (await member()).get('/admin/products/bulk/999999999')).status, 404)
  })
})
