// The manual page against what the program says of itself.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = process.env.HURTROCK_PROGRAM ?? path.join(root, 'build/release/src/app/hurtrock')

/** Their flags have a section of their own. */
const kServices = ['serve', 'shop', 'chat', 'sandbox']
const kServicesSection = 'OPTIONS OF SERVE, SHOP, CHAT AND SANDBOX'

/** [{command, flags: [[every name of it]]}] of all commands that are run as they are, by --help. */
function commandsBelow(words) {
  const lines = execFileSync(program, [...words, '--help'], { encoding: 'utf8' }).split('\n')
  const under = heading => {
    const from = lines.findIndex(line => line.toLowerCase().trimEnd() === `${heading}:`)
    if (from < 0) return []
    const end = lines.findIndex((line, nth) => nth > from && line.trim() === '')
    return lines.slice(from + 1, end < 0 ? undefined : end).map(line => line.match(/^ {2}(\S+)/)?.[1]).filter(word => word)
  }
  const commands = under('subcommands')
  if (commands.length > 0) return commands.flatMap(command => commandsBelow([...words, command]))
  return [{ command: words.join(' '), flags: under('options').map(names => names.split(',')).filter(names => !names.includes('--help')) }]
}

/** As people read it: [{section, head, text}] of every paragraph with a head. */
function paragraphsOf(page) {
  const paragraphs = []
  let section = ''
  const lines = page.split('\n')
  for (let i = 0; i < lines.length; ++i) {
    const line = plain(lines[i])
    const last = paragraphs.at(-1)
    if (lines[i].startsWith('.SH ')) section = line
    else if (lines[i] === '.TP') paragraphs.push({ section, head: plain(lines[++i]), text: '' })
    else if (last && last.section === section) last.text += `${line}\n`
  }
  return paragraphs
}

function plain(line) {
  const [, macro, rest] = line.match(/^\.([A-Z]+) ?(.*)$/) ?? [undefined, undefined, line]
  const words = macro ? [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare) : [rest]
  return words.join(macro && macro.length === 2 && macro !== 'SH' ? '' : ' ').replaceAll(/\\f[A-Z]/g, '').replaceAll('\\-', '-')
}

describe('the manual page', () => {
  let commands, page, paragraphs
  before(() => {
    commands = commandsBelow([])
    page = fs.readFileSync(path.join(root, 'packaging/hurtrock.1.in'), 'utf8')
    paragraphs = paragraphsOf(page)
    assert.ok(commands.length > 10)
  })
  const about = command => paragraphs.filter(({ section, head }) => section === 'COMMANDS' && `${head} `.startsWith(`${command} `))
  const textOf = list => list.map(({ head, text }) => `${head}\n${text}`).join('\n')
  const has = (text, flag) => new RegExp(`(^|[^\\w-])${flag}(?![\\w-])`).test(text)

  test('has every command of the program', () => {
    assert.deepEqual(commands.map(({ command }) => command).filter(command => about(command).length === 0), [])
  })

  test('has no command that the program has not', () => {
    const known = commands.map(({ command }) => command)
    const heads = paragraphs.filter(({ section }) => section === 'COMMANDS').map(({ head }) => head)
    assert.deepEqual(heads.filter(head => !known.some(command => `${head} `.startsWith(`${command} `))), [])
  })

  test('has every flag where its command is told of', () => {
    const services = textOf(paragraphs.filter(({ section }) => section === kServicesSection))
    const missing = commands.flatMap(({ command, flags }) => {
      const text = kServices.includes(command) ? services : textOf(about(command))
      return flags.filter(names => !names.some(name => has(text, name))).map(names => `${command} ${names.at(-1)}`)
    })
    assert.deepEqual(missing, [])
  })

  test('has no flag that the program has not', () => {
    const known = new Set(['--help', '-h', '--version', '-o', ...commands.flatMap(({ flags }) => flags.flat())])
    // Systemd has flags, too.
    const own = page.split('\n').map(plain).filter(line => !/systemctl|journalctl/.test(line)).join('\n')
    assert.deepEqual([...own.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag).filter(flag => !known.has(flag)), [])
  })
})
