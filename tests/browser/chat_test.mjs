// The chat as its visitors see it. What its parts do in a network that misbehaves: tests/scripts/chat_client_test.mjs.

import assert from 'node:assert/strict'
import { afterEach, before, describe, test } from 'node:test'
import { send } from '../http/client.mjs'
import { loggedIn } from '../http/people.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until, untilEqual } from '../support/poll.mjs'
import { photo } from '../support/photos.mjs'
import { openWindow } from './browser.mjs'
import { bodies, openChat, said, say } from './chat.mjs'
import { kCheap, kGuitar, logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('the chat', () => {
  let shop, browser, agent
  const sockets = []
  withShopAndBrowser(opened => ({ shop, browser } = opened), { chat: true })
  before(async () => {
    const staff = await loggedIn(shop, 'staff')
    agent = () => chatToken(staff).then(({ token }) => ChatSocket.greeted(shop, token))
  })
  afterEach(() => sockets.splice(0).forEach(({ socket }) => socket.terminate()))

  /** Somebody of the staff with a socket, who hears everything. */
  const staffOnline = async () => {
    const socket = await agent()
    sockets.push(socket)
    return socket
  }
  const heard = (socket, body) => socket.next(frame => frame.type === 'message' && frame.body === body, `the staff hear "${body}"`)
  const openSockets = async () => Number(/^hurtrock_chat_sockets (\d+)$/m.exec((await send('GET', `${shop.chatUrl}/metrics`)).text())[1])
  const kLostSocket = /WebSocket|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/

  for (const window of ['phone', 'laptop']) {
    test(`a question and its answer, ${window}`, async () => {
      const staff = await staffOnline()
      const person = await openWindow(browser, shop, { window })
      const { page, t } = person
      await page.goto('/')
      const chat = await openChat(person)
      await chat.getByText(t('chat.panel.staff_online')).waitFor()
      await say(person, chat, `Gitar kidal ada? ${window}`)
      await said(person, chat, `Gitar kidal ada? ${window}`, 'delivered')
      const { room } = await heard(staff, `Gitar kidal ada? ${window}`)
      staff.say({ type: 'read', room, seq: 1 })
      await said(person, chat, `Gitar kidal ada? ${window}`, 'read')
      staff.say({ type: 'typing', room })
      await chat.getByText(person.pattern('chat.panel.typing')).waitFor()
      await staff.writeWell(room, 'Ada, kak: https://hurtrock.example/kidal')
      const answer = await said(person, chat, 'Ada, kak')
      assert.equal(await answer.getByRole('link').getAttribute('href'), 'https://hurtrock.example/kidal')
      await until('it was read', () => staff.frames.some(frame => frame.type === 'read' && frame.room === room && frame.seq === 2))
      // A screen reader is told.
      await untilEqual(() => chat.getByRole('status').filter({ hasText: 'Ada, kak' }).count(), 1)

      await chat.getByRole('button', { name: t('chat.panel.close') }).click()
      await chat.waitFor({ state: 'hidden' })
      await staff.writeWell(room, 'Mau dikirim?')
      await page.locator('.chat-button__count', { hasText: '1' }).waitFor()
      await page.waitForFunction(() => document.title.startsWith('(1) '))
      await openChat(person)
      await said(person, chat, 'Mau dikirim?')
      await page.locator('.chat-button__count').waitFor({ state: 'hidden' })
      await page.waitForFunction(() => !document.title.startsWith('('))
      await person.assertFits()
      await person.leave()
    })
  }

  test('an answer that comes while one is elsewhere shows on the next page', async () => {
    const staff = await staffOnline()
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto('/')
    const chat = await openChat(person)
    await say(person, chat, 'Saya cari pedal')
    const { room } = await heard(staff, 'Saya cari pedal')
    await page.goto('about:blank')
    await staff.writeWell(room, 'Overdrive atau distorsi?')
    await page.goto('/products')
    await page.locator('.chat-button__count', { hasText: '1' }).waitFor()
    await person.leave()
  })

  test('two tabs and a phone show the same, over one socket each', async () => {
    const staff = await staffOnline()
    const before = await openSockets()
    const laptop = await openWindow(browser, shop)
    await logIn(laptop, 'pembeli@contoh.example', 'pembeli123')
    const first = await openChat(laptop)
    const second = { ...laptop, page: await laptop.context.newPage() }
    await second.page.goto('/products')
    const secondChat = await openChat(second)
    const phone = await openWindow(browser, shop, { window: 'phone' })
    await logIn(phone, 'pembeli@contoh.example', 'pembeli123')
    const phoneChat = await openChat(phone)
    await until('two sockets', async () => (await openSockets()) === before + 2)

    await say(laptop, first, 'dari tab pertama')
    await say(phone, phoneChat, 'dari HP')
    await say(second, secondChat, 'dari tab kedua')
    const { room } = await heard(staff, 'dari tab kedua')
    await staff.writeWell(room, 'terbaca semua')
    for (const [person, chat] of [[laptop, first], [second, secondChat], [phone, phoneChat]]) await said(person, chat, 'terbaca semua')
    const written = async () => (await bodies(first)).filter(body => body.startsWith('dari')).sort()
    await untilEqual(written, ['dari HP', 'dari tab kedua', 'dari tab pertama'])
    const seen = await bodies(first)
    for (const chat of [secondChat, phoneChat]) await untilEqual(() => bodies(chat), seen)
    assert.equal(await openSockets(), before + 2)

    // The tab with the socket goes; the other one goes on.
    await laptop.page.close()
    await say(second, secondChat, 'masih di sini')
    await heard(staff, 'masih di sini')
    await phone.leave()
    await laptop.leave()
  })

  test('loaded anew before the answer to a message has come, it is there once', async () => {
    const staff = await staffOnline()
    const person = await openWindow(browser, shop)
    const { page } = person
    let isDeaf = true
    await page.routeWebSocket(/\/ws$/, socket => {
      const server = socket.connectToServer()
      server.onMessage(message => {
        const { type } = JSON.parse(message)
        if (!(isDeaf && (type === 'ack' || type === 'message'))) socket.send(message)
      })
    })
    await page.goto('/')
    const chat = await openChat(person)
    await say(person, chat, 'sekali saja, ya')
    await heard(staff, 'sekali saja, ya')
    await said(person, chat, 'sekali saja, ya', 'sending')
    await chat.getByLabel(person.t('chat.panel.message')).pressSequentially('belum selesai')
    isDeaf = false
    await page.reload()
    const again = page.getByRole('dialog')
    await said(person, again, 'sekali saja, ya', 'delivered')
    await untilEqual(() => bodies(again), ['sekali saja, ya'])
    await untilEqual(() => again.getByLabel(person.t('chat.panel.message')).inputValue(), 'belum selesai')
    await say(person, again, 'selesai')
    await heard(staff, 'selesai')
    assert.equal(staff.messages().filter(({ body }) => body === 'sekali saja, ya').length, 1)
    await person.leave()
  })

  test('what is written offline is kept, shown as such, and sent when the network is back', async () => {
    const staff = await staffOnline()
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page, t, context } = person
    person.expectComplaint(kLostSocket)
    await page.goto('/chat')
    const chat = page.getByRole('main')
    await say(person, chat, 'masih online')
    await heard(staff, 'masih online')
    await context.setOffline(true)
    await chat.locator('.chat__link', { hasText: t('chat.panel.link_offline') }).waitFor()
    await say(person, chat, 'ditulis di terowongan')
    await said(person, chat, 'ditulis di terowongan', 'kept')
    await context.setOffline(false)
    await heard(staff, 'ditulis di terowongan')
    await said(person, chat, 'ditulis di terowongan', 'delivered')
    await chat.locator('.chat__link', { hasText: t('chat.panel.link_offline') }).waitFor({ state: 'hidden' })
    await person.leave()
  })

  test('while the chat is down the shop works, and what was written is sent once it is back', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    person.expectComplaint(kLostSocket)
    await shop.killChat()
    try {
      await page.goto(`/product/${kCheap.slug}`)
      const chat = await openChat(person)
      await say(person, chat, 'Chat mati, pesan tetap')
      await chat.locator('.chat__link', { hasText: t('chat.panel.link_down') }).waitFor()
      await said(person, chat, 'Chat mati, pesan tetap', 'kept')
      await page.getByRole('button', { name: t('catalog.product.add') }).click()
      await page.getByRole('dialog').getByText(t('cart.drawer.title')).waitFor()
      await page.goto('/cart')
      await page.getByRole('dialog', { name: t('chat.panel.title') }).waitFor()
    } finally {
      await shop.startChat()
    }
    const chat = page.getByRole('dialog', { name: t('chat.panel.title') })
    await said(person, chat, 'Chat mati, pesan tetap', 'sent')
    await untilEqual(() => bodies(chat), ['Chat mati, pesan tetap'])
    await person.leave()
  })

  test('where sockets are blocked messages come and go all the same', async () => {
    const staff = await staffOnline()
    const person = await openWindow(browser, shop)
    const { page, t } = person
    person.expectComplaint(kLostSocket)
    await page.routeWebSocket(/\/ws$/, socket => socket.close({ code: 1001 }))
    await page.goto('/chat')
    const chat = page.getByRole('main')
    await chat.locator('.chat__link', { hasText: t('chat.panel.link_polling') }).waitFor()
    await say(person, chat, 'lewat jaringan kantor')
    const { room } = await heard(staff, 'lewat jaringan kantor')
    await staff.writeWell(room, 'tetap sampai')
    await said(person, chat, 'tetap sampai')
    await person.leave()
  })

  test('a message that is refused says why, can be tried again and taken back', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await page.goto(`/product/${kGuitar.slug}`)
    // The product has been taken off while its page was open.
    await page.evaluate(() => history.replaceState(null, '', '/product/sudah-tidak-dijual'))
    const chat = await openChat(person)
    await chat.getByRole('checkbox').check()
    await say(person, chat, 'masih ada?')
    const failed = await said(person, chat, 'masih ada?')
    await failed.getByText(t('chat.panel.state_failed', { reason: t('chat.error.unknown_product') })).waitFor()
    await failed.getByRole('button', { name: t('chat.panel.retry') }).click()
    await failed.getByText(t('chat.panel.state_failed', { reason: t('chat.error.unknown_product') })).waitFor()
    await failed.getByRole('button', { name: t('chat.panel.discard') }).click()
    await failed.waitFor({ state: 'detached' })
    await person.leave()
  })

  test("on a product's page the question can name it", async () => {
    const staff = await staffOnline()
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto(`/product/${kCheap.slug}`)
    const chat = await openChat(person)
    await chat.getByRole('checkbox', { name: new RegExp(kCheap.name) }).check()
    await say(person, chat, 'Ini 3 meter?')
    const message = await heard(staff, 'Ini 3 meter?')
    assert.equal(message.product.slug, kCheap.slug)
    const shown = await said(person, chat, 'Ini 3 meter?')
    await shown.getByRole('link', { name: new RegExp(kCheap.name) }).waitFor()
    assert.match(await shown.innerText(), /Rp\s295\.000/)
    // It is not offered a second time.
    await untilEqual(() => chat.getByRole('checkbox').count(), 0)
    await person.leave()
  })

  for (const window of ['phone', 'laptop'])
    test(`a photo goes along with a message, is seen and can be enlarged, ${window}`, async () => {
      const staff = await staffOnline()
      const person = await openWindow(browser, shop, { window })
      const { page, t } = person
      await page.goto('/store-info')
      const chat = await openChat(person)
      await chat.getByText(t('chat.panel.staff_online')).waitFor()
      const pick = async file => {
        const choosing = page.waitForEvent('filechooser')
        await chat.getByRole('button', { name: t('chat.panel.file_pick') }).click()
        await (await choosing).setFiles(file)
      }
      person.expectComplaint(/422/)
      await pick({ name: 'bukan-foto.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('bukan') })
      await chat.getByText(t('chat.file.not_a_picture')).waitFor()
      await pick({ name: 'Neck retak.jpg', mimeType: 'image/jpeg', buffer: await photo('jpg', 900, 600) })
      await chat.locator('.chat__chosen', { hasText: 'Neck retak.webp' }).waitFor()
      await chat.getByText(t('chat.file.not_a_picture')).waitFor({ state: 'hidden' })
      await say(person, chat, 'Bisa diperbaiki?')
      const message = await heard(staff, 'Bisa diperbaiki?')
      assert.deepEqual([message.attachment.name, message.attachment.width], ['Neck retak.webp', 900])
      const shown = await said(person, chat, 'Bisa diperbaiki?', 'delivered')
      await page.waitForFunction(() => document.querySelector('.said__photo img')?.naturalWidth > 0)
      await person.assertFits()
      await shown.getByRole('button', { name: t('chat.panel.file_picture', { name: 'Neck retak.webp' }) }).click()
      const large = page.locator('dialog.said__large')
      await large.waitFor()
      await page.keyboard.press('Escape')
      await large.waitFor({ state: 'detached' })
      await untilEqual(() => chat.locator('.chat__chosen').innerText(), '')
      await person.leave()
    })

  test('with the keyboard alone', async () => {
    const staff = await staffOnline()
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await page.goto('/store-info')
    const button = page.locator('.chat-button')
    await button.focus()
    await page.keyboard.press('Enter')
    const chat = page.getByRole('dialog')
    await chat.waitFor()
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('Baris satu')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('baris dua')
    await page.keyboard.press('Enter')
    const { room, body } = await staff.next(frame => frame.type === 'message' && frame.body.startsWith('Baris satu'))
    assert.equal(body, 'Baris satu\nbaris dua')
    await staff.writeWell(room, 'Siap')
    await said(person, chat, 'Siap')
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA', 'an answer takes the focus from nowhere')
    // Back through the panel: everything in it can be reached.
    for (const name of ['chat.panel.log', 'chat.panel.close']) {
      const target = chat.locator(`[aria-label="${t(name)}"]`)
      for (let stops = 0; stops < 12 && !(await target.evaluate(element => element === document.activeElement)); ++stops) await page.keyboard.press('Shift+Tab')
      assert.ok(await target.evaluate(element => element === document.activeElement), `${name} is reached`)
    }
    await page.keyboard.press('Escape')
    await chat.waitFor({ state: 'hidden' })
    // The focus is back on the button.
    await untilEqual(() => button.evaluate(element => element === document.activeElement), true)
    await person.leave()
  })

  test('the button does not lie over the bar at the bottom of a phone', async () => {
    const person = await openWindow(browser, shop, { window: 'phone' })
    const { page } = person
    await page.goto(`/product/${kGuitar.slug}`)
    const bar = page.locator('.buy-bar')
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2))
    await page.waitForFunction(() => !document.querySelector('.buy-bar').classList.contains('buy-bar--away'))
    const [above, below] = [await page.locator('.chat-button').boundingBox(), await bar.boundingBox()]
    assert.ok(above.y + above.height <= below.y, `${above.y + above.height} px, the bar begins at ${below.y} px`)
    await person.leave()
  })

  test('nothing of the chat is fetched and no session begins before it is opened', async () => {
    const person = await openWindow(browser, shop)
    const { page, context } = person
    const asked = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await page.goto('/', { waitUntil: 'networkidle' })
    assert.deepEqual(asked.filter(path => path.includes('chat')), [])
    assert.equal((await context.cookies()).some(({ name }) => name === 'hurtrock_session'), false)
    await person.leave()
  })

  test('sound and notifications wait to be wanted', async () => {
    const person = await openWindow(browser, shop)
    const { page, t } = person
    await page.addInitScript(() => {
      window.askedForNotifications = 0
      Notification.requestPermission = async () => (++window.askedForNotifications, 'denied')
    })
    await page.goto('/chat')
    const button = page.getByRole('button', { name: t('chat.panel.alerts') })
    await say(person, page.getByRole('main'), 'tanpa bunyi')
    assert.equal(await page.evaluate(() => window.askedForNotifications), 0)
    assert.equal(await button.getAttribute('aria-pressed'), 'false')
    const isPressed = () => button.getAttribute('aria-pressed')
    await button.click()
    await untilEqual(isPressed, 'true')
    await page.reload()
    await untilEqual(isPressed, 'true')
    await button.click()
    await untilEqual(isPressed, 'false')
    await person.leave()
  })

  test('without script the button leads to the ways that need none', async () => {
    const person = await openWindow(browser, shop, { window: 'phone', javaScript: false })
    const { page, t } = person
    await page.goto('/')
    await page.locator('.chat-button').click()
    await page.waitForURL('**/chat')
    await page.getByText(t('chat.page.no_script')).waitFor()
    assert.match(await page.getByRole('main').getByRole('link', { name: t('layout.whatsapp') }).getAttribute('href'), /^https:\/\/wa\.me\//)
    await person.leave()
  })
})
