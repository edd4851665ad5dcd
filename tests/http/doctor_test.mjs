// hurtrock doctor: one fault at a time, and whether it is called by its name with what to do about it.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { after, test } from 'node:test'
import { startPostgres } from '../support/postgres.mjs'
import { freePort } from '../support/ports.mjs'
import { program } from '../support/shop.mjs'
import { until } from '../support/poll.mjs'
import { withShop } from './errand.mjs'

/** A server that is closed at the end of the tests: its port. */
async function listen(server) {
  const port = await freePort()
  await new Promise(ready => server.listen(port, '127.0.0.1', ready))
  after(() => server.close())
  return port
}

/** One that answers every line by `answer(line)`, after `greeting`. */
function lines(greeting, answer) {
  return net.createServer(socket => {
    socket.on('error', () => socket.destroy())
    if (greeting) socket.write(greeting)
    socket.on('data', data => {
      for (const line of data.toString('latin1').split('\r\n').filter(Boolean)) {
        const text = answer(line)
        if (text) socket.write(text)
      }
    })
  })
}

/** What a shop in production must have, with nobody there to answer. */
const kProduction = {
  HURTROCK_ENV: 'production', PUBLIC_URL: 'https://127.0.0.1:1', CHAT_PUBLIC_URL: 'https://127.0.0.1:2', SMTP_URL: 'smtp://127.0.0.1:1',
  SESSION_SECRET: 'f3b1c0a9d8e7f6a5b4c3d2e1f0a9b8c7', MIDTRANS_SERVER_KEY: 'Mid-server-0123456789', MIDTRANS_CLIENT_KEY: 'Mid-client-0123456789',
  MIDTRANS_ENVIRONMENT: 'production', MIDTRANS_API_BASE: 'https://127.0.0.1:1', MIDTRANS_SNAP_BASE: 'https://127.0.0.1:1',
}

withShop('hurtrock doctor', shop => {
  const folder = name => {
    const made = path.join(shop().folder, name)
    fs.mkdirSync(made, { recursive: true })
    return made
  }
  /** A copy of the shop's database, changed by `sql`: its url. */
  function databaseWith(name, sql) {
    const file = path.join(folder('databases'), `${name}.db`)
    execFileSync('sqlite3', [path.join(shop().dataDir, 'hurtrock.db'), `VACUUM INTO '${file}'`])
    execFileSync('sqlite3', [file, sql])
    return `sqlite:${file}`
  }
  const doctor = (env = {}, options = {}) => shop().run(['doctor'], { env, ...options })

  /** That the doctor fails and says so, in the line of that check. */
  async function finds(check, words, env, options) {
    const { status, stdout } = await doctor(env, options)
    const line = stdout.split('\n').find(text => text.startsWith(`FAIL ${check}:`))
    assert.ok(line, `no line about ${check}:\n${stdout}`)
    assert.match(line, words)
    assert.equal(status, 1)
  }
  /** That the configuration is refused before anything else is looked at. */
  async function refuses(words, env) {
    const { status, stderr } = await doctor(env)
    assert.equal(status, 1)
    assert.match(stderr, words)
  }
  /** In a mount namespace where `dataDir` is a small file system of its own. */
  function onSmallDisk(dataDir, mountOptions) {
    return shop().run(['--map-root-user', '--mount', 'sh', '-c', `mount -t tmpfs -o ${mountOptions} none "$0" && exec "$@"`, dataDir, program, 'doctor'],
      { of: 'unshare', env: { DATA_DIR: dataDir, SESSION_SECRET: 'x'.repeat(32) } })
  }

  test('finds nothing wrong with a shop that runs well', async () => {
    await until('the index is there', () => fs.existsSync(path.join(shop().dataDir, 'search/products-1/iamglass')))
    const { status, stdout, stderr } = await doctor()
    assert.equal(status, 0, stdout + stderr)
    assert.doesNotMatch(stdout, /^FAIL/m)
    // The chat does not run here.
    const [port, chatPort, sandboxPort] = [shop().url, shop().chatUrl, shop().sandboxUrl].map(url => new URL(url).port)
    const said = stdout.split('\n')
    for (const line of [`ok   port: this shop is running on ${port}`, `ok   chat port: ${chatPort} is free`, `ok   sandbox port: this shop is running on ${sandboxPort}`])
      assert.ok(said.includes(line), stdout)
  })

  test('names a wrong password of the database', async () => {
    const server = await startPostgres({ password: 'benar' })
    try {
      await finds('database', /the password or the user in DATABASE_URL is refused/, { DATABASE_URL: server.url.replace('benar', 'salah') })
    } finally {
      await server.discard()
    }
  })
  test('names a database server that does not answer', () =>
    finds('database', /start PostgreSQL, or correct host and port in DATABASE_URL/, { DATABASE_URL: 'postgresql://hurtrock@127.0.0.1:1/hurtrock' }))
  test('names a database that nobody has made', async () => {
    const nowhere = new URL(process.env.HURTROCK_TEST_POSTGRES)
    nowhere.pathname = '/belum_ada'
    await finds('database', /database "belum_ada" does not exist: create it, or correct DATABASE_URL/, { DATABASE_URL: nowhere.href })
  })
  test('names an old schema', () =>
    finds('database', /migration 0025 backorders is missing: run hurtrock migrate/, { DATABASE_URL: databaseWith('old', 'DELETE FROM schema_migrations WHERE number = 25') }))
  test('names a schema of a newer program', () =>
    finds('database', /has migration 9999, which this program does not know/,
      { DATABASE_URL: databaseWith('new', "INSERT INTO schema_migrations VALUES (9999, 'future', 1, '')") }))
  test('names a database that is not there yet', () =>
    finds('database', /is not there yet: run hurtrock migrate/, { DATABASE_URL: `sqlite:${folder('databases')}/none.db` }))
  test('names a damaged database, and the way back', async () => {
    const url = databaseWith('damaged', 'SELECT 1')
    fs.writeFileSync(url.replace('sqlite:', ''), 'This is not a database at all. '.repeat(500))
    await finds('database', /is damaged .*hurtrock restore --replace/, { DATABASE_URL: url })
  })
  test('names a chat database that does not answer', () =>
    finds('chat database', /start PostgreSQL, or correct host and port in CHAT_DATABASE_URL/, { CHAT_DATABASE_URL: 'postgresql://hurtrock@127.0.0.1:1/chat' }))
  test('names a chat in the shop\'s database', () =>
    refuses(/CHAT_DATABASE_URL must be another database than DATABASE_URL/, { CHAT_DATABASE_URL: shop().databaseUrl }))
  test('names a chat database without tables', () =>
    finds('chat database', /run hurtrock migrate/, { CHAT_DATABASE_URL: `sqlite:${folder('databases')}/nochat.db` }))

  test('warns of a chat that stays in a file while the shop is on a server', async () => {
    const { stdout } = await doctor({ DATABASE_URL: process.env.HURTROCK_TEST_POSTGRES, CHAT_DATABASE_URL: '' })
    assert.match(stdout, /^WARN two databases: CHAT_DATABASE_URL is not set: .*set it to another database there/m)
    assert.match((await doctor()).stdout, /^ok +two databases$/m)
  })

  test('names a full disk', async () => {
    const { status, stdout } = await onSmallDisk(folder('full'), 'size=20m')
    assert.equal(status, 1)
    assert.match(stdout, /^FAIL disk: only \d+ MB are free below .*make room/m)
  })
  test('names a data folder that cannot be written to', async () => {
    const { status, stdout } = await onSmallDisk(folder('readonly'), 'ro,size=600m')
    assert.equal(status, 1)
    assert.match(stdout, /^FAIL data folder: .*readonly is not writable .*set DATA_DIR/m)
  })
  test('names a data folder that is no folder', async () => {
    const file = path.join(shop().folder, 'a-file')
    fs.writeFileSync(file, '')
    await finds('data folder', /is not writable .*set DATA_DIR/, { DATA_DIR: `${file}/data`, DATABASE_URL: shop().databaseUrl, SESSION_SECRET: 'x'.repeat(32) })
  })

  test('names a port that another program has', async () => {
    const port = await listen(http.createServer((_, answer) => answer.end('somebody else')))
    await finds('port', new RegExp(`port ${port} is taken by another program, process ${process.pid} \\(.*: stop it, or set PORT \\(--port\\) to another port`),
      { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` })
  })
  test('names a chat port that another program has', async () => {
    const port = await listen(http.createServer((_, answer) => answer.end('somebody else')))
    await finds('chat port', new RegExp(`port ${port} is taken by another program, process ${process.pid} \\(.*CHAT_PORT`), { CHAT_PORT: String(port) })
  })
  test('names a port of the sandbox that another program has, unless no sandbox is needed', async () => {
    const port = await listen(http.createServer((_, answer) => answer.end('somebody else')))
    await finds('sandbox port', new RegExp(`port ${port} is taken by another program, process ${process.pid} \\(.*SANDBOX_PORT`), { SANDBOX_PORT: String(port) })
    assert.match((await doctor({ ...kProduction, SANDBOX_PORT: String(port) })).stdout, /^ok +sandbox port: no sandbox is needed$/m)
  })
  test('tells another copy of the shop from this one, by its data folder, and where it is', () => {
    const { port } = new URL(shop().url)
    return finds('port', new RegExp(`port ${port} is taken by another copy of the shop, process ${shop().pid} \\(hurtrock shop in ${fs.realpathSync(shop().folder)}\\)`),
      { DATA_DIR: folder('another-copy'), DATABASE_URL: shop().databaseUrl })
  })
  test('names two parts that are set to one port, by both settings', async () => {
    const port = String(await freePort())
    await finds('chat port', new RegExp(`PORT and CHAT_PORT are both ${port}: set one of them to another port`), { PORT: port, CHAT_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` })
    await finds('port', new RegExp(`SANDBOX_PORT and PORT are both ${port}: set one of them to another port`), { PORT: port, SANDBOX_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` })
  })
  test('warns of a real shop without a proved backup, and of an old one', async () => {
    const file = path.join(shop().folder, 'cadangan.tar')
    const note = path.join(shop().dataDir, 'last-backup')
    const line = async () => (await doctor(kProduction)).stdout.split('\n').find(text => / backups\b/.test(text))
    assert.match(await line(), /^WARN backups: none has been proved yet: .*hurtrock-backup\.timer.*hurtrock restore --check FILE$/)
    await shop().runWell(['backup', file], { env: kProduction })
    assert.match(await line(), /^WARN backups: none/, 'nobody has proved it')
    await shop().runWell(['restore', '--check', file])
    assert.ok(!fs.existsSync(note), 'it has another secret than this shop: it may be anybody\'s')
    const { stdout } = await shop().runWell(['restore', '--check', file], { env: kProduction })
    assert.equal(fs.readFileSync(note, 'utf8'), `${stdout.match(/as of (\S+)/)[1]}\n`)
    assert.equal(await line(), 'ok   backups')
    const told = async () => Number(/^hurtrock_shop_backup_timestamp_seconds (\d+)$/m.exec(await (await fetch(`${shop().url}/metrics`)).text())[1])
    assert.equal(await told(), Date.parse(fs.readFileSync(note, 'utf8').trim()) / 1000)
    fs.writeFileSync(note, '2026-01-02T03:04:05Z\n')
    assert.match(await line(), /^WARN backups: the newest that has been proved is of 2026-01-02T03:04:05Z: journalctl -u hurtrock-backup/)
    for (const name of [note, file]) fs.rmSync(name)
  })

  test('names an address that is not of this machine', () => finds('port', /HOST 192\.0\.2\.1 is not an address of this machine/, { HOST: '192.0.2.1' }))

  test('names a public address that leads elsewhere', async () => {
    const port = await listen(http.createServer((_, answer) => answer.end('somebody else')))
    await finds('public address', /PUBLIC_URL .* does not lead to this shop/, { PUBLIC_URL: `http://127.0.0.1:${port}` })
  })
  test('names a public address that is none', () => refuses(/PUBLIC_URL must be an address that begins with http/, { PUBLIC_URL: 'toko.example' }))
  test('names a public address without TLS in production', () => refuses(/PUBLIC_URL must begin with https/, { ...kProduction, PUBLIC_URL: 'http://toko.example' }))

  test('names a chat in production that browsers do not reach, or not by TLS', async () => {
    const words = /CHAT_PUBLIC_URL is http:.* do not reach .* such as https:\/\/127\.0\.0\.1:1\/chat-service/
    await finds('chat address', words, { ...kProduction, CHAT_PUBLIC_URL: '' })
    await finds('chat address', words, { ...kProduction, CHAT_PUBLIC_URL: 'http://chat.toko.example' })
  })

  test('names a real shop that sends no mails', () => finds('mail', /SMTP_URL is not set: nobody gets a mail/, { ...kProduction, SMTP_URL: '' }))
  test('names a sender that is no mailbox', () => refuses(/MAIL_FROM must be a mailbox such as/, { MAIL_FROM: 'Toko kami' }))
  test('names a mail server whose name nobody knows', () => finds('mail', /correct .*SMTP_URL/, { SMTP_URL: 'smtp://surat.invalid' }))
  test('names a mail server that does not answer', () => finds('mail', /does not answer: correct host and port in SMTP_URL/, { SMTP_URL: 'smtp://127.0.0.1:1' }))
  test('names a mail server that refuses the login', async () => {
    const port = await listen(lines('220 mail\r\n', line => /^EHLO/.test(line) ? '250-mail\r\n250 AUTH PLAIN\r\n' : /^QUIT/.test(line) ? '221 bye\r\n' : '535 no\r\n'))
    await finds('mail', /refuses user or password: correct them in SMTP_URL/, { SMTP_URL: `smtp://toko:salah@127.0.0.1:${port}` })
  })
  test('takes a mail server that answers, without sending it anything', async () => {
    const heard = []
    const port = await listen(lines('220 mail\r\n', line => (heard.push(line.split(' ')[0]), /^QUIT/.test(line) ? '221 bye\r\n' : '250 ok\r\n')))
    const { stdout } = await doctor({ SMTP_URL: `smtp://127.0.0.1:${port}` })
    assert.match(stdout, /^ok +mail$/m)
    assert.ok(!heard.includes('MAIL'), heard.join(' '))
  })

  test('warns of mails that have waited for long', async () => {
    const insert = `INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, next_attempt_at, created_at)
      VALUES ('order_paid', 'lama', 'a@b.example', 'A', 'id', '', '', '', 0, 1790000000000000)`
    const { stdout } = await doctor({ DATABASE_URL: databaseWith('waiting-mails', insert) })
    assert.match(stdout, /^WARN waiting mails: \d+ mails wait to be sent, the oldest since 2026-09-\d\dT[^:]+:\d\d:\d\dZ: \/admin\/mail says/m)
    assert.match((await doctor()).stdout, /^ok +waiting mails$/m)
  })

  test('names a clock that runs behind what the database has seen', () =>
    finds('clock', /this machine's clock says .*set it/, { DATABASE_URL: databaseWith('future', 'UPDATE schema_migrations SET applied_at = applied_at + 7200000000 WHERE number = 1') }))
  test('names a clock that differs from the payment provider\'s', async () => {
    const port = await listen(http.createServer((_, answer) => {
      answer.setHeader('Date', new Date(Date.now() + 3_600_000).toUTCString())
      answer.end('{}')
    }))
    const base = `http://127.0.0.1:${port}`
    await finds('clock', /clock is 3[56]\d\d s behind that of/, { MIDTRANS_SERVER_KEY: 'SB-Mid-server-0123456789', MIDTRANS_API_BASE: base, MIDTRANS_SNAP_BASE: base, STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', STRIPE_API_BASE: base })
  })

  test('names missing fonts', () => {
    const config = path.join(folder('fonts'), 'fonts.conf')
    fs.writeFileSync(config, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>')
    return finds('fonts', /no fonts are installed.*apt-get install fonts-dejavu-core/, { FONTCONFIG_FILE: config })
  })
  test('names pictures whose files are gone', () =>
    finds('picture files', /(\d+) of \1 pictures are missing in .*set DATA_DIR .*backup/, { DATA_DIR: folder('no-media'), DATABASE_URL: shop().databaseUrl }))
  test('names a missing picture helper', async () => {
    const alone = path.join(folder('alone'), 'hurtrock')
    fs.copyFileSync(program, alone)
    await finds('pictures', /hurtrock-images does not run.*install it there/, {}, { of: alone })
    fs.rmSync(alone)
  })
  test('names a broken search index', async () => {
    const data = folder('broken-index')
    fs.cpSync(path.join(shop().dataDir, 'search'), path.join(data, 'search'), { recursive: true })
    const table = path.join(data, 'search/products-1/postlist.glass')
    fs.writeFileSync(table, Buffer.alloc(fs.statSync(table).size, 0x55))
    await finds('search', /the search index cannot be read .*remove .*which is made again/, { DATA_DIR: data, DATABASE_URL: shop().databaseUrl })
  })
  test('says that a database without tables has no admin, and how the first comes about', () =>
    finds('admin', /nobody can be looked for .*hurtrock migrate, .*hurtrock admin create EMAIL/, { DATABASE_URL: `sqlite:${folder('databases')}/noadmin.db` }))
  test('warns of settings in the file that are none, and of what was probably meant', async () => {
    const file = path.join(shop().folder, 'salah-ketik.env')
    fs.writeFileSync(file, '# Toko\nLOG_LEVEL=info\nSESION_SECRET=rahasia-sekali\nWORKERS 2\n')
    const { status, stdout } = await doctor({ HURTROCK_CONFIG: file })
    assert.equal(status, 0, 'a warning is no fault')
    const line = stdout.split('\n').find(text => text.startsWith('WARN settings:'))
    assert.ok(line?.includes(`${file}: line 3 (SESION_SECRET: probably SESSION_SECRET is meant), line 4 (not NAME=value)`), stdout)
    assert.doesNotMatch(stdout, /rahasia/)
  })
  test('warns of a variable that is near to a setting', async () => {
    const { stdout, stderr } = await doctor({ SMTP_URI: 'smtp://toko:rahasia@surat.example', HURTROCK_WORKERS: '4', DATABASE_URI: 'sqlite:lain.db' })
    assert.match(stdout, /^WARN settings: the shop takes nothing from these variables of the environment: .*SMTP_URI \(probably SMTP_URL is meant\)/m)
    assert.match(stdout, /HURTROCK_WORKERS \(probably WORKERS is meant\)/)
    assert.doesNotMatch(stdout, /DATABASE_URI/, 'the setting near to it is there: it is for another program')
    assert.doesNotMatch(stdout + stderr, /rahasia/)
    assert.doesNotMatch(stderr, /hurtrock: warning/, 'it has a line for it')
  })
  test('speaks in sentences only: what a check meets is not in a log beside it', async () => {
    const server = await startPostgres()
    const url = server.url
    await server.discard()
    const { stdout, stderr } = await doctor({ DATABASE_URL: url, LOG_LEVEL: 'debug', SLOW_QUERY_MS: '1' })
    assert.match(stdout, /^FAIL database: .*start PostgreSQL/m)
    for (const line of stdout.trimEnd().split('\n')) assert.match(line, /^(ok  |FAIL|WARN) [a-z ]+(: .*)?$/)
    assert.equal(stderr, 'hurtrock: doctor found something to mend: see the lines marked FAIL\n')
  })
  test('names a shop that nobody can run', () =>
    finds('admin', /invite the first admin with hurtrock admin create/, { DATABASE_URL: databaseWith('nobody', "UPDATE users SET role = 'buyer' WHERE role = 'admin'") }))

  test('names a Redis that does not answer', () => finds('redis', /no Redis answers at 127\.0\.0\.1:1: correct REDIS_URL, or start Redis/, { REDIS_URL: 'redis://127.0.0.1:1' }))
  test('names a Redis that refuses the password', async () => {
    const port = await listen(lines('', line => (line === 'AUTH' ? '-WRONGPASS invalid\r\n' : '')))
    await finds('redis', /refuses the password/, { REDIS_URL: `redis://:salah@127.0.0.1:${port}/0` })
  })
  test('names a Redis that wants a password', async () => {
    const port = await listen(lines('', line => (line === 'PING' ? '-NOAUTH Authentication required.\r\n' : '')))
    await finds('redis', /wants a password: correct REDIS_URL/, { REDIS_URL: `redis://127.0.0.1:${port}` })
  })
  test('names something that is no Redis', async () => {
    const port = await listen(lines('', () => 'HTTP/1.1 400 Bad Request\r\n\r\n'))
    await finds('redis', /is no Redis/, { REDIS_URL: `redis://127.0.0.1:${port}` })
  })
  test('takes a Redis that answers', async () => {
    const port = await listen(lines('', line => (line === 'PING' ? '+PONG\r\n' : line === 'AUTH' ? '+OK\r\n' : '')))
    assert.match((await doctor({ REDIS_URL: `redis://:benar@127.0.0.1:${port}` })).stdout, /^ok +redis$/m)
  })

  test('names keys of Stripe that do not belong together', () =>
    refuses(/STRIPE_PUBLISHABLE_KEY must be of the same mode as STRIPE_SECRET_KEY/,
      { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }))
  test('names a key that the provider refuses', () =>
    finds('midtrans', /the key is refused: check it at \/admin\/payments/,
      { MIDTRANS_SERVER_KEY: 'SB-Mid-server-wrong', MIDTRANS_API_BASE: shop().sandboxUrl, MIDTRANS_SNAP_BASE: shop().sandboxUrl }))
  test('advises on the network where a real provider does not answer, although the other one is the sandbox', () =>
    finds('midtrans', /127\.0\.0\.1:1 does not answer: check this machine's network/,
      { MIDTRANS_SERVER_KEY: 'SB-Mid-server-0123456789', MIDTRANS_API_BASE: 'http://127.0.0.1:1', MIDTRANS_SNAP_BASE: 'http://127.0.0.1:1' }))
  test('advises to start the sandbox where that does not answer', async () =>
    finds('midtrans', /does not answer: start hurtrock sandbox or hurtrock serve/, { SANDBOX_PORT: String(await freePort()) }))
  test('warns of the sandbox only where the shop does not run either', async () => {
    const stopped = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) }
    const { status, stdout, stderr } = await doctor({ ...stopped, PUBLIC_URL: `http://127.0.0.1:${stopped.PORT}` })
    for (const provider of ['midtrans', 'stripe'])
      assert.match(stdout, new RegExp(`^WARN ${provider}: the sandbox stands in for it, and does not run while the shop does not: hurtrock serve starts both$`, 'm'))
    assert.equal(status, 0, stdout + stderr)
    // The sandbox may run by itself.
    const { stdout: alone } = await doctor({ PORT: stopped.PORT, PUBLIC_URL: `http://127.0.0.1:${stopped.PORT}` })
    for (const provider of ['midtrans', 'stripe']) assert.match(alone, new RegExp(`^ok +${provider}$`, 'm'))
  })
  test('warns of keys that a copy of a shop cannot open, and names them in a real one', async () => {
    const DATABASE_URL = databaseWith('sealed', "UPDATE payment_settings SET secret_box = 'sealed with another secret' WHERE provider IN ('midtrans', 'stripe')")
    const { stdout } = await doctor({ DATABASE_URL })
    for (const provider of ['midtrans', 'stripe']) {
      assert.match(stdout, new RegExp(`^WARN ${provider}: its keys were sealed with another SESSION_SECRET, as in a copy of a shop: `, 'm'))
      await finds(provider, /sealed with another SESSION_SECRET: type them again there, or put that secret back/, { ...kProduction, DATABASE_URL })
    }
  })
  test('names a short secret, in development too', () => refuses(/SESSION_SECRET must have at least 32 random bytes/, { SESSION_SECRET: 'pendek' }))
  test('names a missing secret in production', () => refuses(/SESSION_SECRET must be set in production/, { ...kProduction, SESSION_SECRET: '' }))
  test('names a secret that is not the one of the other machines on this database', async () => {
    await finds('session secret', /SESSION_SECRET is another one than that which a shop was last started with on this database\. .*set the same on every machine/,
      { SESSION_SECRET: 'ini rahasia dari mesin yang lain, 0123456789' })
    assert.match((await doctor()).stdout, /^ok +session secret$/m)
  })
  test('names a weak secret in production', () => refuses(/SESSION_SECRET must have at least 32 random bytes/, { ...kProduction, SESSION_SECRET: 'a'.repeat(40) }))
  test('names the local sandbox\'s keys in production', () =>
    refuses(/MIDTRANS_SERVER_KEY is the local sandbox's/, { ...kProduction, MIDTRANS_SERVER_KEY: 'SB-Mid-server-hurtrock-local' }))
  test('names a provider\'s test keys in production: no real money comes', () =>
    finds('midtrans', /test environment, so no real money comes/, { ...kProduction, MIDTRANS_SERVER_KEY: 'SB-Mid-server-0123456789' }))
  test('names test keys of Stripe in production: no real money comes', () =>
    finds('stripe', /test environment, so no real money comes/,
      { ...kProduction, STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', STRIPE_API_BASE: 'https://127.0.0.1:1' }))
  test('names every mistake of a configuration at once, a line each', async () => {
    const { status, stderr } = await doctor({ PORT: '99999', SMTP_URL: 'surat.example', SESSION_SECRET: 'pendek' })
    assert.equal(status, 1)
    const named = stderr.trim().split('\n')
    assert.deepEqual(named.map(line => line.match(/^hurtrock: ([A-Z_]+) must/)?.[1]).sort(), ['PORT', 'SESSION_SECRET', 'SMTP_URL'])
  })
}, { whyAlone: 'it looks at the ports of one machine' })
