// What the staff's chat asks of the shop.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Visitor } from './client.mjs'
import { takeVariant, withShop } from './errand.mjs'

withShop("the staff's chat in the shop", shop => {
  const member = async (email, password) => {
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn(email, password)).status, 200)
    return visitor
  }

  test('beside a conversation staff see orders and cart of the account, and nobody else does', async () => {
    const email = 'pembeli@contoh.example'
    const buyer = await member(email, 'pembeli123')
    const { user } = (await buyer.get('/api/v1/session')).json()
    const variant = await takeVariant(shop())
    assert.equal((await buyer.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 2 } })).status, 200)
    const staff = await member('staf@hurtrock.com', 'staf12345')
    const seen = (await staff.get(`/admin/chat/customers/${user.id}`)).text()
    assert.match(seen, new RegExp(email))
    assert.match(seen, new RegExp(`2 × <a class="rows__link" href="/product/${variant.slug}"`))
    assert.equal((await staff.get('/admin/chat/customers/999999999')).status, 404)
    assert.equal((await buyer.get(`/admin/chat/customers/${user.id}`)).status, 403)
    assert.equal((await new Visitor(shop()).get(`/admin/chat/customers/${user.id}`)).status, 303)
  })
})
