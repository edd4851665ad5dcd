// What the chat does by itself: while the shop is closed, and for who is away.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { readMails } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { onEachDatabase } from './errand.mjs'
import { loggedIn } from './people.mjs'

onEachDatabase('the chat by itself', shop => {
  const sockets = []
  after(() => sockets.forEach(({ socket }) => socket.terminate()))
  const open = async visitor => {
    const socket = await ChatSocket.greeted(shop(), (await chatToken(visitor)).token)
    sockets.push(socket)
    return { visitor, socket, room: socket.welcome.rooms[0]?.id }
  }
  const automatic = ({ socket, room }) => socket.messages(room).filter(({ sender }) => sender.role === 'shop')
  /** The chat asks for the hours when it starts, and once in a while. */
  const restartChat = async () => {
    await shop().killChat()
    await shop().startChat()
  }

  const mails = () => readMails(shop()).filter(({ subject }) => /balasan chat/.test(subject))

  test('whoever is away is mailed about an answer, once until they have been here', async () => {
    const visitor = await loggedIn(shop(), 'buyer')
    const { socket, room } = await open(visitor)
    const agent = await open(await loggedIn(shop(), 'staff'))
    const longAgo = () => shop().chatDb.sql(`UPDATE rooms SET missed_since = missed_since - 200000000 WHERE id = ${room}`)
    await socket.writeWell(room, 'Ada yang kidal?')
    await socket.close()
    const { seq } = await agent.socket.writeWell(room, 'Ada, kak: RG421 <kidal>')
    await agent.socket.writeWell(room, 'Mau?')
    await longAgo()
    const [mail] = await until('the mail', () => mails().length === 1 && mails())
    assert.equal(mail.to, 'pembeli@contoh.example')
    assert.match(mail.text, /Ada, kak: RG421 <kidal>/)
    assert.match(mail.text, /Masih ada 1 pesan lain/)
    assert.match(mail.text, new RegExp(`${shop().url}/chat`))

    // The service dies after the mail and before it knows of it: the shop does.
    await shop().chatDb.sql(`UPDATE rooms SET missed_since = 1, mailed = 0 WHERE id = ${room}`)
    await until('it is dealt with', async () => (await shop().chatDb.sql(`SELECT mailed FROM rooms WHERE id = ${room}`))[0][0] === '1')
    await agent.socket.writeWell(room, 'Halo?')
    const [[since]] = await shop().chatDb.sql(`SELECT COUNT(missed_since) FROM rooms WHERE id = ${room}`)
    assert.equal(since, '0')

    const back = await open(visitor)
    back.socket.say({ type: 'read', room, seq: seq + 2 })
    await agent.socket.next(frame => frame.type === 'read' && frame.room === room && frame.seq === seq + 2)
    await back.socket.close()
    await agent.socket.writeWell(room, 'Sudah dikirim ya')
    await longAgo()
    const two = await until('the second mail', () => mails().length === 2 && mails())
    assert.match(two.at(-1).text, /Sudah dikirim ya/)
  })

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
    const agent = await open(await loggedIn(shop(), 'staff'))
    const seen = agent.socket.welcome.rooms.find(({ id }) => id === room)
    assert.ok(seen.waiting_since)
    assert.equal(seen.unread, 2)
    await agent.socket.writeWell(room, 'Ada, kak')
    await socket.writeWell(room, 'dijawab staf yang ada')
    assert.equal(automatic(guest).length, 1)
  })

  test('while somebody of the staff is there nobody is told that it is closed', async () => {
    await open(await loggedIn(shop(), 'staff'))
    const guest = await open(new Visitor(shop()))
    await guest.socket.writeWell(guest.room, 'halo')
    const { seq } = await guest.socket.writeWell(guest.room, 'ya')
    assert.equal(seq, 2)
  })
}, { chat: true })
