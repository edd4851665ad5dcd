import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { SqlPrompts } from './sql_prompt.mjs'

const kFieldSeparator = '\x1f'

/** A database of a shop's own: `url` for DATABASE_URL, `sql(text)` to look inside, `release()` so that nobody of ours has
    it open, `drop()`. Empty, or as `folder` has it, or a copy of PostgreSQL's database `original`. */
export async function createDatabase(kind, folder, { file = 'hurtrock.db', original = 'template1' } = {}) {
  if (kind === 'sqlite') return sqlite(path.join(folder, file))
  if (kind === 'postgres') return postgres(original)
  throw new Error(`no such database: ${kind} (known: sqlite, postgres)`)
}

function sqlite(file) {
  const prompts = new SqlPrompts(
    'sqlite3', ['-batch', '-bail', '-cmd', '.timeout 10000', '-separator', kFieldSeparator, file],
    () => fs.statSync(file, { throwIfNoEntry: false })?.ino)
  const release = () => prompts.close()
  return { kind: 'sqlite', url: `sqlite:${file}`, sql: text => rows(prompts, text), release, drop: release }
}

async function postgres(original) {
  const server = process.env.HURTROCK_TEST_POSTGRES
  if (!server) throw new Error('HURTROCK_TEST_POSTGRES is not set: run this under bin/with-postgres')
  const name = `shop_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const ofServer = psql(server)
  const ofShop = psql(url.href)
  // By file: through the log it takes twice as long.
  await rows(ofServer, `CREATE DATABASE ${name} TEMPLATE ${original} STRATEGY FILE_COPY`)
  await ofServer.close()
  const release = () => ofShop.close()
  return {
    kind: 'postgres',
    name,
    url: url.href,
    sql: text => rows(ofShop, text),
    release,
    drop: async () => {
      await release()
      await rows(ofServer, `DROP DATABASE ${name} WITH (FORCE)`)
      await ofServer.close()
    },
  }
}

function psql(url) {
  return new SqlPrompts('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-F', kFieldSeparator, '-d', url])
}

/** Rows as arrays of text; NULL is empty. */
async function rows(prompts, text) {
  const out = await prompts.ask(text)
  return out === '' ? [] : out.replace(/\n$/, '').split('\n').map(line => line.split(kFieldSeparator))
}
