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
  const kWrong = {
    'bogus': 'there is no command bogus: hurtrock --help tells which there are',
    'exprot orders': 'there is no command exprot: probably export is meant; hurtrock --help tells which there are',
    'export order -o x.csv': 'there is no command export order: probably orders is meant; hurtrock export --help tells which there are',
    'export buyers -o x.csv': 'there is no command export buyers: known are customers, orders, products, stock; hurtrock export --help tells more',
    'admin make a@b.c': 'there is no command admin make: known are create, switch-off; hurtrock admin --help tells more',
    '': 'a command is missing: hurtrock --help tells which there are',
    'admin': 'admin needs one of create, switch-off behind it; hurtrock admin --help tells more',
    'export': 'export needs one of customers, orders, products, stock behind it; hurtrock export --help tells more',
    'admin create': 'EMAIL is required; hurtrock admin create --help tells more',
    'serve --prot 5': 'there is no --prot: probably --port is meant; hurtrock serve --help tells which there are',
    'shop --prot=5': 'there is no --prot: probably --port is meant; hurtrock shop --help tells which there are',
    'export orders --ouput x.csv': 'there is no --ouput: probably --output is meant; hurtrock export orders --help tells which there are',
    'version --foo': 'there is no --foo: hurtrock version --help tells which there are',
    'migrate -x': 'there is no -x: hurtrock migrate --help tells which there are',
    '--port 5 serve': '--port has to stand behind serve',
    'serve 5': 'serve has no use for 5; hurtrock serve --help tells what it takes',
    'serve --port': '--port needs a value; hurtrock serve --help tells more',
    'export orders -o x --format doc': '--format: doc not in {csv,xlsx}; hurtrock export orders --help tells more',
  }
  for (const [line, words] of Object.entries(kWrong))
    test(`hurtrock ${line}`.trim(), async () => {
      const { status, stdout, stderr } = await run(line.split(' ').filter(Boolean))
      assert.equal(stderr, `hurtrock: ${words}\n`)
      assert.equal(stdout, '')
      assert.equal(status, 2)
      assert.deepEqual(fs.readdirSync(folder), [])
    })
  test('help is no wrong usage', async () => {
    for (const args of [['--help'], ['export', '--help'], ['--version']]) {
      const { status, stdout, stderr } = await run(args)
      assert.equal(status, 0)
      assert.notEqual(stdout, '')
      assert.equal(stderr, '')
    }
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
