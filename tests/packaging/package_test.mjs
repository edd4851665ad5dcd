// What bin/package puts into the Debian package, looked at without installing it: tests/packaging/debian_test.mjs does.

import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { program } from '../support/shop.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const build = path.resolve(path.dirname(program), '../..')
const run = promisify(execFile)

const kScripts = ['packaging/deb/postinst', 'packaging/deb/prerm', 'packaging/deb/postrm', 'packaging/hurtrock', 'packaging/systemd/nightly-backup',
  'packaging/onefile/unpack.sh', 'packaging/folder/hurtrock', 'install-linux.sh', 'install.sh', 'start_server.sh']

describe('the Debian package', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-package-'))
  const unpacked = path.join(folder, 'unpacked')
  let control
  before(async () => {
    // Compressing takes half a minute and changes nothing that is looked at here.
    await run('cpack', ['-G', 'DEB', '--config', path.join(build, 'CPackConfig.cmake'), '-D', 'CPACK_DEBIAN_COMPRESSION_TYPE=none',
      '-D', `CPACK_PACKAGE_DIRECTORY=${folder}`], { cwd: folder })
    const [file] = fs.readdirSync(folder).filter(name => name.endsWith('.deb'))
    control = (await run('dpkg-deb', ['-f', path.join(folder, file)])).stdout
    await run('dpkg-deb', ['-R', path.join(folder, file), unpacked])
  })
  after(() => fs.rmSync(folder, { recursive: true, force: true }))

  const mode = name => (fs.statSync(path.join(unpacked, name)).mode & 0o777).toString(8)

  test('has both programs in one folder, and a command that leads to them', () => {
    assert.equal(mode('usr/lib/hurtrock/hurtrock'), '755')
    assert.equal(mode('usr/lib/hurtrock/hurtrock-images'), '755')
    assert.equal(mode('usr/bin/hurtrock'), '755')
    const version = execFileSync(path.join(unpacked, 'usr/lib/hurtrock/hurtrock'), ['version'], { encoding: 'utf8' }).trim().split(' ')[1]
    assert.match(control, new RegExp(`^Version: ${version}$`, 'm'))
  })

  test('has a unit, a manual, and a configuration to begin with', () => {
    for (const name of ['lib/systemd/system/hurtrock.service', 'lib/systemd/system/hurtrock-backup.timer',
      'lib/systemd/system/hurtrock-backup.service', 'lib/systemd/system/hurtrock-backup-failed.service', 'usr/share/man/man1/hurtrock.1.gz',
      'usr/share/hurtrock/hurtrock.env', 'usr/share/doc/hurtrock/copyright', 'usr/share/doc/hurtrock/examples/hurtrock.conf',
      'usr/share/doc/hurtrock/examples/hurtrock-plain.conf', 'usr/share/doc/hurtrock/examples/hurtrock.cfg'])
      assert.equal(mode(name), '644', name)
  })

  test('depends on what its programs are linked with', () => {
    for (const name of ['adduser', 'libvips42', 'libpq5', 'libsqlite3-0', 'libxapian30', 'fonts-dejavu-core']) assert.match(control, new RegExp(`^Depends: .*\\b${name}\\b`, 'm'))
  })

  test('brings no secret: each machine makes its own', () => {
    const config = fs.readFileSync(path.join(unpacked, 'usr/share/hurtrock/hurtrock.env'), 'utf8')
    assert.doesNotMatch(config, /^SESSION_SECRET=/m)
  })

  test('has nothing below /etc and /var: what is there was made at the installation', () => {
    assert.deepEqual(fs.readdirSync(unpacked).sort(), ['DEBIAN', 'lib', 'usr'])
  })
})

test('scripts that run on other machines are free of what shellcheck knows to be wrong', async () => {
  await run('shellcheck', kScripts, { cwd: root })
})

test('the configuration of a fresh installation is one the program takes', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-config-'))
  try {
    const config = path.join(folder, 'hurtrock.env')
    const text = fs.readFileSync(path.join(root, 'packaging/hurtrock.env'), 'utf8').replace('/var/lib/hurtrock', path.join(folder, 'data'))
    fs.writeFileSync(config, `${text}SESSION_SECRET=${'0123456789abcdef'.repeat(4)}\n`)
    const { stdout } = await run(program, ['migrate', '--status'], { cwd: folder, env: { PATH: process.env.PATH, HURTROCK_CONFIG: config } })
    assert.match(stdout, /^0001 missing foundation$/m)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test('a shop that was told where its configuration is does not start without it', async () => {
  const failed = await run(program, ['doctor'], { env: { PATH: process.env.PATH, HURTROCK_CONFIG: '/nonexistent/hurtrock.env' } }).catch(error => error)
  assert.equal(failed.code, 1)
  assert.match(failed.stderr, /cannot read \/nonexistent\/hurtrock.env/)
})

test('the version is told by a command and by a flag', async () => {
  const [command, flag] = await Promise.all([run(program, ['version']), run(program, ['--version'])])
  assert.match(command.stdout, /^hurtrock \d+\.\d+\.\d+\n$/)
  assert.equal(flag.stdout, command.stdout)
})
