// A mail server on a loopback port that keeps what it is given.

import net from 'node:net'
import { parseMail } from './mails.mjs'
import { freePort } from './ports.mjs'

/** {url, mails(): everything taken so far, in the order it came, as readMails has it; stop()} */
export async function startSmtpSink() {
  const taken = []
  const port = await freePort()
  const server = net.createServer(socket => converse(socket, raw => taken.push(parseMail(raw))))
  await new Promise((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready))
  return { url: `smtp://127.0.0.1:${port}`, mails: () => [...taken], stop: () => new Promise(done => server.close(done)) }
}

function converse(socket, take) {
  let pending = '', message = null
  socket.setEncoding('latin1')
  // Whoever is killed while it talks leaves without a word.
  socket.on('error', () => socket.destroy())
  const reply = line => socket.write(`${line}\r\n`)
  reply('220 sink')
  socket.on('data', text => {
    pending += text
    for (let end; (end = pending.indexOf('\r\n')) >= 0; ) {
      const line = pending.slice(0, end)
      pending = pending.slice(end + 2)
      if (message !== null) {
        if (line !== '.') {
          message.push(line.startsWith('.') ? line.slice(1) : line)
          continue
        }
        take(message.join('\r\n'))
        message = null
        reply('250 taken')
      } else if (/^EHLO|^HELO/i.test(line)) {
        reply('250 sink')
      } else if (/^DATA$/i.test(line)) {
        message = []
        reply('354 go on')
      } else if (/^QUIT$/i.test(line)) {
        reply('221 bye')
        socket.end()
      } else {
        reply('250 ok')
      }
    }
  })
}
