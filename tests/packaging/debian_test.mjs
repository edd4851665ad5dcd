// The packages in a Debian 12 of their own, made by debootstrap: installed, run, upgraded, purged. Needs root and the
// network, and takes minutes: part of --long only. systemd does not run there, so the unit's program is started by hand,
// as its user.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { long } from '../race/run_size.mjs'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const packages = path.join(repository, 'build/release/packages')
const execute = promisify(execFile)
const kPatience = { timeout: 1_200_000, maxBuffer: 64 * 1024 * 1024 }

const run = (command, ...args) => execute(command, args, kPatience)

if (!long) test('the packages in a Debian 12 with nothing else', { skip: 'needs root, the network and minutes: part of --long' }, () => {})

describe('in a Debian 12 with nothing else', { skip: !long }, () => {
  let debian
  // TMPDIR names a folder of this system.
  const there = (script, env = {}) => [debian, 'env', '--unset=TMPDIR', ...Object.entries({ DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8', ...env })
    .map(([name, value]) => `${name}=${value}`), 'sh', '-ec', script]
  const inside = (script, env) => run('chroot', ...there(script, env))
  /** Without the network, and so with every port free. */
  const insideAlone = script => run('unshare', '--net', 'sh', '-ec', 'ip link set lo up && exec chroot "$@"', 'sh', ...there(script))
  const at = name => path.join(debian, name)
  let deb, port, chatPort, service, ports

  before(async () => {
    // Not below TMPDIR, which may be in memory.
    debian = fs.mkdtempSync('/var/tmp/hurtrock-debian-')
    // It becomes the root folder, which everybody enters.
    fs.chmodSync(debian, 0o755)
    await run(path.join(repository, 'bin/package'), '--deb', '--tarball', '--onefile')
    const newest = pattern => fs.readdirSync(packages).filter(name => pattern.test(name)).sort().at(-1)
    deb = newest(/^hurtrock_.*\.deb$/)
    await run('debootstrap', '--variant=minbase', '--include=ca-certificates', 'bookworm', debian)
    for (const name of ['etc/resolv.conf', 'etc/hosts']) fs.copyFileSync(`/${name}`, at(name))
    await run('mount', '--bind', '/proc', at('proc'))
    await run('mount', '--bind', '/dev', at('dev'))
    // Nobody starts services in here but the tests.
    fs.writeFileSync(at('usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 })
    for (const name of fs.readdirSync(packages).filter(name => name.startsWith('hurtrock'))) fs.copyFileSync(path.join(packages, name), at(`tmp/${name}`))
    ;[port, chatPort] = [await freePort(), await freePort()]
    const url = `http://127.0.0.1:${port}`
    ports = { PORT: String(port), CHAT_PORT: String(chatPort), SANDBOX_PORT: String(await freePort()), PUBLIC_URL: url, CHAT_PUBLIC_URL: `http://127.0.0.1:${chatPort}` }
  })
  after(async () => {
    await stop()
    for (const name of ['proc', 'dev']) await run('umount', at(name)).catch(() => {})
    // Never through a mount that could not be taken away.
    await run('rm', '-rf', '--one-file-system', debian)
  })

  /** What the unit starts, as it does. */
  async function start(command = ['setpriv', '--reuid=hurtrock', '--regid=hurtrock', '--init-groups', '/usr/lib/hurtrock/hurtrock', 'serve'],
    env = { HURTROCK_CONFIG: '/etc/hurtrock/hurtrock.env' }) {
    const begin = performance.now()
    service = spawn('chroot', [debian, ...command], { env: { PATH: '/usr/sbin:/usr/bin:/bin', ...ports, ...env }, stdio: 'ignore' })
    await until('the shop serves', async () => (await fetch(`http://127.0.0.1:${port}/`)).status === 200, { withinMs: 120_000 })
    const took = performance.now() - begin
    await until('the chat serves', async () => (await fetch(`http://127.0.0.1:${chatPort}/readyz`)).status === 200, { withinMs: 30_000 })
    return took
  }
  async function stop() {
    if (!service || service.exitCode !== null) return
    const ended = new Promise(tell => service.once('exit', tell))
    service.kill('SIGTERM')
    assert.equal(await ended, 0)
    service = undefined
  }
  /** Resident memory of the launcher's children, in MB. */
  function memory() {
    const children = fs.readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8').trim().split(' ')
    const rows = children.map(pid => ({
      name: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1],
      mb: Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024,
    }))
    return rows.filter(row => row.name !== 'sandbox')
  }

  test('lintian finds neither errors nor warnings in the package', async () => {
    const { code = 0, stdout } = await run('lintian', '--allow-root', '--fail-on', 'error,warning', path.join(packages, deb)).catch(error => error)
    assert.equal(code, 0, stdout)
  })

  test('the package is installed without a question, and its unit is right', async () => {
    await inside(`apt-get update -q && apt-get install -q -y --no-install-recommends systemd /tmp/${deb} </dev/null`)
    await inside('systemd-analyze verify --man=no /lib/systemd/system/hurtrock.service /lib/systemd/system/hurtrock-backup.service /lib/systemd/system/hurtrock-backup-failed.service')
    assert.match((await inside('stat -c "%a %U:%G" /etc/hurtrock/hurtrock.env')).stdout, /^640 root:hurtrock$/m)
    assert.match((await inside('stat -c "%a %U:%G" /var/lib/hurtrock')).stdout, /^750 hurtrock:hurtrock$/m)
  })

  test('the service starts, the shop serves, and the doctor finds nothing', async () => {
    const took = await start()
    const rows = memory()
    console.log(`package ${(fs.statSync(path.join(packages, deb)).size / 1e6).toFixed(1)} MB, first page after ${Math.round(took)} ms, ` +
      rows.map(row => `${row.name} ${row.mb.toFixed(0)} MB`).join(', '))
    const [, token] = /\/invitation\?token=(\S+)/.exec((await inside('hurtrock admin create admin@example.com')).stdout)
    const joined = await fetch(`http://127.0.0.1:${port}/invitation`, {
      method: 'POST', redirect: 'manual', body: new URLSearchParams({ token, name: 'Admin', password: 'panjang dan acak 42' }),
    })
    assert.equal(joined.status, 303, await joined.text())
    const doctor = await inside('hurtrock doctor', ports).catch(error => error)
    assert.deepEqual(doctor.stdout.split('\n').filter(line => line.startsWith('FAIL')), [])
  })

  test('an upgrade keeps what the shop has', async () => {
    await inside('hurtrock sample-data')
    const count = async () => (await (await fetch(`http://127.0.0.1:${port}/api/v1/products?per_page=1`)).json()).total
    const before = await until('the products are there', count, { withinMs: 30_000 })
    const config = fs.readFileSync(at('etc/hurtrock/hurtrock.env'), 'utf8')
    await stop()
    // The same program under a later version.
    await inside(`rm -rf /tmp/next && dpkg-deb -R /tmp/${deb} /tmp/next && sed -i 's/^Version: .*/Version: 99.0/' /tmp/next/DEBIAN/control &&
      dpkg-deb -Znone -b /tmp/next /tmp/next.deb && apt-get install -q -y --no-install-recommends /tmp/next.deb </dev/null`)
    assert.equal(fs.readFileSync(at('etc/hurtrock/hurtrock.env'), 'utf8'), config)
    await start()
    assert.equal(await until('the products are there', count, { withinMs: 30_000 }), before)
    await inside('hurtrock audit')
  })

  test('a backup of the installed shop is proved by restoring it into a scratch place', async () => {
    await inside('hurtrock backup /var/backups/hurtrock/now.tar && hurtrock restore --check /var/backups/hurtrock/now.tar && rm /var/backups/hurtrock/now.tar')
    await stop()
  })

  test('the installer makes a real shop of it behind nginx, and a second run changes nothing', async () => {
    await inside('apt-get install -q -y --no-install-recommends nginx openssl postgresql postgresql-client redis-server </dev/null')
    fs.copyFileSync(path.join(repository, 'install-linux.sh'), at('tmp/install-linux.sh'))
    const settled = () => ['etc/hurtrock/hurtrock.env', 'etc/nginx/sites-available/hurtrock', 'etc/ssl/certs/toko.example.com.pem'].map(name => fs.readFileSync(at(name), 'utf8'))
    // The cluster took a port that was free on this machine.
    const install = () => insideAlone(`pg_conftool 15 main set port 5432; pg_ctlcluster 15 main start; redis-server --daemonize yes --bind 127.0.0.1 --save ''
      trap 'redis-cli shutdown nosave; pg_ctlcluster 15 main stop' EXIT
      /tmp/install-linux.sh --package /tmp/next.deb --postgres --redis --domain toko.example.com --smtp smtp://127.0.0.1:1 --mail-from 'Toko <toko@example.com>' </dev/null`)
    const { stdout } = await install()
    for (const part of ['database', 'chat database', 'session secret', 'redis']) assert.match(stdout, new RegExp(`^ok +${part}$`, 'm'))
    assert.match(stdout, /^The shop: https:\/\/toko\.example\.com$/m)
    const [config, ...others] = settled()
    for (const line of ['HURTROCK_ENV=production', 'PUBLIC_URL=https://toko.example.com', 'CHAT_PUBLIC_URL=https://toko.example.com/chat-service', 'REDIS_URL=redis://127.0.0.1:6379'])
      assert.ok(config.split('\n').includes(line), line)
    assert.match((await inside('stat -c "%a %U:%G" /etc/hurtrock/hurtrock.env')).stdout, /^640 root:hurtrock$/m)
    await install()
    assert.deepEqual(settled(), [config, ...others])
  })

  test('a purge asks nothing, leaves nothing, and nginx goes on', async () => {
    // As the installer does where systemd runs.
    await inside('systemctl enable hurtrock-backup.timer && test -L /etc/systemd/system/timers.target.wants/hurtrock-backup.timer && test -L /etc/nginx/sites-enabled/hurtrock')
    await inside('apt-get purge -q -y hurtrock </dev/null')
    await inside('nginx -t -q')
    const { stdout } = await inside(`find / -xdev \\( -path /proc -o -path /tmp \\) -prune -o -iname '*hurtrock*' -print; getent passwd hurtrock || true; getent group hurtrock || true`)
    assert.equal(stdout.replaceAll(/^\/var\/cache\/apt\/.*\n/gm, ''), '')
  })

  for (const [what, unpack, command] of [
    ['one-file program', name => `cp /tmp/${name} /srv/empty/hurtrock`, '/srv/empty/hurtrock'],
    ['tarball', name => `tar -xzf /tmp/${name} -C /srv/empty && mv /srv/empty/hurtrock-* /srv/empty/moved`, '/srv/empty/moved/hurtrock'],
  ])
    test(`the ${what} alone in an empty folder gives the shop, without the libraries of the system`, async () => {
      const name = fs.readdirSync(packages).find(file => (what === 'tarball' ? /^hurtrock-.*\.tar\.gz$/ : /^hurtrock-[^.]*\.[^.]*\.[^.]*$/).test(file))
      await inside(`apt-get autoremove -q -y --purge </dev/null; rm -rf /srv/empty; mkdir /srv/empty; ${unpack(name)}`)
      await inside('! ldconfig -p | grep -q libvips')
      await start(['sh', '-c', `cd /srv/empty && exec ${command} serve`], { HOME: '/srv/empty' })
      await inside(`cd /srv/empty && HOME=/srv/empty ${command} sample-data`)
      const page = await (await fetch(`http://127.0.0.1:${port}/products`)).text()
      assert.match(page, /Hurtrock/)
      const { stdout } = await inside(`cd /srv/empty && HOME=/srv/empty ${command} doctor`, ports).catch(error => error)
      for (const part of ['pictures', 'picture files', 'fonts', 'search', 'database']) assert.match(stdout, new RegExp(`^ok   ${part}$`, 'm'))
      await stop()
    })
})
