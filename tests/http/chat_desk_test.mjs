// What the staff's chat asks of the shop.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { takeVariant, withShop } from './errand.mjs'
import { loggedIn } from './people.mjs'

withShop("the staff's chat in the shop", shop => {
  test('beside a conversation staff see orders and cart of the account, and nobody else does', async () => {
    const email = 'pembeli@contoh.example'
    const buyer = await loggedIn(shop(), 'buyer')
    const { user } = (await buyer.get('/api/v1/session')).json()
    const variant = await takeVariant(shop())
    assert.equal((await buyer.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 2 } })).status, 200)
    const staff = await loggedIn(shop(), 'staff')
    const seen = (await staff.get(`/admin/chat/customers/${user.id}`)).text()
    assert.match(seen, new RegExp(email))
    assert.match(seen, new RegExp(`2 × <a class="rows__link" href="/product/${variant.slug}"`))
    assert.equal((await staff.get('/admin/chat/customers/999999999')).status, 404)
    assert.equal((await buyer.get(`/admin/chat/customers/${user.id}`)).status, 403)
    assert.equal((await new Visitor(shop()).get(`/admin/chat/customers/${user.id}`)).status, 303)
  })

  test('the overview says how many wait, and nothing while the chat is down', async () => {
    const staff = await loggedIn(shop(), 'staff')
    const tile = async () => {
      const page = await staff.get('/admin')
      assert.equal(page.status, 200)
      return /href="\/admin\/chat"[^>]*>\s*<[^>]+>(\d+)</.exec(page.text())?.[1]
    }
    await until('nobody waits', async () => (await tile()) === '0')
    const guest = await ChatSocket.greeted(shop(), (await chatToken(new Visitor(shop()))).token)
    await guest.writeWell(guest.welcome.rooms[0].id, 'Halo?')
    await until('somebody waits', async () => (await tile()) === '1')
    guest.socket.terminate()
    await shop().killChat()
    await until('the number is no longer believed', async () => (await tile()) === undefined, { withinMs: 30_000 })
    await shop().startChat()
    await until('somebody waits', async () => (await tile()) === '1')
  })

  test('what one service asks the other is for nobody else', async () => {
    for (const Authorization of [undefined, 'Bearer x', 'Hurtrock-Service 1.x', `Bearer ${(await chatToken(await loggedIn(shop(), 'admin'))).token}`])
      assert.equal((await send('GET', `${shop().chatUrl}/internal/waiting`, { headers: { ...(Authorization && { Authorization }) } })).status, 401)
  })
}, { chat: true })
