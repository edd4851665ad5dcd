// Being told when something sold out is there again: PRODUCT "Catalogue" and "Mail", docs/decisions/0062-back-in-stock.md.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { awaitMail, linksIn, readMails } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { words } from '../support/texts.mjs'
import { send, Visitor } from './client.mjs'
import { assertBooksAreRight, assertPage, assertProblem, buy, onEachDatabase, setStock, stockOf, takeVariant, withShop } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kHtml = { Accept: 'text/html' }
/** The job looks every ten seconds. */
const kPatience = { withinMs: 60_000 }
const kMostOfMailbox = 20
const t = words('id')
const mailbox = () => `kabar-${randomUUID()}@contoh.example`

onEachDatabase('back in stock', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const soldOut = () => takeVariant(shop(), 0)
  const ask = (variant, email, { visitor = new Visitor(shop()), ...more } = {}) =>
    visitor.post('/back-in-stock', { form: { variant_id: String(variant.id), email, language: 'id', ...more }, headers: kHtml })
  const asked = async (variant, email, more) => assertPage(await ask(variant, email, more), 200)
  const wishesOf = email => shop().sql(`SELECT variant_id, state, language FROM stock_wishes WHERE email = '${email}' ORDER BY id`)
  const told = async email => Number((await shop().sql(`SELECT COUNT(*) FROM outbox_mails WHERE kind = 'back_in_stock' AND to_address = '${email}'`))[0][0])
  const productPage = async (variant, visitor = new Visitor(shop()), query = '') =>
    assertPage(await visitor.get(`/product/${variant.slug}?variant=${variant.id}${query}`, { headers: kHtml }), 200)
  /** As it is corrected at the desk. */
  const found = async (variant, pieces) => {
    const { onHand } = await stockOf(shop(), variant.id)
    const answer = await (await staff()).post(`/admin/stock/${variant.id}/corrections`, {
      form: { seen: String(onHand), mode: 'more', number: String(pieces), cause: 'found', note: '', form_key: randomUUID() } })
    assert.equal(answer.status, 303, answer.text())
  }
  const mailTo = email => awaitMail(shop(), { to: email }, kPatience)
  const leaveLink = mail => linksIn(mail).find(link => link.includes('/back-in-stock/wishes/'))

  test('the form stands on the page of what is sold out, and of nothing else', async () => {
    const variant = await soldOut()
    await until('the page has noticed', async () => (await productPage(variant)).includes('action="/back-in-stock"'))
    assert.match(await productPage(variant), new RegExp(`name="variant_id" value="${variant.id}"`))
    await setStock(shop(), variant.id, 1)
    await until('the page has noticed', async () => !(await productPage(variant)).includes('action="/back-in-stock"'))
  })

  test('whoever is logged in finds their mailbox typed already', async () => {
    const variant = await soldOut()
    const buyer = await loggedIn(shop(), 'buyer')
    await until('the page has noticed', async () => (await productPage(variant, buyer)).includes('action="/back-in-stock"'))
    assert.match(await productPage(variant, buyer), /name="email"[^>]*value="pembeli@contoh\.example"/)
    assert.match(assertPage(await buyer.get(`/back-in-stock?variant=${variant.id}`, { headers: kHtml }), 200), /value="pembeli@contoh\.example"/)
  })

  test('asking twice is one wish, and is answered as the first time', async () => {
    const variant = await soldOut()
    const email = mailbox()
    const [first, second] = [await asked(variant, email), await asked(variant, email.toUpperCase())]
    assert.ok(first.includes(email) && first.includes(t('back_in_stock.kept.title')))
    const withoutToken = page => page.replace(/[\w-]{40,}/g, '')
    assert.equal(withoutToken(second), withoutToken(first), 'nobody learns whether that mailbox had asked')
    assert.deepEqual(await wishesOf(email), [[String(variant.id), 'waiting', 'id']])
  })

  test('it is told once by mail when it is there again, in the language of the page', async () => {
    const variant = await soldOut()
    const [indonesian, english] = [mailbox(), mailbox()]
    await asked(variant, indonesian)
    await asked(variant, english, { language: 'en' })
    assert.equal(await told(indonesian), 0)
    await found(variant, 1)
    const mail = await mailTo(indonesian)
    assert.match(mail.subject, /^Sudah ada lagi: /)
    assert.ok(linksIn(mail).includes(`${shop().url}/product/${variant.slug}?variant=${variant.id}`), mail.text)
    assert.ok(mail.html.includes(`/product/${variant.slug}?variant=${variant.id}`))
    const other = await mailTo(english)
    assert.match(other.subject, /^Back in stock: /)
    assert.equal(other.language, 'en')
    for (const link of linksIn(mail)) assert.equal((await send('GET', link, { headers: kHtml })).status, 200, link)
    for (const email of [indonesian, english]) assert.deepEqual([await told(email), (await wishesOf(email))[0][1]], [1, 'told'])
    await assertBooksAreRight(shop())
  })

  test('those who asked first hear first, and the others while nobody has bought', async () => {
    const variant = await soldOut()
    const queue = [mailbox(), mailbox(), mailbox()]
    for (const email of queue) await asked(variant, email)
    await found(variant, 1)
    await mailTo(queue[0])
    await mailTo(queue[1])
    assert.equal(await told(queue[2]), 0)
    // The head start of the first two is over.
    await shop().sql(`UPDATE stock_wishes SET ended_at = ended_at - 21600000001 WHERE variant_id = ${variant.id} AND state = 'told'`)
    await mailTo(queue[2])
  })

  test('an order that is cancelled brings its pieces to those who wait', async () => {
    const variant = await takeVariant(shop(), 1)
    const { number, visitor } = await buy(shop(), { variant })
    const email = mailbox()
    await asked(variant, email)
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    await mailTo(email)
  })

  test('what can be bought is said to be there, and nothing is kept', async () => {
    const variant = await takeVariant(shop(), 3)
    const email = mailbox()
    const page = assertPage(await ask(variant, email), 409)
    assert.ok(page.includes(t('back_in_stock.available.title')) && page.includes(`/product/${variant.slug}?variant=${variant.id}`))
    assertProblem(await new Visitor(shop()).post('/api/v1/back-in-stock', { json: { variant_id: variant.id, email } }), 409, 'available')
    assert.deepEqual(await wishesOf(email), [])
    assert.ok(assertPage(await new Visitor(shop()).get(`/back-in-stock?variant=${variant.id}`, { headers: kHtml }), 200).includes(t('back_in_stock.available.title')))
  })

  test('a mailbox that is none is refused at its field, and what was typed stays', async () => {
    const variant = await soldOut()
    for (const wrong of ['', 'bukan email', 'a@', 'a'.repeat(255) + '@contoh.example']) {
      const page = assertPage(await ask(variant, wrong), 422)
      assert.match(page, /id="field-email"[^>]*aria-invalid="true"/)
      assert.match(page, /href="#field-email"/)
      if (wrong) assert.ok(page.includes(`value="${wrong}"`))
    }
    const refused = await new Visitor(shop()).post('/api/v1/back-in-stock', { json: { variant_id: variant.id, email: 'x' } })
    assert.deepEqual(assertProblem(refused, 422, 'validation').errors.map(({ field }) => field), ['email'])
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM stock_wishes WHERE variant_id = ${variant.id}`), [['0']])
  })

  test('what is not sold has no form', async () => {
    for (const id of ['999999999', '0', '-1', 'x', '']) {
      assertPage(await new Visitor(shop()).get(`/back-in-stock?variant=${id}`, { headers: kHtml }), 404)
      assertPage(await ask({ id }, mailbox()), 404)
    }
    assertProblem(await new Visitor(shop()).post('/api/v1/back-in-stock', { json: { variant_id: 999999999, email: mailbox() } }), 404, 'unknown_variant')
  })

  test('programs ask by JSON, without a session', async () => {
    const variant = await soldOut()
    const email = mailbox()
    const visitor = new Visitor(shop())
    for (let i = 0; i < 2; ++i) {
      const answer = await visitor.post('/api/v1/back-in-stock?lang=en', { json: { variant_id: variant.id, email } })
      assert.deepEqual([answer.status, answer.json()], [202, { variant_id: variant.id }])
    }
    assert.equal(visitor.cookies.size, 0)
    assert.deepEqual(await wishesOf(email), [[String(variant.id), 'waiting', 'en']])
  })

  test('a form with a session needs its token, and no other site can send it', async () => {
    const variant = await soldOut()
    const buyer = await loggedIn(shop(), 'buyer')
    buyer.token = 'forged'
    assert.equal((await ask(variant, mailbox(), { visitor: buyer })).status, 403)
    const elsewhere = await new Visitor(shop()).post('/back-in-stock', {
      form: { variant_id: String(variant.id), email: mailbox() }, headers: { ...kHtml, Origin: 'https://jahat.example' } })
    assert.equal(elsewhere.status, 403)
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM stock_wishes WHERE variant_id = ${variant.id}`), [['0']])
  })

  test('a mailbox waits for twenty things; only its owner is told that it is full', async () => {
    const fill = async email => {
      const others = (await shop().sql('SELECT id FROM variants ORDER BY id LIMIT 20')).flat()
      assert.equal(others.length, kMostOfMailbox)
      await shop().sql(others.map(id => `INSERT INTO stock_wishes (variant_id, email, language, state, asked_at, ended_at) VALUES (${id}, '${email}', 'id', 'withdrawn', 1, 9000000000000000)`).join(';'))
    }
    const variant = await soldOut()
    const stranger = mailbox()
    await fill(stranger)
    assert.ok((await asked(variant, stranger)).includes(t('back_in_stock.kept.limit', { n: kMostOfMailbox })))
    assert.equal((await wishesOf(stranger)).length, kMostOfMailbox)

    const buyer = await loggedIn(shop(), 'buyer')
    const own = 'pembeli@contoh.example'
    await shop().sql(`UPDATE users SET email_verified_at = 1 WHERE email = '${own}'`)
    await fill(own)
    const page = assertPage(await ask(variant, own, { visitor: buyer, _csrf: buyer.token }), 409)
    assert.ok(page.includes(t('back_in_stock.error.full', { n: kMostOfMailbox })))
    assertProblem(await buyer.post('/api/v1/back-in-stock', { json: { variant_id: variant.id, email: own } }), 409, 'too_many_wishes')
    await shop().sql(`DELETE FROM stock_wishes WHERE email IN ('${own}', '${stranger}')`)
  })

  test('the link of a mail shows what the mailbox still waits for and ends it, one or all', async () => {
    const [first, second, third, others] = [await soldOut(), await soldOut(), await soldOut(), mailbox()]
    const email = mailbox()
    for (const variant of [first, second, third]) await asked(variant, email)
    await asked(second, others)
    await found(first, 1)
    const link = new URL(leaveLink(await mailTo(email)))
    assert.ok(!link.href.includes('kabar-'), 'it does not tell the mailbox')
    const visitor = new Visitor(shop())
    const open = async () => {
      const answer = await visitor.get(link.pathname, { headers: kHtml })
      assert.equal(answer.headers['referrer-policy'], 'same-origin')
      return assertPage(answer, 200)
    }
    const ids = [...(await open()).matchAll(/name="wish" value="(\d+)"/g)].map(([, id]) => id)
    assert.equal(ids.length, 2, 'opening it ends nothing')
    const [[foreign]] = await shop().sql(`SELECT id FROM stock_wishes WHERE email = '${others}'`)
    for (const wish of [foreign, 'x', '0']) assert.equal((await visitor.post(`${link.pathname}/removal`, { form: { wish } })).status, 303)
    assert.deepEqual((await wishesOf(email)).map(([, state]) => state), ['told', 'waiting', 'waiting'])
    const removal = await visitor.post(`${link.pathname}/removal`, { form: { wish: ids[0] } })
    assert.deepEqual([removal.status, removal.headers.location], [303, `${link.pathname}?notice=removed`])
    assert.ok(assertPage(await visitor.get(removal.headers.location, { headers: kHtml }), 200).includes(t('back_in_stock.notice.removed')))
    assert.deepEqual((await wishesOf(email)).map(([, state]) => state), ['told', 'withdrawn', 'waiting'])
    for (let i = 0; i < 2; ++i) assert.equal((await visitor.post(`${link.pathname}/removal`, { form: {} })).status, 303)
    assert.deepEqual((await wishesOf(email)).map(([, state]) => state), ['told', 'withdrawn', 'withdrawn'])
    assert.ok((await open()).includes(t('back_in_stock.wishes.none')))
    assert.deepEqual((await wishesOf(others)).map(([, state]) => state), ['waiting'])
  })

  test('a forged link shows and ends nothing', async () => {
    const variant = await soldOut()
    const email = mailbox()
    await asked(variant, email)
    for (const token of ['x', encodeURIComponent(email), Buffer.from(email).toString('base64url'), 'A'.repeat(90)]) {
      assertPage(await new Visitor(shop()).get(`/back-in-stock/wishes/${token}`, { headers: kHtml }), 404)
      assertPage(await new Visitor(shop()).post(`/back-in-stock/wishes/${token}/removal`, { form: {}, headers: kHtml }), 404)
    }
    assert.deepEqual((await wishesOf(email)).map(([, state]) => state), ['waiting'])
  })

  test('the staff see how many wait: in the list, at the variant, and in a draft to the supplier', async () => {
    const variant = await soldOut()
    for (let i = 0; i < 3; ++i) await asked(variant, mailbox())
    const page = async path => assertStaffPage(await (await staff()).get(path))
    const waits = t('admin.stock.waiting', { n: 3 })
    assert.ok((await page(`/admin/stock?q=${encodeURIComponent(variant.sku)}`)).includes(waits))
    assert.match(await page(`/admin/stock/${variant.id}`), new RegExp(`${t('admin.stock.waiting_label')}</dt><dd>3</dd>`))
    const [[supplier]] = await shop().sql(`SELECT COALESCE(supplier_id, 0) FROM products WHERE id = ${variant.product}`)
    if (supplier !== '0') assert.ok((await page(`/admin/restock/new?supplier=${supplier}&variant=${variant.id}`)).includes(waits))
  })

  test('the wishes go with the account', async () => {
    const email = mailbox(), password = 'sandi yang panjang'
    await new Visitor(shop()).post('/api/v1/auth/register', { json: { name: 'Dewi', email, password } })
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn(email, password)).status, 200)
    const variant = await soldOut()
    await asked(variant, email)
    assert.deepEqual((await visitor.get('/profile/export')).json().stock_wishes, [], 'nobody has proved that the mailbox is theirs')
    await shop().sql(`UPDATE users SET email_verified_at = 1 WHERE email = '${email}'`)
    assert.deepEqual((await visitor.get('/profile/export')).json().stock_wishes.map(({ sku, state }) => [sku, state]), [[variant.sku, 'waiting']])
    assert.equal((await visitor.post('/profile/deletion', { form: { password } })).status, 303)
    assert.deepEqual(await wishesOf(email), [])
  })

  test('no mail was sent twice, and the books are right', async () => {
    const about = readMails(shop()).filter(({ subject }) => /^(Sudah ada lagi|Back in stock): /.test(subject))
    assert.equal(new Set(about.map(({ messageId }) => messageId)).size, about.length)
    await assertBooksAreRight(shop())
  })

  function assertStaffPage(answer) {
    assert.equal(answer.status, 200)
    return answer.text()
  }
})

withShop('back in stock, with limits', shop => {
  test('one address asks twenty times and then waits, by the form or the API', async () => {
    const variant = await takeVariant(shop(), 0)
    const visitor = new Visitor(shop())
    for (let i = 0; i < 20; ++i)
      assert.equal((await visitor.post('/back-in-stock', { form: { variant_id: String(variant.id), email: mailbox() }, headers: kHtml })).status, 200)
    const page = await visitor.post('/back-in-stock', { form: { variant_id: String(variant.id), email: mailbox() }, headers: kHtml })
    assertPage(page, 429)
    assert.ok(Number(page.headers['retry-after']) > 0)
    assert.equal((await visitor.post('/api/v1/back-in-stock', { json: { variant_id: variant.id, email: mailbox() } })).status, 429)
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM stock_wishes WHERE variant_id = ${variant.id}`), [['20']])
  })
}, { env: { RATE_LIMITS: 'on' } })
