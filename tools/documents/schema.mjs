// What the migrations of a folder leave behind: tables with their columns and what these refer to. It understands the SQL
// that ours are written in (CREATE TABLE, ALTER TABLE, DROP TABLE, unique indexes), and says so where it does not.

import fs from 'node:fs'
import path from 'node:path'

const kConstraints = /^(?:CONSTRAINT\s+\w+\s+)?(PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY|EXCLUDE)\b/i
const kIgnored = /^(INSERT|UPDATE|DELETE|WITH|SELECT|CREATE (INDEX|FUNCTION|TRIGGER|EXTENSION|SEQUENCE|VIEW)|DROP (INDEX|FUNCTION|TRIGGER|VIEW)|ALTER (INDEX|SEQUENCE)|LOCK|ANALYZE|COMMENT|DO)\b/i

/**
 * name -> {name, columns: [{name, type, required, primary, unique, refers: {table, column} | undefined}]}, in the order in
 * which they were made.
 */
export function tablesOf(folder) {
  const tables = new Map()
  for (const file of fs.readdirSync(folder).filter(name => name.endsWith('.sql')).sort())
    for (const statement of statementsOf(fs.readFileSync(path.join(folder, file), 'utf8'))) {
      const problem = apply(statement, tables)
      if (problem) throw new Error(`${file}: ${problem}: ${statement.slice(0, 80)}`)
    }
  return tables
}

/** The statements of a file without comments; what stands in quotes stays as it is. */
export function statementsOf(sql) {
  const statements = ['']
  for (const [token] of sql.matchAll(/--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$|;|[^-/'$;]+|[-/$]/g)) {
    if (token.startsWith('--') || token.startsWith('/*')) continue
    if (token === ';') statements.push('')
    else statements[statements.length - 1] += token
  }
  const trimmed = statements.map(text => text.replaceAll(/\s+/g, ' ').trim()).filter(text => text)
  // SQLite's triggers have statements inside, up to their END.
  const isOpen = text => /^CREATE TRIGGER .* BEGIN /i.test(text) && !/ END$/i.test(text)
  return trimmed.reduce((whole, text) => (isOpen(whole.at(-1) ?? '') ? [...whole.slice(0, -1), `${whole.at(-1)} ; ${text}`] : [...whole, text]), [])
}

function apply(statement, tables) {
  const [, made] = statement.match(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(/i) ?? []
  if (made) return create(made, statement, tables)
  const [, changed, changes] = statement.match(/^ALTER TABLE (?:ONLY )?(\w+) (.*)$/i) ?? []
  if (changed) return alter(tables.get(changed), changes, tables)
  const [, dropped] = statement.match(/^DROP TABLE (?:IF EXISTS )?(\w+)/i) ?? []
  if (dropped) return tables.delete(dropped) ? undefined : 'no such table'
  const [, indexed, list] = statement.match(/^CREATE UNIQUE INDEX \w+ ON (\w+) \(([^)]*)\)$/i) ?? []
  if (indexed) return unique(tables.get(indexed), list)
  return kIgnored.test(statement) || /^CREATE UNIQUE INDEX /i.test(statement) ? undefined : 'not understood'
}

function create(name, statement, tables) {
  const table = { name, columns: [] }
  tables.set(name, table)
  for (const part of partsOf(statement.slice(statement.indexOf('(') + 1, statement.lastIndexOf(')')))) {
    const problem = kConstraints.test(part) ? constrain(table, part) : addColumn(table, part)
    if (problem) return problem
  }
}

function alter(table, changes, tables) {
  if (!table) return 'no such table'
  for (const change of partsOf(changes)) {
    const [, added] = change.match(/^ADD (?:COLUMN )?(?:IF NOT EXISTS )?(.*)$/i) ?? []
    const [, dropped] = change.match(/^DROP COLUMN (?:IF EXISTS )?(\w+)/i) ?? []
    const [, from, to] = change.match(/^RENAME COLUMN (\w+) TO (\w+)$/i) ?? []
    const [, renamed] = change.match(/^RENAME TO (\w+)$/i) ?? []
    const [, altered, how] = change.match(/^ALTER COLUMN (\w+) (.*)$/i) ?? []
    const problem = added ? (kConstraints.test(added) ? constrain(table, added) : addColumn(table, added))
      : dropped ? void (table.columns = table.columns.filter(column => column.name !== dropped))
        : from ? void (columnOf(table, from).name = to)
          : renamed ? rename(table, renamed, tables)
            : altered ? alterColumn(columnOf(table, altered), how)
              : /^(DROP CONSTRAINT|VALIDATE CONSTRAINT|RENAME CONSTRAINT)\b/i.test(change) ? undefined : 'not understood'
    if (problem) return problem
  }
}

function rename(table, name, tables) {
  tables.delete(table.name)
  for (const { columns } of tables.values()) for (const { refers } of columns) if (refers?.table === table.name) refers.table = name
  table.name = name
  tables.set(name, table)
}

function alterColumn(column, how) {
  if (/^SET NOT NULL$/i.test(how)) column.required = true
  else if (/^DROP NOT NULL$/i.test(how)) column.required = false
  else if (/^(SET|DROP) DEFAULT\b/i.test(how)) return undefined
  else column.type = how.match(/^(?:SET DATA )?TYPE (\w+)/i)?.[1].toUpperCase() ?? column.type
}

function addColumn(table, text) {
  const [, name, type] = text.match(/^(\w+) (\w+)/) ?? []
  if (!name) return 'not understood'
  const [, refers, column = 'id'] = text.match(/\bREFERENCES (\w+)(?: \((\w+)\))?/i) ?? []
  const primary = /\bPRIMARY KEY\b/i.test(text)
  table.columns.push({
    name, type: type.toUpperCase(), primary, unique: primary || /\bUNIQUE\b/i.test(text),
    required: primary || /\bNOT NULL\b/i.test(withoutParentheses(text)), refers: refers && { table: refers, column },
  })
}

/** A table's own constraint. Keys of several columns make none of them unique. */
function constrain(table, text) {
  const [, kind] = text.match(kConstraints)
  const names = (text.match(/\(([^()]*)\)/)?.[1] ?? '').split(',').map(name => name.trim())
  if (/^PRIMARY/i.test(kind)) {
    for (const name of names) Object.assign(columnOf(table, name), { primary: true, required: true })
    if (names.length === 1) columnOf(table, names[0]).unique = true
  } else if (/^UNIQUE/i.test(kind)) {
    return unique(table, names.join(','))
  } else if (/^FOREIGN/i.test(kind)) {
    const [, other, columns] = text.match(/\bREFERENCES (\w+)(?: \(([^)]*)\))?/i)
    const theirs = columns?.split(',').map(name => name.trim())
    for (const [nth, name] of names.entries()) columnOf(table, name).refers = { table: other, column: theirs?.[nth] ?? 'id' }
  }
}

function unique(table, list) {
  if (!table) return 'no such table'
  const names = list.split(',').map(name => name.trim())
  const column = table.columns.find(({ name }) => name === names[0])
  if (names.length === 1 && column) column.unique = true
}

function columnOf(table, name) {
  const column = table.columns.find(one => one.name === name)
  if (!column) throw new Error(`${table.name} has no column ${name}`)
  return column
}

/** What commas part, outside of parentheses and quotes. */
function partsOf(text) {
  const parts = ['']
  let depth = 0
  for (const [token] of text.matchAll(/'(?:[^']|'')*'|[^'(),]+|[(),]/g)) {
    if (token === '(') ++depth
    if (token === ')') --depth
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts.map(part => part.trim())
}

function withoutParentheses(text) {
  const shorter = text.replaceAll(/\([^()]*\)/g, '')
  return shorter === text ? text : withoutParentheses(shorter)
}
