// Settings that are misspelt: whoever does that gets another shop than they mean, and must hear of it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { program, startShop } from '../support/shop.mjs'

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-mistyped-'))
after(() => fs.rmSync(root, { recursive: true, force: true }))
let folder
beforeEach(() => { folder = fs.mkdtempSync(path.join(root, 'empty-')) })

/** `hurtrock ARGS` in an empty folder, with its defaults: {status, stdout, stderr}. */
const run = (args, env = {}) => new Promise((answer, refuse) =>
  execFile(program, args, { cwd: folder, env: { PATH: process.env.PATH, ...env }, timeout: 60_000 }, (error, stdout, stderr) => {
    if (error && typeof error.code !== 'number') refuse(error)
    else answer({ status: error ? error.code : 0, stdout, stderr })
  }))

describe('a misspelt setting', () => {
  test('of the file is told by every command, with its line, and without its value', async () => {
    fs.writeFileSync(path.join(folder, '.env'), '# Toko\nDATABSE_URL=postgresql://toko:rahasia@db/toko\n')
    const { status, stderr } = await run(['migrate'])
    assert.equal(status, 0)
    assert.match(stderr, /^hurtrock: warning: the shop takes nothing from these lines of \.env: line 2 \(DATABSE_URL: probably DATABASE_URL is meant\): [^\n]+\n$/)
    assert.doesNotMatch(stderr, /rahasia/)
  })
  test('of the environment is told likewise', async () => {
    const { status, stderr } = await run(['migrate'], { DATABSE_URL: 'postgresql://toko:rahasia@db/toko', HOME: folder, SHELL: '/bin/sh' })
    assert.equal(status, 0)
    assert.match(stderr, /^hurtrock: warning: the shop takes nothing from these variables of the environment: DATABSE_URL \(probably DATABASE_URL is meant\): [^\n]+\n$/)
  })
  test('stands beside the mistakes that come of it', async () => {
    const { status, stderr } = await run(['migrate'], { HURTROCK_ENV: 'production', SESION_SECRET: 'x'.repeat(40) })
    assert.equal(status, 1)
    assert.match(stderr, /^hurtrock: warning: .*SESION_SECRET \(probably SESSION_SECRET is meant\)/)
    assert.match(stderr, /^hurtrock: SESSION_SECRET must be set in production/m)
  })
  test('is told once by a start, not by each of its parts', async () => {
    const shop = await startShop({ serve: true, env: { SMTP_URI: 'smtp://surat.example' } })
    try {
      assert.equal(shop.logs().match(/hurtrock: warning: .*SMTP_URI \(probably SMTP_URL is meant\)/g)?.length, 1, shop.logs())
    } finally {
      await shop.stop()
    }
  })
})
