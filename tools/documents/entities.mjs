// The tables of both databases as Markdown with Mermaid diagrams, part by part. A table belongs to the feature of src/ that
// writes it, so nobody has to say where a new one belongs.

import fs from 'node:fs'
import path from 'node:path'
import { tablesOf } from './schema.mjs'

/** They write the tables of others, and never own one. */
const kNoOwners = ['sample_data']
/** What no feature writes, only machinery: behind all others. */
const kMachinery = 'machinery'

export function dataModel(root) {
  const shop = tablesOfBoth(path.join(root, 'db/migrations'))
  const chat = tablesOfBoth(path.join(root, 'db/chat/migrations'))
  const parts = partsOf(shop, root)
  return [
    `The shop's database has ${shop.size} tables, the chat service's ${chat.size}. They are told here as they stand after the last migration on PostgreSQL; SQLite has the same tables and columns.`,
    'A table stands with the feature of `src/` that writes it. Times are microseconds since 1970 in UTC, money is whole rupiah, flags are 0 or 1. PK: part of the primary key; FK: names a row of another table; UK: no two rows have the same. What each row means stands beside its `CREATE TABLE` in the migration.',
    '## How the parts hang together',
    'An arrow: rows of one part name rows of the other.',
    mermaid('flowchart LR', arrows(parts, shop)),
    ...[...parts].flatMap(([part, tables]) => [`## ${titled(part)}`, diagram(tables)]),
    '## The chat service\'s own database',
    diagram([...chat.values()]),
  ].join('\n\n')
}

/** PostgreSQL's, once SQLite's are known to have the same columns. */
function tablesOfBoth(folder) {
  const [postgres, sqlite] = ['postgres', 'sqlite'].map(dialect => tablesOf(path.join(folder, dialect)))
  for (const name of new Set([...postgres.keys(), ...sqlite.keys()])) {
    const [one, other] = [postgres, sqlite].map(tables => (tables.get(name)?.columns ?? []).map(column => column.name).sort().join(', '))
    if (one !== other) throw new Error(`${folder}: ${name} has (${one}) on PostgreSQL and (${other}) on SQLite`)
  }
  return postgres
}

/** part -> its tables, features by name and machinery last. */
function partsOf(tables, root) {
  const code = sourcesIn(path.join(root, 'src'))
  const parts = new Map()
  for (const table of tables.values()) {
    const part = ownerOf(table, code)
    parts.set(part, [...(parts.get(part) ?? []), table])
  }
  const rank = part => (part === kMachinery ? 1 : 0)
  return new Map([...parts].sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1)))
}

/** [{part, text}] of what runs in the shop. */
function sourcesIn(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: false }).map(String).sort()
    .filter(file => file.endsWith('.cpp') && !file.endsWith('_test.cpp') && !file.includes('testing'))
    .map(file => ({ part: file.split(path.sep)[0], text: fs.readFileSync(path.join(folder, file), 'utf8') }))
    .filter(({ part }) => !kNoOwners.includes(part))
}

function ownerOf({ name }, code) {
  const writer = mostOf(code, new RegExp(`(?:INSERT INTO|UPDATE|DELETE FROM)\\s+${name}\\b`, 'g'))
  const owner = writer ?? mostOf(code, new RegExp(`(?:FROM|JOIN)\\s+${name}\\b`, 'g'))
  return owner === undefined || owner === 'platform' || owner === 'app' ? kMachinery : owner
}

function mostOf(code, pattern) {
  const counts = new Map()
  for (const { part, text } of code) {
    const found = [...text.matchAll(pattern)].length
    if (found > 0) counts.set(part, (counts.get(part) ?? 0) + found)
  }
  return [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))[0]?.[0]
}

function arrows(parts, tables) {
  const partOf = new Map([...parts].flatMap(([part, own]) => own.map(({ name }) => [name, part])))
  const lines = new Set()
  for (const table of tables.values())
    for (const { refers } of table.columns)
      if (refers && partOf.get(refers.table) !== partOf.get(table.name)) lines.add(`${partOf.get(table.name)} --> ${partOf.get(refers.table)}`)
  return [...lines].sort()
}

/** What other parts have stands in it by name alone. */
function diagram(tables) {
  return mermaid('erDiagram', [
    ...tables.flatMap(({ name, columns }) => columns.filter(({ refers }) => refers).map(column => relation(name, column))),
    ...tables.flatMap(({ name, columns }) => [`${name} {`, ...columns.map(column => `  ${attribute(column)}`), '}']),
  ])
}

function relation(name, { name: column, refers, required, unique }) {
  return `${refers.table} ${required ? '||' : '|o'}--${unique ? 'o|' : 'o{'} ${name} : ${column}`
}

function attribute({ name, type, primary, unique, required, refers }) {
  const keys = [primary && 'PK', refers && 'FK', unique && !primary && 'UK'].filter(key => key)
  return [type, name, keys.join(', '), required ? '' : '"or null"'].filter(word => word).join(' ')
}

const titled = part => part[0].toUpperCase() + part.slice(1).replaceAll('_', ' ')
const mermaid = (kind, lines) => ['```mermaid', kind, ...lines.map(line => `  ${line}`), '```'].join('\n')
