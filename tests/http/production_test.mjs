// What production refuses, and how a shop that was filled in development gets there: CONTRACT sections 2 and 3.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { before, test } from 'node:test'
import { freePort } from '../support/ports.mjs'
import { send, Visitor } from './client.mjs'
import { onEachDatabase } from './errand.mjs'

const kOwnPassword = 'kata sandi yang panjang'

onEachDatabase('a sample shop that goes to production', shop => {
  let production
  before(async () => {
    production = {
      HURTROCK_ENV: 'production', PUBLIC_URL: 'https://127.0.0.1:1', CHAT_PUBLIC_URL: 'https://127.0.0.1:2', SMTP_URL: '',
      SESSION_SECRET: 'f3b1c0a9d8e7f6a5b4c3d2e1f0a9b8c7', PORT: String(await freePort()), CHAT_PORT: String(await freePort()),
    }
  })
  const run = (...args) => shop().run(args, { env: production })
  /** That it failed with one line that says so. */
  async function refuses(words, ...args) {
    const { status, stderr } = await run(...args)
    assert.equal(status, 1)
    assert.match(stderr, /^hurtrock: [^\n]+\n$/)
    assert.match(stderr, words)
  }

  test('there is no sandbox', () => refuses(/HURTROCK_ENV=development/, 'sandbox'))

  test('made-up products are not loaded by mistake, however the configuration says that it is production', async () => {
    await refuses(/products that there are not; in production add --yes-sample-data/, 'sample-data')
    const file = path.join(shop().folder, 'produksi.env')
    fs.writeFileSync(file, Object.entries(production).map(([name, value]) => `export ${name}="${value}"\n`).join(''))
    // The test's own settings would win over the file.
    const env = { ...Object.fromEntries(Object.keys(production).map(name => [name, undefined])), HURTROCK_CONFIG: file }
    const left = await shop().run(['sample-data', '--unless-production'], { env })
    assert.deepEqual([left.status, left.stdout], [0, 'A shop in production begins with its own products: nothing loaded\n'])
    assert.equal((await run('sample-data', '--unless-production', '--yes-sample-data')).status, 2)
    assert.match((await shop().runWell(['sample-data', '--yes-sample-data'], { env: production })).stdout, /There are products already/)
  })

  test('neither the shop nor everything starts while accounts have the passwords that everybody knows', async () => {
    const words = /\(admin@hurtrock\.com, staf@hurtrock\.com, pembeli@contoh\.example\).*hurtrock admin create EMAIL.*hurtrock admin switch-off EMAIL/
    await refuses(words, 'shop')
    await refuses(words, 'serve')
    const { stdout } = await run('doctor')
    assert.match(stdout.split('\n').find(line => line.startsWith('FAIL sample accounts:')), words)
  })

  test('the only admin is not switched off, and nobody is no account', async () => {
    await refuses(/admin@hurtrock\.com is the only admin: hurtrock admin create/, 'admin', 'switch-off', 'admin@hurtrock.com')
    await refuses(/nobody has an account under siapa@contoh\.example/, 'admin', 'switch-off', 'siapa@contoh.example')
  })

  test('it starts once the admin has lost that password and the others are switched off', async () => {
    const login = password => new Visitor(shop()).logIn('admin@hurtrock.com', password)
    assert.equal((await login('admin123')).status, 200)
    const { stdout } = await shop().runWell(['admin', 'create', 'Admin@Hurtrock.com'], { env: production })
    const { pathname, searchParams } = new URL(stdout.match(/https:\/\/\S+/)[0])
    assert.equal(pathname, '/password/reset')
    assert.notEqual((await login('admin123')).status, 200)
    for (const email of ['Staf@hurtrock.com', 'pembeli@contoh.example']) {
      assert.match((await shop().runWell(['admin', 'switch-off', email], { env: production })).stdout, /is switched off/)
      assert.equal((await shop().run(['admin', 'switch-off', email], { env: production })).status, 0, 'twice is no mistake')
    }
    assert.match((await run('doctor')).stdout, /^ok +sample accounts$/m)

    // Without a mail server, too.
    const beside = await shop().startShopBeside(production)
    try {
      assert.equal((await send('GET', `${beside.url}/dev/mail`)).status, 404)
      const reset = await send('POST', `${beside.url}/password/reset`, { form: { token: searchParams.get('token'), password: kOwnPassword } })
      assert.equal(reset.status, 303, reset.text())
    } finally {
      await beside.stop()
    }
    assert.match(beside.logs(), /shop\.configuration.*SMTP_URL is not set/)
    assert.equal((await login(kOwnPassword)).status, 200)
  })

  test('what was done at the command line stands in the log of what the staff did', async () => {
    const visitor = new Visitor(shop())
    await visitor.logIn('admin@hurtrock.com', kOwnPassword)
    const log = (await visitor.get('/admin/activity')).text()
    for (const command of ['hurtrock admin create', 'hurtrock admin switch-off']) assert.ok(log.includes(command), command)
  })
})
