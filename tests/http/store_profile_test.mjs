// The shop's own name, address, hours and taxes: edited in one place, shown everywhere from there.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { pagesOf } from '../support/documents.mjs'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'
import { buy, onEachDatabase } from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

onEachDatabase("the shop's profile", shop => {
  const admin = onceLoggedIn(shop, 'admin')
  const staff = onceLoggedIn(shop, 'staff')
  const kProfile = {
    name: 'Hurtrock Uji', street: 'Jl. Braga 12', city: 'Kota Bandung', province: 'Jawa Barat', postal_code: '40111', phone: '0821-0000-1111',
    whatsapp: '0821-0000-2222', email: 'uji@hurtrock.com', tax_number: '01.234.567.8-901.000', free_from: '', free_at_most: '', open_1: '10:00', close_1: '17:00',
  }
  const version = async () => (await shop().sql('SELECT version FROM store_profile'))[0][0]
  const save = async (changed = {}, visitor = admin()) =>
    (await visitor).post('/admin/store-profile', { form: { do: 'save', version: await version(), ...kProfile, ...changed } })
  const stored = async () => (await shop().sql('SELECT name, street, tax_number FROM store_profile'))[0]

  test('staff see it, and only admins change it', async () => {
    const page = await (await staff()).get('/admin/store-profile')
    assert.equal(page.status, 200)
    assert.match(page.text(), /Hurtrock Music Store/)
    assert.doesNotMatch(page.text(), /value="save"/)
    assert.equal((await save({}, staff())).status, 403)
  })

  test('what is saved shows in the shop, on invoices, on labels and in mails', async () => {
    assert.equal((await save()).status, 303)
    const home = await (await admin()).get('/')
    assert.match(home.text(), /Hurtrock Uji/)
    await until('the page for everybody says so', async () => {
      const page = (await send('GET', `${shop().url}/store-info`)).text()
      return page.includes('Jl. Braga 12') && page.includes('10.00–17.00') && page.includes('0821-0000-1111')
    }, { withinMs: 5_000 })
    for (const path of ['/buying', '/returns', '/privacy'])
      assert.match((await send('GET', shop().url + path)).text(), /Hurtrock Uji[^]*Jl\. Braga 12[^]*0821-0000-1111/, path)
    const { number, body } = await buy(shop(), { method: 'cod' })
    const label = await (await staff()).get(`/admin/orders/${number}/label.pdf`)
    assert.match(pagesOf(label.body).join('\n'), /Hurtrock Uji/)
    const mail = await awaitMail(shop(), { to: body.contact.email })
    assert.match(mail.text, /Hurtrock Uji/)
  })

  test('what is wrong is said at its field, and nothing is stored', async () => {
    const before = await stored()
    for (const [field, value] of [['name', ''], ['phone', 'x'], ['email', 'x'], ['tax_number', '123'], ['open_1', '9'], ['close_1', '09:00'],
      ['free_from', '1,5'], ['free_at_most', '100.000']]) {
      const answer = await save({ [field]: value })
      assert.equal(answer.status, 422, field)
      assert.match(answer.text(), new RegExp(`href="#field-${field === 'free_at_most' ? 'free_from' : field}"`), field)
    }
    assert.deepEqual(await stored(), before)
  })

  test('a preview shows what was typed and saves nothing', async () => {
    const before = await stored()
    const answer = await save({ do: 'preview', name: 'Toko Bayangan', tax_number: '0123456789012345' })
    assert.equal(answer.status, 200)
    assert.match(answer.text(), /paper__name">Toko Bayangan/)
    assert.match(answer.text(), /NPWP 0123456789012345/)
    assert.deepEqual(await stored(), before)
  })

  test('the second of two editors is told, and sees what the first has stored', async () => {
    const seen = await version()
    assert.equal((await save({ version: seen, street: 'Jl. Pertama 1' })).status, 303)
    const second = await save({ version: seen, street: 'Jl. Kedua 2' })
    assert.equal(second.status, 409)
    assert.match(second.text(), /Jl\. Pertama 1/)
    assert.match(second.text(), /value="Jl\. Kedua 2"/)
    assert.equal((await stored())[1], 'Jl. Pertama 1')
    assert.match((await (await staff()).get('/admin/store-profile')).text(), /mengubah profil toko/)
  })

  test('free shipping begins where the profile says', async () => {
    assert.equal((await save({ free_from: '1', free_at_most: '1.000.000' })).status, 303)
    const { order } = await buy(shop(), { method: 'cod' })
    const [[shipping]] = await shop().sql(`SELECT shipping_total FROM orders WHERE number = '${order.order_number}'`)
    assert.equal(shipping, '0')
  })
})
