// What the timer of the package starts at night, on a shop that runs, and what the store hears when it fails.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { awaitMail, readMails } from '../support/mails.mjs'
import { program } from '../support/shop.mjs'
import { withShop } from '../http/errand.mjs'

const script = fileURLToPath(new URL('../../packaging/systemd/nightly-backup', import.meta.url))

withShop('the backup of every night', shop => {
  let made = 0
  const folder = () => {
    const name = path.join(shop().folder, `backups-${++made}`)
    fs.mkdirSync(name)
    return name
  }
  const run = (into, of = program) => shop().run([into], { of: script, env: { HURTROCK_PROGRAM: of } })
  const old = day => `hurtrock-2026-01-${String(day).padStart(2, '0')}-033000.tar`

  test('has its name once it is proved, and seven stay', async () => {
    const into = folder()
    for (let day = 1; day <= 8; ++day) fs.writeFileSync(path.join(into, old(day)), '')
    fs.writeFileSync(path.join(into, 'before.tar'), '')
    fs.writeFileSync(path.join(into, `${old(9)}.unproved`), '')
    const { status, stderr } = await run(into)
    assert.equal(status, 0, stderr)
    const names = fs.readdirSync(into).sort()
    assert.match(names.at(-1), /^hurtrock-\d{4}-\d\d-\d\d-\d{6}\.tar$/)
    assert.deepEqual(names.slice(0, -1), ['before.tar', ...[3, 4, 5, 6, 7, 8].map(old)])
    assert.ok(fs.statSync(path.join(into, names.at(-1))).size > 0)
  })

  test('that is not proved gets no name, and no other goes for it', async () => {
    const into = folder()
    for (let day = 1; day <= 8; ++day) fs.writeFileSync(path.join(into, old(day)), '')
    const failing = path.join(shop().folder, 'failing')
    fs.writeFileSync(failing, '#!/bin/sh\n[ "$1" = backup ] && echo >"$2"\n', { mode: 0o755 })
    assert.notEqual((await run(into, failing)).status, 0)
    const names = fs.readdirSync(into).sort()
    assert.deepEqual(names.slice(0, 8), [1, 2, 3, 4, 5, 6, 7, 8].map(old))
    assert.match(names.slice(8).join(), /^hurtrock-[-\d]+\.tar\.unproved$/)
  })

  test('that fails is told to the store, once a day', async () => {
    const [[email]] = await shop().sql('SELECT email FROM store_profile')
    await shop().runWell(['backup-failed'])
    const mail = await awaitMail(shop(), { to: email, subject: 'Cadangan data semalam gagal' })
    const text = mail.text.replaceAll(/\s+/g, ' ')
    assert.match(text, /journalctl -u hurtrock-backup/)
    assert.match(text, /Cadangan terakhir yang terbukti utuh dibuat \d+ \S+ \d{4}/, 'the first test has proved one')
    await shop().runWell(['backup-failed'])
    const [[mails]] = await shop().sql("SELECT COUNT(*) FROM outbox_mails WHERE kind = 'backup_failed'")
    assert.equal(Number(mails), 1)
    assert.equal(readMails(shop()).filter(({ subject }) => subject === 'Cadangan data semalam gagal').length, 1)
  })

  test('of a store without a mailbox is told to whoever keeps the server', async () => {
    await shop().sql("UPDATE store_profile SET email = ''")
    const { status, stderr } = await shop().run(['backup-failed'])
    assert.equal(status, 1)
    assert.equal(stderr, 'hurtrock: the store has no mailbox: set one at /admin/store-profile\n')
  })
})
