// The wish list: what guests and accounts would like to have, and letting others see it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { words } from '../support/texts.mjs'
import { send, Visitor } from './client.mjs'
import { assertBooksAreRight, assertPage, assertProblem, onEachDatabase, setPrice, takeVariant } from './errand.mjs'
import { loggedIn } from './people.mjs'

const kHtml = { Accept: 'text/html' }
const t = words('id')

onEachDatabase('wish list', shop => {
  const put = (visitor, variant) => visitor.send('PUT', `/api/v1/wishlist/${variant.id ?? variant}`)
  const take = (visitor, variant) => visitor.send('DELETE', `/api/v1/wishlist/${variant.id}`)
  const listOf = async visitor => (await visitor.get('/api/v1/wishlist')).json()
  const idsOf = async visitor => (await listOf(visitor)).items.map(({ variant_id }) => variant_id)
  const pageOf = async visitor => assertPage(await visitor.get('/wishlist', { headers: kHtml }), 200)
  const csrf = visitor => ({ _csrf: visitor.token })

  async function visitorWishingFor(...variants) {
    const visitor = new Visitor(shop())
    for (const variant of variants) assert.equal((await put(visitor, variant)).status, 200)
    return visitor
  }

  /** The path of the link that the list's page shows to its owner. */
  async function sharedPath(visitor) {
    const answer = await visitor.post('/wishlist/sharing', { form: {} })
    assert.deepEqual([answer.status, answer.headers.location], [303, '/wishlist?notice=shared'])
    return new URL(/id="shared-url"[^>]*value="([^"]+)"/.exec(await pageOf(visitor))[1]).pathname
  }

  test('it tells what was put on last first, with its price then and now', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(first)
    assert.deepEqual((await put(visitor, second)).json(), { variant_ids: [second.id, first.id], count: 2 })
    const { items, ...list } = await listOf(visitor)
    assert.deepEqual(list, { page: 1, per_page: 100, total: 2, count: 2 })
    assert.deepEqual([items[0].variant_id, items[0].product.slug, items[0].price, items[0].price_then, items[0].on_sale],
                     [second.id, second.slug, second.price, second.price, true])
    assert.match(items[0].added_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  test('it has one page, and nothing behind it', async () => {
    const visitor = await visitorWishingFor(await takeVariant(shop()))
    const { items, page, total } = (await visitor.get('/api/v1/wishlist?page=2')).json()
    assert.deepEqual([items, page, total], [[], 2, 1])
    for (const page of ['0', '-1', '1.5', 'x']) assertProblem(await visitor.get(`/api/v1/wishlist?page=${page}`), 400, 'invalid_query')
  })

  test('putting on twice and taking off twice is the same as once', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWishingFor(variant, variant)
    assert.deepEqual(await idsOf(visitor), [variant.id])
    assert.deepEqual((await take(visitor, variant)).json(), { variant_ids: [], count: 0 })
    assert.equal((await take(visitor, variant)).status, 200)
  })

  test('what is not sold is refused, and no session is started for it', async () => {
    for (const id of ['999999999', '0', '-1', 'guitar', '1.5', '99999999999999999999']) {
      const answer = await put(new Visitor(shop()), id)
      assertProblem(answer, 404, 'unknown_variant')
      assert.deepEqual(answer.cookies, [])
    }
  })

  test('a visitor without session has an empty list, not an error', async () => {
    const visitor = new Visitor(shop())
    assert.deepEqual(await listOf(visitor), { items: [], page: 1, per_page: 100, total: 0, count: 0 })
    assert.ok((await pageOf(visitor)).includes(t('wishlist.empty')))
    assert.equal(visitor.cookies.size, 0)
  })

  test('the 101st is refused with a message, in the API and on the page', async () => {
    const [one, more] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(one)
    const [[list]] = await shop().sql(`SELECT wishlist_id FROM wishlist_items WHERE variant_id = ${one.id}`)
    await shop().sql(
      `INSERT INTO wishlist_items (wishlist_id, variant_id, price_then, added_at)
       SELECT ${list}, v.id, v.price, 0 FROM variants v WHERE v.id NOT IN (${one.id}, ${more.id}) ORDER BY v.id LIMIT 99`)
    const problem = assertProblem(await put(visitor, more), 409, 'wishlist_full')
    assert.match(problem.detail, /100/)
    const page = assertPage(await visitor.post('/wishlist/items', { form: { variant_id: more.id }, headers: kHtml }), 409)
    assert.ok(page.includes(t('wishlist.notice.full', { n: 100 })))
    assert.equal((await listOf(visitor)).count, 100)
  })

  test('with a session every change needs its token, and none is taken from another site', async () => {
    const [variant, other] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(variant)
    visitor.token = undefined
    assertProblem(await put(visitor, other), 403, 'csrf')
    assertProblem(await take(visitor, variant), 403, 'csrf')
    const foreign = await new Visitor(shop()).send('PUT', `/api/v1/wishlist/${other.id}`, { headers: { Origin: 'https://evil.example' } })
    assertProblem(foreign, 403, 'cross_site')
    assert.deepEqual(await idsOf(visitor), [variant.id])
  })

  test('a page opened before the session began asks again and loses nothing', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(first)
    const { token } = visitor
    visitor.token = undefined
    const asked = assertPage(await visitor.post('/wishlist/items', { form: { variant_id: second.id }, headers: kHtml }), 403)
    assert.match(asked, new RegExp(`name="variant_id" value="${second.id}"`))
    visitor.token = token
    assert.equal((await visitor.post('/wishlist/items', { form: { variant_id: second.id } })).status, 303)
    assert.deepEqual(await idsOf(visitor), [second.id, first.id])
  })

  test('a session that has ended begins anew with an empty list', async () => {
    const [before, after] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(before)
    await shop().sql(`UPDATE sessions SET expires_at = 1 WHERE id IN (SELECT session_id FROM wishlists w JOIN wishlist_items i ON i.wishlist_id = w.id
                      WHERE i.variant_id = ${before.id})`)
    assert.deepEqual(await idsOf(visitor), [])
    assert.equal((await put(visitor, after)).status, 200)
    assert.deepEqual(await idsOf(visitor), [after.id])
  })

  test('login takes the guest list along, without loss and without doubles', async () => {
    const [both, own, guest] = [await takeVariant(shop()), await takeVariant(shop()), await takeVariant(shop())]
    const account = await loggedIn(shop(), 'buyer')
    for (const variant of [both, own]) await put(account, variant)
    const visitor = await visitorWishingFor(both, guest)
    await visitor.logIn('pembeli@contoh.example', 'pembeli123')
    assert.deepEqual(await idsOf(visitor), [guest.id, own.id, both.id])
    assert.deepEqual(await idsOf(account), [guest.id, own.id, both.id], 'the same list on every device')
  })

  test('without script it is filled and emptied by forms, and what was removed can be put back', async () => {
    const variant = await takeVariant(shop())
    const visitor = new Visitor(shop())
    const added = await visitor.post('/wishlist/items', { form: { variant_id: variant.id } })
    assert.deepEqual([added.status, added.headers.location], [303, '/wishlist?notice=added'])
    assert.ok((await pageOf(visitor)).includes(`/product/${variant.slug}?variant=${variant.id}`))
    const removed = await visitor.post(`/wishlist/items/${variant.id}/removal`, { form: csrf(visitor) })
    assert.equal(removed.status, 303)
    const page = assertPage(await visitor.get(removed.headers.location, { headers: kHtml }), 200)
    assert.ok(page.includes(t('wishlist.undo')))
    assert.equal((await visitor.post('/wishlist/items', { form: { variant_id: variant.id } })).status, 303)
    assert.deepEqual(await idsOf(visitor), [variant.id])
    assert.ok(!(await visitor.get(removed.headers.location, { headers: kHtml })).text().includes(t('wishlist.undo')), 'it is there again')
  })

  test('an unreadable choice is refused with a message and starts no session', async () => {
    for (const form of [{}, { variant_id: 'guitar' }, { variant_id: '999999999' }]) {
      const visitor = new Visitor(shop())
      const page = assertPage(await visitor.post('/wishlist/items', { form, headers: kHtml }), 422)
      assert.ok(page.includes(t('wishlist.notice.unknown_variant')))
      assert.equal(visitor.cookies.size, 0)
    }
  })

  test('a lower price than then is told, a higher one is not', async () => {
    const [cheaper, dearer] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(cheaper, dearer)
    await setPrice(shop(), dearer.id, dearer.price + 50_000)
    await setPrice(shop(), cheaper.id, cheaper.price - 5_000)
    const page = await until('the price is told', async () => {
      const text = await pageOf(visitor)
      return text.includes('wish__cheaper') && text
    })
    assert.match(page, /Rp.5\.000 sejak/)
    assert.equal(page.match(/wish__cheaper/g).length, 1)
    const [, then] = (await listOf(visitor)).items
    assert.deepEqual([then.price, then.price_then], [cheaper.price - 5_000, cheaper.price])
  })

  test('what is no longer sold says so, cannot be bought, and can be removed', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWishingFor(variant)
    await shop().sql(`UPDATE products SET state = 'archived' WHERE id = ${variant.product};
                      UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
    const page = await pageOf(visitor)
    assert.ok(page.includes(t('wishlist.no_longer_sold')))
    assert.ok(!page.includes(`/product/${variant.slug}`))
    assert.equal((await listOf(visitor)).items[0].on_sale, false)
    assert.equal((await take(visitor, variant)).json().count, 0)
  })

  test('the header of every page says what is on the list', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWishingFor(first, second)
    for (const path of ['/', '/products', `/product/${first.slug}`, '/cart'])
      assert.match((await visitor.get(path, { headers: kHtml })).text(), new RegExp(`data-wished="${second.id},${first.id}"`))
    assert.match((await send('GET', `${shop().url}/products`, { headers: kHtml })).text(), /data-wished=""/)
  })

  test('a shared list is for everybody who has its address, and tells nothing of its owner', async () => {
    const variant = await takeVariant(shop())
    const owner = await loggedIn(shop(), 'buyer')
    await put(owner, variant)
    const path = await sharedPath(owner)
    assert.equal(await sharedPath(owner), path, 'asking again keeps the address')
    const stranger = new Visitor(shop())
    const answer = await stranger.get(path, { headers: kHtml })
    const page = assertPage(answer, 200)
    assert.ok(page.includes(`/product/${variant.slug}?variant=${variant.id}`))
    assert.match(page, /<meta name="robots" content="noindex">/)
    assert.equal(answer.headers['referrer-policy'], 'same-origin')
    const [[name]] = await shop().sql(`SELECT name FROM users WHERE email = 'pembeli@contoh.example'`)
    for (const secret of [name, 'pembeli@contoh.example', 'wish__cheaper', '/removal']) assert.ok(!page.includes(secret), secret)
    assert.equal(stranger.cookies.size, 0)
    const stopped = await owner.post('/wishlist/sharing/removal', { form: {} })
    assert.equal(stopped.headers.location, '/wishlist?notice=not_shared')
    assertPage(await stranger.get(path, { headers: kHtml }), 404)
    assert.notEqual(await sharedPath(owner), path, 'an address that was taken back does not come back')
  })

  test('who has no list shares nothing and starts no session', async () => {
    const visitor = new Visitor(shop())
    for (const path of ['/wishlist/sharing', '/wishlist/sharing/removal']) assert.equal((await visitor.post(path, { form: {} })).status, 303)
    assert.equal(visitor.cookies.size, 0)
    assertPage(await visitor.get('/wishlist/shared/unknown', { headers: kHtml }), 404)
  })

  test('the page is read in English, too, and is not for search engines', async () => {
    const visitor = await visitorWishingFor(await takeVariant(shop()))
    visitor.cookies.set('language', 'en')
    const page = await pageOf(visitor)
    assert.ok(page.includes('Wish list') && page.includes('Share your wish list'))
    assert.match(page, /<meta name="robots" content="noindex">/)
    assert.match((await send('GET', `${shop().url}/robots.txt`)).text(), /Disallow: \/wishlist\n/)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
