// What documents name must be there: links and headings, files, commands with their flags, addresses, names of the code.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { kGuideLanguages, kGuidePictures, kLargestPicture, pictureFile } from '../browser/guide_pictures.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Not ours, or made. */
const kPassedOver = new Set(['.git', 'node_modules', 'build', 'data'])
/** Where a path in a document may begin, besides at its own folder. */
const kBeginnings = ['', 'src', 'src/platform', 'tests', 'web/js']
const kEndings = ['', '.cpp', '.hpp', '.mjs', '.js']
const kFile = /\.(?:cpp|hpp|mjs|js|md|sql|sh|html|css|json|txt|yml|conf|in|env|service|timer)$/
/** Files of other programs, and names that stand for any. */
const kOtherFiles = new Set(['pg_hba.conf', 'redis.conf', 'src/NAME'])
/** Words that are written like names of the code: other programs' settings, and what the code puts together. */
const kOtherNames = new Set(['listen_addresses', 'max_connections', 'http_404'])
/** Of the machine that the shop is installed on. */
const kInstalled = /^\/(?:etc|var|tmp|usr|proc|lib|opt)\b/
/** Their addresses are below another one, and held by tests of their own. */
const kOtherAddresses = new Set(['docs/api.md', 'docs/chat-protocol.md'])

const files = filesBelow('').sort()
const fileSet = new Set(files)
const folders = new Set(files.flatMap(file => file.split('/').map((_, nth, parts) => parts.slice(0, nth).join('/'))))
const baseNames = new Set(files.map(file => path.basename(file)))
const stems = new Set([...baseNames].map(name => name.replace(/\..*/, '')))
const documents = files.filter(file =>
  /^(?:[A-Z][A-Z.a-z]*|docs\/[^/]+|src\/\w+\/README|tests\/README|tools\/\w+\/README)\.md$/.test(file) && file !== 'CHANGELOG.md')
const decisions = files.filter(file => file.startsWith('docs/decisions/'))
const isSource = file => /^(?:src|db|tools|web|packaging|tests|bench|cmake)\//.test(file) &&
  /\.(?:cpp|hpp|sql|mjs|js|html|css|json|yml|env|in|txt|sh|c|S)$/.test(file)
const isProduct = file => /^src\/.*\.cpp$/.test(file) && !file.endsWith('_test.cpp')

function filesBelow(folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const below = folder ? `${folder}/${entry.name}` : entry.name
    return kPassedOver.has(entry.name) ? [] : entry.isDirectory() ? filesBelow(below) : [below]
  })
}

function read(file) {
  return fs.readFileSync(path.join(root, file), 'utf8')
}

const withoutBlocks = text => text.replaceAll(/^```[^]*?^```/gm, '')
/** What stands in backticks. */
const quoted = text => [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, words]) => words)
/** ["FILE: WHAT"] for what `lostIn` finds in each file. */
const lostFrom = (list, lostIn) => list.flatMap(file => [...new Set(lostIn(file, read(file)))].map(what => `${file}: ${what}`))

describe('documents', () => {
  test('are found', () => {
    assert.ok(documents.length > 15)
    assert.ok(decisions.length > 50)
  })

  test('link to what is there', () => {
    assert.deepEqual(lostFrom([...documents, ...decisions], (file, text) =>
      [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target).filter(target => {
        if (/^[a-z]+:/.test(target)) return false
        const [place, anchor] = target.split('#')
        const other = place ? path.normalize(path.join(path.dirname(file), place)) : file
        if (!fileSet.has(other)) return !folders.has(other.replace(/\/$/, ''))
        return anchor && !headingsOf(other).includes(anchor)
      })), [])
  })

  // bin/screenshots --guides makes them.
  test('show the pictures that are made for them, all of these, and none that is large', () => {
    const made = kGuideLanguages.flatMap(language => kGuidePictures.map(picture => `docs/images/${pictureFile(picture, language)}`)).sort()
    const shown = documents.flatMap(file => [...read(file).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, target]) => path.normalize(path.join(path.dirname(file), target))))
    assert.deepEqual([...new Set(shown)].sort(), made)
    assert.deepEqual(files.filter(file => file.startsWith('docs/images/')), made)
    assert.deepEqual(made.filter(file => fs.statSync(path.join(root, file)).size > kLargestPicture), [])
  })

  test('name files and folders that are there', () => {
    assert.deepEqual(lostFrom([...documents, ...decisions], (file, text) =>
      quoted(text).map(name => name.replace(/^\.\//, '')).filter(name => isPath(name) && !isThere(name, file))), [])
  })

  test('name functions, types, tables, metrics and settings that the code has', () => {
    const words = new Set(files.filter(isSource).flatMap(file => read(file).match(/\w+/g) ?? []))
    const isName = name => /^(?:[a-z0-9]+(?:_[a-z0-9]+)+|k?[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z]+(?:_[A-Z]+)+|\w+(?:::\w+)+)(?:\(.*\))?$/.test(name)
    assert.deepEqual(lostFrom(documents, (file, text) =>
      quoted(text).filter(isName).flatMap(name => name.match(/\w+/g)).filter(word => !words.has(word) && !stems.has(word) && !kOtherNames.has(word))), [])
  })

  test('call the program by commands and flags that it has', () => {
    const code = read('src/app/main.cpp')
    const commands = new Set([...code.matchAll(/\badd_(?:subcommand|service|export)\(\s*"([\w-]+)"/g)].map(([, name]) => name))
    const flags = new Set([...code.matchAll(/add_(?:option|flag)\("([^"]+)"/g)].flatMap(([, all]) => all.split(',')).concat('--help', '--version'))
    assert.deepEqual(lostFrom(documents, (_, text) => [
      ...quoted(text).map(words => words.match(/^(?:sudo )?hurtrock ([a-z-]+)/)?.[1]).filter(name => name && !commands.has(name)),
      ...callsIn(text).filter(({ called, words }) => called === 'hurtrock' && commands.has(words[0])).flatMap(({ words }) => words.filter(isFlag))
        .filter(flag => !flags.has(flag)),
    ]), [])
  })

  test('call scripts that are there, with flags that they know', () => {
    // They hand on what follows.
    const program = read('src/app/main.cpp')
    const handedOn = { 'start_server.sh': flag => program.includes(`"${flag}"`), 'bin/with-postgres': () => true }
    assert.deepEqual(lostFrom(documents, (_, text) => callsIn(text).filter(({ called }) => called !== 'hurtrock').flatMap(({ called, words }) =>
      (fileSet.has(called) ? words.filter(isFlag).filter(flag => !read(called).includes(flag) && !handedOn[called]?.(flag)).map(flag => `${called} ${flag}`) : [called]))), [])
  })

  test('name addresses that the program answers', () => {
    const answered = [...new Set(files.filter(isProduct).flatMap(file => [...read(file).matchAll(/"(\/[\w:/.{}-]*)"/g)].map(([, route]) => route)))]
    const patterns = answered.map(route => new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:\w+|\{\w*\}/g, '[^/]+')}$`))
    const isAnswered = address => patterns.some(pattern => pattern.test(address)) || answered.some(route => route.startsWith(`${address}/`))
    assert.deepEqual(lostFrom(documents.filter(file => !kOtherAddresses.has(file)), (_, text) => addressesIn(text).filter(address => !isAnswered(address))), [])
  })
})

/** As GitHub names them. */
function headingsOf(file) {
  return [...withoutBlocks(read(file)).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading.replaceAll('`', '').toLowerCase().replaceAll(/[^\p{L}\p{N}\- _]/gu, '').trim().replaceAll(' ', '-'))
}

/** With a slash it has to begin in a folder of ours, or to end as a file does: there are fractions and media types, too. */
function isPath(name) {
  if (kOtherFiles.has(name) || !/^[\w.*-]+(?:\/[\w.*-]+)*\/?$/.test(name)) return false
  if (!name.includes('/')) return kFile.test(name) && !/^[.*]/.test(name)
  return kFile.test(name) || kBeginnings.some(place => folders.has(path.posix.join(place, name.split('/')[0])))
}

function isThere(name, document) {
  if (baseNames.has(name)) return true
  const places = [path.dirname(document), ...kBeginnings].map(place => path.posix.join(place, name))
  if (!name.includes('*')) return places.some(place => folders.has(place.replace(/\/$/, '')) || kEndings.some(ending => fileSet.has(place + ending)))
  const patterns = places.map(place => new RegExp(`^(?:.*/)?${place.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`))
  return files.some(file => patterns.some(pattern => pattern.test(file)))
}

const isFlag = word => word.startsWith('--')
/** [{called, words}] of commands in backticks and blocks: the program, and scripts of the repository. */
function callsIn(text) {
  const commands = [...quoted(text), ...[...text.matchAll(/^```(?:sh)?\n([^]*?)^```/gm)].flatMap(([, block]) => block.replaceAll('\\\n', ' ').split('\n'))]
  return commands.flatMap(command => command.replace(/ #.*/, '').split(/ (?:&&|\|) /)).flatMap(command => {
    const [, called, rest] = command.match(/(?:^|[\s/])(hurtrock|(?:[a-z-]+_)?[a-z-]+\.sh|bin\/[a-z-]+)(?= |$)(.*)/) ?? []
    return called ? [{ called: scriptCalled(called), words: rest.split(/[\s[\]]+/).filter(word => word) }] : []
  })
}

/** A script's path; it may be called by its name alone. */
const scriptCalled = name => (fileSet.has(name) || !name.endsWith('.sh') ? name : files.find(file => path.basename(file) === name) ?? name)

/** Of backticks and of diagrams, without queries. */
function addressesIn(text) {
  const diagrams = [...text.matchAll(/^```mermaid\n([^]*?)^```/gm)].map(([, code]) => code).join('\n')
  const words = [...quoted(text).flatMap(given => given.split(/[ ,]+/)), ...diagrams.split(/[\s"|,;()[\]]+|:(?!\w)/)]
  return words.map(word => word.replace(/[?#].*$/, '').replaceAll(/\{\w+\}|:\w+/g, '{x}')).filter(word => /^\/[a-z][\w/.{}-]*$/.test(word) && !kInstalled.test(word))
}
