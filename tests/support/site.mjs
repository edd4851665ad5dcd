// The configurations in packaging/ for what stands before the shop, as they are shipped but for names, ports and
// certificate.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startNginx } from './balancer.mjs'
import { Child } from './child.mjs'
import { until } from './poll.mjs'
import { freePort, isListening } from './ports.mjs'

/** The name that they are written for. */
export const kSiteName = 'toko.example.com'

/** With each of `changes`, [from, to], made wherever it fits, which is somewhere. */
function adapted(file, changes) {
  let text = fs.readFileSync(fileURLToPath(new URL(`../../packaging/${file}`, import.meta.url)), 'utf8')
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `packaging/${file} has "${from}"`)
    text = text.replaceAll(from, to)
  }
  return text
}

/** {folder, key, certificate, ca: its bytes, discard()} for that name, by itself. */
function makeCertificate() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-certificate-'))
  const [key, certificate] = ['key.pem', 'certificate.pem'].map(name => path.join(folder, name))
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${kSiteName}`,
    '-addext', `subjectAltName=DNS:${kSiteName}`, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
  return { folder, key, certificate, ca: fs.readFileSync(certificate), discard: () => fs.rmSync(folder, { recursive: true, force: true }) }
}

const hostOf = url => new URL(url).host

/** {port, plainPort, ca, stop()}: nginx before a shop and a chat. */
export async function startNginxSite({ shopUrl, chatUrl }) {
  const [port, plainPort] = [await freePort(), await freePort()]
  const { key, certificate, ca, discard } = makeCertificate()
  const site = folder => adapted('nginx/hurtrock.conf', [
    ['listen 80;', `listen 127.0.0.1:${plainPort};`], ['listen [::]:80;', ''],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`], ['listen [::]:443 ssl http2;', ''],
    [`/etc/letsencrypt/live/${kSiteName}/fullchain.pem`, certificate], [`/etc/letsencrypt/live/${kSiteName}/privkey.pem`, key],
    ['/var/lib/nginx/hurtrock', path.join(folder, 'cache')], ['/var/www/html', folder],
    ['server 127.0.0.1:5000;', `server ${hostOf(shopUrl)};`], ['server 127.0.0.1:8000;', `server ${hostOf(chatUrl)};`],
  ])
  try {
    const stop = await startNginx(site, port)
    return { port, plainPort, ca, stop: async () => (await stop(), discard()) }
  } catch (error) {
    discard()
    throw error
  }
}

/** {port, stop()}: nginx without TLS before a shop and a chat. */
export async function startPlainNginxSite({ shopUrl, chatUrl }) {
  const port = await freePort()
  const site = () => adapted('nginx/hurtrock-plain.conf', [
    ['listen 80;', `listen 127.0.0.1:${port};`], ['listen [::]:80;', ''],
    ['server 127.0.0.1:5000;', `server ${hostOf(shopUrl)};`], ['server 127.0.0.1:8000;', `server ${hostOf(chatUrl)};`],
  ])
  return { port, stop: await startNginx(site, port) }
}

/** {port, plainPort, ca, stop()}: HAProxy before two shops and two chats. */
export async function startHaproxySite({ shopUrls, chatUrls }) {
  const [port, plainPort] = [await freePort(), await freePort()]
  const { folder, key, certificate, ca, discard } = makeCertificate()
  const both = path.join(folder, 'both.pem')
  fs.writeFileSync(both, Buffer.concat([ca, fs.readFileSync(key)]))
  const config = path.join(folder, 'haproxy.cfg')
  fs.writeFileSync(config, adapted('haproxy/hurtrock.cfg', [
    ['bind :80\n', `bind 127.0.0.1:${plainPort}\n`], ['bind :443 ', `bind 127.0.0.1:${port} `], [`/etc/haproxy/${kSiteName}.pem`, both],
    // Who is not root becomes nobody else.
    ['  user haproxy\n', ''], ['  group haproxy\n', ''], ['log /dev/log local0', 'log stdout format raw local0'],
    ...[1, 2].flatMap(machine => [
      [`10.0.0.1${machine}:5000`, hostOf(shopUrls[machine - 1])], [`10.0.0.1${machine}:8000`, hostOf(chatUrls[machine - 1])],
    ]),
  ]))
  const options = { env: { PATH: `${process.env.PATH}:/usr/sbin` }, cwd: folder }
  try {
    // It warns of what it takes to mean something else than was written.
    execFileSync('haproxy', ['-c', '-dW', '-f', config], { ...options, stdio: 'pipe' })
    const child = new Child('haproxy', 'haproxy', ['-db', '-f', config], { ...options, logPath: path.join(folder, 'haproxy.log') })
    const stop = async () => (await child.kill9(), discard())
    await until('HAProxy listens', () => (child.assertRunning(), isListening(port))).catch(async error => { await stop(); throw error })
    return { port, plainPort, ca, stop }
  } catch (error) {
    discard()
    throw error
  }
}
