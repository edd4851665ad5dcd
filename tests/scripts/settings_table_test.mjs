// What the documents say of the settings, against the code that reads them: names and defaults.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = file => fs.readFileSync(path.join(root, file), 'utf8')

/** Where the fallback stands among the arguments of the reader's functions (src/app/config.cpp). */
const kFallback = { text: 1, address: 1, word: 2, number: 3 }

/** What documents call a default that the code works out, by the code that does so. */
const kInWords = {
  'fmt::format("http://{}:{}", shown_host, config.port)': 'from `HOST` and `PORT`',
  'fmt::format("http://{}:{}", shown_host, config.chat_port)': 'from `HOST` and `CHAT_PORT`',
  'fmt::format("http://{}:{}", own_host, config.port)': 'from `HOST` and `PORT`',
  'fmt::format("http://{}:{}", own_host, config.chat_port)': 'from `HOST` and `CHAT_PORT`',
  'config.uses_sandbox ? ours : fmt::format("https://app.{}midtrans.com", zone)': 'Midtrans\' for that environment; the local sandbox without a key',
  'config.uses_sandbox ? ours : fmt::format("https://api.{}midtrans.com", zone)': 'Midtrans\' for that environment; the local sandbox without a key',
  'in_sandbox ? config.sandbox_url() : std::string("https://api.stripe.com")': '`https://api.stripe.com`; the local sandbox without a key',
  'std::max(1U, std::thread::hardware_concurrency())': 'number of cores',
  'config.development() ? "relaxed" : "on"': '`on`; `relaxed` in development',
  'config.development() ? "text" : "json"': '`text`; `json` in production',
}
/** Nothing is their default where they are read; something is made of that behind. */
const kMadeOfNothing = {
  SESSION_SECRET: 'random, in development only',
  MIDTRANS_SERVER_KEY: 'the local sandbox\'s; none in production',
  MIDTRANS_CLIENT_KEY: 'the local sandbox\'s; none in production',
  STRIPE_SECRET_KEY: 'the local sandbox\'s; none in production',
  STRIPE_PUBLISHABLE_KEY: 'the local sandbox\'s; none in production',
  STRIPE_WEBHOOK_SECRET: 'the local sandbox\'s; none in production',
}

/** The arguments of a call, `code` beginning behind its parenthesis. */
function argumentsOf(code) {
  const all = ['']
  let depth = 0
  for (let i = 0; i < code.length; ++i) {
    const c = code[i]
    if (c === '"') {
      const end = code.slice(i).match(/^"(\\.|[^"\\])*"/)[0].length
      all[all.length - 1] += code.slice(i, i + end)
      i += end - 1
      continue
    }
    if (c === ')' && depth === 0) break
    if ('({'.includes(c)) ++depth
    if (')}'.includes(c)) --depth
    if (c === ',' && depth === 0) all.push('')
    else all[all.length - 1] += c
  }
  return all.map(text => text.replaceAll(/\s+/g, ' ').trim())
}

/** As a document has to write it. */
function written(fallback, defaults) {
  const format = fallback.match(/^fmt::format\("([^"]*)", config\.data_dir\)$/)
  if (format) return `\`${format[1].replace('{}', defaults.get('DATA_DIR').replaceAll('`', ''))}\``
  if (/^\d[\d']*$/.test(fallback)) return `\`${fallback.replaceAll('\'', '')}\``
  if (/^"[^"]*"$/.test(fallback)) return `\`${fallback.slice(1, -1)}\``
  const words = kInWords[fallback]
  assert.ok(words, `${fallback}: say above what documents call this default`)
  return words
}

/** name -> default, as the code has them. */
function declared() {
  const code = read('src/app/config.cpp')
  const fallbacks = new Map()
  for (const call of code.matchAll(/reader\.(text|address|word|number)\(\s*(?=")/g)) {
    const args = argumentsOf(code.slice(call.index + call[0].length))
    const name = args[0].slice(1, -1)
    // Some are read once more, to know whether they were set.
    fallbacks.set(name, args[kFallback[call[1]]] ?? fallbacks.get(name) ?? '')
  }
  const defaults = new Map()
  const byName = [...fallbacks].sort(([one], [other]) => Number(other === 'DATA_DIR') - Number(one === 'DATA_DIR'))
  for (const [name, fallback] of byName) defaults.set(name, fallback === '' ? kMadeOfNothing[name] ?? 'none' : written(fallback, defaults))
  const [, file] = read('src/app/environment.cpp').match(/getenv\("HURTROCK_CONFIG"\);[^;]*named != nullptr \? named : "([^"]+)"/)
  defaults.set('HURTROCK_CONFIG', `\`${file}\`, if there is one`)
  return defaults
}

/** name -> default of a document's table with the columns variable and default. */
function tableIn(file) {
  const lines = read(file).split('\n')
  const head = lines.findIndex(line => /^\| variable \| default \|/.test(line))
  assert.ok(head >= 0, `${file} has a table of settings`)
  const table = new Map()
  for (let i = head + 2; lines[i]?.startsWith('|'); ++i) {
    const [, variables, fallback] = lines[i].split('|').map(cell => cell.trim())
    const names = [...variables.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name)
    const fallbacks = fallback.split(', ')
    for (const [nth, name] of names.entries()) {
      assert.ok(!table.has(name), `${file} has ${name} once`)
      table.set(name, names.length > 1 && fallbacks.length === names.length ? fallbacks[nth] : fallback)
    }
  }
  return table
}

const sorted = map => Object.fromEntries([...map].sort(([one], [other]) => (one < other ? -1 : 1)))

describe('settings', () => {
  test('the maintainer\'s guide has every setting of the code, and no other, with the code\'s default', () => {
    assert.deepEqual(sorted(tableIn('docs/maintainer-guide.md')), sorted(declared()))
  })

  test('those that the README has are settings of the code, with its defaults', () => {
    const table = tableIn('README.md')
    assert.ok(table.size > 10)
    assert.deepEqual(sorted(table), sorted(new Map([...declared()].filter(([name]) => table.has(name)))))
  })

  test('the installed configuration sets nothing that the code does not know', () => {
    const known = declared()
    const set = [...read('packaging/hurtrock.env').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name)
    assert.ok(set.length > 10)
    assert.deepEqual(set.filter(name => !known.has(name)), [])
  })

  test('containers are real shops, are given every key of a provider, and nothing that the code does not know', () => {
    const known = declared()
    const [, shop] = read('packaging/container/compose.yaml').match(/^  shop:\n([\s\S]*?)\n\n/m)
    const set = [...shop.matchAll(/^      ([A-Z_]+):/gm)].map(([, name]) => name)
    assert.deepEqual(set.filter(name => !known.has(name)), [])
    for (const name of [...known.keys()].filter(name => /_(KEY|SECRET|URL)$/.test(name) && !['SHOP_URL', 'CHAT_URL'].includes(name))) assert.ok(set.includes(name), name)
    assert.match(shop, /^      HURTROCK_ENV: production$/m)
    assert.match(read('packaging/container/Dockerfile'), /^ENV HURTROCK_ENV=production /m)
  })

  test('nothing of a shop that runs in the sources gets into an image', () => {
    const left = new Set(read('.dockerignore').split('\n'))
    for (const line of read('.gitignore').split('\n').filter(Boolean)) {
      const name = line.replace(/^\//, '').replace(/\/$/, '')
      assert.ok([name, `**/${path.basename(name)}`].some(one => left.has(one)), line)
    }
    assert.ok(left.has('.git'))
  })

  test('a flag of the program names the setting that it sets', () => {
    const code = read('src/app/main.cpp')
    const flags = new Map([...code.matchAll(/add_option\("--[a-z-]+", (\w+), "[^"]*\(([A-Z_]+)\)"\)/g)].map(([, variable, setting]) => [setting, variable]))
    const set = new Map([...code.matchAll(/set_from_flag\("([A-Z_]+)", (\w+)\)/g)].map(([, setting, variable]) => [setting, variable]))
    assert.ok(set.size > 0)
    assert.deepEqual(sorted(flags), sorted(set))
    for (const setting of set.keys()) assert.ok(declared().has(setting), setting)
  })
})
