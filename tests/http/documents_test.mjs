// Labels, packing lists, invoices, and the tracking page that a label leads to.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codesOn, pagesOf, sizeOf } from '../support/documents.mjs'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, atSandbox, awaitOrder, buy, onEachDatabase } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kHtml = { headers: { Accept: 'text/html' } }

/** Whatever way the lines of `text` were broken: at a hyphen, pdftotext takes it for one that was put in. */
function assertSays(text, parts) {
  const letters = words => words.replace(/[\s-]/g, '')
  for (const part of parts) assert.ok(letters(text).includes(letters(part)), `${part} in ${text}`)
}

function assertFile(answer, type, name) {
  assert.equal(answer.status, 200, answer.text().slice(0, 300))
  assert.equal(answer.headers['content-type'], type)
  assert.equal(answer.headers['content-disposition'], `inline; filename="${name}"`)
  assert.equal(answer.headers['cache-control'], 'private, no-store')
  return answer.body
}

onEachDatabase('documents', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const print = async (path, manner) => (await staff()).get(`/admin/orders/${path}`, manner)
  /** Cash on delivery: it may be packed at once. */
  const toPack = () => buy(shop(), { method: 'cod' })
  const ship = async (number, resi) => {
    const [[line, version]] = await shop().sql(
      `SELECT l.id, o.version FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.number = '${number}'`)
    const answer = await (await staff()).post(`/admin/orders/${number}/shipments`, {
      form: { version, courier: 'jne-reg', tracking_number: resi, [`quantity_${line}`]: '1' } })
    assert.equal(answer.status, 303, answer.text().slice(0, 300))
  }

  test('a label says whom it is for, what to collect, and leads to the tracking page', async () => {
    const { number, order, body } = await toPack()
    const label = assertFile(await print(`${number}/label.pdf`), 'application/pdf', `label-${number}.pdf`)
    assert.deepEqual(sizeOf(label), [100, 150])
    const [text] = pagesOf(label)
    assertSays(text, [number, body.contact.name, '+6281234567890', 'Jl. Contoh No. 7', 'JNE REG', 'COD'])
    assert.ok(text.replace(/\D/g, '').includes(String(order.total)))
    const [[kind, url]] = codesOn(label)
    assert.equal(kind, 'QR-Code')
    assert.ok(url.startsWith(`${shop().url}/track/${number}?t=`), url)
    assertPage(await send('GET', url), 200)
  })

  test('the label of an order that is fetched says so, and not where its buyer lives', async () => {
    const { number, body } = await buy(shop(), { method: 'cod', changes: { shipping_service: 'pickup' } })
    for (const size of ['100x150', '80']) {
      const label = assertFile(await print(`${number}/label.pdf?size=${size}`), 'application/pdf', `label-${number}.pdf`)
      const [text] = pagesOf(label)
      assertSays(text, ['AMBIL DI TOKO', 'STORE PICK-UP', body.contact.name, 'berakhiran 7890', number, 'TUNAI'])
      assert.doesNotMatch(text, /Jl\. Contoh|812345|Gegerkalong|Nomor resi/)
      assert.ok(codesOn(label)[0][1].startsWith(`${shop().url}/track/${number}?t=`))
    }
    const [list] = pagesOf(assertFile(await print(`${number}/packing-list.pdf`), 'application/pdf', `packing-list-${number}.pdf`))
    assertSays(list, [number, body.contact.name])
    assert.doesNotMatch(list, /Jl\. Contoh/)
  })

  test('a parcel that has left has its number as bars on labels of both sizes', async () => {
    const { number } = await toPack()
    await ship(number, 'JX1234567890')
    for (const [query, size] of [['', [100, 150]], ['?size=80', [80, 100]], ['?parcel=1&size=80', [80, 100]]]) {
      const label = assertFile(await print(`${number}/label.pdf${query}`), 'application/pdf', `label-${number}.pdf`)
      assert.deepEqual(sizeOf(label), size)
      assert.ok(codesOn(label).some(([kind, read]) => kind === 'CODE-128' && read === 'JX1234567890'), query)
    }
    assert.equal((await print(`${number}/label.pdf?parcel=2`, kHtml)).status, 404)
    const zpl = assertFile(await print(`${number}/label.zpl`), 'application/x-zpl', `label-${number}.zpl`).toString()
    assert.match(zpl, /^\^XA[\s\S]*\^BCN,[\s\S]*\^FDJX1234567890\^FS[\s\S]*\^XZ\n$/)
  })

  test('a tracking number that is put right is the one that is printed, tracked, found and mailed', async () => {
    const { number, order, body } = await toPack()
    await ship(number, 'JX1111111111')
    const correct = async (form, parcel = 1) => (await staff()).post(`/admin/orders/${number}/shipments/${parcel}/tracking`, { form })
    assert.equal((await correct({ seen: 'JX1111111111', tracking_2: 'JX2222222222' }, 2)).status, 404)
    assert.equal((await correct({ seen: 'JX1111111111', tracking_1: 'x' })).status, 422)
    const { status, headers } = await correct({ seen: 'JX1111111111', tracking_1: 'jx 2222 2222 22' })
    assert.equal(`${status} ${headers.location}`, `303 /admin/orders/${number}?notice=tracking_corrected`)

    const label = assertFile(await print(`${number}/label.pdf`), 'application/pdf', `label-${number}.pdf`)
    assert.ok(codesOn(label).some(([kind, read]) => kind === 'CODE-128' && read === 'JX2222222222'))
    const [, link] = codesOn(label).find(([kind]) => kind === 'QR-Code')
    for (const page of [assertPage(await send('GET', link), 200), assertPage(await send('GET', order.payment.url), 200)]) {
      assert.match(page, /JX2222222222/)
      assert.doesNotMatch(page, /JX1111111111/)
    }
    assert.match((await (await staff()).get('/admin/search?q=JX2222222222')).headers.location, new RegExp(number))
    const mail = await awaitMail(shop(), { to: body.contact.email, subject: `Nomor resi pesanan ${number} dibetulkan` })
    assert.match(mail.text, /JX1111111111[\s\S]*JX2222222222/)
    assert.match((await (await staff()).get(`/admin/orders/${number}`)).text(), /JX1111111111 menjadi JX2222222222/)
  })

  test('many labels and packing lists are one file each', async () => {
    const orders = [await toPack(), await toPack(), await toPack()]
    const query = orders.map(({ number }) => `number=${number}`).join('&')
    const labels = pagesOf(assertFile(await print(`labels.pdf?size=80&${query}&${query}`), 'application/pdf', 'labels.pdf'))
    const lists = pagesOf(assertFile(await print(`packing-lists.pdf?${query}`), 'application/pdf', 'packing-lists.pdf'))
    for (const pages of [labels, lists])
      assert.deepEqual(pages.map(text => orders.findIndex(({ number }) => text.includes(number))), [0, 1, 2])
    for (const [i, { variant }] of orders.entries()) assert.ok(lists[i].includes(variant.sku))
    const zpl = assertFile(await print(`labels.zpl?${query}`), 'application/x-zpl', 'labels.zpl').toString()
    assert.equal(zpl.match(/\^XA/g).length, 3)
  })

  test('what cannot be printed is refused with a page that says why', async () => {
    const { number } = await toPack()
    const { number: unpaid } = await buy(shop())
    const refused = async (path, status, why) => {
      const answer = await print(path, kHtml)
      assert.equal(answer.status, status, path)
      assert.match(answer.text(), why)
    }
    await refused(`${unpaid}/label.pdf`, 409, /belum dibayar/)
    await refused(`${unpaid}/packing-list.pdf`, 409, /belum dibayar/)
    await refused(`${unpaid}/invoice.pdf`, 409, /belum ada invoice/)
    await refused(`${number}/label.pdf?size=a4`, 422, /Ukuran label/)
    await refused('HRT-0000-0000/label.pdf', 404, /./)
    await refused('labels.pdf', 422, /Pilih dulu/)
    await refused(`labels.pdf?number=${number}&number=${unpaid}`, 409, new RegExp(unpaid))
    await refused(`labels.pdf?number=${number}&number=HRT-0000-0000`, 422, /HRT-0000-0000/)
    await refused(`labels.pdf?number=${number}&size=a4`, 422, /Ukuran label/)
    await refused(`packing-lists.pdf?${Array.from({ length: 151 }, (_, i) => `number=${i}`).join('&')}`, 422, /150/)
  })

  test('only staff print', async () => {
    const { visitor, number } = await toPack()
    const buyer = await loggedIn(shop(), 'buyer')
    for (const path of [`${number}/label.pdf`, `${number}/label.zpl`, `${number}/packing-list.pdf`, `${number}/invoice.pdf`,
                        `labels.pdf?number=${number}`, `labels.zpl?number=${number}`, `packing-lists.pdf?number=${number}`]) {
      assert.equal((await buyer.get(`/admin/orders/${path}`)).status, 403, path)
      assert.notEqual((await visitor.get(`/admin/orders/${path}`)).status, 200, path)
    }
  })

  test('a buyer fetches the invoice once the order is paid, and it comes with the mail', async () => {
    const { visitor, number, body, reference, variant } = await buy(shop())
    const path = `/orders/${number}/invoice.pdf`
    assertPage(await visitor.get(path, kHtml), 404)
    assert.doesNotMatch(assertPage(await visitor.get(`/orders/${number}`), 200), /invoice\.pdf/)
    await atSandbox(shop(), reference, 'pay', { method: 'qris' })
    await awaitOrder(shop(), number, { payment: 'paid' })

    assert.match(assertPage(await visitor.get(`/orders/${number}`), 200), new RegExp(path))
    const invoice = assertFile(await visitor.get(path), 'application/pdf', `invoice-${number}.pdf`)
    const text = pagesOf(invoice).join()
    const [[invoiceNumber]] = await shop().sql(
      `SELECT i.number FROM invoices i JOIN orders o ON o.id = i.order_id WHERE o.number = '${number}'`)
    assertSays(text, [invoiceNumber, number, variant.sku, body.contact.name, body.contact.email, 'Lunas', 'DPP'])
    assertFile(await print(`${number}/invoice.pdf`), 'application/pdf', `invoice-${number}.pdf`)

    const mail = await awaitMail(shop(), { to: body.contact.email, subject: 'sudah kami terima', text: 'kami lampirkan' })
    assert.deepEqual(mail.attachments.map(({ name }) => name), [`invoice-${number}.pdf`])
    assert.ok(pagesOf(mail.attachments[0].bytes).join().includes(invoiceNumber))

    const token = new URL(linksIn(mail).find(url => url.includes(`/orders/${number}?t=`))).searchParams.get('t')
    const stranger = new Visitor(shop())
    assertPage(await stranger.get(path, kHtml), 404)
    assertPage(await stranger.get(`${path}?t=${token.slice(1)}`, kHtml), 404)
    assertFile(await stranger.get(`${path}?t=${token}`), 'application/pdf', `invoice-${number}.pdf`)
    assert.match(assertPage(await stranger.get(`/orders/${number}?t=${token}`), 200), new RegExp(`${path}\\?t=${token}`))
  })

  test('staff print an order to be paid on delivery without a number; its buyer gets the invoice with the number', async () => {
    const { visitor, number } = await toPack()
    const text = pagesOf(assertFile(await print(`${number}/invoice.pdf`), 'application/pdf', `invoice-${number}.pdf`)).join()
    assert.match(text, /Bayar saat barang diterima/)
    assert.doesNotMatch(text, /INV\//)
    assertPage(await visitor.get(`/orders/${number}/invoice.pdf`, kHtml), 404)
    assert.doesNotMatch(assertPage(await visitor.get(`/orders/${number}`), 200), /invoice\.pdf/)
  })

  test('the tracking page tells the way of the parcel and nothing about the person', async () => {
    const { number, body } = await buy(shop(), { method: 'cod', changes: {
      contact: { name: 'Sekar Ayuningtyas', email: 'rahasia@contoh.example', phone: '0812-3456-7890' } } })
    await ship(number, 'JX0987654321')
    const url = codesOn(assertFile(await print(`${number}/label.pdf`), 'application/pdf', `label-${number}.pdf`))
      .find(([kind]) => kind === 'QR-Code')[1]
    const answer = await send('GET', url)
    const page = assertPage(answer, 200)
    assert.equal(answer.headers['referrer-policy'], 'same-origin')
    assert.match(page, /<meta name="robots" content="noindex/)
    for (const part of [number, 'Sekar', 'Bandung', 'JNE REG', 'JX0987654321', 'https://www.jne.co.id/'])
      assert.ok(page.includes(part), part)
    for (const part of ['Ayuningtyas', '81234567890', body.address.street, 'rahasia@'])
      assert.ok(!page.includes(part), `the page gives away ${part}`)

    const token = new URL(url).searchParams.get('t')
    assertPage(await send('GET', url.slice(0, -1)), 404)
    assertPage(await send('GET', url.split('?')[0]), 404)
    assertPage(await send('GET', `${shop().url}/orders/${number}?t=${token}`), 404)
    assertPage(await send('GET', `${shop().url}/orders/${number}/invoice.pdf?t=${token}`, kHtml), 404)
    const { number: other } = await toPack()
    assertPage(await send('GET', `${shop().url}/track/${other}?t=${token}`), 404)
  })
})
