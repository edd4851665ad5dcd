// The shop's own words, so that tests find things by what a buyer reads, in either language.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../src', import.meta.url))
const all = Object.assign({}, ...textFiles(source).map(file => JSON.parse(fs.readFileSync(file, 'utf8'))))

/** `words('en')('cart.pieces', {n: 2})`. An unknown key throws: the test is out of date, not the page. */
export function words(language) {
  return (key, values = {}) => {
    const wording = all[key]?.[language]
    if (wording === undefined) throw new Error(`there is no text "${key}" in ${language}`)
    const text = typeof wording === 'string' ? wording : values.n === 1 ? wording.one : wording.other
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? `{${name}}`)
  }
}

/** Every text of the shop that both languages have: [{key, id: [forms], en: [forms]}]. */
export function everyText() {
  const forms = wording => typeof wording === 'string' ? [wording] : Object.values(wording)
  return Object.entries(all).map(([key, { id, en }]) => ({ key, id: forms(id), en: forms(en) }))
}

/** The text as a pattern: what stands in its gaps does not matter. */
export function wordsPattern(language) {
  const t = words(language)
  return key => new RegExp(t(key).split(/\{\w+\}/).map(escape).join('.+'))
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function textFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const at = path.join(folder, entry.name)
    return entry.isDirectory() ? textFiles(at) : entry.name === 'texts.json' ? [at] : []
  })
}
