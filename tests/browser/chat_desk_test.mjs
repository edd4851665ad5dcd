// The chat as the staff see it.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Visitor } from '../http/client.mjs'
import { micros, takeVariant } from '../http/errand.mjs'
import { loggedIn } from '../http/people.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { bodies, said, say } from './chat.mjs'
import { kCheap, logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe("the staff's chat", () => {
  let shop, browser
  const sockets = []
  after(() => sockets.forEach(({ socket }) => socket.terminate()))
  withShopAndBrowser(opened => ({ shop, browser } = opened), { chat: true })

  /** A customer with a socket: {socket, room, name}. */
  const customer = async (visitor = new Visitor(shop)) => {
    const socket = await ChatSocket.greeted(shop, (await chatToken(visitor)).token)
    sockets.push(socket)
    return { socket, visitor, room: socket.welcome.rooms[0].id, name: socket.welcome.user.name }
  }
  const openDesk = async manner => {
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'admin@hurtrock.com', 'admin123')
    await person.page.goto('/admin/chat')
    return person
  }
  const rooms = page => page.locator('.desk__room .desk__name')

  for (const window of ['phone', 'laptop']) {
    test(`a customer who waits is found, answered, taken over and done with, ${window}`, async () => {
      const { socket, room, name } = await customer()
      const answer = `Halo juga, kak di ${window}`
      await socket.writeWell(room, `Halo dari ${window}`)
      const desk = await openDesk({ window })
      const { page, t } = desk
      const entry = page.locator('.desk__room', { hasText: `Halo dari ${window}` })
      await entry.getByText(t('admin.chat.waiting')).waitFor()
      await untilEqual(() => entry.locator('[data-part=unread-count]').innerText(), '1')
      await entry.click()
      const talk = page.locator('.desk__talk')
      await talk.getByRole('heading', { name }).waitFor()
      await said(desk, talk, `Halo dari ${window}`)
      await socket.next(frame => frame.type === 'read' && frame.seq === 1, 'it was read')
      await page.getByText(t('admin.chat.customer_guest')).waitFor()
      await desk.assertFits()

      await talk.getByLabel(t('chat.panel.message')).pressSequentially('Ha')
      await socket.next(({ type }) => type === 'typing', 'that somebody types')
      await say(desk, talk, answer)
      await socket.next(frame => frame.type === 'message' && frame.body === answer)
      await said(desk, talk, answer, 'delivered')
      socket.say({ type: 'read', room, seq: 2 })
      await said(desk, talk, answer, 'read')

      // Whoever answers has it.
      await socket.next(frame => frame.type === 'room' && frame.assignee, 'who looks after it')
      const me = await page.locator('.admin-bar__user').textContent()
      await page.waitForFunction(name => document.querySelector('#desk-assignee').selectedOptions[0].text === name, me)
      await talk.getByRole('button', { name: t('admin.chat.resolve') }).click()
      await talk.getByRole('button', { name: t('admin.chat.reopen') }).waitFor()
      await talk.getByText(t('admin.chat.done_resolved')).waitFor()
      await socket.next(frame => frame.type === 'room' && frame.status === 'resolved')
      if (window === 'phone') await talk.getByRole('button', { name: t('admin.chat.back') }).click()
      await page.getByRole('button', { name: t('admin.chat.filter.resolved') }).click()
      await page.locator('.desk__room', { hasText: answer }).getByText(t('admin.chat.is_resolved')).waitFor()
      await page.getByRole('button', { name: new RegExp(t('admin.chat.filter.waiting')) }).click()
      await page.locator('.desk__room', { hasText: answer }).waitFor({ state: 'detached' })
      await desk.leave()
    })
  }

  test('a message that comes while one looks at another room counts there and nowhere else', async () => {
    const [first, second] = [await customer(), await customer()]
    await first.socket.writeWell(first.room, 'yang pertama')
    await second.socket.writeWell(second.room, 'yang kedua')
    const desk = await openDesk()
    const { page } = desk
    await page.locator('.desk__room', { hasText: 'yang pertama' }).click()
    await said(desk, page.locator('.desk__talk'), 'yang pertama')
    await second.socket.writeWell(second.room, 'masih menunggu')
    const entry = page.locator('.desk__room', { hasText: 'masih menunggu' })
    await entry.locator('[data-part=unread-count]', { hasText: '2' }).waitFor()
    await untilEqual(() => bodies(page.locator('.desk__talk')), ['yang pertama'])
    // Who has waited longest stands first.
    const waiting = names => names.filter(name => [first.name, second.name].includes(name))
    await untilEqual(async () => waiting(await rooms(page).allTextContents()), [first.name, second.name])
    await desk.leave()
  })

  test('beside the conversation stand orders and cart of the account', async () => {
    const visitor = await loggedIn(shop, 'buyer')
    const variant = await takeVariant(shop)
    await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })
    const { socket, room } = await customer(visitor)
    await socket.writeWell(room, 'keranjang saya')
    const desk = await openDesk({ window: 'phone' })
    const { page, t } = desk
    await page.locator('.desk__room', { hasText: 'keranjang saya' }).click()
    const side = page.locator('.desk__customer')
    await side.getByRole('link', { name: 'pembeli@contoh.example' }).waitFor()
    await side.getByRole('heading', { name: t('admin.chat.cart') }).waitFor()
    await untilEqual(() => side.locator(`a[href="/product/${variant.slug}"]`).count(), 1)
    await desk.assertFits()
    await desk.leave()
  })

  test('a product is found and recommended', async () => {
    const { socket, room } = await customer()
    await socket.writeWell(room, 'kabel yang bagus?')
    const desk = await openDesk()
    const { page, t } = desk
    await page.locator('.desk__room', { hasText: 'kabel yang bagus?' }).click()
    const talk = page.locator('.desk__talk')
    await talk.getByRole('combobox', { name: t('admin.chat.product') }).pressSequentially('BIC-10', { delay: 15 })
    await page.getByRole('option', { name: new RegExp(kCheap.name) }).first().click()
    await talk.locator('.desk__attached', { hasText: kCheap.name }).waitFor()
    await say(desk, talk, 'Yang ini, kak')
    const message = await socket.next(frame => frame.type === 'message' && frame.body === 'Yang ini, kak')
    assert.equal(message.product.slug, kCheap.slug)
    await talk.locator('.desk__attached').waitFor({ state: 'hidden' })
    await desk.leave()
  })

  test('an address leads to its room, also one found by a search only', async () => {
    const { socket, room, name } = await customer()
    await socket.writeWell(room, 'kata langka zwilling')
    const desk = await openDesk()
    const { page, t } = desk
    await page.getByLabel(t('admin.chat.search')).fill('zwilling')
    await page.locator('.desk__room', { hasText: 'zwilling' }).click()
    await page.waitForURL(`**/admin/chat?room=${room}`)
    await page.reload()
    await page.locator('.desk__talk').getByRole('heading', { name }).waitFor()
    await said(desk, page.locator('.desk__talk'), 'zwilling')
    await page.goBack()
    await desk.leave()
  })

  test('a quick reply is written, found, put into the answer, changed and removed', async () => {
    const { socket, room } = await customer()
    await socket.writeWell(room, 'jam berapa buka?')
    for (const window of ['phone', 'laptop']) {
      const desk = await openDesk({ window })
      const { page, t } = desk
      await page.getByRole('button', { name: t('admin.chat.filter.all') }).click()
      await page.locator('.desk__room', { hasText: 'jam berapa buka?' }).click()
      await page.getByRole('button', { name: t('admin.chat.replies') }).click()
      const dialog = page.getByRole('dialog', { name: t('admin.chat.replies') })
      await dialog.getByRole('button', { name: t('admin.chat.replies_add') }).click()
      await dialog.getByLabel(t('admin.chat.reply_title')).fill(`Jam buka ${window}`)
      await dialog.getByLabel(t('admin.chat.reply_text')).fill('Halo [nama], kami buka sampai pukul 18.00.')
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.getByLabel(t('admin.chat.replies_search')).fill('jam buka')
      await desk.assertFits()
      await dialog.getByRole('button', { name: new RegExp(`^Jam buka ${window}`) }).click()
      await dialog.waitFor({ state: 'hidden' })
      const field = page.locator('.desk__talk').getByLabel(t('chat.panel.message'))
      await untilEqual(() => field.inputValue(), `Halo ${t('admin.chat.reply_guest')}, kami buka sampai pukul 18.00.`)
      await field.fill('')

      await page.getByRole('button', { name: t('admin.chat.replies') }).click()
      await dialog.getByRole('button', { name: t('admin.chat.replies_add') }).click()
      await dialog.getByLabel(t('admin.chat.reply_title')).fill(`Jam buka ${window}`)
      await dialog.getByLabel(t('admin.chat.reply_text')).fill('sudah ada')
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.getByText(t('chat.error.title_taken')).waitFor()
      await dialog.getByRole('button', { name: t('admin.chat.reply_cancel') }).click()
      await dialog.getByRole('button', { name: t('admin.chat.edit_reply', { title: `Jam buka ${window}` }) }).click()
      await dialog.getByLabel(t('admin.chat.reply_title')).fill(`Jam toko ${window}`)
      await dialog.getByLabel(t('admin.chat.reply_text')).fill('Kami buka sampai pukul 20.00.')
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.getByRole('button', { name: `Jam toko ${window} Kami buka sampai pukul 20.00.` }).waitFor()
      await dialog.getByRole('button', { name: t('admin.chat.edit_reply', { title: `Jam toko ${window}` }) }).click()
      assert.equal(await dialog.getByLabel(t('admin.chat.reply_text')).inputValue(), 'Kami buka sampai pukul 20.00.')
      await dialog.getByRole('button', { name: t('admin.chat.reply_remove') }).click()
      await dialog.getByText(t('admin.chat.replies_empty')).waitFor()
      await assertAccessible(desk)
      desk.expectComplaint(/422/)
      await desk.leave()
    }
  })

  test('a quick reply that a colleague changes meanwhile is shown before it is replaced or removed', async () => {
    const { socket, room } = await customer()
    await socket.writeWell(room, 'ada garansi?')
    for (const window of ['phone', 'laptop']) {
      const title = `Garansi ${window}`
      const change = body => shop.chatDb.sql(`UPDATE quick_replies SET body = '${body}', version = version + 1 WHERE title = '${title}'`)
      await shop.chatDb.sql(`INSERT INTO quick_replies (title, body, updated_at) VALUES ('${title}', 'Setahun.', ${micros()})`)
      const desk = await openDesk({ window })
      const { page, t } = desk
      desk.expectComplaint(/status of 409/)
      await page.getByRole('button', { name: t('admin.chat.filter.all') }).click()
      await page.locator('.desk__room', { hasText: 'ada garansi?' }).click()
      await page.getByRole('button', { name: t('admin.chat.replies') }).click()
      const dialog = page.getByRole('dialog', { name: t('admin.chat.replies') })
      const edit = () => dialog.getByRole('button', { name: t('admin.chat.edit_reply', { title }) }).click()
      await edit()
      await change('Dua tahun, kata rekan.')
      await dialog.getByLabel(t('admin.chat.reply_text')).fill('Tiga tahun.')
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.getByText(t('chat.error.quick_reply_changed')).waitFor()
      await dialog.getByText(t('admin.chat.reply_changed')).waitFor()
      await dialog.locator('[data-part=stored-text]', { hasText: 'Dua tahun, kata rekan.' }).waitFor()
      assert.equal(await dialog.getByLabel(t('admin.chat.reply_text')).inputValue(), 'Tiga tahun.')
      assert.deepEqual(await shop.chatDb.sql(`SELECT body FROM quick_replies WHERE title = '${title}'`), [['Dua tahun, kata rekan.']])
      await assertAccessible(desk)
      await desk.assertFits()
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.getByRole('button', { name: `${title} Tiga tahun.` }).waitFor()

      await edit()
      await change('Empat tahun.')
      await dialog.getByRole('button', { name: t('admin.chat.reply_remove') }).click()
      await dialog.locator('[data-part=stored-text]', { hasText: 'Empat tahun.' }).waitFor()
      assert.deepEqual(await shop.chatDb.sql(`SELECT body FROM quick_replies WHERE title = '${title}'`), [['Empat tahun.']])
      await dialog.getByRole('button', { name: t('admin.chat.reply_remove') }).click()
      await dialog.getByText(t('admin.chat.replies_empty')).waitFor()
      await desk.leave()
    }
  })

  test('a quick reply that a colleague removes meanwhile is not changed, and what was typed is still there', async () => {
    const { socket, room } = await customer()
    await socket.writeWell(room, 'bisa kirim ke Papua?')
    for (const window of ['phone', 'laptop']) {
      await shop.chatDb.sql(`INSERT INTO quick_replies (title, body, updated_at) VALUES ('Ke Papua ${window}', 'Bisa, kak.', ${micros()})`)
      const desk = await openDesk({ window })
      const { page, t } = desk
      desk.expectComplaint(/status of 40[49]/)
      await page.getByRole('button', { name: t('admin.chat.filter.all') }).click()
      await page.locator('.desk__room', { hasText: 'bisa kirim ke Papua?' }).click()
      await page.getByRole('button', { name: t('admin.chat.replies') }).click()
      const dialog = page.getByRole('dialog', { name: t('admin.chat.replies') })
      await dialog.getByRole('button', { name: t('admin.chat.edit_reply', { title: `Ke Papua ${window}` }) }).click()
      await dialog.getByLabel(t('admin.chat.reply_text')).fill('Bisa, kak, dengan JNE.')
      await shop.chatDb.sql(`UPDATE quick_replies SET body = 'Bisa!', version = version + 1 WHERE title = 'Ke Papua ${window}'`)
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.locator('[data-part=stored-text]', { hasText: 'Bisa!' }).waitFor()
      await shop.chatDb.sql(`DELETE FROM quick_replies WHERE title = 'Ke Papua ${window}'`)
      await dialog.getByRole('button', { name: t('admin.chat.reply_save') }).click()
      await dialog.getByText(t('chat.error.unknown_quick_reply')).waitFor()
      assert.equal(await dialog.locator('[data-part=stored]').isVisible(), false)
      assert.equal(await dialog.getByLabel(t('admin.chat.reply_text')).inputValue(), 'Bisa, kak, dengan JNE.')
      await assertAccessible(desk)
      await desk.assertFits()
      await dialog.getByRole('button', { name: t('admin.chat.replies_close') }).click()
      await page.getByRole('button', { name: t('admin.chat.replies') }).click()
      await dialog.getByText(t('admin.chat.replies_empty')).waitFor()
      await desk.leave()
    }
  })

  test('what is done with is archived, can be read, and comes back when its customer writes', async () => {
    const { socket, room } = await customer()
    await socket.writeWell(room, 'terima kasih banyak, selesai')
    const desk = await openDesk()
    const { page, t } = desk
    await page.locator('.desk__room', { hasText: 'terima kasih banyak' }).click()
    const talk = page.locator('.desk__talk')
    await talk.getByRole('button', { name: t('admin.chat.resolve') }).click()
    await talk.getByRole('button', { name: t('admin.chat.archive') }).click()
    await socket.next(frame => frame.type === 'room' && frame.status === 'archived')
    await page.getByRole('button', { name: t('admin.chat.filter.archived'), exact: true }).click()
    await page.locator('.desk__room', { hasText: 'terima kasih banyak' }).waitFor()
    const saving = page.waitForEvent('download')
    await talk.getByRole('button', { name: t('admin.chat.transcript') }).click()
    const file = await saving
    assert.equal(file.suggestedFilename(), `chat-${room}.txt`)
    await socket.writeWell(room, 'eh, satu lagi')
    await page.getByRole('button', { name: new RegExp(`^${t('admin.chat.filter.waiting')}`) }).click()
    await page.locator('.desk__room', { hasText: 'eh, satu lagi' }).waitFor()
    await desk.leave()
  })
})
