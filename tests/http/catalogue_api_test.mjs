// The catalogue as programs see it: lists, facets, search, products, categories.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from './client.mjs'
import { assertProblem, setStock, takeVariant, withShop } from './errand.mjs'
import { until } from '../support/poll.mjs'

withShop('catalogue', shop => {
  const get = async (path, headers) => {
    const answer = await send('GET', `${shop().url}/api/v1${path}`, { headers })
    assert.equal(answer.status, 200, `${path}: ${answer.text()}`)
    assert.match(answer.headers['content-type'], /^application\/json/)
    return answer.json()
  }
  const refused = async path => assertProblem(await send('GET', `${shop().url}/api/v1${path}`), 400, 'invalid_query')
  const everything = async query => {
    const items = []
    for (let page = 1; ; ++page) {
      const list = await get(`/products?${query}&per_page=100&page=${page}`)
      items.push(...list.items)
      if (items.length >= list.total || list.items.length === 0) return items
    }
  }

  test('a list has items, page, size, total and facets', async () => {
    const list = await get('/products')
    assert.deepEqual([list.page, list.per_page, list.items.length], [1, 24, 24])
    const [[products]] = await shop().sql("SELECT COUNT(*) FROM products WHERE state = 'active'")
    assert.equal(list.total, Number(products))
    for (const item of list.items) {
      assert.ok(Number.isInteger(item.price) && item.price > 0)
      assert.ok(Number.isInteger(item.available) && item.available >= 0)
      assert.match(item.stock_status, /^(in_stock|low_stock|out_of_stock)$/)
      for (const name of ['slug', 'name', 'brand', 'model']) assert.ok(item[name].length > 0, name)
      assert.ok(item.compare_at_price === null || item.compare_at_price > item.price)
    }
    assert.deepEqual(Object.keys(list.facets).sort(), ['brand', 'category', 'in_stock', 'price', 'specs'])
  })

  test('pages follow each other without gap or repeat', async () => {
    for (const sort of ['newest', 'price_asc', 'price_desc', 'name', 'bestselling']) {
      const slugs = (await everything(`sort=${sort}`)).map(item => item.slug)
      assert.equal(new Set(slugs).size, slugs.length, sort)
      assert.equal(slugs.length, (await get('/products')).total, sort)
    }
    const beyond = await get('/products?page=100000')
    assert.deepEqual(beyond.items, [])
  })

  test('sorting by price and name sorts by price and name', async () => {
    const prices = (await everything('sort=price_asc')).map(item => item.price)
    assert.deepEqual(prices, [...prices].sort((a, b) => a - b))
    const falling = (await everything('sort=price_desc')).map(item => item.price)
    assert.deepEqual(falling, [...falling].sort((a, b) => b - a))
    const names = (await everything('sort=name')).map(item => item.name.toLowerCase())
    assert.deepEqual(names, [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  })

  test('every facet promises exactly what its filter finds', async () => {
    for (const query of ['', 'in_stock=1&', 'q=gitar&', 'min_price=1000000&max_price=9000000&']) {
      const { facets, total } = await get(`/products?${query}`)
      for (const { slug, count } of facets.brand)
        assert.equal((await get(`/products?${query}brand=${slug}`)).total, count, `${query} brand ${slug}`)
      for (const { slug, count } of facets.category)
        assert.equal((await get(`/products?${query}category=${slug}`)).total, count, `${query} category ${slug}`)
      const inStock = query.includes('in_stock') ? query : `${query}in_stock=1`
      assert.equal((await get(`/products?${inStock}`)).total, facets.in_stock, query)
      if (total === 0) continue
      const everyBrand = facets.brand.filter(({ count }) => count > 0).map(({ slug }) => `brand=${slug}`).join('&')
      assert.equal((await get(`/products?${query}${everyBrand}`)).total, total, `${query} all brands together`)
    }
  })

  test('every value and every limit of a specification finds what its facet promises', async () => {
    const { facets, total } = await get('/products?category=gitar')
    assert.ok(facets.specs.length >= 4)
    for (const { key, values, min, max } of facets.specs) {
      for (const { value, count } of values)
        assert.equal((await get(`/products?category=gitar&spec.${key}=${value}`)).total, count, `${key} ${value}`)
      if (min === null) continue
      const having = values.reduce((sum, { count }) => sum + count, 0)
      assert.equal((await get(`/products?category=gitar&spec.${key}.min=${min}&spec.${key}.max=${max}`)).total, having, key)
      assert.equal((await get(`/products?category=gitar&spec.${key}.min=${Number(max) + 0.001}`)).total, 0, key)
      assert.ok(having <= total)
    }
  })

  test('values of one specification add up, those of two narrow down', async () => {
    const total = async query => (await get(`/products?category=gitar&${query}`)).total
    const [mahogany, alder, bolted] = [await total('spec.body_wood=mahogany'), await total('spec.body_wood=alder'), await total('spec.neck_joint=bolt-on')]
    assert.equal(await total('spec.body_wood=mahogany&spec.body_wood=alder'), mahogany + alder)
    const both = await total('spec.body_wood=mahogany&spec.neck_joint=bolt-on')
    assert.ok(both > 0 && both < Math.min(mahogany, bolted), `${both} of ${mahogany} and ${bolted}`)
  })

  test('specifications belong to a category: the whole catalogue offers none', async () => {
    assert.deepEqual((await get('/products')).facets.specs, [])
  })

  test('an unknown specification, value or limit is refused', async () => {
    for (const query of ['spec.nothing=1', 'spec.body_wood=marmer', 'spec.frets.min=many', 'spec.body_wood.max=3', 'spec.frets.max=-1'])
      await refused(`/products?${query}`)
  })

  test('a facet counts without its own choice, so that another may be added', async () => {
    const before = (await get('/products')).facets
    const chosen = before.brand.find(({ count }) => count > 1).slug
    const after = (await get(`/products?brand=${chosen}`)).facets
    assert.deepEqual(after.brand, before.brand)
    const priced = (await get('/products?max_price=1000000')).facets
    assert.deepEqual(priced.price, before.price)
  })

  test('prices and stock filters hold for every item found', async () => {
    for (const item of await everything('min_price=2000000&max_price=5000000'))
      assert.ok(item.price >= 2_000_000 && item.price <= 5_000_000, `${item.slug}: ${item.price}`)
    for (const item of await everything('in_stock=1')) assert.ok(item.available > 0, item.slug)
    assert.equal((await get('/products?min_price=5&max_price=4')).total, 0)
  })

  test('per_page goes up to 100', async () => {
    assert.equal((await get('/products?per_page=100')).per_page, 100)
    for (const value of ['0', '101', '-1', 'abc', '1.5', '999999999999999999999'])
      assert.equal((await refused(`/products?per_page=${value}`)).errors[0].field, 'per_page')
  })

  test('an unknown sort, brand, category or page is refused by name', async () => {
    for (const [field, value] of [['sort', 'cheapest'], ['brand', 'nobody'], ['category', 'nothing'], ['page', '0'],
                                  ['min_price', '-1'], ['max_price', 'cheap'], ['in_stock', 'yes']])
      assert.equal((await refused(`/products?${field}=${value}`)).errors[0].field, field)
  })

  test('a product is told in full', async () => {
    const { slug } = await takeVariant(shop())
    const product = await get(`/products/${slug}`)
    assert.equal(product.slug, slug)
    for (const name of ['id', 'name', 'brand', 'model', 'description', 'price', 'stock_status', 'available', 'category'])
      assert.ok(product[name] !== undefined && product[name] !== '', name)
    assert.ok(product.images.length > 0)
    for (const image of product.images) {
      assert.ok(image.width > 0 && image.height > 0 && image.alt.length > 0)
      assert.equal((await send('GET', shop().url + image.url)).status, 200, image.url)
    }
    assert.equal(product.images.filter(image => image.thumbnail).length, 1)
    assert.ok(product.specs.length > 0)
    for (const spec of product.specs) assert.ok(spec.name && spec.value !== undefined && 'unit' in spec)
    for (const variant of product.variants) {
      assert.ok(variant.id > 0 && variant.sku.length > 0 && variant.price > 0 && variant.available >= 0)
      for (const name of ['weight_g', 'length_mm', 'width_mm', 'height_mm']) assert.ok(variant[name] > 0, name)
    }
    assert.equal(product.price, Math.min(...product.variants.map(({ price }) => price)))
    assert.equal(product.available, product.variants.reduce((sum, { available }) => sum + available, 0))
  })

  test('a product is told in the language of the visitor', async () => {
    const { slug } = await takeVariant(shop())
    const [indonesian, english] = [await get(`/products/${slug}`), await get(`/products/${slug}`, { Cookie: 'language=en' })]
    assert.notEqual(indonesian.description, english.description)
  })

  test('what is sold out is told so within a second', async () => {
    const variant = await takeVariant(shop())
    await shop().sql(`UPDATE variants SET state = 'archived' WHERE product_id = ${variant.product} AND id <> ${variant.id};
                      UPDATE catalogue_version SET version = version + 1`)
    await setStock(shop(), variant.id, 0)
    await until('the product is sold out', async () => {
      const product = await get(`/products/${variant.slug}`)
      return product.stock_status === 'out_of_stock' && product.available === 0
    }, { withinMs: 2_500 })
    const found = await everything('in_stock=1')
    assert.ok(!found.some(({ slug }) => slug === variant.slug))
  })

  test('an archived product is gone from lists, search, suggestions and its address', async () => {
    const variant = await takeVariant(shop())
    const { name } = await get(`/products/${variant.slug}`)
    await shop().sql(`UPDATE products SET state = 'archived' WHERE id = ${variant.product};
                      UPDATE catalogue_version SET version = version + 1`)
    await until('the product is gone', async () =>
      (await send('GET', `${shop().url}/api/v1/products/${variant.slug}`)).status === 410, { withinMs: 2_500 })
    const q = encodeURIComponent(name)
    assert.ok(!(await get(`/products?q=${q}`)).items.some(({ slug }) => slug === variant.slug))
    assert.ok(!(await get(`/search/suggest?q=${q}`)).products.some(({ slug }) => slug === variant.slug))
  })

  test('search finds a product by SKU, model and brand, the exact one first', async () => {
    const variant = await takeVariant(shop())
    const product = await get(`/products/${variant.slug}`)
    assert.equal((await get(`/products?q=${encodeURIComponent(variant.sku)}`)).items[0]?.slug, variant.slug, 'by SKU')
    assert.ok((await get(`/products?q=${encodeURIComponent(product.model)}`)).items.some(({ slug }) => slug === variant.slug), 'by model')
    const byBrand = await get(`/products?q=${encodeURIComponent(product.brand)}&per_page=100`)
    assert.ok(byBrand.items.some(({ slug }) => slug === variant.slug), 'by brand')
  })

  test('search does not care about case, order of words or blanks around them', async () => {
    const product = await get(`/products/${(await takeVariant(shop())).slug}`)
    const words = `${product.brand} ${product.model}`
    const totals = []
    for (const q of [words, words.toUpperCase(), `  ${words}  `, words.split(' ').reverse().join(' ')])
      totals.push((await get(`/products?q=${encodeURIComponent(q)}`)).total)
    assert.ok(totals[0] > 0)
    assert.equal(new Set(totals).size, 1, totals.join(', '))
  })

  test('suggestions are few, fit what was typed and can be followed', async () => {
    const found = await get('/search/suggest?q=git')
    assert.ok(found.products.length > 0 && found.products.length <= 8)
    for (const { slug, name, price } of found.products) {
      assert.ok(name.length > 0 && price > 0)
      assert.equal((await send('GET', `${shop().url}/product/${slug}`)).status, 200)
    }
    assert.ok(found.categories.length > 0)
    assert.ok('did_you_mean' in found)
    assert.deepEqual((await get('/search/suggest?q=')).products, [])
    assert.deepEqual((await get('/search/suggest?q=zzzzqqqq')).products, [])
  })

  test('a misspelt search finds what was meant and says how it is written', async () => {
    await until('the index is there', async () => (await get('/products?q=gibsen')).total > 0)
    const list = await get('/products?q=gibsen')
    assert.equal(list.did_you_mean, 'gibson')
    assert.ok(list.items.slice(0, 3).every(({ brand }) => brand === 'Gibson'))
    assert.equal((await get('/products?q=gibson')).did_you_mean, null)
    const suggested = await get('/search/suggest?q=ibanes')
    assert.equal(suggested.did_you_mean, 'ibanez')
    assert.ok(suggested.products.length > 0 && suggested.products.every(({ brand }) => brand === 'Ibanez'))
  })

  test('counts beside the results of a search are of those results', async () => {
    const list = await get('/products?q=gitar')
    for (const { slug, count } of list.facets.brand)
      assert.equal((await get(`/products?q=gitar&brand=${slug}`)).total, count, slug)
    for (const { slug, count } of list.facets.category)
      assert.equal((await get(`/products?q=gitar&category=${slug}`)).total, count, slug)
  })

  test('a new name is found within a second', async () => {
    const variant = await takeVariant(shop())
    await shop().sql(`UPDATE products SET name = 'Kecapi Petir', model = 'Petir' WHERE id = ${variant.product};
                      UPDATE catalogue_version SET version = version + 1`)
    const begin = performance.now()
    await until('it is found, and only as the index finds things', async () =>
      (await get('/products?q=kecapi+petirr')).items[0]?.slug === variant.slug, { withinMs: 5_000 })
    assert.ok(performance.now() - begin < 2_000, `${performance.now() - begin} ms`)
  })

  test('a synonym that staff write down is known soon', async () => {
    assert.equal((await get('/products?q=kotakajaib')).total, 0)
    await shop().sql("INSERT INTO search_synonyms (terms) VALUES ('kotakajaib, pedal efek')")
    await until('the synonym is known', async () => (await get('/products?q=kotakajaib')).total > 0, { withinMs: 2_500 })
  })

  test('brands that fit are suggested', async () => {
    const { brands } = await get('/search/suggest?q=iba')
    assert.deepEqual(brands, [{ slug: 'ibanez', name: 'Ibanez' }])
  })

  test('what was searched for is counted, once a search, with what found nothing', async () => {
    await get('/products?q=Gitar++Langka')
    await get('/products?q=gitar+langka&page=2')
    const page = await send('GET', `${shop().url}/products?q=gitar+langka`)
    assert.equal(page.status, 200)
    await get('/products?q=budi@contoh.example')
    await until('the counts are written down', async () => {
      const rows = await shop().sql("SELECT searches, without_result FROM search_terms WHERE term = 'gitar langka'")
      return rows[0]?.[0] === '2' && rows[0][1] === '2'
    }, { withinMs: 20_000 })
    assert.deepEqual(await shop().sql("SELECT term FROM search_terms WHERE term LIKE '%@%'"), [])
  })

  test('categories form a tree whose every branch can be visited', async () => {
    const tree = await get('/categories')
    const all = []
    const walk = level => level.forEach(category => (all.push(category), walk(category.children)))
    walk(tree)
    assert.ok(tree.length > 3 && all.length > tree.length)
    for (const { slug, name, count } of all) {
      assert.ok(name.length > 0)
      assert.equal((await get(`/products?category=${slug}`)).total, count, slug)
      assert.equal((await send('GET', `${shop().url}/categories/${slug}`)).status, 200)
    }
  })
})
