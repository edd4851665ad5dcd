// Reviews, from the buyer's form to the staff's decision and the product's page.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { photo } from '../support/photos.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { assertAdminPage, assertBooksAreRight, assertPage, assertProblem, buy, micros, onEachDatabase, takeUnreviewedVariant } from './errand.mjs'
import { loggedIn } from './people.mjs'

const kBody = 'Suaranya tebal dan necknya nyaman dipegang.'

function multipart(fields, files = {}) {
  const boundary = 'hurtrock-test-boundary'
  const parts = []
  for (const [name, value] of Object.entries(fields))
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  for (const [name, bytes] of Object.entries(files))
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="photos"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n'), bytes, Buffer.from('\r\n'))
  return { body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
           headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, Accept: 'text/html' } }
}

onEachDatabase('reviews', shop => {
  let people
  const everybody = async () => (people ??= {
    buyer: await loggedIn(shop(), 'buyer'),
    staff: await loggedIn(shop(), 'staff'),
  })
  /** A product that the buyer has received. */
  const delivered = async () => {
    const { buyer } = await everybody()
    const variant = await takeUnreviewedVariant(shop())
    const { number } = await buy(shop(), { visitor: buyer, variant, method: 'cod' })
    await shop().sql(
      `UPDATE orders SET state = 'delivered', delivered_at = ${micros()} WHERE number = '${number}';
       INSERT INTO order_events (order_id, at, kind, actor_kind, state_after)
       SELECT id, ${micros()}, 'delivered', 'system', 'delivered' FROM orders WHERE number = '${number}'`)
    return variant
  }
  const write = async (variant, json = { rating: 5, title: 'Mantap', body: kBody }) =>
    (await everybody()).buyer.send('PUT', `/api/v1/products/${variant.slug}/review`, { json })
  const decide = async (id, what, form = {}) => {
    const [[version]] = await shop().sql(`SELECT version FROM reviews WHERE id = ${id}`)
    return (await everybody()).staff.post(`/admin/reviews/${id}/${what}`, { form: { version, ...form } })
  }
  const publicPage = async (variant, path = '') => assertPage(await send('GET', `${shop().url}/product/${variant.slug}${path}`), 200)

  test('a buyer writes, the staff publish, everybody reads', async () => {
    const variant = await delivered()
    const answer = await write(variant)
    assert.equal(answer.status, 201, answer.text())
    const { id, status } = answer.json()
    assert.equal(status, 'pending')
    assert.doesNotMatch(await publicPage(variant), /necknya nyaman/)
    assert.equal((await decide(id, 'publication')).status, 303)
    const page = await publicPage(variant)
    assert.match(page, /necknya nyaman/)
    assert.match(page, /Sekar A\./)
    assert.match(page, /"aggregateRating":\{"@type":"AggregateRating","ratingValue":"5.0","reviewCount":1/)
    const list = (await send('GET', `${shop().url}/api/v1/products/${variant.slug}/reviews`)).json()
    const product = (await send('GET', `${shop().url}/api/v1/products/${variant.slug}`)).json()
    assert.deepEqual(product.rating, { average: '5.0', count: 1 })
    assert.deepEqual([list.total, list.summary.average, list.items[0].author], [1, '5.0', 'Sekar A.'])
    const [[entries]] = await shop().sql(`SELECT COUNT(*) FROM audit_log WHERE subject_kind = 'review' AND subject_id = '${id}'`)
    assert.equal(entries, '1')

    assert.equal((await decide(id, 'answer', { answer: 'Terima kasih, selamat bermusik!' })).status, 303)
    assert.match(await publicPage(variant, '/reviews'), /selamat bermusik/)
    const refused = assertAdminPage(await decide(id, 'rejection', { reason: '' }), 422)
    assert.match(refused, />Terima kasih, selamat bermusik!<\/textarea>/, 'its form still holds the answer')
    assert.equal((await write(variant, { rating: 1, title: '', body: 'Sebulan kemudian bunyinya sember sekali.' })).status, 200)
    assert.doesNotMatch(await publicPage(variant), /necknya nyaman|sember/)
  })

  test('nobody else may write, and nobody but staff decides', async () => {
    const { buyer } = await everybody()
    const unbought = await takeUnreviewedVariant(shop())
    assertProblem(await write(unbought), 403, 'not_bought')
    assertPage(await buyer.post(`/product/${unbought.slug}/review`, { form: { rating: '5', body: kBody }, headers: { Accept: 'text/html' } }), 403)
    const withPhoto = multipart({ rating: '5', body: kBody }, { 'gitar.jpg': Buffer.alloc(200_000) })
    assertPage(await buyer.post(`/product/${unbought.slug}/review`, withPhoto), 403)
    assertProblem(await new Visitor(shop()).send('PUT', `/api/v1/products/${unbought.slug}/review`, { json: { rating: 5, body: kBody } }), 401)
    for (const what of ['publication', 'rejection', 'answer'])
      assert.equal((await buyer.post(`/admin/reviews/1/${what}`, { form: { version: '1' } })).status, 403)
  })

  test('what is wrong is said at its field', async () => {
    const variant = await delivered()
    const fields = async json => assertProblem(await write(variant, json), 422).errors.map(({ field }) => field)
    assert.deepEqual(await fields({ rating: 6, body: 'pendek' }), ['rating', 'body'])
    assert.deepEqual(await fields({ body: 'x'.repeat(3_001) }), ['rating', 'body'])
    assert.deepEqual(await fields({ rating: 5, title: 'x'.repeat(101), body: kBody }), ['title'])
  })

  test('a rejection is mailed with its reason', async () => {
    const variant = await delivered()
    const { id } = (await write(variant)).json()
    const late = await (await everybody()).staff.post(`/admin/reviews/${id}/rejection`, { form: { version: '99', reason: 'x' } })
    assert.equal(late.status, 409)
    assert.equal((await decide(id, 'rejection', { reason: '' })).status, 422)
    assert.equal((await decide(id, 'rejection', { reason: 'Menyebut nama orang lain' })).status, 303)
    await awaitMail(shop(), { to: 'pembeli@contoh.example', text: 'Menyebut nama orang lain' })
  })

  test('photos are cleaned and shown, bad files are refused by themselves', async () => {
    const variant = await delivered()
    const { buyer } = await everybody()
    const content = multipart({ rating: '4', title: '', body: kBody },
                              { 'gitar.jpg': await photo('jpg', 900, 700, 41), 'catatan.txt': Buffer.from('hello there') })
    const page = assertPage(await buyer.post(`/product/${variant.slug}/review`, content), 422)
    assert.match(page, /catatan\.txt/)
    const [[id]] = await shop().sql(`SELECT id FROM reviews WHERE product_id = ${variant.product}`)
    const [[file]] = await until('the photo is ready', async () => {
      const rows = await shop().sql(`SELECT file FROM review_photos WHERE review_id = ${id} AND state = 'ready'`)
      return rows.length === 1 && rows
    }, { withinMs: 60_000 })
    await decide(id, 'publication')
    assert.ok((await publicPage(variant)).includes(file))
    assert.equal((await send('GET', `${shop().url}/media/${file}`)).status, 200)
    const list = (await send('GET', `${shop().url}/api/v1/products/${variant.slug}/reviews?photos=1`)).json()
    assert.equal(list.total, 1)
  })

  test('of photos beyond the room for them nothing stays behind', async () => {
    const variant = await delivered()
    const { buyer } = await everybody()
    const originals = () => fs.readdirSync(path.join(shop().dataDir, 'originals'))
    const before = originals().length
    const files = async (first, count) => Object.fromEntries(await Promise.all(
      Array.from({ length: count }, async (_, i) => [`foto${first + i}.png`, await photo('png', 60, 60, first + i)])))
    const review = photos => buyer.post(`/product/${variant.slug}/review`, multipart({ rating: '4', title: '', body: kBody }, photos))
    assert.match(assertPage(await review(await files(51, 6)), 422), /1 foto tidak muat/)
    assert.equal(originals().length, before + 5, 'the sixth was not even looked at')
    assert.match(assertPage(await review(await files(61, 1)), 422), /1 foto tidak muat/)
    await until('the original without a photo is gone', async () => {
      await shop().sql("UPDATE jobs SET run_at = 0 WHERE kind = 'reviews.forget_photo' AND state = 'waiting'")
      return originals().length === before + 5
    })
  })

  test('a vote counts once, and not for one\'s own review', async () => {
    const variant = await delivered()
    const { buyer, staff } = await everybody()
    const { id } = (await write(variant)).json()
    await decide(id, 'publication')
    const vote = (visitor, method) => visitor.send(method, `/api/v1/reviews/${id}/helpful`)
    assertProblem(await vote(buyer, 'PUT'), 409, 'own_review')
    for (let i = 0; i < 2; ++i) assert.equal((await vote(staff, 'PUT')).json().helpful_count, 1)
    assert.equal((await vote(staff, 'DELETE')).json().helpful_count, 0)
    const form = await staff.post(`/reviews/${id}/helpful`, { form: { helpful: '1', return_to: `/product/${variant.slug}` } })
    assert.equal(form.status, 303)
    assert.equal(form.headers.location, `/product/${variant.slug}#review-${id}`)
    assertProblem(await vote(new Visitor(shop()), 'PUT'), 401)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
