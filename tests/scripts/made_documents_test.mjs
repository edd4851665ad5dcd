// What tools/documents makes of migrations and code.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { dataModel } from '../../tools/documents/entities.mjs'
import { apiReference } from '../../tools/documents/reference.mjs'
import { tablesOf } from '../../tools/documents/schema.mjs'
import { orderStates, paymentStates } from '../../tools/documents/states.mjs'
import { tasks } from '../../tools/documents/tasks.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = file => fs.readFileSync(path.join(root, file), 'utf8')

let folder
before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'documents-')) })
after(() => fs.rmSync(folder, { recursive: true }))

/** A folder with these files ("name": text). */
function placeWith(files) {
  const place = fs.mkdtempSync(path.join(folder, 'case-'))
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(place, name)), { recursive: true })
    fs.writeFileSync(path.join(place, name), text)
  }
  return place
}

describe('tables', () => {
  const columnsOf = (table, describe = ({ name }) => name) => table.columns.map(describe)

  test('are those that all migrations together leave behind', () => {
    const tables = tablesOf(placeWith({
      '0002_later.sql': 'ALTER TABLE bands ADD COLUMN genre TEXT, DROP COLUMN note;\nALTER TABLE bands RENAME COLUMN name TO title;\nDROP TABLE labels;',
      '0001_first.sql': 'CREATE TABLE bands (\n  id BIGINT PRIMARY KEY,\n  name TEXT NOT NULL,\n  note TEXT\n);\nCREATE TABLE labels (id BIGINT PRIMARY KEY);',
    }))
    assert.deepEqual([...tables.keys()], ['bands'])
    assert.deepEqual(columnsOf(tables.get('bands')), ['id', 'title', 'genre'])
  })

  test('know their keys, what must be there and what they refer to', () => {
    const { columns } = tablesOf(placeWith({
      '0001_first.sql': `
        CREATE TABLE bands (id BIGINT PRIMARY KEY);
        CREATE TABLE songs (
          band_id BIGINT NOT NULL REFERENCES bands (id) ON DELETE CASCADE,
          position BIGINT NOT NULL,
          code TEXT CONSTRAINT songs_code_unique UNIQUE,
          cover_of BIGINT REFERENCES bands (id),
          length BIGINT CONSTRAINT songs_length CHECK (length IS NOT NULL OR position > 0),
          PRIMARY KEY (band_id, position),
          CONSTRAINT songs_both UNIQUE (band_id, code)
        );
        CREATE UNIQUE INDEX songs_by_length ON songs (length);`,
    })).get('songs')
    assert.deepEqual(columns.map(({ name, primary, required, unique, refers }) => [name, primary, required, unique, refers?.table]), [
      ['band_id', true, true, false, 'bands'], ['position', true, true, false, undefined], ['code', false, false, true, undefined],
      ['cover_of', false, false, false, 'bands'], ['length', false, false, true, undefined],
    ])
  })

  test('are not misled by comments, texts and functions', () => {
    const tables = tablesOf(placeWith({
      '0001_first.sql': `-- CREATE TABLE never (id BIGINT);
        CREATE TABLE bands (id BIGINT PRIMARY KEY, -- one, two; three
          name TEXT NOT NULL DEFAULT 'a, b); -- c', /* no TEXT, */ year BIGINT);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE bands; END $$;`,
      '0002_sqlite.sql': 'CREATE TRIGGER t AFTER INSERT ON bands BEGIN\n  UPDATE bands SET year = 1;\n  DELETE FROM bands;\nEND;\nCREATE INDEX i ON bands (year);',
    }))
    assert.deepEqual([...tables.keys()], ['bands'])
    assert.deepEqual(columnsOf(tables.get('bands')), ['id', 'name', 'year'])
  })

  test('made in a way that is not understood are told of', () => {
    assert.throws(() => tablesOf(placeWith({ '0001_first.sql': 'MERGE INTO bands USING others;' })), /0001_first\.sql: not understood: MERGE/)
    assert.throws(() => tablesOf(placeWith({ '0001_first.sql': 'ALTER TABLE bands ADD COLUMN a TEXT;' })), /no such table/)
  })

  test('stand with the feature that writes them, a new one too', () => {
    const migration = 'CREATE TABLE bands (id BIGINT PRIMARY KEY);\nCREATE TABLE gigs (id BIGINT PRIMARY KEY, band_id BIGINT NOT NULL REFERENCES bands (id));'
    const place = placeWith({
      ...Object.fromEntries(['postgres', 'sqlite'].flatMap(dialect => [
        [`db/migrations/${dialect}/0001_first.sql`, migration], [`db/chat/migrations/${dialect}/0001_chat.sql`, 'CREATE TABLE rooms (id BIGINT PRIMARY KEY);']])),
      'src/tours/store.cpp': 'tx.send("INSERT INTO gigs (band_id) VALUES ($1)", band);',
      'src/bands/store.cpp': 'tx.send("UPDATE bands SET id = 1"); tx.query("SELECT 1 FROM gigs JOIN bands");',
      'src/sample_data/store.cpp': '"INSERT INTO gigs" "INSERT INTO gigs"',
    })
    const text = dataModel(place)
    assert.deepEqual([...text.matchAll(/^## (.*)/gm)].map(([, title]) => title), ['How the parts hang together', 'Bands', 'Tours', 'The chat service\'s own database'])
    assert.match(text, /tours --> bands/)
    assert.match(text.slice(text.indexOf('## Tours')), /bands \|\|--o\{ gigs : band_id\n {2}gigs \{\n {4}BIGINT id PK\n {4}BIGINT band_id FK\n/)
  })

  test('that only one database has are told of', () => {
    const place = placeWith({
      'db/migrations/postgres/0001_first.sql': 'CREATE TABLE bands (id BIGINT PRIMARY KEY, name TEXT);', 'db/migrations/sqlite/0001_first.sql': 'CREATE TABLE bands (id INTEGER PRIMARY KEY);',
      'db/chat/migrations/postgres/0001_chat.sql': '', 'db/chat/migrations/sqlite/0001_chat.sql': '', 'src/bands/store.cpp': '',
    })
    assert.throws(() => dataModel(place), /bands has \(id, name\) on PostgreSQL and \(id\) on SQLite/)
  })
})

describe('the states of an order', () => {
  /** The sources as they are, but for a change in the first. */
  const sourcesWith = (from, to) => {
    const text = read('src/orders/state.cpp')
    assert.ok(text.includes(from))
    return placeWith({ 'src/orders/state.cpp': text.replace(from, to), 'src/checkout/place_order.cpp': read('src/checkout/place_order.cpp') })
  }

  test('are those that may_become allows: cash on delivery begins at processing, and nothing skips the payment', () => {
    const diagram = orderStates(root)
    assert.match(diagram, /\[\*\] --> processing : placed, cash on delivery/)
    assert.match(diagram, /\[\*\] --> pending :/)
    assert.doesNotMatch(diagram, /pending --> processing/)
    assert.match(diagram, /processing --> cancelled/)
    assert.doesNotMatch(diagram, /shipped --> cancelled/)
    assert.match(diagram, /delivered --> \[\*\]/)
    assert.match(paymentStates(root), /failed --> pending\n/)
    assert.doesNotMatch(paymentStates(root), /^ {2}paid --> pending$/m)
  })

  test('follow the code, and every way of it has words', () => {
    const without = sourcesWith('case kShipped:\n      return to == kDelivered;', 'case kShipped:\n      return false;')
    assert.doesNotMatch(orderStates(without), /shipped --> delivered/)
    assert.match(orderStates(without), /shipped --> \[\*\]/)
    const more = sourcesWith('case kShipped:\n      return to == kDelivered;', 'case kShipped:\n      return to == kDelivered || to == kCancelled;')
    assert.match(orderStates(more), /^ {2}shipped --> cancelled$/m)
    assert.doesNotMatch(orderStates(root), /^ {2}[a-z_]+ --> [a-z_]+$/m)
  })
})

describe('the API reference', () => {
  test('has a heading for every route and object that it links to', () => {
    const text = apiReference(root)
    const anchors = [...text.matchAll(/^#{2,3} (.*)/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'))
    assert.equal(new Set(anchors).size, anchors.length)
    const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, link]) => link)
    assert.ok(links.length > 100)
    assert.deepEqual(links.filter(link => !anchors.includes(link)), [])
    assert.match(text, /### POST \/checkout\n[^]*?`Idempotency-Key`/)
    assert.doesNotMatch(text, /\bundefined\b|\[object /)
  })
})

describe('the table of tasks', () => {
  test('has what the code does again and again, and how often', () => {
    assert.match(tasks(root), /^\| `checkout\.expire_holds` \| 15 s \| `src\/checkout\/jobs\.cpp` \|$/m)
  })
})
