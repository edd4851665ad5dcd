// Products side by side.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { words } from '../support/texts.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, onEachDatabase, takeVariant } from './errand.mjs'

const kHtml = { Accept: 'text/html' }
const t = words('id')
const kGuitars = ['ibanez-rg550-genesis', 'fender-player-ii-stratocaster']

onEachDatabase('compare', shop => {
  const open = async (path, visitor = new Visitor(shop()), status = 200) => assertPage(await visitor.get(path, { headers: kHtml }), status)
  const address = (...slugs) => `/compare?${slugs.map(slug => `with=${slug}`).join('&')}`
  const idOf = async slug => (await send('GET', `${shop().url}/api/v1/products/${slug}`)).json().id
  const add = async (visitor, slug, shown = {}) => visitor.post('/compare/items', { form: { product_id: await idOf(slug), ...shown }, headers: kHtml })
  const columns = page => [...page.matchAll(/class="compare__name" href="\/product\/([^"?]+)/g)].map(([, slug]) => slug)
  /** The row of that name: {differs, cells}. */
  const row = (page, name) => {
    const found = [...page.matchAll(/<tr([^>]*)>\s*<th scope="row">([^<]*)[^]*?<\/th>([^]*?)<\/tr>/g)].find(([, , title]) => title.trim() === name)
    return found && { differs: found[1].includes('differs'), cells: [...found[3].matchAll(/<td>([^]*?)<\/td>/g)].map(([, cell]) => cell.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim()) }
  }

  test('products stand side by side in the order of the address, with what differs marked in words', async () => {
    const page = await open(address(...kGuitars))
    assert.deepEqual(columns(page), kGuitars)
    assert.deepEqual(row(page, t('compare.brand')), { differs: true, cells: ['Ibanez', 'Fender'] })
    assert.equal(row(page, t('compare.price')).differs, true)
    assert.ok(page.includes(t('compare.differs')))
    assert.match(page, /<meta name="robots" content="noindex">/)
  })

  test('specifications carry their units, and what is not stated says so', async () => {
    const page = await open(address(kGuitars[0], 'boss-bic-10-instrument-cable'))
    const scale = row(page, 'Panjang skala')
    assert.match(scale.cells[0], /^\d+ mm$/)
    assert.match(scale.cells[1], new RegExp(t('compare.not_stated')))
    assert.equal(scale.differs, true)
  })

  test('only what differs is left when asked for', async () => {
    const all = await open(address(...kGuitars))
    const same = [...all.matchAll(/<tr>\s*<th scope="row">([^<]+)</g)].map(([, name]) => name.trim())
    assert.ok(same.length > 0, 'two guitars have something in common')
    const page = await open(`${address(...kGuitars)}&only=differences`)
    for (const name of same) assert.equal(row(page, name), undefined, name)
    assert.ok(row(page, t('compare.brand')))
  })

  test('nothing differs from itself: a single product has no marks and asks for another', async () => {
    const page = await open(address(kGuitars[0], kGuitars[0]))
    assert.deepEqual(columns(page), [kGuitars[0]])
    assert.ok(page.includes(t('compare.one_text')))
    assert.doesNotMatch(page, /compare__mark/)
  })

  test('without anything it tells how it is done', async () => {
    const page = await open('/compare')
    assert.ok(page.includes(t('compare.empty')))
    assert.match(page, /name="q"/)
  })

  test('the button collects products for this browser and leads to them', async () => {
    const visitor = new Visitor(shop())
    assert.equal((await add(visitor, kGuitars[0])).headers.location, address(kGuitars[0]))
    assert.equal((await add(visitor, kGuitars[1])).headers.location, address(...kGuitars))
    assert.equal((await add(visitor, kGuitars[1])).headers.location, address(...kGuitars), 'twice is once')
    assert.equal((await visitor.get('/compare', { headers: kHtml })).headers.location, address(...kGuitars))
    assert.deepEqual([...visitor.cookies.keys()], ['compare'], 'no session is started for it')
  })

  test('removing one keeps the others, here and in this browser; removing the last forgets them all', async () => {
    const visitor = new Visitor(shop())
    for (const slug of kGuitars) await add(visitor, slug)
    const form = { product_id: await idOf(kGuitars[0]), with: kGuitars[0] }
    const body = `${new URLSearchParams(form)}&with=${kGuitars[1]}`
    const remove = { body, headers: { ...kHtml, 'Content-Type': 'application/x-www-form-urlencoded' } }
    assert.equal((await visitor.post('/compare/removal', remove)).headers.location, address(kGuitars[1]))
    assert.equal((await visitor.get('/compare', { headers: kHtml })).headers.location, address(kGuitars[1]))
    const last = await visitor.post('/compare/removal', { form: { product_id: await idOf(kGuitars[1]), with: kGuitars[1] }, headers: kHtml })
    assert.equal(last.headers.location, '/compare')
    assert.equal(visitor.cookies.has('compare'), false)
  })

  test('the fifth is refused with a message, and the four stay', async () => {
    const visitor = new Visitor(shop())
    const products = []
    for (let n = 0; n < 5; ++n) products.push(await takeVariant(shop()))
    for (const { slug } of products.slice(0, 4)) assert.equal((await add(visitor, slug)).status, 303)
    const page = assertPage(await add(visitor, products[4].slug), 409)
    assert.ok(page.includes(t('compare.notice.full', { n: 4 })))
    const four = products.slice(0, 4).map(({ slug }) => slug)
    assert.deepEqual(columns(page), four)
    assert.equal((await visitor.get('/compare', { headers: kHtml })).headers.location, address(...four))
    assert.deepEqual(columns(await open(address(...products.map(({ slug }) => slug)), visitor, 422)), four)
  })

  test('an address from somebody else shows theirs and leaves mine', async () => {
    const visitor = new Visitor(shop())
    await add(visitor, kGuitars[0])
    const answer = await visitor.get(address(kGuitars[1]), { headers: kHtml })
    assert.deepEqual(columns(answer.text()), [kGuitars[1]])
    assert.deepEqual(answer.cookies, [])
    const joined = await add(visitor, kGuitars[0], { with: kGuitars[1] })
    assert.equal(joined.headers.location, address(kGuitars[1], kGuitars[0]), 'what is on the page is what is added to')
  })

  test('what is no longer sold drops out with a word about it', async () => {
    const [gone, stays] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = new Visitor(shop())
    for (const { slug } of [gone, stays]) await add(visitor, slug)
    await shop().sql(`UPDATE products SET state = 'archived' WHERE id = ${gone.product};
                      UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
    const page = await until('it drops out', async () => {
      const text = (await visitor.get(address(gone.slug, stays.slug), { headers: kHtml })).text()
      return columns(text).length === 1 && text
    })
    assert.ok(page.includes(t('compare.notice.missing', { n: 1 })))
    assert.equal((await visitor.get('/compare', { headers: kHtml })).headers.location, address(stays.slug))
  })

  test('nonsense in the cookie or the form compares nothing and breaks nothing', async () => {
    for (const cookie of ['x', '0', '-1.2', '999999999', '1.1.1.1.1', '.'.repeat(2_000), '9'.repeat(40)]) {
      const visitor = new Visitor(shop())
      visitor.cookies.set('compare', cookie)
      assert.ok((await visitor.get('/compare', { headers: kHtml })).status < 400, cookie)
    }
    for (const product_id of ['', 'x', '0', '999999999'])
      assert.ok(assertPage(await new Visitor(shop()).post('/compare/items', { form: { product_id }, headers: kHtml }), 422)
        .includes(t('compare.notice.unknown_product')))
  })

  test('another one is found by its name, and what is compared already is not offered again', async () => {
    const page = await until('it is found', async () => {
      const text = await open(`${address(kGuitars[0])}&q=${encodeURIComponent('stratocaster')}`)
      return text.includes('candidate__text') && text
    })
    assert.match(page, new RegExp(`name="product_id" value="${await idOf(kGuitars[1])}"`))
    const offered = await open(`${address(kGuitars[0])}&q=rg550`)
    const candidates = offered.slice(offered.indexOf('compare__another'))
    assert.doesNotMatch(candidates, new RegExp(`value="${await idOf(kGuitars[0])}"`))
    assert.ok((await open(`${address(kGuitars[0])}&q=zzzzqqqq`)).includes(t('compare.none_found')))
  })
})
