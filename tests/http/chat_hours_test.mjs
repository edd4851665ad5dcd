// What the chat does by itself: while the shop is closed, and for who is away.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { onEachDatabase } from './errand.mjs'

onEachDatabase('the chat by itself', shop => {
  const sockets = []
  after(() => sockets.forEach(({ socket }) => socket.terminate()))
  const open = async visitor => {
    const socket = await ChatSocket.greeted(shop(), (await chatToken(visitor)).token)
    sockets.push(socket)
    return { visitor, socket, room: socket.welcome.rooms[0]?.id }
  }
  const member = async (email, password) => {
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn(email, password)).status, 200)
    return visitor
  }
  const automatic = ({ socket, room }) => socket.messages(room).filter(({ sender }) => sender.role === 'shop')
  /** The chat asks for the hours when it starts, and once in a while. */
  const restartChat = async () => {
    await shop().killChat()
    await shop().startChat()
  }

  test('while the shop is open nobody is answered by itself', async () => {
    const guest = await open(new Visitor(shop()))
    await guest.socket.writeWell(guest.room, 'satu')
    const { seq } = await guest.socket.writeWell(guest.room, 'dua')
    assert.equal(seq, 2)
    assert.deepEqual(automatic(guest), [])
  })

  test('whoever begins to wait while it is closed is told once when there will be an answer, however often it is sent', async () => {
    // Open again in three days, for a minute.
    const today = new Date(Date.now() + 7 * 3_600_000).getUTCDay()
    await shop().sql(`DELETE FROM opening_hours; INSERT INTO opening_hours (weekday, opens_minute, closes_minute) VALUES (${(today + 3) % 7}, 570, 571)`)
    await restartChat()
    // It may take a moment until the hours are known: each try is another guest.
    const guest = await until('the shop is known to be closed', async () => {
      const one = await open(new Visitor(shop()))
      await one.socket.writeWell(one.room, 'halo')
      const { seq } = await one.socket.writeWell(one.room, 'masih ada?')
      return seq === 3 && one
    })
    const { socket, room, visitor } = guest
    const client_id = socket.messages(room)[0].client_id
    const token = (await chatToken(visitor)).token
    const again = await send('POST', `${shop().chatUrl}/api/rooms/${room}/messages`, { headers: { Authorization: `Bearer ${token}` }, json: { client_id, body: 'halo' } })
    assert.equal(again.json().seq, 1)
    await until('both messages', () => socket.messages(room).length >= 3)
    assert.deepEqual(socket.messages(room).map(({ seq, sender }) => [seq, sender.role]), [[1, 'guest'], [2, 'shop'], [3, 'guest']])
    assert.match(automatic(guest)[0].body, /^Terima kasih, .* Kami jawab hari \w+ mulai pukul 09\.30 WIB\.$/)
    assert.equal(automatic(guest)[0].sender.name, 'Hurtrock Music Store')

    // It waits all the same, and after an answer it may be told again.
    const agent = await open(await member('staf@hurtrock.com', 'staf12345'))
    const seen = agent.socket.welcome.rooms.find(({ id }) => id === room)
    assert.ok(seen.waiting_since)
    assert.equal(seen.unread, 2)
    await agent.socket.writeWell(room, 'Ada, kak')
    await socket.writeWell(room, 'dijawab staf yang ada')
    assert.equal(automatic(guest).length, 1)
  })

  test('while somebody of the staff is there nobody is told that it is closed', async () => {
    await open(await member('staf@hurtrock.com', 'staf12345'))
    const guest = await open(new Visitor(shop()))
    await guest.socket.writeWell(guest.room, 'halo')
    const { seq } = await guest.socket.writeWell(guest.room, 'ya')
    assert.equal(seq, 2)
  })
}, { chat: true })
