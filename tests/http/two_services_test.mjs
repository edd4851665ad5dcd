// Shop and chat as two services of a platform, which share neither machine nor folder: what the maintainer's guide says
// each has to be told is enough.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { Child } from '../support/child.mjs'
import { freePort } from '../support/ports.mjs'
import { until } from '../support/poll.mjs'
import { program, startShop } from '../support/shop.mjs'
import { send, Visitor } from './client.mjs'
import { loggedIn } from './people.mjs'

const kSecret = 'f3b1c0a9d8e7f6a5b4c3d2e1f0a9b8c7'
const guide = fs.readFileSync(fileURLToPath(new URL('../../docs/maintainer-guide.md', import.meta.url)), 'utf8')
/** Names of the settings in that row of the guide's table. */
const namesOf = row => [...guide.match(new RegExp(`^ *\\| of ${row} \\| (.*) \\|$`, 'm'))[1].matchAll(/`([A-Z_]+)(?==|`)/g)].map(([, name]) => name)

describe('shop and chat as two services', () => {
  let shop, chat, chatUrl
  before(async () => {
    const port = String(await freePort())
    chatUrl = `http://127.0.0.1:${port}`
    shop = await startShop({ env: { SESSION_SECRET: kSecret, CHAT_PUBLIC_URL: chatUrl, CHAT_URL: chatUrl } })
    const folder = path.join(shop.folder, 'other-machine')
    fs.mkdirSync(folder)
    const told = {
      // As the platform sets it.
      PORT: port,
      HURTROCK_ENV: 'development', SESSION_SECRET: kSecret, PUBLIC_URL: shop.url, CHAT_PUBLIC_URL: chatUrl, TRUSTED_PROXIES: '127.0.0.1',
      CHAT_PORT: port, CHAT_DATABASE_URL: `sqlite:${folder}/chat.db`, SHOP_URL: shop.url,
    }
    const { PORT, ...set } = told
    const named = [...namesOf('both, the same'), ...namesOf('`hurtrock chat`')].filter(name => name !== 'PORT')
    assert.deepEqual(Object.keys(set).sort(), named.sort())
    for (const name of ['DATABASE_URL', 'CHAT_URL']) assert.ok(namesOf('`hurtrock shop`').includes(name), name)
    chat = new Child('hurtrock chat', program, ['chat'], { env: { PATH: process.env.PATH, ...told }, cwd: folder, logPath: path.join(shop.folder, 'chat.log') })
    await until('the chat is ready', async () => {
      chat.assertRunning()
      return (await fetch(`${chatUrl}/readyz`)).status === 200
    }, { withinMs: 60_000 })
  })
  after(async () => {
    await chat?.stop()
    await shop?.stop()
  })

  test('a visitor is led to the chat and writes; the overview of the shop tells that somebody waits', async () => {
    const { token, url } = await chatToken(new Visitor(shop))
    assert.ok(url.replace(/^ws/, 'http').startsWith(chatUrl), url)
    const guest = await ChatSocket.greeted({ chatUrl }, token)
    await guest.writeWell(guest.welcome.rooms[0].id, 'Halo?')
    const staff = await loggedIn(shop, 'staff')
    await until('somebody waits', async () => /href="\/admin\/chat"[^>]*>\s*<[^>]+>1</.test((await staff.get('/admin')).text()))
    guest.socket.terminate()
  })

  test('the chat asks the shop who is staff', async () => {
    const guest = await ChatSocket.greeted({ chatUrl }, (await chatToken(new Visitor(shop))).token)
    const room = guest.welcome.rooms[0].id
    await guest.writeWell(room, 'Ada orang?')
    const [[id]] = await shop.sql("SELECT id FROM users WHERE email = 'staf@hurtrock.com'")
    const Authorization = `Bearer ${(await chatToken(await loggedIn(shop, 'admin'))).token}`
    const assigned = await send('POST', `${chatUrl}/api/rooms/${room}/assignee`, { headers: { Authorization }, json: { user_id: Number(id) } })
    assert.equal(assigned.status, 200, assigned.text())
    assert.equal(assigned.json().assignee.id, Number(id))
    guest.socket.terminate()
  })
})
