// The chat's sockets by the letter of RFC 6455, with a client that breaks it bit by bit and with one that keeps it.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { long } from '../race/run_size.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { closePayload, frame, kOpcode, RawWebSocket } from '../support/raw_websocket.mjs'
import { send, Visitor } from './client.mjs'
import { withShop } from './errand.mjs'

const { continuation, text, binary, close, ping, pong } = kOpcode

withShop("the chat's sockets", shop => {
  const opened = []
  after(() => opened.forEach(raw => raw.destroy()))
  const open = async headers => {
    const raw = await RawWebSocket.open(`${shop().chatUrl}/ws`, headers)
    opened.push(raw)
    return raw
  }
  const newToken = async () => (await chatToken(new Visitor(shop()))).token
  const textFrame = (value, options) => frame(text, JSON.stringify(value), options)
  /** With the hello said: {raw, room}. */
  const greet = async () => {
    const raw = await open()
    raw.send(textFrame({ type: 'hello', token: await newToken() }))
    const welcome = await raw.message(({ type }) => type === 'welcome', 'the welcome')
    return { raw, room: welcome.rooms[0].id }
  }
  const draft = (room, body) => ({ type: 'send', room, client_id: randomUUID(), body })
  const acked = (raw, { client_id: id }) => raw.message(message => message.type === 'ack' && message.client_id === id, 'the ack')
  const closesWith = async (code, title, ...frames) => {
    const { raw } = await greet()
    raw.send(...frames)
    assert.equal(await raw.closeCode(), code, title)
  }

  // The handshake -----------------------------------------------------------------------------------------------------

  test("the handshake is answered as the standard's example says", async () => {
    const raw = await open()
    assert.match(raw.head, /^HTTP\/1\.1 101 /)
    assert.match(raw.head, /\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=(\r\n|$)/i)
    assert.doesNotMatch(raw.head, /Sec-WebSocket-(Extensions|Protocol)/i)
  })

  test('names of headers and words in them may be written in any case, and among others', async () => {
    await open({ Upgrade: 'WebSocket', Connection: undefined, connection: 'keep-alive, upgrade' })
  })

  test('a handshake that is none is refused', async () => {
    for (const wrong of [{ 'Sec-WebSocket-Key': undefined }, { 'Sec-WebSocket-Version': '8' }, { 'Sec-WebSocket-Version': undefined }, { Connection: 'close' },
                         { Upgrade: undefined }, { Upgrade: 'h2c' }])
      await assert.rejects(open(wrong), /HTTP\/1\.1 4\d\d|the connection was closed/, JSON.stringify(wrong))
  })

  // Messages ----------------------------------------------------------------------------------------------------------

  test('a message in pieces is one message, whatever comes between them', async () => {
    const { raw, room } = await greet()
    const wanted = draft(room, 'dalam 🎸 potongan')
    const bytes = Buffer.from(JSON.stringify(wanted))
    const middle = bytes.indexOf(Buffer.from('🎸')) + 2 // within a character
    raw.send(frame(text, bytes.subarray(0, 1), { fin: false }), frame(ping, 'one'), frame(continuation, '', { fin: false }),
             frame(continuation, bytes.subarray(1, middle), { fin: false }), frame(pong, 'unasked'), frame(ping, 'two'),
             frame(continuation, bytes.subarray(middle)))
    await acked(raw, wanted)
    const message = await raw.message(({ type }) => type === 'message', 'the message')
    assert.equal(message.body, 'dalam 🎸 potongan')
    assert.deepEqual(raw.frames.filter(({ opcode }) => opcode === pong).map(({ payload }) => payload.toString()), ['one', 'two'])
  })

  test('bytes may come one by one, and many frames at once', async () => {
    const { raw, room } = await greet()
    const slow = draft(room, 'pelan')
    for (const byte of textFrame(slow)) {
      raw.send(Buffer.from([byte]))
      await new Promise(resume => setImmediate(resume))
    }
    await acked(raw, slow)
    const fast = Array.from({ length: 10 }, (_, i) => draft(room, `cepat ${i}`))
    raw.send(...fast.map(one => textFrame(one)))
    for (const one of fast) await acked(raw, one)
    const bodies = () => raw.messages.filter(({ type }) => type === 'message').map(({ body }) => body)
    await until('all of them', () => bodies().length === 11)
    assert.deepEqual(bodies(), ['pelan', ...fast.map(({ body }) => body)])
  })

  test('a message may be as long as 16 KiB, in one piece or in many, and no longer', async () => {
    const { raw } = await greet()
    const longest = JSON.stringify({ type: 'nothing', pad: 'x'.repeat(16_384 - 27) })
    assert.equal(Buffer.byteLength(longest), 16_384)
    raw.send(frame(text, longest))
    await until('an answer', () => raw.messages.filter(({ code }) => code === 'bad_frame').length === 1)
    await closesWith(1009, 'one byte more', frame(text, `${longest} `))
    await closesWith(1009, 'in two pieces', frame(text, longest, { fin: false }), frame(continuation, ' '))
    await closesWith(1009, 'more than there are numbers for', frame(text, 'x', { length: 2n ** 63n, lengthBytes: 8 }))
    await closesWith(1009, 'it is believed what it says of itself', frame(text, 'x', { length: 2n ** 40n, lengthBytes: 8 }))
  })

  test('whoever offers compression is served without, and whoever does not as well', async () => {
    for (const perMessageDeflate of [true, false]) {
      const socket = new ChatSocket(shop(), { perMessageDeflate })
      opened.push({ destroy: () => socket.socket.terminate() })
      await socket.opened
      assert.equal(socket.socket.extensions, '')
      socket.say({ type: 'hello', token: await newToken() })
      const welcome = await socket.next(({ type }) => type === 'welcome')
      await socket.writeWell(welcome.rooms[0].id, 'a'.repeat(4_000))
    }
  })

  // What is wrong -----------------------------------------------------------------------------------------------------

  test('bytes that are no UTF-8 end the socket with 1007', async () => {
    for (const [title, bytes] of Object.entries({
      'a continuation byte': [0x22, 0x80, 0x22], 'half a character': [0x22, 0xf0, 0x9f, 0x8e], 'overlong': [0x22, 0xc0, 0xaf, 0x22],
      'a surrogate': [0x22, 0xed, 0xa0, 0x80, 0x22], 'beyond Unicode': [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 'no such byte': [0xff],
    }))
      await closesWith(1007, title, frame(text, Buffer.from(bytes)))
    await closesWith(1007, 'in a later piece', frame(text, '{', { fin: false }), frame(continuation, Buffer.from([0xff])))
  })

  test('frames that no client may send end the socket with 1002', async () => {
    for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) await closesWith(1002, `opcode ${opcode}`, frame(opcode, 'x'))
    for (const rsv of [1, 2, 4, 7]) await closesWith(1002, `reserved bits ${rsv}`, frame(text, '{}', { rsv }))
    await closesWith(1002, 'not masked', frame(text, '{}', { masked: false }))
    await closesWith(1002, 'a ping that is not masked', frame(ping, '', { masked: false }))
    await closesWith(1002, 'a ping in pieces', frame(ping, 'x', { fin: false }))
    await closesWith(1002, 'a ping of 126 bytes', frame(ping, 'x'.repeat(126)))
    await closesWith(1002, 'a continuation of nothing', frame(continuation, 'x'))
    await closesWith(1002, 'a message within a message', frame(text, '{', { fin: false }), frame(text, '}'))
    await closesWith(1002, 'a length in more bytes than it needs', frame(text, '{}', { lengthBytes: 2 }))
    await closesWith(1002, 'a length in many more bytes', frame(text, '{}', { lengthBytes: 8 }))
  })

  test('a binary message ends the socket with 1003', async () => {
    await closesWith(1003, 'whole', frame(binary, Buffer.from([1, 2, 3])))
  })

  test('a close is answered with its code, and nothing behind it is heard', async () => {
    for (const code of [1000, 1001, 3000, 4999]) await closesWith(code, String(code), frame(close, closePayload(code, 'sampai jumpa')))
    const { raw, room } = await greet()
    const late = draft(room, 'terlambat')
    raw.send(frame(close, ''), textFrame(late))
    await raw.closeCode()
    assert.equal(raw.messages.some(({ type }) => type === 'ack'), false)
  })

  test('a close that says what none may say ends the socket with 1002', async () => {
    for (const code of [0, 999, 1004, 1005, 1006, 1016, 2999]) await closesWith(1002, String(code), frame(close, closePayload(code)))
    await closesWith(1002, 'half a code', frame(close, Buffer.from([3])))
    await closesWith(1002, 'no UTF-8', frame(close, Buffer.concat([closePayload(1000), Buffer.from([0xff])])))
  })

  // Who does not play along ---------------------------------------------------------------------------------------------

  test('a flood of pings is answered, one of nonsense ended, and neither disturbs anybody', async () => {
    const other = await greet()
    const { raw } = await greet()
    raw.send(...Array.from({ length: 2_000 }, (_, i) => frame(ping, String(i))))
    // Pongs may stand for several pings (section 5.5.3): the last one is what counts.
    await raw.next(({ opcode, payload }) => opcode === pong && payload.toString() === '1999', 'the last pong')
    const { raw: loud } = await greet()
    loud.send(...Array.from({ length: 5_000 }, () => frame(text, 'x')))
    assert.equal(await loud.closeCode(), 1008)
    const own = draft(other.room, 'tidak terganggu')
    other.raw.send(textFrame(own))
    await acked(other.raw, own)
    assert.equal((await send('GET', `${shop().chatUrl}/healthz`)).status, 200)
  })

  test('a connection that breaks in the middle of a frame leaves nothing behind', async () => {
    const sockets = async () => Number(/^hurtrock_chat_sockets (\d+)$/m.exec((await send('GET', `${shop().chatUrl}/metrics`)).text())[1])
    const { raw, room } = await greet()
    const before = await sockets()
    const half = textFrame(draft(room, 'setengah'))
    raw.send(half.subarray(0, half.length - 5))
    raw.destroy()
    await until('it is noticed', async () => (await sockets()) < before)
  })

  if (long)
    test('a connection on which nothing comes any more, not even pongs, is ended after 40 seconds', async () => {
      const { raw } = await greet()
      const begun = performance.now()
      await until('it is ended', () => raw.isOver, { withinMs: 60_000 })
      const seconds = (performance.now() - begun) / 1_000
      assert.ok(seconds > 35 && seconds < 50, `${seconds} s`)
      assert.ok(raw.frames.some(({ opcode }) => opcode === ping), 'it was asked')
    })
}, { chat: true, whyAlone: 'nginx takes the connections' })
