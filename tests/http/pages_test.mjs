// What every page and every answer carries, whoever asks.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { words } from '../support/texts.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, assertProblem, setPrice, takeVariant, visitorWithCart, withShop } from './errand.mjs'
import { loggedIn } from './people.mjs'

const kPages = ['/', '/products', '/products?q=gitar&sort=price_asc', '/cart', '/login', '/register', '/password/forgot', '/store-info',
  '/buying', '/returns', '/privacy']

withShop('pages', shop => {
  const get = (path, headers) => send('GET', shop().url + path, { headers })
  const productPath = async () => `/product/${(await takeVariant(shop())).slug}`

  test('every page allows no script or style but its own files', async () => {
    for (const path of [...kPages, await productPath(), '/no-such-page']) {
      const answer = await get(path)
      const policy = answer.headers['content-security-policy']
      assert.ok(policy, `${path} has a policy`)
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/, path)
      assert.match(policy, /default-src 'self'/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.match(policy, /base-uri 'none'/)
      const page = answer.text()
      assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)(?![^>]*type="application\/(ld\+)?json")[^>]*>/, `${path}: inline script`)
      assert.doesNotMatch(page, /<style|\sstyle="|\son[a-z]+="/, `${path}: inline style or handler`)
    }
  })

  test('every answer says that its type is not to be guessed, and says nothing about the software', async () => {
    for (const path of [...kPages, '/api/v1/products', '/api/v1/none', '/robots.txt', '/sitemap.xml', '/healthz', '/none']) {
      const answer = await get(path)
      assert.equal(answer.headers['x-content-type-options'], 'nosniff', path)
      assert.doesNotMatch(answer.headers.server ?? '', /[0-9]|beast|boost|nginx/i, path)
      assert.equal(answer.headers['x-powered-by'], undefined)
      assert.ok(answer.headers['x-request-id'].length >= 8, `${path} has a request id`)
    }
  })

  test('every page is one, in the chosen language', async () => {
    for (const path of [...kPages, await productPath()]) {
      assert.match(assertPage(await get(path), 200), /<html[^>]* lang="id"/)
      assert.match(assertPage(await get(path, { Cookie: 'language=en' }), 200), /<html[^>]* lang="en"/)
    }
  })

  test('HEAD answers as GET does, without the body', async () => {
    for (const path of [...kPages, '/api/v1/products', '/robots.txt', '/none']) {
      const [full, head] = [await get(path), await send('HEAD', shop().url + path)]
      assert.equal(head.status, full.status, path)
      assert.equal(head.body.length, 0, path)
      assert.equal(head.headers['content-type'], full.headers['content-type'], path)
      if (full.headers.etag) assert.equal(head.headers['content-length'], full.headers['content-length'], path)
    }
  })

  test('what is not there is told as a page to people and as a problem to programs', async () => {
    const sold = words('id')('layout.error.404.title')
    assert.match(assertPage(await get('/no/such/page'), 404), new RegExp(sold))
    const forStaff = assertPage(await get('/admin/no/such/page'), 404)
    assert.doesNotMatch(forStaff, new RegExp(sold))
    assert.match(forStaff, new RegExp(words('id')('layout.error.staff_404.title')))
    assertPage(await get('/product/no-such-product'), 404)
    assertPage(await get('/categories/no-such-category'), 404)
    assertPage(await get('/orders/HRT-0000-0000'), 404)
    assertProblem(await get('/api/v1/no-such-thing'), 404)
    assertProblem(await get('/api/v1/products/no-such-product'), 404)
    assertProblem(await get('/no/such/page', { Accept: 'application/json' }), 404)
  })

  test('a wrong method is answered with those there are', async () => {
    const page = await send('DELETE', `${shop().url}/products`)
    assertPage(page, 405)
    assert.equal(page.headers.allow, 'GET, HEAD')
    const problem = await send('PUT', `${shop().url}/api/v1/cart/items`)
    assertProblem(problem, 405)
    assert.equal(problem.headers.allow, 'POST')
  })

  test('no path leads out of the folders', async () => {
    for (const path of ['/assets/../../etc/passwd', '/assets/..%2f..%2fetc%2fpasswd', '/media/..%2fhurtrock.db', '/media/%2e%2e/hurtrock.db',
                        '/media/../hurtrock.db', '/media/.', '/media/', '/assets/%00', '//etc/passwd', '/media/..%5c..%5cx']) {
      const answer = await get(path)
      assert.ok([301, 308, 400, 404].includes(answer.status), `${path}: ${answer.status}`)
      assert.doesNotMatch(answer.text(), /root:|SQLite format/)
    }
  })

  test('a path that cannot be decoded is refused as a page', async () => {
    for (const path of ['/%', '/%zz', '/%ff', '/%00', '/product/%ff%fe', '/products?q=%ff', '/products?q=%00'])
      assertPage(await get(path), 400)
  })

  test('language and theme are chosen by a form and kept in cookies, without a session', async () => {
    const visitor = new Visitor(shop())
    const language = await visitor.post('/language', { form: { value: 'en', return_to: '/products?page=2' } })
    assert.equal(language.status, 303)
    assert.equal(language.headers.location, '/products?page=2')
    assert.equal((await visitor.post('/theme', { form: { value: 'light' } })).status, 303)
    const session = (await visitor.get('/api/v1/session')).json()
    assert.deepEqual([session.language, session.theme], ['en', 'light'])
    assert.match((await visitor.get('/')).text(), /<html[^>]*lang="en"[^>]*light|<html[^>]*light[^>]*lang="en"/)
    assert.equal(visitor.cookies.has('hurtrock_session'), false)
    await visitor.post('/language', { form: { value: 'id' } })
    assert.match((await visitor.get('/')).text(), /lang="id"/)
  })

  test('a language or theme there is not is refused, with a page to who has a browser', async () => {
    for (const path of ['/language', '/theme'])
      for (const form of [{ value: 'xx' }, { value: '' }, {}]) {
        const answer = await new Visitor(shop()).post(path, { form, headers: { Accept: 'text/html' } })
        assertPage(answer, 400)
        assert.deepEqual(answer.cookies, [])
        assertProblem(await new Visitor(shop()).post(path, { form, headers: { Accept: 'application/json' } }), 422, 'validation')
      }
  })

  test('the manifest is answered under its own address', async () => {
    const answer = await get('/manifest.webmanifest')
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-type'], /^application\/manifest\+json/)
    const { name, icons } = answer.json()
    assert.ok(name)
    for (const { src } of icons) assert.equal((await get(new URL(src, shop().url).pathname)).status, 200, src)
  })

  test('no redirect leads to another site', async () => {
    for (const target of ['https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example', '/%0d%0aSet-Cookie:x=1',
                          'javascript:alert(1)', '/\tevil', ' //evil.example', '/\n/evil.example']) {
      const chosen = await new Visitor(shop()).post('/language', { form: { value: 'en', return_to: target } })
      const login = await new Visitor(shop()).post('/login', {
        form: { email: 'pembeli@contoh.example', password: 'pembeli123', return_to: target },
      })
      for (const answer of [chosen, login]) {
        assert.equal(answer.status, 303, answer.text().slice(0, 200))
        const url = new URL(answer.headers.location, shop().url)
        assert.equal(url.origin, new URL(shop().url).origin, `${target} led to ${answer.headers.location}`)
      }
    }
  })

  test('robots and site map name only what is there, under the public address', async () => {
    const robots = (await get('/robots.txt')).text()
    assert.match(robots, /Disallow: \/admin/)
    assert.ok(robots.includes(`Sitemap: ${shop().url}/sitemap.xml`))
    const map = await get('/sitemap.xml')
    assert.match(map.headers['content-type'], /^application\/xml/)
    const places = [...map.text().matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url)
    const [[products]] = await shop().sql("SELECT COUNT(*) FROM products WHERE state = 'active'")
    assert.ok(places.length > Number(products))
    assert.equal(new Set(places).size, places.length, 'each once')
    for (let i = 0; i < places.length; i += Math.ceil(places.length / 25)) {
      assert.ok(places[i].startsWith(`${shop().url}/`))
      assert.equal((await send('GET', places[i])).status, 200, places[i])
    }
  })

  test('absolute links come from the configuration, never from the Host header', async () => {
    for (const path of ['/', await productPath(), '/sitemap.xml', '/robots.txt']) {
      const answer = await get(path, { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' })
      assert.doesNotMatch(answer.text(), /evil\.example/, path)
    }
  })

  test('a visitor without session may keep a page and asks whether it still holds', async () => {
    for (const path of ['/', '/products', await productPath()]) {
      const first = await get(path)
      assert.match(first.headers['cache-control'], /no-cache/)
      assert.match(first.headers.vary, /Cookie/)
      assert.match(first.headers.vary, /Accept-Encoding/)
      const again = await get(path, { 'If-None-Match': first.headers.etag })
      assert.equal(again.status, 304, path)
      assert.equal(again.body.length, 0)
      assert.equal(again.headers.etag, first.headers.etag)
      const english = await get(path, { Cookie: 'language=en', 'If-None-Match': first.headers.etag })
      assert.equal(english.status, 200, `${path} in another language is another page`)
      const light = await get(path, { Cookie: 'theme=light', 'If-None-Match': first.headers.etag })
      assert.equal(light.status, 200, `${path} in another theme is another page`)
    }
  })

  test('a page for somebody with a session is kept by nobody', async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    for (const path of ['/', '/products', '/cart', '/api/v1/cart', '/api/v1/session']) {
      const answer = await visitor.get(path)
      assert.equal(answer.headers['cache-control'], 'private, no-store', path)
      assert.equal(answer.status, 200)
    }
    assert.equal((await get('/')).headers['set-cookie'], undefined)
    assert.doesNotMatch((await get('/')).text(), new RegExp(visitor.token.slice(0, 12)))
  })

  test('compressed pages hold the same text', async () => {
    for (const path of ['/', '/products', '/cart', '/api/v1/products']) {
      const plain = await get(path, { 'Accept-Encoding': 'identity' })
      assert.equal(plain.headers['content-encoding'], undefined)
      for (const coding of ['gzip', 'br']) {
        const packed = await get(path, { 'Accept-Encoding': coding })
        assert.equal(packed.headers['content-encoding'], coding, path)
        assert.match(packed.headers.vary, /Accept-Encoding/, path)
        assert.equal(Number(packed.headers['content-length']), packed.body.length)
        if (path !== '/cart') assert.equal(packed.text(), plain.text(), `${path} ${coding}`)
      }
      assert.equal((await get(path, { 'Accept-Encoding': 'gzip;q=0, br;q=0' })).headers['content-encoding'], undefined)
    }
  })

  test('a changed price is on every page and in every list within a second', async () => {
    const variant = await takeVariant(shop())
    const path = `/product/${variant.slug}`
    assertPage(await get(path), 200)
    const cheaper = 123_457
    await shop().sql(`UPDATE variants SET compare_at_price = NULL, price = ${cheaper} WHERE product_id = ${variant.product}`)
    await setPrice(shop(), variant.id, cheaper)
    await until('the new price is told', async () => {
      const api = (await get(`/api/v1/products/${variant.slug}`)).json()
      return api.price === cheaper && (await get(path)).text().includes('123.457')
    }, { withinMs: 2_000 })
  })

  test('assets are kept for ever under names that hold their content', async () => {
    const page = (await get('/')).text()
    const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
    assert.ok(assets.length >= 2)
    for (const path of assets) {
      const answer = await get(path, { 'Accept-Encoding': 'br' })
      assert.equal(answer.status, 200, path)
      assert.match(answer.headers['cache-control'], /immutable/)
    }
  })

  test("the admin is closed to visitors and buyers, and says where to go", async () => {
    const stranger = await get('/admin/orders', { Accept: 'text/html' })
    assert.equal(stranger.status, 303)
    assert.match(stranger.headers.location, /^\/login\?return_to=/)
    const buyer = await loggedIn(shop(), 'buyer')
    assertPage(await buyer.get('/admin/orders'), 403)
  })

  test('the old search address leads to the list', async () => {
    const answer = await get('/search?q=fender%20%26%20co')
    assert.equal(answer.status, 303)
    assert.equal(new URL(answer.headers.location, shop().url).searchParams.get('q'), 'fender & co')
  })

  test('what is typed into the search comes back as text only', async () => {
    const page = assertPage(await get('/products?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E'), 200)
    assert.doesNotMatch(page, /<script>alert/)
  })
})
