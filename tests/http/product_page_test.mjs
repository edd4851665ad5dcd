// What a product's page tells: its variants, what it costs to send it, and what was looked at before.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { areaCode, assertPage, assertProblem, onEachDatabase, setStock, takeVariant } from './errand.mjs'

onEachDatabase('product page', shop => {
  const get = (path, headers = {}) => send('GET', shop().url + path, { headers: { Accept: 'text/html', ...headers } })
  const kStrat = '/product/fender-player-ii-stratocaster'

  test('each variant has its own price, SKU and stock, and a question about it is written already', async () => {
    const page = assertPage(await get(kStrat), 200)
    const black = /href="([^"]+)" data-live[^>]*>(?:(?!<\/a>)[^])*?Black</.exec(page)
    assert.ok(black, 'there is a way to the black one')
    const variant = assertPage(await get(black[1]), 200)
    assert.match(variant, /Rp.15\.500\.000/)
    const [, question] = /href="(https:\/\/wa\.me\/62\d+\?text=[^"]+)"/.exec(variant)
    const text = new URL(question.replaceAll('&amp;', '&')).searchParams.get('text')
    assert.ok(text.includes('SKU') && text.includes(`${shop().url}${black[1]}`), text)
    assert.doesNotMatch(question, /\+/)
  })

  test('a variant that is sold out says so and names another that is there', async () => {
    const variants = (await send('GET', `${shop().url}/api/v1/products/fender-player-ii-stratocaster`)).json().variants
    await setStock(shop(), variants[0].id, 0)
    await until('it is told', async () => (await get(`${kStrat}?variant=${variants[0].id}`)).text().includes('purchase__sold-out'))
    const page = (await get(`${kStrat}?variant=${variants[0].id}`)).text()
    assert.ok(page.includes(`${kStrat}?variant=${variants[1].id}`))
    assert.doesNotMatch(page, /id="purchase-form"/)
  })

  test('what sending one piece costs, the cheapest courier first, and the area is remembered', async () => {
    const variant = await takeVariant(shop())
    const area = await areaCode(shop())
    const answer = await get(`/shipping/quotes?variant=${variant.id}&area_code=${area}`)
    assert.equal(answer.status, 200)
    const prices = [...answer.text().matchAll(/quote__price">(?:Rp.([\d.]+))?/g)].map(([, price]) => price && Number(price.replaceAll('.', '')))
    const couriers = prices.slice(0, -1)
    assert.ok(couriers.length >= 3)
    assert.deepEqual(couriers, [...couriers].sort((a, b) => a - b))
    assert.equal(prices.at(-1), undefined, 'picking it up costs nothing')
    assert.match(String(answer.headers['set-cookie']), new RegExp(`^area=${area};`))
    assert.doesNotMatch(String(answer.headers['set-cookie']), /hurtrock_session/)
    const page = assertPage(await get(`/shipping?variant=${variant.id}`, { Cookie: `area=${area}` }), 200)
    assert.match(page, /quote__price/)
  })

  test('the quotes are those of the checkout', async () => {
    const variant = await takeVariant(shop())
    const area = await areaCode(shop())
    const visitor = new Visitor(shop())
    await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })
    const quotes = (await visitor.post('/api/v1/shipping/quotes', { json: { area_code: area } })).json()
    const page = (await get(`/shipping/quotes?variant=${variant.id}&area_code=${area}`)).text().replaceAll('\u00a0', ' ')
    for (const { name, price, charged_kg } of quotes.filter(({ price }) => price > 0)) {
      assert.ok(page.includes(name.replace('&', '&amp;')), name)
      assert.ok(page.includes(`${charged_kg} kg`), `${name} for ${charged_kg} kg`)
      assert.ok(page.includes(`Rp ${String(price).replace(/\B(?=(\d{3})+$)/g, '.')}`), `${name} ${price}`)
    }
  })

  test('an unknown area or product is refused where it was typed', async () => {
    const variant = await takeVariant(shop())
    const page = assertPage(await get(`/shipping?variant=${variant.id}&area_query=x`), 422)
    assert.match(page, /aria-invalid="true"/)
    assertPage(await get('/shipping?variant=999999999'), 404)
    assertProblem(await get(`/shipping/quotes?variant=${variant.id}&area_code=00.00.00.0000`), 422)
    assertProblem(await get('/shipping/quotes?variant=999999999&area_code=x'), 404)
  })

  test('what was looked at before comes with the price of today, in one answer, without what is gone', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    const answer = await get(`/products/viewed?id=${first.product}&id=999999999&id=${second.product}`)
    const ids = [...answer.text().matchAll(/data-product="(\d+)"/g)].map(([, id]) => Number(id))
    assert.deepEqual(ids, [first.product, second.product])
    assert.equal(answer.headers['cache-control'], 'private, no-store')
    assertProblem(await get('/products/viewed'), 400)
    assertProblem(await get(`/products/viewed?${'id=1&'.repeat(13)}`), 400)
  })
})
