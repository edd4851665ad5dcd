// A PostgreSQL of a test's own, which it may kill. Others share the one of bin/with-postgres.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Child } from './child.mjs'
import { until } from './poll.mjs'
import { freePort } from './ports.mjs'
import { startShop } from './shop.mjs'

const kPrograms = process.env.PG_BIN ?? '/usr/lib/postgresql/15/bin'

/** The server refuses to run as root. */
const asOwner = process.getuid() === 0 ? ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--init-groups', '--'] : []

/** {url: of the database postgres, stop(), kill9(), start(), discard()}; with a password it asks for that. */
export async function startPostgres({ password } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-own-postgres-'))
  if (asOwner.length > 0) execFileSync('chown', ['postgres:postgres', folder])
  fs.chmodSync(folder, 0o700)
  const data = path.join(folder, 'data')
  const run = (program, args) => {
    const [command, ...rest] = [...asOwner, path.join(kPrograms, program), ...args]
    return execFileSync(command, rest, { cwd: '/', env: { PATH: process.env.PATH, HOME: folder }, stdio: 'pipe' })
  }
  const passwordFile = path.join(folder, 'password')
  if (password) fs.writeFileSync(passwordFile, password, { mode: 0o644 })
  run('initdb', ['--pgdata', data, '--username=hurtrock', ...(password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust']), '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'])
  const port = await freePort()
  const url = `postgresql://hurtrock${password ? `:${password}` : ''}@127.0.0.1:${port}/postgres`
  const log = path.join(os.tmpdir(), `${path.basename(folder)}.log`)
  let server

  const start = () => until('PostgreSQL is ready', async () => {
    // The processes of one that was killed need a moment to notice; until then a new one refuses to start.
    if (!server || server.end) {
      const [command, ...rest] = [...asOwner, path.join(kPrograms, 'postgres'), '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1',
        '-c', 'unix_socket_directories=', '-c', 'max_connections=120']
      server = new Child('postgres', command, rest, { env: { PATH: process.env.PATH, HOME: folder }, cwd: '/', logPath: log })
    }
    execFileSync('psql', ['-X', '-q', '-d', url, '-c', 'SELECT 1'], { stdio: 'pipe' })
    return true
  }, { withinMs: 60_000 })

  // SIGINT is its fast shutdown: it does not wait for clients.
  const stop = () => server.stop({ signal: 'SIGINT' })
  const kill9 = () => server.kill9()
  const discard = async () => {
    await server?.kill9()
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    fs.rmSync(log, { force: true })
  }
  try {
    await start()
  } catch (error) {
    await discard()
    throw error
  }
  return { url, start, stop, kill9, discard }
}

/** A shop on that server, as startShop() takes `wanted`. */
export async function startShopOn(postgres, wanted = {}) {
  const shared = process.env.HURTROCK_TEST_POSTGRES
  process.env.HURTROCK_TEST_POSTGRES = postgres.url
  try {
    return await startShop({ ...wanted, database: 'postgres' })
  } finally {
    if (shared === undefined) delete process.env.HURTROCK_TEST_POSTGRES
    else process.env.HURTROCK_TEST_POSTGRES = shared
  }
}
