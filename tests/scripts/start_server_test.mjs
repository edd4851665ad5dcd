// ./start_server.sh and ./install.sh as far as they can be tried without installing and building anything.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** [[flag, setting], ...] of `hurtrock serve`. */
function flagsOfServe() {
  const flags = [...fs.readFileSync(path.join(root, 'src/app/main.cpp'), 'utf8').matchAll(/add_option\("(--[a-z-]+)", \w+, "[^"]*\(([A-Z_]+)\)"\)/g)]
  assert.ok(flags.length >= 6)
  return flags.map(([, flag, setting]) => [flag, setting])
}

describe('./start_server.sh --help', () => {
  /** In a folder that has nothing but the script: whatever else it did would fail. */
  const help = args => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-start-'))
    try {
      fs.copyFileSync(path.join(root, 'start_server.sh'), path.join(folder, 'start_server.sh'))
      const said = execFileSync('bash', [path.join(folder, 'start_server.sh'), ...args], { encoding: 'utf8' })
      assert.deepEqual(fs.readdirSync(folder), ['start_server.sh'])
      return said
    } finally {
      fs.rmSync(folder, { recursive: true })
    }
  }

  test('tells every flag of hurtrock serve, with its setting, and does nothing else', () => {
    const said = help(['--help'])
    for (const [flag, setting] of flagsOfServe()) assert.match(said, new RegExp(`^ {2}${flag} .*\\(${setting}\\b`, 'm'))
    assert.equal(help(['--port', '5001', '-h']), said)
  })
})

describe('./start_server.sh with wrong flags', () => {
  /** In a folder where the step behind the check answers 7: {status, stderr}. */
  const start = args => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-start-'))
    try {
      fs.copyFileSync(path.join(root, 'start_server.sh'), path.join(folder, 'start_server.sh'))
      fs.writeFileSync(path.join(folder, 'install.sh'), '#!/bin/sh\necho "$DATA_DIR $DATABASE_URL" >&2\nexit 7\n', { mode: 0o755 })
      return spawnSync('bash', [path.join(folder, 'start_server.sh'), ...args], { encoding: 'utf8', env: { PATH: process.env.PATH } })
    } finally {
      fs.rmSync(folder, { recursive: true })
    }
  }

  const kWrong = {
    "unknown option '--prot'": ['--prot', '5'], "unknown option '--prot=5'": ['--prot=5'], "unknown option '5'": ['5'], "unknown option '--reset'": ['--port', '5001', '--reset'],
    '--port needs a value': ['--port'], '--host needs a value': ['--host', '--port', '5001'], '--data-dir needs a value': ['--data-dir='],
    '--port must be a whole number from 1 to 65535': ['--port', 'lima'], '--chat-port must be a whole number from 1 to 65535': ['--chat-port=65536'],
    '--sandbox-port must be a whole number from 1 to 65535': ['--sandbox-port', '0'],
  }
  for (const [words, args] of Object.entries(kWrong))
    test(`${args.join(' ')} is refused before anything is installed`, () => {
      const { status, stderr } = start(args)
      assert.match(stderr, /^start_server\.sh: [^\n]+ \(known: [^\n]+\)\n$/)
      assert.ok(stderr.startsWith(`start_server.sh: ${words} (`), stderr)
      assert.equal(status, 2)
    })

  test('every flag of hurtrock serve is let through, and the data are where they say', () => {
    for (const [flag] of flagsOfServe()) for (const args of [[flag, '5001'], [`${flag}=5001`]]) assert.equal(start(args).status, 7, args.join(' '))
    assert.equal(start(['--data-dir', 'sini', '--port=5001', '--database-url=sqlite:a b=c.db']).stderr, 'sini sqlite:a b=c.db\n')
    assert.equal(start([]).status, 7)
  })
})

describe('./install.sh', () => {
  const install = args => spawnSync('bash', [path.join(root, 'install.sh'), ...args], { encoding: 'utf8' })

  test('tells its flags', () => {
    const { status, stdout } = install(['--help'])
    assert.equal(status, 0)
    for (const flag of ['--yes', '--tests', '--packaging']) assert.ok(stdout.includes(flag), stdout)
  })
  test('refuses a flag that it does not know before it looks at anything', () => {
    const { status, stderr } = install(['--yes', '--test'])
    assert.equal(status, 2)
    assert.match(stderr, /^install\.sh: unknown option '--test' \(known: [^\n]+\)\n$/)
  })
})
