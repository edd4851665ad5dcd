// A shop with the sample data that is made once for all tests of a run (bin/with-postgres) and copied for each of them:
// the same database, pictures and secret.

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { createDatabase } from './databases.mjs'
import { until } from './poll.mjs'

const execute = promisify(execFile)
const kMadeWithinMs = 120_000

/** {dataDir, database} to copy, made by `program` if this is the first test that asks; nothing outside of such a run. */
export async function shopTemplate(kind, program, env) {
  const root = process.env.HURTROCK_TEST_TEMPLATES
  if (!root) return undefined
  // A test may have a PostgreSQL of its own.
  const folder = path.join(root, kind === 'postgres' ? `postgres-${new URL(process.env.HURTROCK_TEST_POSTGRES).port}` : kind)
  const dataDir = path.join(folder, 'data')
  const note = path.join(folder, 'ready.json')
  try {
    fs.mkdirSync(folder)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    await until(`another test has made ${note}`, () => fs.existsSync(note), { withinMs: kMadeWithinMs })
    return { dataDir, ...JSON.parse(fs.readFileSync(note, 'utf8')) }
  }
  fs.mkdirSync(dataDir)
  const db = await createDatabase(kind, dataDir)
  for (const command of ['migrate', 'sample-data'])
    await execute(program, [command], { env: { ...env, DATA_DIR: dataDir, DATABASE_URL: db.url }, cwd: folder, timeout: kMadeWithinMs })
  await db.release()
  fs.writeFileSync(`${note}.new`, JSON.stringify({ database: db.name }))
  fs.renameSync(`${note}.new`, note)
  return { dataDir, database: db.name }
}

/** Pictures are never written to once they have their name, so that the copies may share them. */
export function copyFolder(from, to) {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory()) {
      fs.mkdirSync(target)
      copyFolder(source, target)
    } else if (path.basename(from) === 'media') fs.linkSync(source, target)
    else fs.copyFileSync(source, target)
  }
}
