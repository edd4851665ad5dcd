// Shipping services as admins keep them, and what buyers are offered of them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaCode, onEachDatabase, takeVariant, visitorWithCart } from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

onEachDatabase('shipping services', shop => {
  const admin = onceLoggedIn(shop, 'admin')
  const staff = onceLoggedIn(shop, 'staff')
  const kService = {
    code: 'kurir-uji', courier: 'Kurir Uji', name: 'Uji Kilat', base_price: '1.000', price_per_kg: '10.000', divisor: '6000', tolerance: '0',
    max_weight: '', min_days: '1', max_days: '2', active: '1',
  }
  const record = async code => {
    const [row] = await shop().sql(`SELECT id, version, name, active, position FROM shipping_services WHERE code = '${code}'`)
    return row && { id: row[0], version: row[1], name: row[2], active: row[3], position: Number(row[4]) }
  }
  const create = async (changed = {}) => (await admin()).post('/admin/shipping', { form: { ...kService, ...changed } })
  const update = async (code, changed = {}) => {
    const { id, version } = await record(code)
    const { code: _, ...form } = kService
    return (await admin()).post(`/admin/shipping/${id}`, { form: { version, ...form, ...changed } })
  }
  const quotes = async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    const answer = await visitor.post('/api/v1/shipping/quotes', { json: { area_code: await areaCode(shop()) } })
    assert.equal(answer.status, 200, answer.text())
    return answer.json()
  }
  const errorAt = (answer, field) => assert.match(answer.text(), new RegExp(`href="#field-${field}"`))

  test('staff see the services, and only admins change them', async () => {
    const list = await (await staff()).get('/admin/shipping')
    assert.equal(list.status, 200)
    assert.match(list.text(), /JNE REG/)
    assert.doesNotMatch(list.text(), /value="up:/)
    const page = await (await staff()).get('/admin/shipping/1')
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.text(), /value="save"/)
    assert.equal((await (await staff()).post('/admin/shipping', { form: kService })).status, 403)
    assert.equal((await (await staff()).get('/admin/shipping/new')).status, 403)
    assert.equal(await record('kurir-uji'), undefined)
  })

  test('a new service is offered at once, at the price of the province', async () => {
    assert.equal((await create({ z32_base: '2.000', z32_kg: '5.000', z32_days: '3' })).status, 303)
    const offered = (await quotes()).find(quote => quote.service_code === 'kurir-uji')
    assert.ok(offered, 'it is offered')
    assert.equal(offered.price, 7_000)
    assert.deepEqual([offered.min_days, offered.max_days], [4, 5])
    const [[logged]] = await shop().sql("SELECT COUNT(*) FROM audit_log WHERE action = 'shipping_service.created'")
    assert.equal(logged, '1')
  })

  test('a changed price counts for the next quote, and switching it off takes it away', async () => {
    assert.equal((await update('kurir-uji', { base_price: '0', price_per_kg: '3.000' })).status, 303)
    assert.equal((await quotes()).find(quote => quote.service_code === 'kurir-uji').price, 3_000)
    const { id } = await record('kurir-uji')
    const page = (await (await admin()).get(`/admin/shipping/${id}?notice=saved`)).text()
    assert.match(page, /mengubah layanan pengiriman ini/)
    assert.match(page, /value="3.000"/)
    const { active: _, ...off } = { ...kService, code: undefined, version: (await record('kurir-uji')).version }
    delete off.code
    assert.equal((await (await admin()).post(`/admin/shipping/${id}`, { form: off })).status, 303)
    assert.ok(!(await quotes()).some(quote => quote.service_code === 'kurir-uji'))
  })

  test('what is wrong is said at its field, and nothing is stored', async () => {
    for (const [field, value] of [['code', 'Dua Kata'], ['name', ''], ['base_price', 'gratis'], ['price_per_kg', '-1'], ['divisor', '0'],
      ['tolerance', '1000'], ['min_days', ''], ['max_days', '0'], ['z32_kg', 'x']]) {
      const answer = await create({ code: 'salah', [field]: value })
      assert.equal(answer.status, 422, field)
      errorAt(answer, field)
    }
    const taken = await create({ code: 'jne-reg' })
    assert.equal(taken.status, 422)
    errorAt(taken, 'code')
    assert.equal(await record('salah'), undefined)
  })

  test('the second of two editors is told, and sees what the first has stored', async () => {
    const { id, version } = await record('kurir-uji')
    const { code: _, ...form } = kService
    assert.equal((await (await admin()).post(`/admin/shipping/${id}`, { form: { version, ...form, name: 'Yang pertama' } })).status, 303)
    const second = await (await admin()).post(`/admin/shipping/${id}`, { form: { version, ...form, name: 'Yang kedua' } })
    assert.equal(second.status, 409)
    assert.match(second.text(), /Yang pertama/)
    assert.match(second.text(), /value="Yang kedua"/)
    assert.equal((await record('kurir-uji')).name, 'Yang pertama')
  })

  test('the order of the list is that of the checkout', async () => {
    const { id, version, position } = await record('kurir-uji')
    assert.equal((await (await admin()).post('/admin/shipping/order', { form: { do: `up:${id}:${version}` } })).status, 303)
    assert.equal((await record('kurir-uji')).position, position - 1)
    assert.equal((await (await admin()).post('/admin/shipping/order', { form: { do: `up:${id}:${version}` } })).status, 409)
    assert.equal((await (await admin()).post('/admin/shipping/order', { form: { do: 'sideways' } })).status, 422)
  })

  test('the calculator offers what the checkout offers', async () => {
    const variant = await takeVariant(shop())
    const [[weight, length, width, height]] = await shop().sql(`SELECT weight_g, length_mm, width_mm, height_mm FROM variants WHERE id = ${variant.id}`)
    const visitor = await visitorWithCart(shop(), variant)
    const area = await areaCode(shop())
    const offered = (await visitor.post('/api/v1/shipping/quotes', { json: { area_code: area } })).json()
    const query = new URLSearchParams({ area_code: area, area_query: '', weight, length, width, height, total: String(variant.price) })
    const answer = await (await staff()).get(`/admin/shipping/calculator?${query}`)
    assert.equal(answer.status, 200, answer.text().match(/error-summary[\s\S]{0,500}/)?.[0])
    const text = answer.text().replaceAll('\u00a0', ' ').replaceAll('&#38;', '&').replaceAll('&amp;', '&')
    for (const { name, price } of offered) assert.match(text, new RegExp(`${name}[\\s\\S]*Rp ${price.toLocaleString('id-ID')}`), name)
    assert.match(text, /Tidak ditawarkan[\s\S]*Yang pertama|Yang pertama[\s\S]*hari kerja/)
  })

  test('the calculator finds areas without script, and says what is wrong', async () => {
    const ask = async fields => (await staff()).get(`/admin/shipping/calculator?${new URLSearchParams({
      area_query: 'gegerkalong', weight: '5000', length: '1100', width: '400', height: '150', total: '', ...fields })}`)
    const found = await ask({})
    assert.equal(found.status, 200)
    assert.match(found.text(), /type="radio" name="area_code" value="32\.73\./)
    for (const [field, value] of [['weight', '0'], ['length', 'x'], ['total', '1,5'], ['area_query', 'zzzzqqqq'], ['area_query', 'a']]) {
      const answer = await ask({ [field]: value })
      assert.equal(answer.status, 422, field)
      errorAt(answer, field)
    }
    const heavy = await ask({ area_code: await areaCode(shop()), weight: '900000' })
    assert.match(heavy.text(), /terlalu berat/)
  })
})
