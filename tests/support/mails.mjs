// Mails the shop has "sent": without SMTP_URL it writes them to DATA_DIR/outbox/*.eml.

import fs from 'node:fs'
import path from 'node:path'
import { until } from './poll.mjs'

/** All mails, oldest first: {file, to, from, subject, messageId, language, text, html, attachments: [{name, type, bytes}]}. */
export function readMails(shop) {
  const folder = path.join(shop.dataDir, 'outbox')
  if (!fs.existsSync(folder)) return []
  return fs.readdirSync(folder)
    .filter(name => name.endsWith('.eml'))
    .sort()
    .map(name => ({ file: name, ...parseMail(fs.readFileSync(path.join(folder, name), 'latin1')) }))
}

/**
 * The first mail that fits, waited for: `to` exactly, `subject` and `text` as text or pattern within, `after` skips
 * that many fitting ones.
 */
export function awaitMail(shop, { to, subject, text, after = 0 }, { withinMs = 15_000 } = {}) {
  const fits = mail => (!to || mail.to === to) && within(mail.subject, subject) && within(mail.text, text)
  return until(`a mail to ${to ?? 'anybody'} about ${subject ?? text ?? 'anything'}; there are: ` +
               readMails(shop).map(mail => `"${mail.subject}" to ${mail.to}`).join(', '),
               () => readMails(shop).filter(fits)[after], { withinMs })
}

/** Addresses in the mail's text, in their order. */
export function linksIn(mail) {
  return mail.text.match(/https?:\/\/[^\s<>")]+/g) ?? []
}

function within(content, wanted) {
  if (wanted === undefined) return true
  return wanted instanceof RegExp ? wanted.test(content) : content.includes(wanted)
}

/** `raw`: one character per byte. */
export function parseMail(raw) {
  const { headers, body } = splitPart(raw)
  const mail = {
    to: addressOf(headers.to), from: addressOf(headers.from), subject: decodeWords(headers.subject ?? ''),
    messageId: headers['message-id'], language: headers['content-language'], text: '', html: '', attachments: [],
  }
  collect(headers, body, mail)
  return mail
}

function collect(headers, body, mail) {
  const type = headers['content-type'] ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1)
    for (const part of parts) {
      const inner = splitPart(part.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))
      collect(inner.headers, inner.body, mail)
    }
    return
  }
  const bytes = decodeBody(body, headers['content-transfer-encoding'])
  const name = /filename="([^"]*)"/i.exec(headers['content-disposition'] ?? '')?.[1]
  if (name) mail.attachments.push({ name, type, bytes })
  else if (type.startsWith('text/html')) mail.html += bytes.toString('utf8')
  else mail.text += bytes.toString('utf8').replaceAll('\r\n', '\n')
}

function splitPart(raw) {
  const [, head, body] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(raw) ?? [null, raw, '']
  const headers = {}
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { headers, body }
}

function decodeBody(body, encoding = '7bit') {
  switch (encoding.toLowerCase()) {
    case 'quoted-printable': return quotedPrintable(body.replace(/=\r?\n/g, ''))
    case 'base64': return Buffer.from(body, 'base64')
    default: return Buffer.from(body, 'latin1')
  }
}

function quotedPrintable(text) {
  const decoded = text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(decoded, 'latin1')
}

/** RFC 2047. */
function decodeWords(text) {
  return text
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding, content) =>
      (encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedPrintable(content.replaceAll('_', ' '))).toString('utf8'))
}

function addressOf(header = '') {
  return (/<([^>]+)>/.exec(header)?.[1] ?? header).trim()
}
