// ./start_server.sh as far as it can be tried without installing and building anything.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

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
    const flags = [...fs.readFileSync(path.join(root, 'src/app/main.cpp'), 'utf8').matchAll(/add_option\("(--[a-z-]+)", \w+, "[^"]*\(([A-Z_]+)\)"\)/g)]
    assert.ok(flags.length >= 6)
    const said = help(['--help'])
    for (const [, flag, setting] of flags) assert.match(said, new RegExp(`^ {2}${flag} .*\\(${setting}\\b`, 'm'))
    assert.equal(help(['--port', '5001', '-h']), said)
  })
})
