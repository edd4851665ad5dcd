// The chat with 10,000 open sockets: memory, 5,000 messages delivered a second, and all of them coming back at once.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { startShop } from '../tests/support/shop.mjs'
import { LightSocket, signedToken } from './support/light_socket.mjs'
import { milliseconds, report, whole } from './support/report.mjs'

const kSockets = Number(process.env.BENCH_SOCKETS ?? 10_000)
const kStaff = 10
const kDeliveriesPerSecond = Number(process.env.BENCH_DELIVERIES ?? 5_000)
const kSeconds = Number(process.env.BENCH_SECONDS ?? 15)
const kIdleSeconds = 10
/** So many connect at once when the service is not to be tried by that. */
const kGently = 500
const kSecret = 'a secret for measuring, of more than 32 bytes'
/** Whoever is not in by then will not be. */
let deadline = Infinity

const pause = ms => new Promise(resume => setTimeout(resume, ms))
const status = (pid, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
/** Kilobytes. */
const memory = pid => status(pid, 'VmRSS')
/** Seconds of processor time so far. */
const busy = pid => {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

/** People with a socket each; `hear` gets what comes after the welcome. */
class Crowd {
  people = []
  hear = () => {}

  constructor(url) {
    this.url = new URL(url)
  }

  add(count, first, role) {
    for (let i = 0; i < count; ++i) {
      const account = first + i
      this.people.push({ token: signedToken(kSecret, { account, name: `Orang ${account}`, role }), role, resume: {} })
    }
  }

  /** Milliseconds until everybody has been welcomed. */
  async connect(atOnce) {
    const begun = performance.now()
    let next = 0
    const work = async () => {
      while (next < this.people.length) await this.#connectOne(this.people[next++])
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, this.people.length) }, work))
    return performance.now() - begun
  }

  disconnect() {
    for (const person of this.people) {
      person.isLeaving = true
      person.socket.destroy()
    }
  }

  #connectOne(person) {
    person.isLeaving = false
    return new Promise(resolve => {
      const connect = () => {
        person.socket = new LightSocket(this.url, {
          opened: socket => socket.say({ type: 'hello', token: person.token, resume: person.resume }),
          heard: text => {
            if (text.startsWith('{"type":"welcome"')) {
              const { rooms } = JSON.parse(text)
              person.room = person.role === 'buyer' ? rooms[0].id : undefined
              return resolve()
            }
            this.hear(text, person)
          },
          // Turned away while everybody comes at once, or a slow handshake: again, as a page does.
          ended: () => {
            if (person.isLeaving) return
            assert.ok(performance.now() < deadline, 'the crowd gets in')
            setTimeout(connect, 200 + Math.random() * 800)
          },
        })
      }
      connect()
    })
  }
}


const rows = []
const shop = await startShop({ chat: true, env: { LOG_LEVEL: 'warn', SESSION_SECRET: kSecret } })
try {
  await shop.kill9()
  await shop.killSandbox()
  const pid = shop.chatPid
  const empty = memory(pid)
  const crowd = new Crowd(shop.chatUrl)
  crowd.add(kSockets - kStaff, 1_000_000, 'buyer')
  crowd.add(kStaff, 2_000_000, 'staff')
  deadline = performance.now() + 300_000
  await crowd.connect(kGently)
  await pause(4_000)
  const each = (memory(pid) - empty) / kSockets
  rows.push(['memory a socket', `${each.toFixed(1)} kB`, '20 kB'])

  const before = busy(pid)
  await pause(kIdleSeconds * 1_000)
  rows.push(['processor while nobody says anything', `${(((busy(pid) - before) / kIdleSeconds) * 100).toFixed(1)} % of one`, ''])

  // Every message goes to its sender's screen and to each of the staff.
  const perSecond = kDeliveriesPerSecond / (kStaff + 1)
  const sentAt = new Map()
  const took = []
  let delivered = 0
  crowd.hear = (text, person) => {
    if (!text.startsWith('{"room":') && !text.includes('"type":"message"')) return
    const id = /"client_id":"([^"]+)"/.exec(text)?.[1]
    if (!sentAt.has(id)) return
    ++delivered
    took.push(performance.now() - sentAt.get(id))
    const seq = Number(/"seq":(\d+)/.exec(text)[1])
    if (person.role === 'buyer') person.resume = { [person.room]: seq }
  }
  const buyers = crowd.people.filter(({ role }) => role === 'buyer')
  const begun = performance.now()
  const busyBefore = busy(pid)
  let sent = 0
  while (performance.now() - begun < kSeconds * 1_000) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond)
    for (; sent < due; ++sent) {
      const person = buyers[sent % buyers.length]
      const client_id = randomUUID()
      sentAt.set(client_id, performance.now())
      person.socket.say({ type: 'send', room: person.room, client_id, body: 'Apakah gitar ini masih ada, kak? Yang warna hitam.' })
    }
    await pause(2)
  }
  const spent = (performance.now() - begun) / 1_000
  for (const end = performance.now() + 20_000; delivered < sent * (kStaff + 1) && performance.now() < end; ) await pause(20)
  assert.equal(delivered, sent * (kStaff + 1), 'everything was delivered')
  took.sort((a, b) => a - b)
  rows.push(['delivered a second', whole(delivered / spent), whole(kDeliveriesPerSecond)])
  rows.push(['from send to receive, p50', milliseconds(quantile(took, 0.5)), ''])
  rows.push(['from send to receive, p99', milliseconds(quantile(took, 0.99)), '50 ms'])
  rows.push(['processor meanwhile', `${(((busy(pid) - busyBefore) / spent) * 100).toFixed(0)} % of one`, ''])

  crowd.hear = () => {}
  crowd.disconnect()
  await pause(1_000)
  deadline = performance.now() + 120_000
  const storm = await crowd.connect(Infinity)
  rows.push(['all of them come back at once', milliseconds(storm), '10 s'])
  crowd.disconnect()
} finally {
  await shop.discard()
}
report('chat', {
  title: 'The chat with many sockets',
  method: `${whole(kSockets)} sockets on one process, of which ${kStaff} are the staff's; SQLite. Every message goes to its sender and to
all of the staff, ${kSeconds} s long, sent and heard by one program on the same machine, which takes as much of it as the service does.
Memory is what the process has grown by, divided by the sockets. Targets beside.`,
  head: ['what', 'measured', 'target'],
  rows,
})
