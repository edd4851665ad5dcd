// The chat's pages in the shop: what everybody carries for it, what a press fetches, and what there is without script.

import assert from 'node:assert/strict'
import { brotliCompressSync } from 'node:zlib'
import { test } from 'node:test'
import { send } from './client.mjs'
import { assertPage, takeVariant, withShop } from './errand.mjs'
import { loggedIn } from './people.mjs'

/** Of everything that the first press fetches, as it travels. */
const kMostBytes = 15_000

withShop('the chat in the shop', shop => {
  const get = (path, headers = {}) => send('GET', shop().url + path, { headers })
  const attribute = (page, name) => new RegExp(`class="chat-button"[^>]* ${name}="([^"]+)"`).exec(page)?.[1]

  test('the whole widget is small, and nothing of it is fetched before it is wanted', async () => {
    const page = (await get('/')).text()
    const [module, sheet] = [attribute(page, 'data-module'), attribute(page, 'data-sheet')]
    for (const address of [module, sheet]) assert.equal(page.split(address).length - 1, 1, `${address} is named in one attribute only`)
    const sizes = {}
    for (const path of [module, sheet, '/chat/panel']) {
      const answer = await get(path, { 'Accept-Encoding': 'br' })
      assert.equal(answer.status, 200, path)
      assert.equal(answer.headers['content-encoding'], 'br', path)
      sizes[path.replace(/-[\w-]+\./, '.')] = answer.body.length
    }
    const whole = Object.values(sizes).reduce((sum, size) => sum + size, 0)
    const [button] = /<a class="chat-button"[\s\S]*?<\/a>/.exec(page)
    console.log(`the widget: ${whole} bytes ${JSON.stringify(sizes)}; its button: ${brotliCompressSync(button).length} bytes`)
    assert.ok(whole <= kMostBytes, `${whole} bytes`)
  })

  test('every page of the shop offers it, but for the one where it is and those of the staff', async () => {
    const { slug } = await takeVariant(shop())
    for (const path of ['/', '/products', `/product/${slug}`, '/cart', '/login', '/store-info', '/no-such-page'])
      assert.match((await get(path)).text(), /class="chat-button" href="\/chat"/, path)
    assert.doesNotMatch((await get('/chat')).text(), /class="chat-button"/)
    const staff = await loggedIn(shop(), 'staff')
    assert.match((await staff.get('/')).text(), /class="chat-button" href="\/admin\/chat"/)
    assert.doesNotMatch((await staff.get('/admin')).text(), /class="chat-button"/)
  })

  test('a page says whose unsent messages are whose', async () => {
    assert.equal(attribute((await get('/')).text(), 'data-person'), 'guest')
    const buyer = await loggedIn(shop(), 'buyer')
    const { user } = (await buyer.get('/api/v1/session')).json()
    assert.equal(attribute((await buyer.get('/')).text(), 'data-person'), `account ${user.name}`)
  })

  test('without script the page says how else to reach the shop', async () => {
    for (const language of ['id', 'en']) {
      const answer = await get('/chat', { Cookie: `language=${language}` })
      assertPage(answer, 200)
      assert.match(answer.text(), /class="without-script"/)
      assert.match(answer.text(), /href="https:\/\/wa\.me\/\d+"/)
      assert.match(answer.text(), /href="tel:\+62\d+"/)
    }
  })

  test('pages may ask the chat service at its two addresses, and nobody else', async () => {
    const policy = (await get('/')).headers['content-security-policy']
    const [, sources] = /connect-src ([^;]+);/.exec(policy)
    assert.equal(sources, `'self' ${shop().chatUrl}/api/ ${shop().chatUrl.replace('http', 'ws')}/ws`)
  })
})
