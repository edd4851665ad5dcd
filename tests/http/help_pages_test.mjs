// The pages that explain the shop: how to order, returns, privacy.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { words } from '../support/texts.mjs'
import { send } from './client.mjs'
import { assertPage, buy, takeVariant, visitorWithCart, withShop } from './errand.mjs'
import { loggedIn } from './people.mjs'

const kPages = ['buying', 'returns', 'privacy']
const kLinks = kPages.map(name => `href="/${name}"`)
const escaped = text => text.replaceAll('&', '&amp;')

withShop('help', shop => {
  const page = async path => assertPage(await send('GET', shop().url + path, { headers: { Accept: 'text/html' } }), 200)
  const main = html => html.slice(html.indexOf('<main'), html.indexOf('</main'))

  for (const language of ['id', 'en']) {
    test(`every page has its title and says whom to ask, from the shop's profile (${language})`, async () => {
      const t = words(language)
      const [[name, street, phone]] = await shop().sql('SELECT name, street, phone FROM store_profile')
      for (const path of kPages) {
        const html = await page(`/${path}?lang=${language}`)
        const title = escaped(t(`layout.${path}`))
        assert.ok(html.includes(`<h1 class="display">${title}</h1>`), path)
        assert.ok(html.match(/<title>([^<]*)/)[1].startsWith(title), path)
        for (const fact of [name, street, phone]) assert.ok(main(html).includes(escaped(fact)), `${path}: ${fact}`)
      }
    })
  }

  test('every page of the shop links to them', async () => {
    for (const path of ['/', '/products', '/cart', '/privacy'])
      for (const link of kLinks) assert.ok((await page(path)).includes(link), `${path}: ${link}`)
  })

  test('returns and privacy are a step away where one orders, registers, asks about an order or deletes an account', async () => {
    const links = async (visitor, path, wanted) => {
      const html = main(assertPage(await visitor.get(path), 200))
      for (const name of wanted) assert.ok(html.includes(`href="/${name}"`), `${path}: ${name}`)
    }
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    await links(visitor, '/checkout', ['returns', 'privacy'])
    await links(visitor, '/register', ['privacy'])
    const { visitor: buyer, number } = await buy(shop())
    await links(buyer, `/orders/${number}`, ['returns'])
    await links(await loggedIn(shop(), 'buyer'), '/profile/deletion', ['privacy'])
  })

  test('the time without use after which a login ends is the one that the privacy page names', async () => {
    await loggedIn(shop(), 'buyer')
    const [[days]] = await shop().sql(
      `SELECT (s.expires_at - s.created_at) / 86400000000 FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE u.role = 'buyer' ORDER BY s.created_at DESC LIMIT 1`)
    assert.match(await page('/privacy'), new RegExp(`setelah ${days} hari tidak dipakai`))
  })
})
