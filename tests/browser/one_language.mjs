import assert from 'node:assert/strict'
import { everyText } from '../support/texts.mjs'

const kTexts = everyText()
const kAreas = new Set(kTexts.map(({ key }) => key.split('.')[0]))
const kShortestPiece = 12

/**
 * All of the page is in one language, and nothing shows a text's key or an unfilled gap. What stands in an element that
 * says itself to be in another language (lang="…") may be so: a name that staff or a buyer has given.
 */
export async function assertOneLanguage(person) {
  const shown = await person.page.evaluate(collectTexts)
  const foreign = foreignTexts(person.language)
  const faults = []
  for (const { text, where } of shown) {
    const fault = foreign.whole.has(text) ? `${text} (whole)` : foreign.pieces.find(piece => text.includes(piece))
    if (fault) faults.push(`other language: "${fault}" in ${where}: ${text.slice(0, 120)}`)
    for (const [word, area] of text.matchAll(/\b([a-z_]+)(?:\.[a-z0-9_]+)+\b/g))
      if (kAreas.has(area) && !isAddress(text, word)) faults.push(`key: "${word}" in ${where}`)
    const gap = /\{[a-z_]+\}/.exec(text)
    if (gap) faults.push(`gap: "${gap[0]}" in ${where}: ${text.slice(0, 120)}`)
  }
  assert.ok(faults.length === 0, `${person.page.url()} in ${person.language}:\n${faults.join('\n')}`)
}

/** "store.example" of an address is no key. */
function isAddress(text, word) {
  const at = text.indexOf(word)
  return /[@/]/.test(text.charAt(at - 1)) || /\/|@/.test(text.charAt(at + word.length))
}

const known = new Map()

/** Texts of the other language that this one does not have: whole ones, and long pieces between their gaps. */
function foreignTexts(language) {
  if (known.has(language)) return known.get(language)
  const other = language === 'en' ? 'id' : 'en'
  const own = new Set(kTexts.flatMap(text => text[language]))
  const ownPieces = [...own].flatMap(piecesOf)
  const whole = new Set(kTexts.flatMap(text => text[other]).filter(text => !own.has(text)))
  const pieces = [...whole].flatMap(piecesOf)
    .filter(piece => piece.length >= kShortestPiece && piece.includes(' ') && !ownPieces.some(text => text.includes(piece)))
  known.set(language, { whole, pieces })
  return known.get(language)
}

function piecesOf(text) {
  return text.split(/\{\w+\}/).map(piece => piece.trim())
}

/** Runs in the page. */
function collectTexts() {
  const kAttributes = ['aria-label', 'placeholder', 'title', 'alt', 'aria-description']
  const language = document.documentElement.lang
  const isForeign = element => (element.closest('[lang]')?.lang ?? language) !== language
  const nameOf = element => element.tagName.toLowerCase() + (element.className?.baseVal ?? element.className ?? '').toString().replace(/^(?=.)| +/g, '.')
  const found = []
  const add = (text, element, what = '') => {
    const trimmed = text?.replace(/\s+/g, ' ').trim()
    if (trimmed && !isForeign(element)) found.push({ text: trimmed, where: nameOf(element) + what })
  }
  add(document.title, document.documentElement, ' title')
  for (const meta of document.querySelectorAll('meta[name=description], meta[property^="og:"]'))
    if (!meta.content.startsWith('http')) add(meta.content, document.documentElement, ` ${meta.getAttribute('property') ?? meta.name}`)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!element.closest('script, style, template')) add(walker.currentNode.data, element)
  }
  for (const attribute of kAttributes)
    for (const element of document.body.querySelectorAll(`[${attribute}]`)) add(element.getAttribute(attribute), element, ` ${attribute}`)
  return found
}
