// The chat service: CONTRACT section 7, docs/chat-protocol.md.

import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import net from 'node:net'
import { after, test } from 'node:test'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { alone } from '../support/topology.mjs'
import { send, Visitor } from './client.mjs'
import { inParallel } from '../race/run_size.mjs'
import { onEachDatabase, takeVariant } from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

onEachDatabase('chat', shop => {
  const sockets = []
  after(() => sockets.forEach(({ socket }) => socket.terminate()))
  const open = async (token, resume) => {
    const socket = await ChatSocket.greeted(shop(), token, resume)
    sockets.push(socket)
    return socket
  }
  const raw = async options => {
    const socket = new ChatSocket(shop(), options)
    sockets.push(socket)
    await socket.opened
    return socket
  }
  const guest = () => new Visitor(shop())
  const tokenOf = async visitor => (await chatToken(visitor)).token
  const staff = onceLoggedIn(shop, 'staff')
  const admin = onceLoggedIn(shop, 'admin')
  /** A guest with a socket: {visitor, token, socket, room}. */
  const arrive = async () => {
    const visitor = guest()
    const token = await tokenOf(visitor)
    const socket = await open(token)
    return { visitor, token, socket, room: socket.welcome.rooms[0].id }
  }
  const api = (method, path, token, options = {}) =>
    send(method, `${shop().chatUrl}${path}`, { ...options, headers: { ...(token && { Authorization: `Bearer ${token}` }), ...options.headers } })
  const problem = (answer, status, code) => {
    assert.equal(answer.status, status, answer.text())
    assert.equal(answer.headers['content-type'], 'application/problem+json')
    const body = answer.json()
    assert.equal(body.status, status)
    assert.ok(body.title)
    assert.ok(body.detail)
    if (code) assert.equal(body.code, code)
    return body
  }
  const post = (token, room, body, more = {}) =>
    api('POST', `/api/rooms/${room}/messages`, token, { json: { client_id: randomUUID(), body, ...more } })

  test('it says that it lives, that it is ready, and what it does', async () => {
    assert.deepEqual((await api('GET', '/healthz')).json(), { status: 'ok' })
    assert.deepEqual((await api('GET', '/readyz')).json(), { status: 'ready' })
    const metrics = await api('GET', '/metrics')
    assert.match(metrics.headers['content-type'], /^text\/plain/)
    assert.match(metrics.text(), /^hurtrock_chat_sockets \d+$/m)
  })

  test('a guest gets a token with a session, and is the same person with the next one', async () => {
    const visitor = guest()
    const first = await chatToken(visitor)
    assert.ok(visitor.cookies.has('hurtrock_session'))
    assert.equal(first.url, shop().chatUrl)
    const left = Date.parse(first.expires_at) - Date.now()
    assert.ok(left > 500_000 && left <= 600_000, `${left} ms`)
    const one = await open(first.token)
    const two = await open(await tokenOf(visitor))
    assert.deepEqual(one.welcome.user, two.welcome.user)
    assert.equal(one.welcome.user.role, 'guest')
    assert.ok(one.welcome.user.id < 0)
    assert.equal(one.welcome.rooms[0].id, two.welcome.rooms[0].id)
  })

  test('an account is known by its number at the shop', async () => {
    const visitor = await staff()
    const { user } = (await visitor.get('/api/v1/session')).json()
    const socket = await open(await tokenOf(visitor))
    assert.deepEqual(socket.welcome.user, { id: user.id, name: user.name, role: 'staff' })
  })

  test('a message reaches every screen of both sides, once, under one number', async () => {
    const { visitor, socket, room } = await arrive()
    const second = await open(await tokenOf(visitor))
    const agent = await open(await tokenOf(await staff()))
    const ack = await socket.writeWell(room, 'Apakah Fender ini ready?')
    assert.deepEqual([ack.room, ack.seq], [room, 1])
    for (const screen of [socket, second, agent]) {
      const message = await screen.next(frame => frame.type === 'message' && frame.room === room)
      assert.deepEqual([message.seq, message.client_id, message.body, message.product], [1, ack.client_id, 'Apakah Fender ini ready?', null])
      assert.deepEqual(message.sender, socket.welcome.user)
      assert.equal(message.sent_at, ack.sent_at)
    }
    const appeared = agent.frames.find(frame => frame.type === 'room' && frame.room === room)
    assert.equal(appeared.status, 'open')
    const answer = await agent.writeWell(room, 'Ready, kak')
    assert.equal(answer.seq, 2)
    await socket.next(frame => frame.seq === 2 && frame.body === 'Ready, kak')
    assert.equal(socket.messages(room).length, 2)
  })

  test('the same client_id is one message, by frame and by REST', async () => {
    const { token, socket, room } = await arrive()
    const first = await socket.writeWell(room, 'sekali saja')
    const client_id = first.client_id
    for (let i = 0; i < 3; ++i) socket.say({ type: 'send', room, client_id, body: 'sekali saja' })
    const again = await api('POST', `/api/rooms/${room}/messages`, token, { json: { client_id, body: 'lain' } })
    const { type, ...ack } = first
    assert.deepEqual(again.json(), ack)
    await until('four acks', () => socket.frames.filter(frame => frame.type === 'ack').length === 4)
    for (const frame of socket.frames.filter(frame => frame.type === 'ack')) assert.deepEqual(frame, first)
    await socket.writeWell(room, 'kedua')
    await until('the second message', () => socket.messages(room).length >= 2)
    assert.deepEqual(socket.messages(room).map(({ seq, body }) => [seq, body]), [[1, 'sekali saja'], [2, 'kedua']])
  })

  test('what was missed comes first, in order, and nothing of it twice', async () => {
    const { visitor, socket, room } = await arrive()
    const agent = await open(await tokenOf(await staff()))
    await socket.writeWell(room, 'satu')
    await socket.close()
    const rows = Array.from({ length: 149 }, (_, i) => `(${room}, ${i + 2}, ${agent.welcome.user.id}, '${randomUUID()}', 'm${i + 2}', '', 1, 1)`)
    await shop().chatDb.sql(`UPDATE rooms SET last_seq = 150 WHERE id = ${room};
      INSERT INTO messages (room_id, seq, sender_id, client_id, body, product_slug, sent_at, change_no) VALUES ${rows.join(', ')}`)
    const back = await open(await tokenOf(visitor), { [room]: 1 })
    assert.deepEqual([back.welcome.rooms[0].last_seq, back.welcome.rooms[0].unread], [150, 149])
    await agent.writeWell(room, 'baru')
    await until('all messages', () => back.messages(room).length >= 150)
    assert.deepEqual(back.messages(room).map(({ seq }) => seq), Array.from({ length: 150 }, (_, i) => i + 2))
    assert.equal(back.frames[0].type, 'welcome')
  })

  test('frames sent right after the hello wait for the welcome', async () => {
    const visitor = guest()
    const token = await tokenOf(visitor)
    const room = (await open(token)).welcome.rooms[0].id
    const socket = await raw()
    socket.say({ type: 'hello', token })
    const id = socket.write(room, 'tidak sabar')
    await socket.next(frame => frame.type === 'ack' && frame.client_id === id)
    assert.equal(socket.frames[0].type, 'welcome')
  })

  test('reading is told to the other side, and unread counts follow', async () => {
    const { visitor, socket, room } = await arrive()
    const agent = await open(await tokenOf(await staff()))
    await socket.writeWell(room, 'satu')
    await socket.writeWell(room, 'dua')
    const token = await tokenOf(await staff())
    const unread = async () => (await api('GET', '/api/rooms', token)).json().items.find(({ id }) => id === room)
    assert.deepEqual([(await unread()).unread, (await unread()).read_seq], [2, 0])
    agent.say({ type: 'read', room, seq: 2 })
    const read = await socket.next(({ type }) => type === 'read')
    assert.deepEqual([read.room, read.seq, read.user], [room, 2, agent.welcome.user])
    assert.equal((await unread()).unread, 0)
    assert.equal((await open(await tokenOf(visitor))).welcome.rooms[0].unread, 0)
  })

  test('reading is told by REST as well, and everybody hears how far the other side has read', async () => {
    const { token, socket, room } = await arrive()
    await socket.writeWell(room, 'satu')
    const agentToken = await tokenOf(await staff())
    const read = seq => api('POST', `/api/rooms/${room}/read`, agentToken, { json: { seq } })
    assert.equal((await read(1)).status, 204)
    assert.equal((await socket.next(({ type }) => type === 'read')).seq, 1)
    const own = (await api('GET', '/api/rooms', token)).json()
    assert.deepEqual([own.items[0].seen_seq, own.user], [1, socket.welcome.user])
    assert.equal((await open(token)).welcome.rooms[0].seen_seq, 1)
    for (const seq of [0, -1, 1.5, 'x', null, undefined]) problem(await read(seq), 422, 'validation')
    const stranger = await arrive()
    problem(await api('POST', `/api/rooms/${room}/read`, stranger.token, { json: { seq: 1 } }), 404, 'unknown_room')
  })

  test('a ping of a page is answered', async () => {
    const { socket } = await arrive()
    socket.say({ type: 'ping' })
    await socket.next(({ type }) => type === 'pong')
  })

  test('typing and presence reach the other side', async () => {
    const agent = await open(await tokenOf(await staff()))
    const { socket, room } = await arrive()
    const online = await agent.next(frame => frame.type === 'presence' && frame.room === room)
    assert.deepEqual([online.state, online.user.id], ['online', socket.welcome.user.id])
    assert.equal(socket.welcome.rooms[0].online, true)
    agent.say({ type: 'typing', room })
    const typing = await socket.next(({ type }) => type === 'typing')
    assert.deepEqual(typing.user, agent.welcome.user)
    await socket.close()
    await agent.next(frame => frame.type === 'presence' && frame.room === room && frame.state === 'offline')
  })

  test('a product is shown with its price and stock, and an unknown one refused', async () => {
    const { token, socket, room } = await arrive()
    const variant = await takeVariant(shop(), 7)
    const product = (await send('GET', `${shop().url}/api/v1/products/${variant.slug}`)).json()
    await socket.writeWell(room, '', { product: variant.slug })
    const message = await socket.next(({ type }) => type === 'message')
    assert.deepEqual([message.product.slug, message.product.name, message.product.price], [variant.slug, product.name, product.price])
    assert.equal(typeof message.product.available, 'number')
    assert.match(message.product.image, /^http:/)
    const id = socket.write(room, 'ini', { product: 'tidak-ada-sama-sekali' })
    assert.equal((await socket.error('unknown_product')).client_id, id)
    problem(await post(token, room, 'ini', { product_slug: 'tidak-ada-sama-sekali' }), 422)
    const behind = await socket.writeWell(room, 'lanjut')
    assert.equal(behind.seq, 2)
  })

  test('a login brings the conversation along, and the guest is over', async () => {
    const { visitor, token, socket, room } = await arrive()
    await socket.writeWell(room, 'sebelum masuk')
    assert.equal((await visitor.logIn('pembeli@contoh.example', 'pembeli123')).status, 200)
    const account = await open(await tokenOf(visitor), { [room]: 0 })
    assert.equal(account.welcome.user.role, 'buyer')
    assert.ok(account.welcome.rooms.some(({ id }) => id === room))
    const message = await account.next(frame => frame.type === 'message' && frame.room === room)
    assert.deepEqual([message.body, message.sender], ['sebelum masuk', account.welcome.user])
    problem(await api('GET', '/api/rooms', token), 401, 'unauthorized')
    socket.write(room, 'masih tamu')
    await socket.error('unknown_room')
  })

  // Who may -----------------------------------------------------------------------------------------------------------

  test("other people's rooms do not exist", async () => {
    const { socket: own, room } = await arrive()
    await own.writeWell(room, 'rahasia')
    const { token, socket } = await arrive()
    const agentToken = await tokenOf(await staff())
    for (const id of [room, 999999, 0, -1, 'x', '1e3', '9'.repeat(30)]) {
      problem(await api('GET', `/api/rooms/${id}/messages`, token), 404, 'unknown_room')
      problem(await api('GET', `/api/rooms/${id}/transcript`, token), 404, 'unknown_room')
      problem(await post(token, id, 'x'), 404, 'unknown_room')
      problem(await api('POST', `/api/rooms/${id}/status`, token, { json: { status: 'open' } }), 403, 'staff_only')
      problem(await api('POST', `/api/rooms/${id}/assignee`, token, { json: { user_id: 1 } }), 403, 'staff_only')
      if (id !== room) problem(await api('POST', `/api/rooms/${id}/status`, agentToken, { json: { status: 'open' } }), 404, 'unknown_room')
    }
    const id = socket.write(room, 'intip')
    const refused = await socket.error('unknown_room')
    assert.deepEqual([refused.client_id, refused.room], [id, room])
    socket.frames.length = 0
    socket.say({ type: 'read', room, seq: 1 })
    await socket.error('unknown_room')
    socket.frames.length = 0
    socket.say({ type: 'typing', room })
    await socket.error('unknown_room')
    const resumed = await open(token, { [room]: 0 })
    assert.ok(resumed.welcome.rooms.every(({ id: other }) => other !== room))
    assert.equal(resumed.messages(room).length, 0)
    assert.ok((await api('GET', '/api/rooms?q=rahasia', token)).json().total === 0)
    assert.equal(own.frames.filter(({ type }) => type === 'typing' || type === 'read').length, 0)
  })

  test('tokens that are forged, foreign or expired open nothing', async () => {
    const good = await tokenOf(guest())
    const [version, claims, mac] = good.split('.')
    const changed = JSON.parse(Buffer.from(claims, 'base64url'))
    const encoded = Buffer.from(JSON.stringify({ ...changed, account: 1, role: 'admin' })).toString('base64url')
    const foreign = createHmac('sha256', 'x'.repeat(32)).update(`${version}.${encoded}`).digest('base64url')
    for (const token of ['', 'x', 'null', `${version}.${encoded}.${mac}`, `${version}.${encoded}.${foreign}`, `${version}.${encoded}.`,
                         good.slice(0, -4), `${good}.x`, 'A'.repeat(5000)]) {
      problem(await api('GET', '/api/rooms', token), 401)
      if (token === '' || token.length > 4000) continue
      const socket = await raw()
      socket.say({ type: 'hello', token })
      await socket.error('unauthorized')
      assert.equal((await socket.end()).code, 4401)
    }
    problem(await api('GET', '/api/rooms', undefined), 401, 'unauthorized')
    assert.equal((await api('GET', '/api/rooms', good, { headers: { Authorization: `Basic ${good}` } })).status, 401)
  })

  test('a token can be renewed on a live socket, by the same person only', async () => {
    const { visitor, socket, room } = await arrive()
    socket.say({ type: 'token', token: await tokenOf(visitor) })
    await socket.writeWell(room, 'masih di sini')
    socket.say({ type: 'token', token: await tokenOf(guest()) })
    await socket.error('unauthorized')
    await socket.writeWell(room, 'masih juga')
  })

  test('a quick reply that a colleague has changed is neither overwritten nor removed unseen', async () => {
    const token = await tokenOf(await staff())
    const title = `Ongkir ${randomUUID()}`
    const call = (path, json) => api('POST', `/api/quick-replies${path}`, token, { json })
    const added = (await call('', { title, body: 'Tergantung berat.' })).json()
    assert.equal(added.version, 1)
    const seen = (await api('GET', '/api/quick-replies', token)).json().items.find(({ id }) => id === added.id)
    assert.deepEqual(seen, added)
    const theirs = (await call(`/${added.id}`, { title, body: 'Lihat di keranjang.', version: seen.version })).json()
    assert.deepEqual([theirs.body, theirs.version], ['Lihat di keranjang.', 2])

    for (const [path, json] of [[`/${added.id}`, { title, body: 'Gratis', version: seen.version }], [`/${added.id}/removal`, { version: seen.version }]])
      assert.deepEqual(problem(await call(path, json), 409, 'quick_reply_changed').stored, theirs)
    for (const [path, json] of [[`/${added.id}`, { title, body: 'Gratis' }], [`/${added.id}/removal`, {}], [`/${added.id}/removal`, { version: 'x' }]])
      assert.deepEqual(problem(await call(path, json), 422, 'validation').errors.map(({ field }) => field), ['version'])
    assert.deepEqual((await api('GET', '/api/quick-replies', token)).json().items.find(({ id }) => id === added.id), theirs)

    assert.equal((await call(`/${added.id}/removal`, { version: theirs.version })).status, 204)
    problem(await call(`/${added.id}/removal`, { version: theirs.version }), 404, 'unknown_quick_reply')
    problem(await call(`/${added.id}`, { title, body: 'x', version: 2 }), 404, 'unknown_quick_reply')
  })

  test('of two who save a quick reply at once one is told', async () => {
    const token = await tokenOf(await staff())
    const title = `Garansi ${randomUUID()}`
    const added = (await api('POST', '/api/quick-replies', token, { json: { title, body: 'Setahun.' } })).json()
    const bodies = ['Dua tahun.', 'Tiga tahun.', 'Seumur hidup.', 'Tidak ada.']
    const answers = await Promise.all(bodies.map(body =>
      api('POST', `/api/quick-replies/${added.id}`, token, { json: { title, body, version: added.version } })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
    const kept = answers.find(({ status }) => status === 200).json()
    for (const answer of answers.filter(({ status }) => status === 409)) assert.deepEqual(answer.json().stored, kept)
    assert.equal((await api('POST', `/api/quick-replies/${added.id}/removal`, token, { json: { version: kept.version } })).status, 204)
  })

  test('status and assignee are for staff and told at once', async () => {
    const { socket, room } = await arrive()
    await socket.writeWell(room, 'halo')
    const token = await tokenOf(await admin())
    const boss = await open(token)
    const resolved = await api('POST', `/api/rooms/${room}/status`, token, { json: { status: 'resolved' } })
    assert.equal(resolved.json().status, 'resolved')
    assert.equal((await socket.next(frame => frame.type === 'room' && frame.status === 'resolved')).room, room)
    const assigned = await api('POST', `/api/rooms/${room}/assignee`, token, { json: { user_id: boss.welcome.user.id } })
    assert.deepEqual(assigned.json().assignee, boss.welcome.user)
    await boss.next(frame => frame.type === 'room' && frame.room === room && frame.assignee?.id === boss.welcome.user.id)
    assert.equal((await api('POST', `/api/rooms/${room}/assignee`, token, { json: { user_id: null } })).json().assignee, null)
    problem(await api('POST', `/api/rooms/${room}/assignee`, token, { json: { user_id: 999999 } }), 422)
    for (const status of ['closed', '', 5, null]) problem(await api('POST', `/api/rooms/${room}/status`, token, { json: { status } }), 422)
    const found = (await api('GET', '/api/rooms?status=resolved&per_page=100', token)).json()
    assert.ok(found.items.some(({ id }) => id === room))
    await socket.writeWell(room, 'satu lagi')
    await boss.next(frame => frame.type === 'room' && frame.room === room && frame.status === 'open' && frame.last_seq === 2)
  })

  test('staff who have never been here are assigned, others are not', async () => {
    const { room } = await arrive()
    const token = await tokenOf(await admin())
    const add = async (name, role, active) => {
      const email = `${name.toLowerCase()}@hurtrock.com`
      await shop().sql(`INSERT INTO users (email, name, role, active, created_at) VALUES ('${email}', '${name}', '${role}', ${active}, 0)`)
      return Number((await shop().sql(`SELECT id FROM users WHERE email = '${email}'`))[0][0])
    }
    const assign = id => api('POST', `/api/rooms/${room}/assignee`, token, { json: { user_id: id } })
    const id = await add('Rekan', 'staff', 1)
    assert.deepEqual((await assign(id)).json().assignee, { id, name: 'Rekan', role: 'staff' })
    for (const other of [await add('Pensiun', 'staff', 0), await add('Pelanggan', 'buyer', 1), 999_999_999])
      assert.equal(problem(await assign(other), 422, 'validation').errors[0].code, 'unknown_user')
    assert.equal((await api('GET', `/api/rooms?per_page=100`, token)).json().items.find(item => item.id === room).assignee.id, id)
    for (const path of [`/internal/chat/staff/${id}`, '/internal/chat/staff/x']) problem(await send('GET', `${shop().url}${path}`), 401, 'unauthorized')
  })

  test('staff list rooms in which nothing has been said, and may leave them out', async () => {
    const { token, socket, room } = await arrive()
    const agent = await tokenOf(await staff())
    const has = async (query, by) => (await api('GET', `/api/rooms?per_page=100${query}`, by)).json().items.some(({ id }) => id === room)
    assert.equal(await has('', agent), true)
    assert.equal(await has('&messages=1', agent), false)
    assert.equal(await has('&messages=1', token), true, 'its owner sees it in any case')
    problem(await api('GET', '/api/rooms?messages=2', agent), 422, 'validation')
    await socket.writeWell(room, 'halo')
    assert.equal(await has('&messages=1', agent), true)
  })

  test('an error says which frame it is about, whatever the client called it', async () => {
    const { socket, room } = await arrive()
    for (const [frame, client_id] of [[{ type: 'send', room, body: 'x' }, 'my-1'], [{ type: 'send', room: 'x' }, 'my-2'], [{ type: 'sned' }, 'my-3']]) {
      socket.say({ ...frame, client_id })
      await socket.next(answer => answer.type === 'error' && answer.client_id === client_id, `the error about ${client_id}`)
    }
    socket.say({ type: 'send', room, body: 'x', client_id: 'x'.repeat(201) })
    await socket.next(answer => answer.type === 'error' && !('client_id' in answer), 'the error about a name that is too long')
  })

  test('history, search and transcript', async () => {
    const { token, socket, room } = await arrive()
    for (const body of ['satu', 'dua', 'Ibanez RG421?', 'empat']) await socket.writeWell(room, body)
    const seqs = async query => (await api('GET', `/api/rooms/${room}/messages?${query}`, token)).json().items.map(({ seq }) => seq)
    assert.deepEqual(await seqs(''), [1, 2, 3, 4])
    assert.deepEqual(await seqs('limit=2'), [3, 4])
    assert.deepEqual(await seqs('before_seq=3&limit=1'), [2])
    assert.deepEqual(await seqs('after_seq=1&limit=2'), [2, 3])
    assert.deepEqual(await seqs('after_seq=4'), [])
    for (const query of ['limit=101', 'limit=0', 'before_seq=x', 'after_seq=-1'])
      problem(await api('GET', `/api/rooms/${room}/messages?${query}`, token), 422)
    const agent = await tokenOf(await staff())
    const found = (await api('GET', '/api/rooms?q=rg421', agent)).json()
    assert.deepEqual(found.items.map(({ id }) => id), [room])
    assert.equal(found.total, 1)
    assert.equal((await api('GET', '/api/rooms?q=%25%25', agent)).json().total, 0)
    const transcript = await api('GET', `/api/rooms/${room}/transcript`, token)
    assert.match(transcript.headers['content-type'], /^text\/plain/)
    assert.match(transcript.text(), /WIB\] Tamu \d+: Ibanez RG421\?\n/)
  })

  test('only pages of the shop may ask', async () => {
    const token = await tokenOf(guest())
    const own = await api('GET', '/api/rooms', token, { headers: { Origin: shop().url } })
    assert.equal(own.headers['access-control-allow-origin'], shop().url)
    const asked = await api('OPTIONS', '/api/rooms', undefined, {
      headers: { Origin: shop().url, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' },
    })
    assert.equal(asked.status, 204)
    assert.match(asked.headers['access-control-allow-headers'], /Authorization/)
    for (const Origin of ['https://evil.example', 'null', `${shop().url}.evil.example`, '*']) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await api(method, '/api/rooms', token, { headers: { Origin } })
        assert.equal(answer.headers['access-control-allow-origin'], undefined, `${method} ${Origin}`)
      }
      await assert.rejects(raw({ origin: Origin }), /403/)
    }
    const page = await raw({ origin: shop().url })
    page.say({ type: 'hello', token })
    await page.next(({ type }) => type === 'welcome')
  })

  // Nonsense ----------------------------------------------------------------------------------------------------------

  test('malformed frames are answered and change nothing', async () => {
    const { socket, room } = await arrive()
    const id = randomUUID()
    const nonsense = [
      ['{', 'bad_frame'], ['[]', 'bad_frame'], ['42', 'bad_frame'], ['{"type":"nothing"}', 'bad_frame'], ['{}', 'bad_frame'],
      [{ type: 'send' }, 'invalid'], [{ type: 'send', room, body: 'x' }, 'invalid'], [{ type: 'send', room, client_id: 'x', body: 'x' }, 'invalid'],
      [{ type: 'send', room: `${room}`, client_id: id, body: 'x' }, 'invalid'], [{ type: 'send', room, client_id: id, body: 5 }, 'invalid'],
      [{ type: 'send', room, client_id: id, body: '  \n ' }, 'empty'], [{ type: 'send', room, client_id: id }, 'empty'],
      [{ type: 'send', room, client_id: id, body: 'x'.repeat(4001) }, 'too_long'], [{ type: 'send', room, client_id: id, body: 'a\0b' }, 'invalid'],
      [{ type: 'send', room, client_id: id, body: 'x', product: '../../etc' }, 'invalid'],
      ['{"type":"send","room":' + room + ',"client_id":"' + id + '","body":"\\ud800"}', 'bad_frame'],
      [{ type: 'read', room }, 'invalid'], [{ type: 'read', room, seq: 'x' }, 'invalid'], [{ type: 'typing' }, 'invalid'], [{ type: 'token' }, 'invalid'],
      ['{"a":'.repeat(2000) + '1' + '}'.repeat(2000), 'bad_frame'],
    ]
    for (const [frame, code] of nonsense) {
      socket.frames = socket.frames.filter(({ type }) => type !== 'error')
      socket.say(frame)
      const error = await socket.next(({ type }) => type === 'error', JSON.stringify(frame).slice(0, 200))
      assert.equal(error.code, code, JSON.stringify(frame).slice(0, 200))
      assert.ok(error.message)
    }
    assert.equal((await socket.writeWell(room, '🎸'.repeat(4000))).seq, 1)
  })

  test('REST refuses the same nonsense, at its field', async () => {
    const { token, room } = await arrive()
    const field = async json => problem(await api('POST', `/api/rooms/${room}/messages`, token, { json }), 422).errors[0].field
    const client_id = randomUUID()
    assert.equal(await field({ body: 'x' }), 'client_id')
    assert.equal(await field({ client_id: 'x', body: 'x' }), 'client_id')
    assert.equal(await field({ client_id }), 'body')
    assert.equal(await field({ client_id, body: 'x'.repeat(4001) }), 'body')
    assert.equal(await field({ client_id, body: 'x', product_slug: '../x' }), 'product_slug')
    for (const body of ['{', '[]', '', '"x"', '{"a":'.repeat(1000)]) {
      const answer = await api('POST', `/api/rooms/${room}/messages`, token, { body, headers: { 'Content-Type': 'application/json' } })
      problem(answer, 400)
    }
    problem(await api('POST', `/api/rooms/${room}/messages`, token, { body: 'x', headers: { 'Content-Type': 'text/plain' } }), 415)
    problem(await api('POST', `/api/rooms/${room}/messages`, token, { json: { client_id, body: 'x'.repeat(70_000) } }), 413)
    problem(await api('DELETE', '/api/rooms', token), 405)
    problem(await api('GET', '/api/nothing', token), 404)
    problem(await api('GET', '/ws', token), 426)
  })

  test('a frame beyond 16 KiB, a binary one, and one that comes before the hello end the socket', async () => {
    const { socket: large } = await arrive()
    large.say('x'.repeat(16 * 1024 + 1))
    assert.equal((await large.end()).code, 1009)
    const { socket: binary } = await arrive()
    binary.say(Buffer.from([1, 2, 3]))
    assert.equal((await binary.end()).code, 1003)
    const early = await raw()
    early.write(1, 'x')
    await early.error('unauthorized')
    assert.equal((await early.end()).code, 4401)
    const { token, socket: twice } = await arrive()
    twice.say({ type: 'hello', token })
    assert.equal((await twice.end()).code, 1008)
  })

  test('a flood is slowed down and loses nothing', async () => {
    const { token, socket, room } = await arrive()
    const wanted = Array.from({ length: 30 }, (_, i) => ({ type: 'send', room, client_id: randomUUID(), body: `banjir ${i}` }))
    for (const frame of wanted) socket.say(frame)
    await until('an answer to each', () => socket.frames.filter(({ type }) => type === 'ack' || type === 'error').length === 30)
    const refused = socket.frames.filter(({ type }) => type === 'error')
    assert.equal(refused.length, 10)
    assert.ok(refused.every(({ code, retry_after_ms: wait, room: where }) => code === 'rate_limited' && wait > 0 && wait <= 10_000 && where === room))
    assert.deepEqual(refused.map(({ client_id }) => client_id), wanted.slice(20).map(({ client_id }) => client_id))
    const limited = await post(token, room, 'juga')
    assert.ok(problem(limited, 429, 'rate_limited').retry_after_ms > 0)
    assert.ok(Number(limited.headers['retry-after']) >= 1)
    await until('what was accepted', () => socket.messages(room).length === 20)
    assert.deepEqual(socket.messages(room).map(({ body }) => body), wanted.slice(0, 20).map(({ body }) => body))
    assert.equal(socket.closed, undefined)
  })

  const skipSlow = { skip: alone('nginx takes in megabytes for whoever does not read') }
  test('a reader that stops reading is closed with 1013, misses nothing when it is back, and holds up nobody', skipSlow, async () => {
    const token = await tokenOf(await staff())
    const [asleep, awake] = [await open(token), await open(token)]
    asleep.socket.pause()
    const rooms = await inParallel(30, async () => {
      const own = await tokenOf(guest())
      const room = (await api('GET', '/api/rooms', own)).json().items[0].id
      for (let i = 0; i < 20; ++i) assert.equal((await post(own, room, '🎸'.repeat(4000))).status, 201)
      return room
    }, 3)
    await until('the other screen has it all', () => rooms.every(room => awake.messages(room).length === 20))
    asleep.socket.resume()
    assert.equal((await asleep.end()).code, 1013)
    assert.equal(awake.closed, undefined)
    const seen = Object.fromEntries(rooms.map(room => [room, asleep.messages(room).length]))
    const back = await open(token, seen)
    await until('the rest', () => rooms.every(room => seen[room] + back.messages(room).length === 20))
    for (const room of rooms)
      assert.deepEqual([...asleep.messages(room), ...back.messages(room)].map(({ seq }) => seq), Array.from({ length: 20 }, (_, i) => i + 1))
  })

  test('a connection that says nothing of WebSocket, or only half, ties up nothing', async () => {
    const port = new URL(shop().chatUrl).port
    const half = net.connect(port, '127.0.0.1')
    half.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    const [answer] = await new Promise(resolve => half.once('data', (...data) => resolve(data)))
    assert.match(answer.toString(), /^HTTP\/1\.1 4\d\d/)
    half.destroy()
    assert.equal((await api('GET', '/healthz')).status, 200)
  })

  test('a socket without a hello is closed', async () => {
    const silent = await raw()
    assert.equal((await silent.end(15_000)).code, 4408)
  })

  test('it works while the shop is down, with the product as good as it is known', async () => {
    const { socket, room } = await arrive()
    await shop().kill9()
    await socket.writeWell(room, 'masih jalan')
    await socket.writeWell(room, 'dan ini', { product: 'belum-pernah-ditanya' })
    const message = await socket.next(frame => frame.type === 'message' && frame.seq === 2)
    assert.deepEqual(message.product, { slug: 'belum-pernah-ditanya', name: null, price: null, available: null, image: null })
    await shop().start()
  })

  test('after kill -9 everything that was acknowledged is there, and the socket goes on from it', async () => {
    const { token, socket, room } = await arrive()
    const first = await socket.writeWell(room, 'sebelum')
    await shop().killChat()
    await socket.end()
    await shop().startChat()
    const back = await open(token, { [room]: 0 })
    const message = await back.next(frame => frame.type === 'message' && frame.room === room)
    assert.deepEqual([message.seq, message.client_id], [1, first.client_id])
    assert.equal((await back.writeWell(room, 'sesudah')).seq, 2)
  })

  test('the audit proves that no message is missing, and says when it cannot', async () => {
    const { socket, room } = await arrive()
    await socket.writeWell(room, 'satu')
    const audit = env => shop().run(['audit'], { env })
    const whole = await audit()
    assert.equal(whole.status, 0, whole.stdout + whole.stderr)
    assert.match(whole.stdout, /^ok +chat: the messages of every room are numbered/m)
    await shop().chatDb.sql(`UPDATE rooms SET last_seq = last_seq + 1 WHERE id = ${room}`)
    const broken = await audit()
    assert.equal(broken.status, 1)
    assert.match(broken.stderr, new RegExp(`^hurtrock: audit failed: chat: .*: room ${room}: 1 messages, last 2\\n$`))
    await shop().chatDb.sql(`UPDATE rooms SET last_seq = last_seq - 1 WHERE id = ${room}`)
    for (const [url, words] of [[`sqlite:${shop().folder}/none.db`, /^-- +chat: its database is not there/m],
                                ['postgresql://chat@127.0.0.1:1/chat', /^-- +chat: its database does not answer/m]]) {
      const without = await audit({ CHAT_DATABASE_URL: url })
      assert.equal(without.status, 0, without.stdout + without.stderr)
      assert.match(without.stdout, words)
    }
  })
}, { chat: true })
