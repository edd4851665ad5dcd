// node check_imports.mjs PATH...: reads the modules of files and folders without running them, and prints every import of
// a module that is not there, or of a name that the other module does not export; exits with 1 when there are any.
// `node --check` reads one file at a time and finds neither. Packages and Node's own modules are not looked into.
//
// It goes by statements that begin a line, as ours do.

import fs from 'node:fs'
import path from 'node:path'

const kModule = /\.m?js$/
const kImport = /^import\s*(?:([\w$]+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*as\s+[\w$]+)?\s*(?:from\s*)?(['"])(\.[^'"]*)\3/gm
const kExportFrom = /^export\s*(?:\{([^}]*)\}|(\*)(?:\s*as\s+([\w$]+))?)\s*from\s*(['"])(\.[^'"]*)\4/gm
// What is taken from a module at once when it is loaded later: `const { a } = await import(…)`, `(await import(…)).a`,
// `import(…).then(({ a }) => …)`.
const kLater = /(?:\{([^{}]*)\}\s*=\s*await\s+)?\bimport\(\s*(['"])(\.[^'"]*)\2\s*\)(?:\)\.([\w$]+)|\.then\(\(\{([^}]*)\}\))?/g

const files = process.argv.slice(2).flatMap(modulesAt)
if (files.length === 0) {
  console.error('usage: check_imports.mjs PATH...: no module is there')
  process.exit(1)
}
const sources = new Map()
const exported = new Map()
const objections = files.flatMap(objectionsTo)
for (const objection of objections) console.log(objection)
process.exit(objections.length > 0 ? 1 : 0)

function modulesAt(name) {
  if (!fs.statSync(name).isDirectory()) return [name]
  return fs.readdirSync(name, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules') return []
    const below = path.join(name, entry.name)
    return entry.isDirectory() ? modulesAt(below) : kModule.test(entry.name) ? [below] : []
  })
}

function objectionsTo(file) {
  const source = sourceOf(file)
  return wishesOf(source).flatMap(({ at, from, names }) => {
    const line = source.slice(0, at).split('\n').length
    const other = path.join(path.dirname(file), from)
    if (!fs.existsSync(other)) return [`${file}:${line}: there is no ${from}`]
    if (!kModule.test(other)) return []
    const there = exportsOf(other)
    return names.filter(name => !there.has(name)).map(name => `${file}:${line}: ${from} exports no "${name}"`)
  })
}

/** What a module wants of others: [{at, from, names}]. */
function wishesOf(source) {
  const wishes = []
  for (const { index, 1: whole, 2: list, 4: from } of source.matchAll(kImport))
    wishes.push({ at: index, from, names: [...(whole ? ['default'] : []), ...parts(list).map(({ name }) => name)] })
  for (const { index, 1: list, 5: from } of source.matchAll(kExportFrom))
    wishes.push({ at: index, from, names: parts(list).map(({ name }) => name) })
  for (const { index, 1: before, 3: from, 4: one, 5: then } of source.matchAll(kLater))
    if (!isCommentLine(source, index)) wishes.push({ at: index, from, names: [...(one ? [one] : []), ...taken(before ?? then)] })
  return wishes
}

function exportsOf(file) {
  if (exported.has(file)) return exported.get(file)
  const names = new Set()
  // Before its own are known: modules may import each other.
  exported.set(file, names)
  const source = sourceOf(file)
  for (const { 1: name } of source.matchAll(/^export\s+(?:async\s+)?(?:function\s*\*?|class)\s*([\w$]+)/gm)) names.add(name)
  for (const { 1: list } of source.matchAll(/^export\s+(?:const|let|var)\s+([\w$].*)/gm))
    for (const name of declared(list)) names.add(name)
  for (const { 1: list } of source.matchAll(/^export\s+(?:const|let|var)\s*\{([^}]*)\}\s*=/gm))
    for (const { as } of parts(list.replace(/:/g, ' as ').replace(/=[^,]*/g, ''))) names.add(as)
  if (/^export\s+default\b/m.test(source)) names.add('default')
  for (const { 1: list } of source.matchAll(/^export\s*\{([^}]*)\}/gm)) for (const { as } of parts(list)) names.add(as)
  for (const { 2: all, 3: as, 5: from } of source.matchAll(kExportFrom)) {
    if (as) names.add(as)
    else if (all) for (const name of exportsIfThere(path.join(path.dirname(file), from))) if (name !== 'default') names.add(name)
  }
  return names
}

function exportsIfThere(file) {
  return fs.existsSync(file) ? exportsOf(file) : []
}

/** "a, b as c" of an import or export: [{name: 'a', as: 'a'}, {name: 'b', as: 'c'}]. */
function parts(list = '') {
  return list.replace(/\/\*[^]*?\*\/|\/\/.*/g, '').split(',').map(part => part.trim()).filter(part => part)
    .map(part => part.split(/\s+as\s+/)).map(([name, as = name]) => ({ name, as }))
}

/** "a, b: c, d = 1" of a pattern: the names that it takes, a, b and d. */
function taken(list = '') {
  return list.split(',').map(part => part.trim().split(/\s*[:=]/)[0]).filter(name => /^[\w$]+$/.test(name))
}

/** The names of "a = f(1, 2), b = 3": commas count outside of brackets and strings only. */
function declared(list) {
  const names = []
  let depth = 0, isNext = true
  for (const [token] of list.matchAll(/(['"`])(?:\\.|(?!\1).)*\1|[\w$]+|[^\s]/g)) {
    if (isNext && /^[\w$]+$/.test(token)) names.push(token)
    if ('([{'.includes(token)) ++depth
    if (')]}'.includes(token)) --depth
    isNext = token === ',' && depth === 0
  }
  return names
}

function isCommentLine(source, at) {
  return /^\s*(?:\/\/|\*|\/\*)/.test(source.slice(source.lastIndexOf('\n', at) + 1, at))
}

function sourceOf(file) {
  if (!sources.has(file)) sources.set(file, fs.readFileSync(file, 'utf8'))
  return sources.get(file)
}
