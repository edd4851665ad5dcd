// A visitor of the shop: sends requests as they are, keeps cookies and the CSRF token, follows nothing by itself.

import http from 'node:http'
import zlib from 'node:zlib'
import { assertDescribed } from './described.mjs'

const kTimeoutMs = 60_000
const agent = new http.Agent({ keepAlive: true, maxSockets: 512 })

/**
 * One request. `answer.body` holds the bytes as sent; `text()` and `json()` decode them. Header names are lower case,
 * `set-cookie` is an array. `json`, `form` and `body` are alternatives; `headers` win over what those imply.
 */
export function send(method, url, { headers = {}, json, form, body } = {}) {
  const content = contentOf({ json, form, body })
  const all = { ...content.headers, ...headers }
  return new Promise((answer, refuse) => {
    const outgoing = http.request(url, { method, headers: all, agent, timeout: kTimeoutMs }, incoming => {
      const chunks = []
      incoming.on('data', chunk => chunks.push(chunk))
      incoming.on('error', refuse)
      incoming.on('end', () => {
        const given = new Answer(incoming, Buffer.concat(chunks))
        try {
          assertDescribed(method, url, given)
          answer(given)
        } catch (mistake) {
          refuse(mistake)
        }
      })
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${url}: no answer within ${kTimeoutMs} ms`)))
    outgoing.on('error', refuse)
    outgoing.end(content.bytes)
  })
}

class Answer {
  constructor(incoming, body) {
    this.status = incoming.statusCode
    this.headers = incoming.headers
    this.body = body
  }

  text() {
    switch (this.headers['content-encoding']) {
      case 'br': return zlib.brotliDecompressSync(this.body).toString()
      case 'gzip': return zlib.gunzipSync(this.body).toString()
      default: return this.body.toString()
    }
  }

  json() {
    try {
      return JSON.parse(this.text())
    } catch {
      throw new Error(`status ${this.status}, no JSON: ${this.text().slice(0, 300)}`)
    }
  }

  get cookies() {
    return (this.headers['set-cookie'] ?? []).map(line => {
      const [pair, ...attributes] = line.split(/;\s*/)
      const equals = pair.indexOf('=')
      return { name: pair.slice(0, equals), value: pair.slice(equals + 1), attributes }
    })
  }
}

export class Visitor {
  cookies = new Map()
  /** Sent with every write once it is known; undefined: never. */
  token = undefined

  constructor(shop) {
    this.base = shop.url
  }

  get(path, options) {
    return this.send('GET', path, options)
  }

  post(path, options) {
    return this.send('POST', path, options)
  }

  async send(method, path, { headers = {}, ...content } = {}) {
    const own = {}
    if (this.cookies.size > 0) own.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (method !== 'GET' && method !== 'HEAD' && this.token) own['X-CSRF-Token'] = this.token
    const answer = await send(method, this.base + path, { headers: { ...own, ...headers }, ...content })
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    if (answer.headers['x-csrf-token']) this.token = answer.headers['x-csrf-token']
    return answer
  }

  /** POST /api/v1/auth/login; the answer. */
  logIn(email, password) {
    return this.post('/api/v1/auth/login', { json: { email, password } })
  }
}

function contentOf({ json, form, body }) {
  if (json !== undefined) return { bytes: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } }
  if (form !== undefined)
    return { bytes: new URLSearchParams(form).toString(), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }
  return { bytes: body, headers: {} }
}
