// Pictures and documents in the chat: who may put them there and look at them, and what they are made of afterwards.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { photo, pngClaiming } from '../support/photos.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { onEachDatabase } from './errand.mjs'
import { loggedIn } from './people.mjs'

const kPdf = Buffer.from('%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n')

onEachDatabase('files in the chat', shop => {
  const sockets = []
  after(() => sockets.forEach(({ socket }) => socket.terminate()))
  const arrive = async (visitor = new Visitor(shop())) => {
    const { token } = await chatToken(visitor)
    const socket = await ChatSocket.greeted(shop(), token)
    sockets.push(socket)
    return { token, socket, room: socket.welcome.rooms[0]?.id }
  }
  const agent = async () => {
    const visitor = await loggedIn(shop(), 'staff')
    return arrive(visitor)
  }
  const upload = ({ token }, room, bytes, name = 'gitar.jpg') => {
    const boundary = `b${randomUUID()}`
    const body = Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`), bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`)])
    return send('POST', `${shop().chatUrl}/api/rooms/${room}/attachments`, {
      body, headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, ...(token && { Authorization: `Bearer ${token}` }) } })
  }
  const put = async (person, bytes, name) => {
    const answer = await upload(person, person.room, bytes, name)
    assert.equal(answer.status, 201, answer.text())
    return answer.json()
  }
  const get = ({ token }, room, id, query = '') =>
    send('GET', `${shop().chatUrl}/api/rooms/${room}/attachments/${id}${query}`, { headers: { ...(token && { Authorization: `Bearer ${token}` }) } })
  const folders = () => fs.readdirSync(path.join(shop().dataDir, 'chat-attachments'))

  test('a photo is made anew, said in a message of its own, and seen by the people of the room', async () => {
    const guest = await arrive()
    const staff = await agent()
    const picture = await photo('jpg', 1200, 800)
    const file = await put(guest, picture, 'Gitar saya.jpg')
    assert.deepEqual([file.kind, file.name, file.width, file.height], ['picture', 'Gitar saya.webp', 1200, 800])
    await guest.socket.writeWell(guest.room, '', { attachment: file.id })
    for (const person of [guest, staff]) {
      const message = await person.socket.next(frame => frame.type === 'message' && frame.room === guest.room)
      assert.deepEqual(message.attachment, file)
      assert.equal(message.body, '')
      const answer = await get(person, guest.room, file.id)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['content-type'], 'image/webp')
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
      assert.equal(answer.body.length, file.bytes)
      assert.equal(answer.body.subarray(8, 12).toString(), 'WEBP')
      assert.ok((await get(person, guest.room, file.id, '?small=1')).body.length < file.bytes)
    }
    const listed = (await send('GET', `${shop().chatUrl}/api/rooms`, { headers: { Authorization: `Bearer ${staff.token}` } })).json()
    assert.equal(listed.items.find(({ id }) => id === guest.room).last_message.body, 'Gitar saya.webp')
    const transcript = await send('GET', `${shop().chatUrl}/api/rooms/${guest.room}/transcript`, { headers: { Authorization: `Bearer ${guest.token}` } })
    assert.match(transcript.text(), /\[lampiran: Gitar saya\.webp\]/)
  })

  test('a PDF is kept as it is and only ever saved', async () => {
    const guest = await arrive()
    const file = await put(guest, kPdf, 'bukti transfer.pdf.exe')
    assert.deepEqual([file.kind, file.name, file.bytes], ['pdf', 'bukti transfer.pdf.pdf', kPdf.length])
    const answer = await send('POST', `${shop().chatUrl}/api/rooms/${guest.room}/messages`, {
      json: { client_id: randomUUID(), body: 'ini buktinya', attachment: file.id }, headers: { Authorization: `Bearer ${guest.token}` } })
    assert.equal(answer.status, 201)
    const saved = await get(guest, guest.room, file.id)
    assert.equal(saved.headers['content-type'], 'application/pdf')
    assert.match(saved.headers['content-disposition'], /^attachment; filename="chat-[0-9a-f-]{36}\.pdf"$/)
    assert.deepEqual(saved.body, kPdf)
  })

  test("other people's files do not exist", async () => {
    const owner = await arrive()
    const file = await put(owner, kPdf, 'rahasia.pdf')
    await owner.socket.writeWell(owner.room, 'rahasia', { attachment: file.id })
    const stranger = await arrive()
    for (const [room, id] of [[owner.room, file.id], [stranger.room, file.id], [owner.room, randomUUID()], [owner.room, 'x'], [999_999, file.id]])
      assert.equal((await get(stranger, room, id)).status, 404, `${room} ${id}`)
    assert.equal((await get({ token: 'x' }, owner.room, file.id)).status, 401)
    assert.equal((await get({}, owner.room, file.id)).status, 401)
    const before = folders().length
    assert.equal((await upload(stranger, owner.room, kPdf)).status, 404)
    assert.equal((await upload({}, owner.room, kPdf)).status, 401)
    assert.equal(folders().length, before)
    // Nor can they be said by anybody else, twice, or in another room.
    for (const [person, room] of [[stranger, stranger.room], [owner, owner.room]]) {
      person.socket.frames = person.socket.frames.filter(({ type }) => type !== 'error')
      const id = person.socket.write(room, 'lagi', { attachment: file.id })
      const refused = await person.socket.error('unknown_attachment')
      assert.equal(refused.client_id, id)
    }
  })

  test('sent again under the same client_id it is the same message with the same file', async () => {
    const guest = await arrive()
    const file = await put(guest, kPdf, 'sekali.pdf')
    const client_id = randomUUID()
    for (let i = 0; i < 3; ++i) guest.socket.say({ type: 'send', room: guest.room, client_id, attachment: file.id })
    await until('three acks', () => guest.socket.frames.filter(({ type }) => type === 'ack').length === 3)
    assert.deepEqual(guest.socket.frames.filter(({ type }) => type === 'ack').map(({ seq }) => seq), [1, 1, 1])
  })

  test('what is neither a picture nor a PDF, or too much, is refused at its field and leaves nothing behind', async () => {
    const guest = await arrive()
    const before = folders().length
    for (const [bytes, code] of [
      [Buffer.from('<html><script>alert(1)</script>'), 'not_a_picture'], [Buffer.from('MZ\x90\0'), 'not_a_picture'], [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'kind_not_accepted'],
      [Buffer.from('GIF89a'), 'kind_not_accepted'], [pngClaiming(30_000, 30_000), 'too_many_pixels'], [(await photo('jpg', 800, 600)).subarray(0, 3_000), 'damaged'], [Buffer.alloc(0), 'required'],
    ]) {
      const answer = await upload(guest, guest.room, bytes)
      assert.equal(answer.status, 422, code)
      const [error] = answer.json().errors
      assert.deepEqual([error.field, error.code], ['file', code])
      assert.ok(error.message)
    }
    // The answer may come, and the connection end, while the client is still sending.
    const large = await upload(guest, guest.room, Buffer.alloc(11 * 1024 * 1024)).catch(({ code }) => ({ status: code }))
    assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(large.status), String(large.status))
    assert.equal(folders().length, before)
    const form = await send('POST', `${shop().chatUrl}/api/rooms/${guest.room}/attachments`, { form: { file: 'x' }, headers: { Authorization: `Bearer ${guest.token}` } })
    assert.ok([415, 422].includes(form.status), String(form.status))
  })

  test('of files sent at once to a room one is made at a time, and each that was taken is there', async () => {
    const guest = await arrive()
    const before = folders().length
    const picture = await photo('png', 100, 100)
    const answers = await Promise.all(Array.from({ length: 14 }, () => upload(guest, guest.room, picture)))
    const taken = answers.filter(({ status }) => status === 201)
    assert.ok(taken.length >= 1 && taken.length <= 10, `${taken.length} taken`)
    for (const answer of answers.filter(({ status }) => status === 429)) {
      assert.equal(answer.json().code, 'upload_in_progress')
      assert.ok(Number(answer.headers['retry-after']) > 0)
    }
    for (const { status } of answers) assert.ok([201, 422, 429].includes(status), String(status))
    assert.equal(folders().length - before, taken.length)
    for (const answer of taken) assert.equal((await get(guest, guest.room, answer.json().id)).status, 200)
  })

  test('what is never said is forgotten, and until then there may be ten of them', async () => {
    const guest = await arrive()
    const files = []
    for (let i = 0; i < 10; ++i) files.push(await put(guest, kPdf))
    const eleventh = await upload(guest, guest.room, kPdf)
    assert.equal(eleventh.status, 422)
    assert.equal(eleventh.json().errors[0].code, 'too_many')
    await guest.socket.writeWell(guest.room, 'satu dikirim', { attachment: files[0].id })
    const old = files.slice(0, 2).map(({ id }) => `'${id}'`).join(', ')
    await shop().chatDb.sql(`UPDATE attachments SET created_at = 1 WHERE id IN (${old})`)
    await until('the one that was not said is gone', () => !folders().includes(files[1].id))
    assert.equal((await get(guest, guest.room, files[1].id)).status, 404)
    assert.equal((await get(guest, guest.room, files[0].id)).status, 200)
  })

  test('the files of a guest go along with the login', async () => {
    const visitor = new Visitor(shop())
    const guest = await arrive(visitor)
    const [said, unsaid] = [await put(guest, kPdf), await put(guest, kPdf)]
    await guest.socket.writeWell(guest.room, 'sebelum masuk', { attachment: said.id })
    await visitor.logIn('pembeli@contoh.example', 'pembeli123')
    const account = await arrive(visitor)
    assert.equal((await get(account, guest.room, said.id)).status, 200)
    await account.socket.writeWell(guest.room, 'sesudah masuk', { attachment: unsaid.id })
  })
}, { chat: true })
