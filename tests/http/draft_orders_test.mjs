// Orders that the staff compose for customers: PRODUCT "Admin". A draft keeps what is known and reserves nothing; placed, it
// is an order like any other, once.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { Visitor } from './client.mjs'
import { areaCode, assertBooksAreRight, micros, onEachDatabase, orderRow, setPrice, setStock, stockOf, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kAuthor = 'staf@hurtrock.com'

onEachDatabase('the staff order for customers', shop => {
  const member = onceLoggedIn(shop, 'staff'), admin = onceLoggedIn(shop, 'admin')
  const get = async path => (await member()).get(path)
  const post = async (path, form, person = member) => (await person()).post(path, { form })
  let people = 0
  /** Everything that an order needs but its lines; `changes` are other values. */
  const complete = async (changes = {}) => ({
    name: `Pelanggan ${++people}`, phone: '0812-3456-7890', email: `pelanggan-${randomUUID()}@contoh.example`, language: 'id', account: '',
    area_query: 'Gegerkalong', area_code: await areaCode(shop()), street: 'Jl. Contoh No. 7', postal_code: '40153', note: 'Lantai 2',
    shipping_service: 'jne-reg', payment_method: 'midtrans', staff_note: '', form_key: randomUUID(), version: '0', ...changes })
  const line = ({ id, price }, quantity = 1, seen = price) => [['row', id], [`quantity_${id}`, quantity], [`price_${id}`, seen]]
  const fields = (form, lines = [], action = 'save') => [...Object.entries(form), ...lines, ['do', action]]
  const idIn = answer => {
    assert.equal(answer.status, 303, answer.text())
    return answer.headers.location.match(/^\/admin\/drafts\/(\d+)\?notice=/)[1]
  }
  const noticeIn = answer => new URL(answer.headers.location ?? '/', shop().url).searchParams.get('notice')
  const create = async (form, lines) => idIn(await post('/admin/drafts', fields(form, lines)))
  const row = async id => {
    const [[version, name, order, account]] = await shop().sql(
      `SELECT d.version, d.contact_name, COALESCE(o.number, ''), COALESCE(d.user_id, 0) FROM draft_orders d
       LEFT JOIN orders o ON o.id = d.order_id WHERE d.id = ${id}`)
    return { version, name, order, account: Number(account) }
  }
  const linesOf = async id => (await shop().sql(
    `SELECT variant_id, quantity, unit_price_seen FROM draft_order_lines WHERE draft_id = ${id} ORDER BY position`)).map(cells => cells.map(Number))
  const count = async table => Number((await shop().sql(`SELECT COUNT(*) FROM ${table}`))[0][0])
  /** Refused with that status, and no order has come of it; the page. */
  const refused = async (status, path, form) => {
    const before = await count('orders')
    const answer = await post(path, form)
    assert.equal(answer.status, status, answer.text().slice(0, 2_000))
    assert.equal(await count('orders'), before)
    return answer.text()
  }
  const isWrong = (page, field) => assert.match(page, new RegExp(`href="#field-${field.replaceAll('.', '\\.')}"`), field)

  test('only the staff see drafts, and nothing is written without the token', async () => {
    assert.equal((await new Visitor(shop()).get('/admin/drafts')).status, 303)
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.get('/admin/drafts')).status, 403)
    assert.equal((await buyer.post('/admin/drafts', { form: { do: 'save' } })).status, 403)
    const staff = await loggedIn(shop(), 'staff')
    staff.token = undefined
    const before = await count('draft_orders')
    assert.equal((await staff.post('/admin/drafts', { form: fields(await complete()) })).status, 403)
    assert.equal(await count('draft_orders'), before)
  })

  test('a draft keeps what is known and reserves nothing', async () => {
    const variant = await takeVariant(shop(), 5)
    const id = await create({ language: 'id', form_key: randomUUID(), name: 'Bu Sri' }, line(variant, 3))
    assert.deepEqual(await linesOf(id), [[variant.id, 3, variant.price]])
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
    const page = (await get(`/admin/drafts/${id}`)).text()
    assert.match(page, /name="name"[^>]* value="Bu Sri"/)
    assert.match(page, new RegExp(`name="quantity_${variant.id}"[^>]* value="3"`))
    const list = (await get('/admin/drafts?q=bu%20sri')).text()
    assert.match(list, new RegExp(`href="/admin/drafts/${id}"`))
    assert.doesNotMatch((await get('/admin/drafts?q=bu%20sri&state=placed')).text(), new RegExp(`href="/admin/drafts/${id}"`))
    assert.match((await get('/admin/orders')).text(), /href="\/admin\/drafts\/new"/)
  })

  test('more than there is may be kept; the page says so', async () => {
    const variant = await takeVariant(shop(), 2)
    const id = await create(await complete(), line(variant, 4))
    assert.match((await get(`/admin/drafts/${id}`)).text(), /Hanya 2 tersedia/)
  })

  test('placed, it is an order of a guest, who gets the link to pay', async () => {
    const variant = await takeVariant(shop(), 5)
    const form = await complete({ staff_note: 'Minta dibungkus kado' })
    const id = await create(form, line(variant, 2))
    const { version } = await row(id)
    const placed = await post(`/admin/drafts/${id}`, fields({ ...form, version }, line(variant, 2), 'place'))
    assert.equal(noticeIn(placed), 'placed')
    const { order } = await row(id)
    assert.match(order, /^HRT-/)
    assert.equal((await orderRow(shop(), order)).state, 'pending')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 2 })
    const [[user, note]] = await shop().sql(`SELECT COALESCE(user_id, 0), address_note FROM orders WHERE number = '${order}'`)
    assert.deepEqual([user, note], ['0', 'Lantai 2'])

    const mail = await awaitMail(shop(), { to: form.email })
    const link = linksIn(mail).find(address => address.includes(`/orders/${order}?t=`))
    assert.ok(link, mail.text)
    const customer = new Visitor(shop())
    const path = link.slice(link.indexOf('/orders/'))
    assert.equal((await customer.get(path)).status, 200)
    const page = (await get(`/admin/drafts/${id}`)).text()
    assert.match(page, new RegExp(`href="/admin/orders/${order}"`))
    assert.match(page, /https:\/\/wa\.me\/6281234567890\?text=/)
    assert.ok(page.includes(new URLSearchParams(link.slice(link.indexOf('?'))).get('t')), 'the same link')

    const [[actor, author]] = await shop().sql(
      `SELECT e.actor_kind, u.email FROM order_events e JOIN orders o ON o.id = e.order_id JOIN users u ON u.id = e.actor_id
       WHERE o.number = '${order}' AND e.kind = 'placed'`)
    assert.deepEqual([actor, author], ['staff', kAuthor])
    const shown = (await get(`/admin/orders/${order}`)).text()
    assert.match(shown, new RegExp(`href="/admin/drafts/${id}"`))
    assert.match(shown, /Minta dibungkus kado/)
    assert.doesNotMatch((await customer.get(path)).text(), /Minta dibungkus kado/)
    const actions = await shop().sql(
      `SELECT action FROM audit_log WHERE (subject_kind = 'draft_order' AND subject_id = '${id}') OR subject_id = '${order}' ORDER BY id`)
    assert.deepEqual(actions.flat(), ['draft_order.created', 'draft_order.changed', 'draft_order.placed', 'order.placed'])
    await assertBooksAreRight(shop())
  })

  test('the log, which is kept for ever, tells that there is a note and not what it says', async () => {
    const variant = await takeVariant(shop(), 5)
    const form = await complete()
    const id = await create({ ...form, staff_note: 'Bu Sri sedang sakit' }, line(variant))
    const logged = async () => (await shop().sql(
      `SELECT action, before_json, after_json FROM audit_log WHERE subject_kind = 'draft_order' AND subject_id = '${id}' ORDER BY id`))
      .map(([action, before, after]) => [action, ...[before, after].map(json => JSON.parse(json || 'null')?.note)])
    const save = async (staff_note, action) =>
      noticeIn(await post(`/admin/drafts/${id}`, fields({ ...form, staff_note, version: (await row(id)).version }, line(variant), action)))
    assert.equal(await save('Bu Sri sudah sembuh', 'save'), 'saved')
    assert.equal(await save('', 'save'), 'saved')
    assert.equal(await save('Bu Sri sakit lagi', 'place'), 'placed')
    assert.deepEqual(await logged(), [
      ['draft_order.created', undefined, true], ['draft_order.changed', undefined, undefined], ['draft_order.changed', true, undefined],
      ['draft_order.changed', undefined, true], ['draft_order.placed', undefined, undefined]])
    const [[told]] = await shop().sql("SELECT COUNT(*) FROM audit_log WHERE before_json LIKE '%Bu Sri s%' OR after_json LIKE '%Bu Sri s%'")
    assert.equal(told, '0')
  })

  test('the customer pays by the link', async () => {
    const variant = await takeVariant(shop(), 5)
    const form = await complete()
    const id = idIn(await post('/admin/drafts', fields(form, line(variant), 'place')))
    const { order } = await row(id)
    const link = linksIn(await awaitMail(shop(), { to: form.email })).find(address => address.includes(`/orders/${order}?t=`))
    const customer = new Visitor(shop())
    const path = link.slice(link.indexOf('/orders/'))
    await customer.get(path)
    const paying = await customer.post(path.replace('?', '/payment?'), { form: { t: new URL(link).searchParams.get('t') } })
    assert.equal(paying.status, 303, paying.text())
    assert.doesNotMatch(paying.headers.location, /notice=/)
  })

  test('for an account the order is that account\'s', async () => {
    const variant = await takeVariant(shop(), 5)
    const [[account]] = await shop().sql("SELECT id FROM users WHERE email = 'pembeli@contoh.example'")
    const found = await post('/admin/drafts', [['language', 'id'], ['account_query', 'sekar'], ['do', 'add_account']])
    assert.equal(found.status, 200)
    assert.match(found.text(), new RegExp(`value="add_account:${account}"`))
    const chosen = await post('/admin/drafts', [['language', 'id'], ['do', `add_account:${account}`]])
    assert.match(chosen.text(), new RegExp(`name="account" value="${account}"`))
    assert.match(chosen.text(), /name="email"[^>]* value="pembeli@contoh\.example"/)
    const id = idIn(await post('/admin/drafts', fields(await complete({ account }), line(variant), 'place')))
    const { order } = await row(id)
    assert.deepEqual(await shop().sql(`SELECT user_id FROM orders WHERE number = '${order}'`), [[account]])
    assert.match((await (await loggedIn(shop(), 'buyer')).get('/orders')).text(), new RegExp(order))
  })

  test('accounts of the staff are not offered, nor taken when they are gone', async () => {
    assert.equal((await post('/admin/drafts', [['language', 'id'], ['account_query', kAuthor], ['do', 'add_account']])).status, 422)
    assert.equal((await post('/admin/drafts', [['language', 'id'], ['account_query', 'xy'], ['do', 'add_account']])).status, 422)
    isWrong(await refused(422, '/admin/drafts', fields(await complete({ account: '999999999' }), line(await takeVariant(shop(), 5)), 'place')), 'account')
  })

  test('a draft is for a customer: of the staff nothing is shown, and nobody orders for them', async () => {
    const variant = await takeVariant(shop(), 5)
    const before = await count('draft_orders')
    const kept = await create(await complete(), line(variant))
    const accounts = await shop().sql("SELECT id, email, name FROM users WHERE role <> 'buyer' ORDER BY id")
    assert.ok(accounts.length >= 2, 'staff and admin')
    for (const [id, email, name] of accounts) {
      const tells = page => {
        // Whoever is logged in stands above every page, and who wrote the draft below it.
        const body = page.slice(page.indexOf('<main'))
        return body.includes(email) || body.includes(`value="${name}"`)
      }
      for (const path of ['/admin/drafts', `/admin/drafts/${kept}`]) {
        const chosen = await refused(422, path, [['language', 'id'], ['do', `add_account:${id}`]])
        assert.ok(!tells(chosen), email)
        assert.doesNotMatch(chosen, new RegExp(`name="account" value="${id}"`))
        const shown = await post(path, [['language', 'id'], ['account', id], ['do', 'add_quotes']])
        assert.equal(shown.status, 200)
        assert.ok(!tells(shown.text()), email)
        const { version } = await row(kept)
        for (const action of ['save', 'place'])
          isWrong(await refused(422, path, fields(await complete({ account: id, version }), line(variant), action)), 'account')
      }
    }
    assert.equal(await count('draft_orders'), before + 1)
    assert.equal((await row(kept)).account, 0)
  })

  test('a second click makes no second draft and no second order', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = await complete()
    const drafts = await Promise.all([1, 2, 3].map(() => post('/admin/drafts', fields(form, line(variant)))))
    assert.equal(new Set(drafts.map(idIn)).size, 1)
    const direct = await complete()
    const placed = await Promise.all([1, 2, 3].map(() => post('/admin/drafts', fields(direct, line(variant), 'place'))))
    assert.equal(new Set(placed.map(idIn)).size, 1)
    assert.deepEqual(placed.map(noticeIn).sort(), ['already', 'already', 'placed'])
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 1 })
  })

  test('a form that was corrected after Back is asked about, and its correction is there', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = await complete({ staff_note: 'Semula' })
    const id = await create(form, line(variant))
    const before = await count('draft_orders')
    const told = await refused(409, '/admin/drafts', fields(form, line(variant, 3), 'place'))
    assert.match(told, new RegExp(`<form class="edit" method="post" action="/admin/drafts/${id}"`))
    assert.match(told, new RegExp(`name="quantity_${variant.id}"[^>]* value="3"`))
    assert.match(told, new RegExp(`<li>1 × ${variant.sku} `))
    assert.deepEqual(await linesOf(id), [[variant.id, 1, variant.price]])
    // What is as it was stored has been done.
    assert.equal(noticeIn(await post('/admin/drafts', fields(form, line(variant)))), 'already')
    assert.match(await refused(409, '/admin/drafts', fields({ ...form, staff_note: 'Lain' }, line(variant))), /Semula/)
    const version = told.match(/name="version" value="(\d+)"/)[1]
    assert.equal(noticeIn(await post(`/admin/drafts/${id}`, fields({ ...form, version }, line(variant, 3), 'place'))), 'placed')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 3 })
    // Of an order nothing is corrected any more.
    assert.equal(noticeIn(await post('/admin/drafts', fields(form, line(variant, 5), 'place'))), 'already')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 3 })
    assert.equal(await count('draft_orders'), before)
  })

  test('of two who place one draft at once one does, and the other is told', async () => {
    await Promise.all([member(), admin()])
    for (let round = 0; round < 4; ++round) {
      const variant = await takeVariant(shop(), 9)
      const form = await complete()
      const id = await create(form, line(variant))
      const { version } = await row(id)
      const place = person => post(`/admin/drafts/${id}`, fields({ ...form, version }, line(variant), 'place'), person)
      const answers = await Promise.all([place(member), place(admin)])
      assert.deepEqual(answers.map(noticeIn).sort(), ['already', 'placed'])
      assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 1 })
    }
    await assertBooksAreRight(shop())
  })

  test('of two who change one draft the second is told, and nothing of either is lost', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = await complete({ name: 'Semula' })
    const id = await create(form, line(variant))
    const { version } = await row(id)
    assert.equal((await post(`/admin/drafts/${id}`, fields({ ...form, name: 'Pertama', version }, line(variant)))).status, 303)
    const told = await refused(409, `/admin/drafts/${id}`, fields({ ...form, name: 'Kedua', version }, line(variant), 'place'))
    assert.match(told, /name="name"[^>]* value="Kedua"/)
    assert.match(told, /Pertama/)
    assert.equal((await row(id)).name, 'Pertama')
    const fresh = told.match(/name="version" value="(\d+)"/)[1]
    assert.equal(noticeIn(await post(`/admin/drafts/${id}`, fields({ ...form, name: 'Kedua', version: fresh }, line(variant)))), 'saved')
    assert.equal((await row(id)).name, 'Kedua')
  })

  test('of a colleague\'s changes the second sees the lines and the account, too', async () => {
    const [mine, theirs] = [await takeVariant(shop(), 9), await takeVariant(shop(), 9)]
    const [[account]] = await shop().sql("SELECT id FROM users WHERE email = 'pembeli@contoh.example'")
    const form = await complete()
    const id = await create(form, line(mine))
    const { version } = await row(id)
    assert.equal(noticeIn(await post(`/admin/drafts/${id}`, fields({ ...form, account, version }, [...line(mine), ...line(theirs, 3)]), admin)), 'saved')
    const told = await refused(409, `/admin/drafts/${id}`, fields({ ...form, version }, line(mine, 2)))
    const box = page => page.match(/<section class="confirm-box" role="alert"[^]*?<\/section>/)[0]
    assert.match(box(told), new RegExp(`<li>1 × ${mine.sku} `))
    assert.match(box(told), new RegExp(`<li>3 × ${theirs.sku} `))
    assert.match(box(told), /<li>Pesanan masuk ke akun [^<]*\(pembeli@contoh\.example\)<\/li>/)
    // What was sent stands in the form as it was.
    assert.match(told, /name="account" value=""/)
    assert.match(told, new RegExp(`name="quantity_${mine.id}"[^>]* value="2"`))
    assert.doesNotMatch(told, new RegExp(`name="quantity_${theirs.id}"`))

    const { version: second } = await row(id)
    assert.equal(noticeIn(await post(`/admin/drafts/${id}`, fields({ ...form, version: second }, line(mine)), admin)), 'saved')
    const back = await refused(409, `/admin/drafts/${id}`, fields({ ...form, account, version: second }, line(mine)))
    assert.match(box(back), /<li>Tanpa akun<\/li>/)
    const same = await refused(409, `/admin/drafts/${id}`, fields({ ...form, version: second }, line(mine)))
    assert.doesNotMatch(box(same), /<li>Tanpa akun<\/li>/)
  })

  test('a price that rose is shown before it is taken', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = await complete()
    const id = await create(form, line(variant))
    await setPrice(shop(), variant.id, variant.price + 5_000)
    const page = (await get(`/admin/drafts/${id}`)).text()
    assert.match(page, /Harga berubah sejak draf ini terakhir dibuka/)
    assert.match(page, new RegExp(`name="price_${variant.id}" value="${variant.price + 5_000}"`))
    const { version } = await row(id)
    const asked = await refused(409, `/admin/drafts/${id}`, fields({ ...form, version }, line(variant), 'place'))
    assert.match(asked, /Ada harga yang naik/)
    assert.equal(noticeIn(await post(`/admin/drafts/${id}`, fields({ ...form, version }, line(variant, 1, variant.price + 5_000), 'place'))), 'placed')
    await setPrice(shop(), variant.id, variant.price)
  })

  test('another total than the page showed is asked about', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = await complete({ seen_goods: variant.price, 'seen_shipping.jne-reg': '1' })
    assert.match(await refused(409, '/admin/drafts', fields(form, line(variant), 'place')), /Totalnya sekarang/)
    const page = (await post('/admin/drafts', fields(form, line(variant), 'add_quotes'))).text()
    const shipping = page.match(/name="seen_shipping\.jne-reg" value="(\d+)"/)[1]
    assert.equal(noticeIn(await post('/admin/drafts', fields({ ...form, 'seen_shipping.jne-reg': shipping }, line(variant), 'place'))), 'placed')
  })

  test('a service that was chosen below the total is asked about, for it is not in that', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = await complete({ seen_goods: variant.price })
    const page = (await post('/admin/drafts', fields({ ...form, shipping_service: '' }, line(variant), 'add_quotes'))).text()
    assert.match(page, /name="seen_service" value=""/)
    const shipping = page.match(/name="seen_shipping\.jne-reg" value="(\d+)"/)[1]
    const chosen = { ...form, 'seen_shipping.jne-reg': shipping, seen_service: '' }
    const asked = await refused(409, '/admin/drafts', fields(chosen, line(variant), 'place'))
    assert.match(asked, /Totalnya sekarang/)
    assert.match(asked, /name="seen_service" value="jne-reg"/)
    assert.equal(noticeIn(await post('/admin/drafts', fields({ ...chosen, seen_service: 'jne-reg' }, line(variant), 'place'))), 'placed')
  })

  test('what cannot be placed is said where it belongs, and the draft stays open', async () => {
    const variant = await takeVariant(shop(), 2)
    const form = await complete()
    const id = await create(form, line(variant, 3))
    const place = async (changes, lines, status) =>
      refused(status, `/admin/drafts/${id}`, fields({ ...form, version: (await row(id)).version, ...changes }, lines, 'place'))
    assert.match(await place({}, line(variant, 3), 409), /tersedia 2/)
    isWrong(await place({}, [], 422), 'add_sku')
    isWrong(await place({ shipping_service: 'kurir-lain' }, line(variant), 422), 'shipping_service')
    await shop().sql("UPDATE payment_settings SET maximum_total = 1 WHERE provider = 'cod'")
    isWrong(await place({ payment_method: 'cod' }, line(variant), 422), 'payment_method')
    for (const field of ['name', 'phone', 'email', 'area_code', 'street', 'shipping_service', 'payment_method'])
      isWrong(await place({ [field]: '' }, line(variant), 422), field)
    await setStock(shop(), variant.id, 0)
    assert.match(await place({}, line(variant), 409), /tersedia 0/)
    assert.equal((await row(id)).order, '')
  })

  test('what is wrong is refused at its field, also of what is only kept', async () => {
    const variant = await takeVariant(shop(), 2)
    const bad = {
      phone: '12', email: 'bukan email', language: 'fr', area_code: '99.99', postal_code: '123', name: 'x'.repeat(101), street: 'x'.repeat(301),
      note: 'x'.repeat(501), staff_note: 'x'.repeat(501), payment_method: 'emas', shipping_service: 'x'.repeat(41), account: 'saya' }
    const before = await count('draft_orders')
    for (const [field, value] of Object.entries(bad))
      isWrong(await refused(422, '/admin/drafts', fields(await complete({ [field]: value }), line(variant))), field)
    for (const quantity of ['0', '-1', '1000', 'dua', '1.5', ''])
      isWrong(await refused(422, '/admin/drafts', fields(await complete(), line(variant, quantity))), `quantity_${variant.id}`)
    const many = Array.from({ length: 101 }, (_, n) => line({ id: n + 1, price: 1 })).flat()
    isWrong(await refused(422, '/admin/drafts', fields(await complete(), many)), 'add_sku')
    await refused(422, '/admin/drafts', fields(await complete(), line({ id: 999_999_999, price: 1 })))
    await refused(422, '/admin/drafts', fields(await complete({ form_key: '' }), line(variant)))
    assert.equal(await count('draft_orders'), before)
  })

  test('items are found by SKU and by name, and scanned twice they are two', async () => {
    const variant = await takeVariant(shop(), 9)
    const form = [['language', 'id'], ['name', 'Bu Sri']]
    const added = (await post('/admin/drafts', [...form, ['add_sku', variant.sku.toLowerCase()], ['do', 'enter']])).text()
    assert.match(added, new RegExp(`name="quantity_${variant.id}"[^>]* value="1"`))
    assert.match(added, /name="name"[^>]* value="Bu Sri"/)
    const twice = (await post('/admin/drafts', [...form, ...line(variant), ['add_sku', variant.sku], ['do', 'add_row']])).text()
    assert.match(twice, new RegExp(`name="quantity_${variant.id}"[^>]* value="2"`))
    const several = await post('/admin/drafts', [...form, ['add_sku', 'ibanez'], ['do', 'add_row']])
    assert.equal(several.status, 200)
    const [, other] = several.text().match(/value="add_variant:(\d+)"/)
    const chosen = (await post('/admin/drafts', [...form, ['add_sku', 'ibanez'], ['do', `add_variant:${other}`]])).text()
    assert.match(chosen, new RegExp(`name="row" value="${other}"`))
    assert.doesNotMatch(chosen, /name="add_sku"[^>]* value="ibanez"/)
    for (const typed of ['', 'tidak-ada-barang-ini'])
      isWrong(await refused(422, '/admin/drafts', [...form, ['add_sku', typed], ['do', 'add_row']]), 'add_sku')
    const removed = (await post('/admin/drafts', [...form, ...line(variant), ['do', `remove_row:${variant.id}`]])).text()
    assert.doesNotMatch(removed, new RegExp(`name="row" value="${variant.id}"`))
  })

  test('without script the area is searched for and chosen, and the couriers follow', async () => {
    const variant = await takeVariant(shop(), 9)
    const area = await areaCode(shop())
    const found = (await post('/admin/drafts', [['language', 'id'], ['area_query', 'gegerkalong'], ['do', 'add_areas']])).text()
    assert.match(found, new RegExp(`type="radio" name="area_code" value="${area.replaceAll('.', '\\.')}"`))
    const quoted = (await post('/admin/drafts', [['language', 'id'], ['area_code', area], ...line(variant), ['do', 'add_quotes']])).text()
    assert.match(quoted, /name="shipping_service" value="jne-reg"/)
    assert.match(quoted, /name="shipping_service" value="pickup"/)
    assert.match(quoted, /PPN/)
    assert.match(quoted, /lewat tautannya, dalam 24 jam/)
    assert.doesNotMatch(quoted, /\{(hours|minutes)\}/)
  })

  test('goods fetched in the shop and paid there are ready to be packed', async () => {
    await shop().sql("UPDATE payment_settings SET maximum_total = 10000000 WHERE provider = 'cod'")
    const variant = await takeVariant(shop(), 5)
    const id = idIn(await post('/admin/drafts', fields(await complete({ shipping_service: 'pickup', payment_method: 'cod' }), line(variant), 'place')))
    const { order } = await row(id)
    assert.equal((await orderRow(shop(), order)).state, 'processing')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
  })

  test('a draft is deleted by whoever has seen it as it is, and a placed one not at all', async () => {
    const variant = await takeVariant(shop(), 5)
    const form = await complete()
    const id = await create(form, line(variant))
    assert.equal((await post(`/admin/drafts/${id}/removal`, { version: '99' })).status, 409)
    const { version } = await row(id)
    const removed = await post(`/admin/drafts/${id}/removal`, { version })
    assert.equal(removed.headers.location, '/admin/drafts?notice=removed')
    assert.equal((await get(`/admin/drafts/${id}`)).status, 404)
    assert.equal((await post(`/admin/drafts/${id}`, fields({ ...form, version }, line(variant), 'place'))).status, 404)
    assert.equal((await post(`/admin/drafts/${id}/removal`, { version })).status, 404)
    const kept = idIn(await post('/admin/drafts', fields(await complete(), line(variant), 'place')))
    assert.equal(noticeIn(await post(`/admin/drafts/${kept}/removal`, { version: (await row(kept)).version })), 'already')
    assert.match((await get('/admin/drafts?state=placed')).text(), new RegExp(`href="/admin/drafts/${kept}"`))
  })

  test('the list has pages', async () => {
    const [[staff]] = await shop().sql(`SELECT id FROM users WHERE email = '${kAuthor}'`)
    const now = micros()
    await shop().sql(Array.from({ length: 51 }, (_, n) =>
      `INSERT INTO draft_orders (request_key, contact_name, email, phone, street, area_code, postal_code, address_note, shipping_code, payment_method,
       language, staff_note, created_by, created_at, changed_at) VALUES ('halaman-${n}', 'Berhalaman ${n}', '', '', '', '', '', '', '', '', 'id', '', ${staff}, ${now}, ${now})`).join(';'))
    const first = (await get('/admin/drafts?q=berhalaman')).text()
    assert.match(first, />Berhalaman 50</)
    assert.doesNotMatch(first, />Berhalaman 0</)
    const next = first.match(/href="([^"]+)" rel="next"/)[1].replaceAll('&amp;', '&')
    const second = (await get(next)).text()
    assert.match(second, />Berhalaman 0</)
    assert.doesNotMatch(second, /rel="next"/)
    await shop().sql("DELETE FROM draft_orders WHERE request_key LIKE 'halaman-%'")
  })
})
