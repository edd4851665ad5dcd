// Filters of the staff's lists, kept under names: whose they are, what of them is kept, and how many there can be.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Visitor } from './client.mjs'
import { onEachDatabase } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

/** A list with filters, as forms call it; a filter of it, as its address has it. */
const kLists = {
  orders: ['/admin/orders', 'payment=paid&state=processing'],
  drafts: ['/admin/drafts', 'q=ani&state=placed'],
  products: ['/admin/products', 'q=gitar&state=hidden'],
  stock: ['/admin/stock', 'alert=low&sort=sku'],
  restock: ['/admin/restock', 'q=PO&state=draft'],
  payments: ['/admin/payments/transactions', 'provider=midtrans&state=paid'],
  mail: ['/admin/mail', 'q=a%40contoh.example&state=dead'],
  users: ['/admin/users', 'role=staff&state=active'],
  activity: ['/admin/activity', 'from=2026-11-01&kind=order'],
}
const kMost = 20

onEachDatabase('saved filters', shop => {
  const staff = onceLoggedIn(shop, 'staff'), admin = onceLoggedIn(shop, 'admin')
  const save = async (person, form) => (await person()).post('/admin/saved-filters', { form: { list: 'orders', filter: 'state=paid', ...form } })
  const remove = async (person, id, form) =>
    (await person()).post(`/admin/saved-filters/${id}/removal`, { form: { list: 'orders', filter: 'state=paid', ...form } })
  const page = async (person, path) => {
    const answer = await (await person()).get(path)
    assert.equal(answer.status, 200, path)
    return answer.text()
  }
  const rows = () => shop().sql(
    'SELECT u.email, f.list, f.name, f.query, f.shared FROM saved_filters f JOIN users u ON u.id = f.owner_id ORDER BY f.id')
  const idOf = async name => (await shop().sql(`SELECT id FROM saved_filters WHERE name = '${name}'`))[0]?.[0]
  const forget = () => shop().sql('DELETE FROM saved_filters')
  const isOffered = (text, name) => text.includes(`<span>${name}</span>`)
  const link = (text, name) => text.match(new RegExp(`<a class="chip chip--saved" href="([^"]+)"( aria-current="true")?>(?:(?!</a>).)*<span>${name}</span>`))
  const plain = address => address.replaceAll('&amp;', '&')

  for (const [list, [path, filter]] of Object.entries(kLists)) {
    test(`${list}: a filter is saved, offered, opened and removed`, async () => {
      assert.doesNotMatch(await page(admin, path), /admin\/saved-filters/, 'there is nothing to save')
      const shown = await page(admin, `${path}?${filter}`)
      assert.match(shown, new RegExp(`name="list" value="${list}"`))
      assert.equal(plain(shown.match(/name="filter" value="([^"]*)"/)[1]), filter)

      const saved = await save(admin, { list, filter, name: 'Uji' })
      assert.equal(saved.status, 303)
      assert.equal(saved.headers.location, `${path}?${filter}&notice=filter_saved`)
      assert.match(await page(admin, saved.headers.location), /Filter disimpan/)

      const [, url, current] = link(await page(admin, path), 'Uji')
      assert.equal(plain(url), `${path}?${filter}`)
      assert.equal(current, undefined)
      assert.ok(link(await page(admin, plain(url)), 'Uji')[2], 'it is marked')

      const removed = await remove(admin, await idOf('Uji'), { list, filter })
      assert.equal(removed.headers.location, `${path}?${filter}&notice=filter_removed`)
      assert.ok(!isOffered(await page(admin, removed.headers.location), 'Uji'))
      assert.deepEqual(await rows(), [])
    })
  }

  test('only what the list understands is kept, and no place in it', async () => {
    const answer = await save(staff, { name: 'Lunas', filter: 'older=1795342500000000-17&state=paid&payment=stolen&return_to=//evil.example&notice=x' })
    assert.equal(answer.headers.location, '/admin/orders?state=paid&notice=filter_saved')
    assert.deepEqual(await rows(), [['staf@hurtrock.com', 'orders', 'Lunas', 'state=paid', '0']])
    await forget()
  })

  test('a filter that asks for what is not there is neither offered for keeping nor kept', async () => {
    for (const [list, filter] of [['stock', 'alert=low&supplier_name=Yamaha'], ['stock', 'alert=low&brand=abc123xyz'], ['products', 'state=hidden&category_name=Tak+Ada'],
      ['restock', 'state=draft&supplier_name=Yamaha'], ['orders', 'state=paid&product=abc'], ['activity', 'kind=order&person=abc']]) {
      const path = kLists[list][0]
      assert.doesNotMatch(await page(admin, `${path}?${filter}`), /admin\/saved-filters/, filter)
      const answer = await save(admin, { list, filter, name: 'Uji' })
      assert.equal(answer.status, 422, filter)
      assert.match(answer.text(), /mencari sesuatu yang tidak ada/)
      assert.doesNotMatch(answer.text(), /name="filter"/, 'there is no form to send it with once more')
      assert.deepEqual(await rows(), [], filter)
    }
  })

  test('what can be no filter is refused, and nothing is kept', async () => {
    for (const form of [
      { name: '' }, { name: '   ' }, { name: 'a'.repeat(61) }, { name: 'baris\nbaru' }, { name: 'Lunas', shared: 'yes' },
      { name: 'Lunas', filter: '' }, { name: 'Lunas', filter: 'state=stolen' }, { name: 'Lunas', filter: '//evil.example' },
      { name: 'Lunas', filter: 'older=1795342500000000-17' },
    ]) {
      const answer = await save(staff, form)
      assert.equal(answer.status, 422, JSON.stringify(form))
      assert.match(answer.text(), /error-summary/)
      if (form.name !== 'Lunas') assert.match(answer.text(), /href="#field-name"/)
    }
    for (const form of [{ list: 'wishes', name: 'Lunas' }, { list: '', name: 'Lunas' }, { filter: 'q=%ff', name: 'Lunas' }])
      assert.equal((await save(staff, form)).status, 400, JSON.stringify(form))
    assert.deepEqual(await rows(), [])
    assert.match((await save(staff, { name: '' })).text(), /name="filter" value="state=paid"/, 'the form is still there')
    assert.match((await save(staff, { name: '"><script>alert(1)</script>', shared: 'yes' })).text(), /value="&quot;&gt;&lt;script/)
  })

  test('a filter is its owner\'s, unless it is for all', async () => {
    await save(admin, { name: 'Rahasia' })
    await save(admin, { name: 'Bersama', filter: 'state=shipped', shared: '1' })
    const seen = await page(staff, '/admin/orders')
    assert.ok(!isOffered(seen, 'Rahasia'))
    assert.ok(isOffered(seen, 'Bersama'))
    const [[name]] = await shop().sql("SELECT name FROM users WHERE email = 'admin@hurtrock.com'")
    assert.match(seen, new RegExp(`<span>Bersama</span><span class="chip__owner">dari ${name}</span>`))

    for (const kept of ['Rahasia', 'Bersama']) {
      const answer = await remove(staff, await idOf(kept))
      assert.equal(answer.status, 403)
    }
    assert.equal((await rows()).length, 2)
    // The same name is everybody's own.
    assert.equal((await save(staff, { name: 'Bersama', filter: 'state=pending' })).status, 303)
    assert.equal((await save(staff, { name: 'Punya staf', filter: 'state=pending', shared: '1' })).status, 303)
    assert.equal((await remove(admin, await idOf('Punya staf'))).status, 303, 'admins clear up what is for all')
    const [[own]] = await shop().sql("SELECT f.id FROM saved_filters f JOIN users u ON u.id = f.owner_id WHERE u.email = 'staf@hurtrock.com'")
    assert.equal((await remove(admin, own)).status, 403, 'and not what is somebody\'s own')
    await forget()
  })

  test('another filter takes a name over only when that is what was meant', async () => {
    await save(staff, { name: 'Kerjaan' })
    const asked = await save(staff, { name: 'kerjaan', filter: 'state=processing', shared: '1' })
    assert.equal(asked.status, 409)
    assert.match(asked.text(), /Anda sudah punya filter bernama “Kerjaan”/)
    assert.match(asked.text(), /href="\/admin\/orders\?state=paid"/)
    assert.deepEqual((await rows()).map(row => row[3]), ['state=paid'])

    const replace = asked.text().match(/name="replace" value="(\d+)"/)[1]
    assert.equal(replace, await idOf('Kerjaan'))
    const replaced = await save(staff, { name: 'kerjaan', filter: 'state=processing', shared: '1', replace })
    assert.equal(replaced.headers.location, '/admin/orders?state=processing&notice=filter_saved')
    assert.deepEqual(await rows(), [['staf@hurtrock.com', 'orders', 'kerjaan', 'state=processing', '1']])
    // Somebody else's is not replaced by its number.
    await save(admin, { name: 'Punya admin' })
    assert.equal((await save(staff, { name: 'kerjaan', filter: 'state=shipped', replace: await idOf('Punya admin') })).status, 409)
    await forget()
  })

  test('two clicks and two tabs make one filter', async () => {
    const same = await Promise.all(Array.from({ length: 8 }, () => save(staff, { name: 'Sama' })))
    assert.deepEqual(same.map(answer => answer.status), Array(8).fill(303))
    assert.equal((await rows()).length, 1)
    await forget()

    const states = ['pending', 'paid', 'processing', 'shipped', 'delivered', 'cancelled']
    const tabs = await Promise.all(states.map(state => save(staff, { name: 'Satu', filter: `state=${state}` })))
    assert.deepEqual(tabs.map(answer => answer.status).sort(), [303, 409, 409, 409, 409, 409])
    assert.equal((await rows()).length, 1)

    const id = await idOf('Satu')
    const removals = await Promise.all([remove(staff, id), remove(staff, id)])
    assert.deepEqual(removals.map(answer => answer.status), [303, 303])
    assert.deepEqual(await rows(), [])
  })

  test('there are so many and no more, also when they come at once', async () => {
    const answers = await Promise.all(Array.from({ length: kMost + 5 }, (_, i) => save(staff, { name: `Filter ${i}` })))
    assert.equal(answers.filter(answer => answer.status === 303).length, kMost)
    const refused = answers.find(answer => answer.status !== 303)
    assert.equal(refused.status, 409)
    assert.match(refused.text(), new RegExp(`Anda sudah menyimpan ${kMost} filter`))
    assert.equal((await rows()).length, kMost)
    assert.equal((await save(staff, { list: 'stock', filter: 'alert=any', name: 'Lain' })).status, 303, 'another list has room')
    await forget()

    for (let i = 0; i < kMost; ++i) assert.equal((await save(admin, { name: `Filter ${i}`, shared: '1' })).status, 303)
    const shared = await save(staff, { name: 'Bersama', shared: '1' })
    assert.equal(shared.status, 409)
    assert.match(shared.text(), /href="#field-shared"/)
    assert.equal((await save(staff, { name: 'Sendiri' })).status, 303)
    await forget()
  })

  test('lists that only admins see have no filters for others', async () => {
    for (const list of ['users', 'activity']) {
      const [path, filter] = kLists[list]
      const refused = await save(staff, { list, filter, name: 'Mengintip' })
      assert.equal(refused.status, 403)
      assert.match(refused.text(), /Hanya untuk admin/)
      assert.equal((await save(admin, { list, filter, name: 'Untuk semua', shared: '1' })).status, 303)
      assert.equal((await (await staff()).get(`${path}?${filter}`)).status, 403)
    }
    assert.equal((await rows()).length, 2)
    for (const path of Object.values(kLists).slice(0, 6).map(([path]) => path))
      assert.ok(!isOffered(await page(staff, path), 'Untuk semua'), path)
    await forget()
  })

  test('buyers and guests keep none', async () => {
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.post('/admin/saved-filters', { form: { list: 'orders', filter: 'state=paid', name: 'Beli' } })).status, 403)
    const guest = await new Visitor(shop()).post('/admin/saved-filters', { form: { list: 'orders', filter: 'state=paid', name: 'Tamu' } })
    assert.ok([303, 401, 403].includes(guest.status), guest.status)
    assert.doesNotMatch(guest.headers.location ?? '', /filter_saved/)
    assert.deepEqual(await rows(), [])
  })

  test('names come back as they were typed, and as nothing else', async () => {
    const name = `<b>"Lunas" & 'Jawa'</b>`
    assert.equal((await save(staff, { name, filter: 'q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E' })).status, 303)
    const seen = await page(staff, '/admin/orders')
    assert.match(seen, /<span>&lt;b&gt;"Lunas" &amp; 'Jawa'&lt;\/b&gt;<\/span>/)
    assert.doesNotMatch(seen, /<script>alert/)
    assert.equal((await rows())[0][2], name)
    await forget()
  })
})
