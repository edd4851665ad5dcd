// What search engines and messengers are told: addresses that change, canonical ones, languages, the sitemap, and the
// structured data of pages.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, assertProblem, onEachDatabase, setStock, takeUnreviewedVariant, takeVariant } from './errand.mjs'

const kChanged = 'UPDATE catalogue_version SET version = version + 1 WHERE id = 1'
const kStrat = '/product/fender-player-ii-stratocaster'

onEachDatabase('search engines', shop => {
  const get = (path, headers = {}) => send('GET', shop().url + path, { headers: { Accept: 'text/html', ...headers } })
  const page = async (path, headers) => assertPage(await get(path, headers), 200)
  const change = sql => shop().sql(`${sql}; ${kChanged}`)
  const statusOf = async path => (await get(path)).status
  const leadsTo = async path => (await get(path)).headers.location

  // Addresses ----------------------------------------------------------------------------------------------------------

  test('the former address of a renamed product leads to its new one with all that stands behind it', async () => {
    const variant = await takeVariant(shop())
    await change(`UPDATE products SET slug = '${variant.slug}-baru' WHERE id = ${variant.product}`)
    await until('the product has moved', async () => await statusOf(`/product/${variant.slug}`) === 301)
    const there = `/product/${variant.slug}-baru`
    assert.equal(await leadsTo(`/product/${variant.slug}?variant=${variant.id}&x=a%26b`), `${there}?variant=${variant.id}&x=a%26b`)
    assert.equal(await leadsTo(`/product/${variant.slug}/reviews?page=2`), `${there}/reviews?page=2`)
    await page(`${there}?variant=${variant.id}`)
    const api = await send('GET', `${shop().url}/api/v1/products/${variant.slug}?lang=en`)
    assert.equal(api.status, 301)
    assert.equal(api.headers.location, `/api/v1/products/${variant.slug}-baru?lang=en`)
    assert.match(api.headers['cache-control'], /no-store/, 'the product may take its address back')
  })

  test('a product that takes its former address back is found there again', async () => {
    const { slug, product } = await takeVariant(shop())
    await change(`UPDATE products SET slug = '${slug}-lain' WHERE id = ${product}`)
    await until('the product has moved', async () => await statusOf(`/product/${slug}`) === 301)
    await change(`UPDATE products SET slug = '${slug}' WHERE id = ${product}`)
    await until('the product is back', async () => await statusOf(`/product/${slug}`) === 200)
    assert.equal(await leadsTo(`/product/${slug}-lain`), `/product/${slug}`)
  })

  test('no product can take an address that was once another one\'s', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    await shop().sql(`UPDATE products SET slug = '${first.slug}-dua' WHERE id = ${first.product}`)
    await assert.rejects(shop().sql(`UPDATE products SET slug = '${first.slug}' WHERE id = ${second.product}`))
  })

  test('the former address of a category leads to its new one, and lists still know it', async () => {
    await change("UPDATE categories SET slug = 'senar-gitar-bass' WHERE slug = 'senar'")
    await until('the category has moved', async () => await statusOf('/categories/senar') === 301)
    assert.equal(await leadsTo('/categories/senar?sort=newest'), '/categories/senar-gitar-bass?sort=newest')
    const list = await page('/products?category=senar')
    assert.match(list, /rel="canonical" href="[^"]+\/categories\/senar-gitar-bass"/)
  })

  test('what is not sold any more is gone, and its page offers what is there instead', async () => {
    const { slug, product } = await takeVariant(shop())
    const [[name, category]] = await shop().sql(
      `SELECT p.name, c.slug FROM products p JOIN categories c ON c.id = p.category_id WHERE p.id = ${product}`)
    await change(`UPDATE products SET state = 'archived' WHERE id = ${product}`)
    await until('the product is gone', async () => await statusOf(`/product/${slug}`) === 410)
    const gone = assertPage(await get(`/product/${slug}`), 410)
    assert.ok(gone.includes(escaped(name)), 'it says what is gone')
    assert.ok(gone.includes(`href="/categories/${category}"`), 'it leads on to the category')
    assert.match(gone, /class="card/)
    assert.equal(robots(gone), 'noindex')
    assertProblem(await send('GET', `${shop().url}/api/v1/products/${slug}`), 410, 'gone')
    assertProblem(await send('GET', `${shop().url}/api/v1/products/${slug}/reviews`), 410, 'gone')
    assertPage(await get(`/product/${slug}/reviews`), 410)
    assert.doesNotMatch((await get('/sitemap.xml')).text(), new RegExp(`/product/${slug}<`))
  })

  test('what is hidden does not tell its name', async () => {
    const { slug, product } = await takeVariant(shop())
    await change(`UPDATE products SET state = 'hidden', name = 'Rahasia Besar' WHERE id = ${product}`)
    await until('the product is hidden', async () => await statusOf(`/product/${slug}`) === 410)
    assert.doesNotMatch((await get(`/product/${slug}`)).text(), /Rahasia Besar/)
  })

  test('what never was is not found', async () => {
    assertPage(await get('/product/never-was'), 404)
    assertPage(await get('/categories/never-was'), 404)
    assertProblem(await send('GET', `${shop().url}/api/v1/products/never-was`), 404, 'not_found')
  })

  // Canonical addresses ------------------------------------------------------------------------------------------------

  test('a page names its one canonical address, and endless lists name none and are not indexed', async () => {
    const variants = (await send('GET', `${shop().url}/api/v1/products/fender-player-ii-stratocaster`)).json().variants
    const canonical = {
      '/': '/',
      '/?utm_source=x': '/',
      '/products': '/products',
      '/products?sort=price_asc': '/products',
      '/products?sort=price_asc&page=2': '/products?page=2',
      '/products?category=gitar': '/categories/gitar',
      '/products?brand=ibanez': '/products?brand=ibanez',
      '/products?brand=ibanez&sort=name': '/products?brand=ibanez',
      '/categories/gitar': '/categories/gitar',
      '/categories/gitar?page=2&sort=newest': '/categories/gitar?page=2',
      [kStrat]: kStrat,
      [`${kStrat}?variant=${variants[1].id}`]: kStrat,
      '/store-info': '/store-info',
      '/buying': '/buying',
      '/returns': '/returns',
      '/privacy?utm_source=x': '/privacy',
    }
    for (const [path, address] of Object.entries(canonical)) {
      const html = await page(path)
      assert.equal(canonicalOf(html), shop().url + address, path)
      assert.equal(robots(html), undefined, path)
    }
    for (const path of ['/products?q=gitar', '/products?brand=ibanez&brand=fender', '/products?in_stock=1', '/products?min_price=1000000',
      '/categories/gitar?brand=ibanez', '/categories/gitar?spec.body_wood=mahogany', '/products?page=9999', '/cart', '/login', '/register']) {
      const html = await page(path)
      assert.equal(robots(html), 'noindex', path)
      assert.equal(canonicalOf(html), undefined, path)
    }
  })

  test('the list of a product\'s reviews is canonical page by page, however it is sorted or filtered', async () => {
    const [[slug]] = await shop().sql(
      'SELECT slug FROM products WHERE rated_4 + rated_5 > 0 ORDER BY rated_1 + rated_2 + rated_3 + rated_4 + rated_5 DESC, id LIMIT 1')
    const base = `/product/${slug}/reviews`
    assert.equal(canonicalOf(await page(base)), shop().url + base)
    assert.equal(robots(await page(`${base}?sort=newest`)), 'noindex')
    assert.equal(robots(await page(`${base}?photos=1`)), 'noindex')
    const { slug: unreviewed } = await takeUnreviewedVariant(shop())
    assert.equal(robots(await page(`/product/${unreviewed}/reviews`)), 'noindex', 'there is nothing to read')
  })

  // Languages ----------------------------------------------------------------------------------------------------------

  test('an address shows a page in English and changes nothing else', async () => {
    const answer = await get('/categories/gitar?lang=en')
    const english = assertPage(answer, 200)
    assert.match(english, /<html lang="en"/)
    assert.match(english, /<h1[^>]*>Guitars</)
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.match(await page('/categories/gitar'), /<html lang="id"/)
    assert.match(await page('/categories/gitar?lang=id', { Cookie: 'language=en' }), /<html lang="id"/)
    assert.match(await page('/categories/gitar?lang=xx', { Cookie: 'language=en' }), /<html lang="en"/)
    const api = await send('GET', `${shop().url}/api/v1/categories?lang=en`)
    assert.ok(JSON.stringify(api.json()).includes('Guitars'))
  })

  test('each language has a canonical address, and each page names those of all', async () => {
    for (const path of ['/', '/categories/gitar', '/products?brand=ibanez', kStrat]) {
      const [id, en] = [shop().url + path, `${shop().url}${path}${path.includes('?') ? '&' : '?'}lang=en`]
      for (const [html, canonical] of [[await page(path), id], [await page(path, { Cookie: 'language=en' }), en],
        [await page(`${path}${path.includes('?') ? '&' : '?'}lang=en`), en]]) {
        assert.equal(canonicalOf(html), canonical, path)
        assert.deepEqual(alternates(html), { id, en, 'x-default': id }, path)
      }
    }
    assert.deepEqual(alternates(await page('/products?q=gitar')), {})
  })

  test('who comes to an English page can go on in English, at the same address', async () => {
    const visitor = new Visitor(shop())
    const html = assertPage(await visitor.get('/products?brand=ibanez&lang=en', { headers: { Accept: 'text/html' } }), 200)
    const [, form] = /<form class="language-offer"([^]*?)<\/form>/.exec(html)
    const back = /name="return_to" value="([^"]+)"/.exec(form)[1].replaceAll('&amp;', '&')
    assert.equal(back, '/products?brand=ibanez')
    const answer = await visitor.post('/language', { form: { value: 'en', return_to: back } })
    assert.equal(answer.headers.location, back)
    const there = assertPage(await visitor.get(back, { headers: { Accept: 'text/html' } }), 200)
    assert.match(there, /<html lang="en"/)
    assert.doesNotMatch(there, /language-offer/)
  })

  // The sitemap --------------------------------------------------------------------------------------------------------

  test('the sitemap lists canonical addresses that can be indexed, with the time of their last change', async () => {
    const answer = await get('/sitemap.xml')
    assert.match(answer.headers['content-type'], /^application\/xml/)
    const entries = [...answer.text().matchAll(/<url><loc>([^<]+)<\/loc>(?:<lastmod>([^<]+)<\/lastmod>)?<\/url>/g)]
    const addresses = entries.map(([, address]) => address.replaceAll('&amp;', '&'))
    const [[count]] = await shop().sql("SELECT COUNT(*) FROM products WHERE state = 'active'")
    assert.equal(addresses.filter(address => address.includes('/product/')).length, Number(count))
    for (const path of ['/', '/products', '/store-info', '/buying', '/returns', '/privacy', '/categories/gitar', '/products?brand=ibanez'])
      assert.ok(addresses.includes(shop().url + path), path)
    const one = entries.find(([, address]) => address.endsWith(kStrat))
    const [[changed]] = await shop().sql(`SELECT updated_at FROM products WHERE slug = '${kStrat.split('/').pop()}'`)
    assert.ok(Date.parse(one[2]) >= Math.floor(Number(changed) / 1e6) * 1000, one[2])
    for (const address of [addresses[0], addresses.at(-1), ...addresses.filter(each => each.includes('/categories/')).slice(0, 3)])
      assert.equal(canonicalOf(await page(address.slice(shop().url.length))), address)
    assertPage(await get('/sitemap-1.xml'), 404)
  })

  test('robots are kept out of what is nobody\'s to find, and told of the sitemap', async () => {
    const text = (await get('/robots.txt')).text()
    for (const path of ['/admin', '/api/', '/cart', '/checkout', '/orders', '/profile', '/search']) assert.ok(text.includes(`Disallow: ${path}\n`), path)
    assert.ok(text.includes(`Sitemap: ${shop().url}/sitemap.xml\n`))
    assert.doesNotMatch(text, /Disallow: \/(products?|categories|store-info|assets|media)?\n/)
  })

  // Structured data ----------------------------------------------------------------------------------------------------

  test('a product with variants tells the span of its prices, and of each whether it is there', async () => {
    const { variants } = (await send('GET', `${shop().url}/api/v1/products/fender-player-ii-stratocaster`)).json()
    const { offers, brand } = structured(await page(kStrat), 'Product')
    assert.equal(brand.name, 'Fender')
    assert.equal(offers['@type'], 'AggregateOffer')
    assert.equal(offers.lowPrice, Math.min(...variants.map(({ price }) => price)))
    assert.equal(offers.highPrice, Math.max(...variants.map(({ price }) => price)))
    assert.equal(offers.offerCount, variants.length)
    assert.deepEqual(offers.offers.map(({ sku, price }) => ({ sku, price })), variants.map(({ sku, price }) => ({ sku, price })))
    assert.equal(offers.priceCurrency, 'IDR')
  })

  test('a plain product tells its price, SKU and stock as they are', async () => {
    const { slug, sku, price, id, product } = await takeUnreviewedVariant(shop())
    await change(`UPDATE variants SET state = 'archived' WHERE product_id = ${product} AND id <> ${id}`)
    const read = async () => structured(await page(`/product/${slug}`), 'Product')
    await until('one variant is left', async () => (await read()).offers['@type'] === 'Offer')
    const { offers, ...told } = await read()
    assert.equal(offers.price, price)
    assert.equal(told.sku, sku)
    assert.equal(offers.availability, 'https://schema.org/InStock')
    assert.equal(offers.url, `${shop().url}/product/${slug}`)
    assert.equal(told.aggregateRating, undefined)
    for (const image of told.image ?? []) assert.equal((await send('GET', image)).headers['content-type'], 'image/webp')
    await setStock(shop(), id, 0)
    await until('it is sold out', async () => (await read()).offers.availability === 'https://schema.org/OutOfStock')
  })

  test('what buyers think is told where somebody has written', async () => {
    const [[slug]] = await shop().sql('SELECT slug FROM products WHERE rated_5 > 0 ORDER BY id LIMIT 1')
    const { aggregateRating, review } = structured(await page(`/product/${slug}`), 'Product')
    assert.ok(aggregateRating.reviewCount >= review.length && review.length > 0)
    assert.ok(review.every(each => each.reviewRating.ratingValue >= 1 && each.author.name && each.reviewBody))
  })

  test('a name that would end its script is told as it is and runs nothing', async () => {
    const { slug, product } = await takeVariant(shop())
    const name = '</script><script>alert(1)</script><!-- & "x"'
    await change(`UPDATE products SET name = '${name}' WHERE id = ${product}`)
    await until('the name is told', async () => structured(await page(`/product/${slug}`), 'Product')?.name === name)
    const html = await page(`/product/${slug}`)
    assert.doesNotMatch(html, /<script>alert/)
    assert.equal(structured(html, 'BreadcrumbList').itemListElement.at(-1).name, name)
  })

  test('breadcrumbs lead from the department down', async () => {
    const crumbs = structured(await page('/categories/gitar-elektrik'), 'BreadcrumbList').itemListElement
    assert.deepEqual(crumbs.map(({ position }) => position), crumbs.map((_, i) => i + 1))
    assert.equal(crumbs[0].item, `${shop().url}/categories/gitar`)
    const ofProduct = structured(await page(kStrat), 'BreadcrumbList').itemListElement
    assert.ok(ofProduct.length > crumbs.length - 1)
  })

  test('the home page and the page of the store tell where the shop is and when it is open', async () => {
    for (const path of ['/', '/store-info']) {
      const store = structured(await page(path), 'MusicStore')
      assert.equal(store.address['@type'], 'PostalAddress')
      assert.equal(store.address.addressCountry, 'ID')
      const open = Object.fromEntries(store.openingHoursSpecification.map(each => [each.dayOfWeek, `${each.opens}-${each.closes}`]))
      assert.deepEqual(open, {
        Monday: '09:30-18:00', Tuesday: '09:30-18:00', Wednesday: '09:30-18:00', Thursday: '09:30-18:00', Friday: '09:30-18:00', Saturday: '09:30-17:00',
      })
    }
    const { potentialAction } = structured(await page('/'), 'WebSite')
    const search = potentialAction.target.urlTemplate.replace('{search_term_string}', 'gitar')
    assertPage(await send('GET', search, { headers: { Accept: 'text/html' } }), 200)
  })

  // Messengers ---------------------------------------------------------------------------------------------------------

  test('a link to a product is shown with its picture, of the size that is told', async () => {
    const html = await page(kStrat)
    const image = await send('GET', og(html, 'image'))
    assert.equal(image.status, 200)
    assert.equal(image.headers['content-type'], 'image/webp')
    assert.ok(Number(og(html, 'image:width')) >= 300 && Number(og(html, 'image:height')) > 0)
    assert.equal(og(html, 'url'), shop().url + kStrat)
    assert.equal(og(html, 'locale'), 'id_ID')
    assert.match(og(html, 'title'), /Stratocaster/)
    assert.equal(og(await page(`${kStrat}?lang=en`), 'locale'), 'en_GB')
  })

  test('a page without a picture of its own is shown with the shop\'s', async () => {
    const html = await page('/store-info')
    assert.equal((await send('GET', og(html, 'image'))).headers['content-type'], 'image/jpeg')
    assert.deepEqual([og(html, 'image:width'), og(html, 'image:height')], ['1200', '630'])
  })

  test('each page is described in its own words, whole ones and not too many', async () => {
    const paths = ['/', kStrat, '/categories/gitar', '/categories/drum', '/products?brand=ibanez', '/store-info', '/buying', '/returns', '/privacy']
    const descriptions = await Promise.all(paths.map(async path => og(await page(path), 'description')))
    for (const [i, text] of descriptions.entries()) {
      assert.ok(text.length >= 40 && text.length <= 200, `${paths[i]}: ${text}`)
      assert.match(text, /[.!?…]$/, paths[i])
    }
    assert.equal(new Set(descriptions).size, paths.length)
  })
})

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unescaped(text) {
  return text?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

function canonicalOf(html) {
  return unescaped(/<link rel="canonical" href="([^"]+)"/.exec(html)?.[1])
}

function robots(html) {
  return /<meta name="robots" content="([^"]+)"/.exec(html)?.[1]
}

function alternates(html) {
  return Object.fromEntries([...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)]
    .map(([, language, address]) => [language, unescaped(address)]))
}

function og(html, name) {
  return unescaped(new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(html)?.[1])
}

/** The page's block of that type; undefined: there is none. */
function structured(html, type) {
  return [...html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)]
    .map(([, text]) => JSON.parse(text)).find(block => block['@type'] === type)
}
