// The program's commands where there is no shop: what they leave behind, and what they say.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { program } from '../support/shop.mjs'

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-commands-'))
after(() => fs.rmSync(root, { recursive: true, force: true }))
let folder
beforeEach(() => { folder = fs.mkdtempSync(path.join(root, 'empty-')) })

/** `hurtrock ARGS` in an empty folder, with its defaults: {status, stdout, stderr}. */
const run = (args, env = {}) => new Promise((answer, refuse) =>
  execFile(program, args, { cwd: folder, env: { PATH: process.env.PATH, ...env }, timeout: 60_000 }, (error, stdout, stderr) => {
    if (error && typeof error.code !== 'number') refuse(error)
    else answer({ status: error ? error.code : 0, stdout, stderr })
  }))

/** That it fails with one line that says so. */
async function fails(words, args, env) {
  const { status, stderr } = await run(args, env)
  assert.equal(status, 1, stderr)
  assert.match(stderr, /^hurtrock: [^\n]+\n$/)
  assert.match(stderr, words)
}

describe('what is mistyped', () => {
  for (const [args, word] of [[['bogus'], 'bogus'], [['exprot', 'orders'], 'exprot'], [['export', 'buyers', '-o', 'x.csv'], 'buyers'], [['admin', 'make', 'a@b.c'], 'make']])
    test(`${args.join(' ')} is no command`, async () => {
      const { status, stderr } = await run(args)
      assert.equal(status, 2)
      assert.equal(stderr, `hurtrock: there is no command ${word}: hurtrock --help tells which there are\n`)
    })
  test('no command at all is wrong usage, too, and help is not', async () => {
    assert.equal((await run([])).status, 2)
    assert.equal((await run(['--help'])).status, 0)
    assert.equal((await run(['export', '--help'])).status, 0)
  })
  test('a wrong host is told of once', () => fails(/HOST must be an address of this machine or a name/, ['audit'], { HOST: 'bukan tuan rumah' }))
  test('an export names the folder that is not there, and a folder in the place of a file', async () => {
    await run(['migrate'])
    await fails(/there is no folder no\/such: make it/, ['export', 'orders', '-o', 'no/such/orders.csv'])
    await fails(/\. is a folder: name a file in it/, ['export', 'orders', '-o', '.'])
    await fails(/\/proc cannot be written to \(.+\): name a file in another folder/, ['export', 'orders', '-o', '/proc/orders.csv'])
  })
})

describe('commands that change nothing, where there is no database', () => {
  const kCsv = 'name,sku,price\n'
  const untouched = () => assert.deepEqual(fs.readdirSync(folder).filter(name => name !== 'products.csv'), [])

  test('migrate --status says that everything is missing', async () => {
    const { status, stdout } = await run(['migrate', '--status'])
    assert.equal(status, 0)
    const lines = stdout.trimEnd().split('\n')
    assert.ok(lines.includes('0001 missing foundation') && lines.includes('chat 0001 missing chat'), stdout)
    for (const line of lines) assert.match(line, /^(chat )?\d{4} missing \w+$/)
    untouched()
  })
  test('doctor says which are not there', async () => {
    const { status, stdout } = await run(['doctor'])
    assert.equal(status, 1)
    assert.match(stdout, /^FAIL database: data\/hurtrock\.db is not there yet: run hurtrock migrate$/m)
    assert.match(stdout, /^FAIL chat database: data\/chat\.db is not there yet: run hurtrock migrate$/m)
    assert.match(stdout, /^ok +data folder$/m)
    untouched()
  })
  for (const args of [['audit'], ['export', 'orders', '-o', 'orders.csv'], ['export', 'products', '--format', 'xlsx', '-o', 'products.xlsx'],
    ['import', 'products', 'products.csv', '--dry-run']])
    test(`${args.slice(0, 2).join(' ')} says that there is none`, async () => {
      fs.writeFileSync(path.join(folder, 'products.csv'), kCsv)
      await fails(/the shop's database: no\/such\/folder\/shop\.db is not there yet: run hurtrock migrate$/m, args, { DATABASE_URL: 'sqlite:no/such/folder/shop.db' })
      untouched()
    })

  test('the audit of an empty file names the step that is missing', async () => {
    fs.writeFileSync(path.join(folder, 'empty.db'), '')
    await fails(/the shop's database: migration 0001 foundation is missing: run hurtrock migrate$/m, ['audit'], { DATABASE_URL: 'sqlite:empty.db' })
    assert.equal(fs.statSync(path.join(folder, 'empty.db')).size, 0)
    assert.deepEqual(fs.readdirSync(folder), ['empty.db'])
  })
})
