import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const kFieldSeparator = '\x1f'
const kMostOutput = 256 * 1024 * 1024

/** An empty database of a shop's own: `url` for DATABASE_URL, `sql(text)` to look inside, `drop()`. */
export async function createDatabase(kind, folder, file = 'hurtrock.db') {
  if (kind === 'sqlite') return sqlite(path.join(folder, file))
  if (kind === 'postgres') return postgres()
  throw new Error(`no such database: ${kind} (known: sqlite, postgres)`)
}

function sqlite(file) {
  const sql = text => rows('sqlite3', ['-batch', '-bail', '-cmd', '.timeout 10000', '-separator', kFieldSeparator, file, text])
  return { kind: 'sqlite', url: `sqlite:${file}`, sql, drop: async () => {} }
}

async function postgres() {
  const server = process.env.HURTROCK_TEST_POSTGRES
  if (!server) throw new Error('HURTROCK_TEST_POSTGRES is not set: run this under bin/with-postgres')
  const name = `shop_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await psql(server, `CREATE DATABASE ${name}`)
  return {
    kind: 'postgres',
    url: url.href,
    sql: text => psql(url.href, text),
    drop: () => psql(server, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

function psql(url, text) {
  return rows('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-F', kFieldSeparator, '-d', url, '-c', text])
}

/** Rows as arrays of text; NULL is empty. */
async function rows(program, args) {
  const { stdout } = await execute(program, args, { maxBuffer: kMostOutput })
  return stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n').map(line => line.split(kFieldSeparator))
}
