// What the guides for buyers and staff call a button, a field or a heading is what stands on the page, in the guide's
// language: bold and slanted words are texts of the shop.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import { describe, test } from 'node:test'
import { everyText } from '../support/texts.mjs'

/** Emphasis, and what begins an entry of a list; with a colon behind it that need not be said. */
const kOnlyEmphasis = {
  en: ['The search field', 'Product lists', 'The product page', 'The heart icon', 'exactly', 'The order page', 'Has it come?', 'Cancelling', 'Why weights differ'],
  id: ['Kolom pencarian', 'strings', 'Ikon hati', 'tepat', 'Sudah sampai?', 'Mengapa beratnya berbeda-beda'],
}

const plain = text => text.replace(/[\s:.…]+$/, '').toLowerCase()
const escaped = text => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

for (const language of ['id', 'en']) {
  const texts = everyText().flatMap(text => text[language]).map(plain)
  // Texts with gaps are read with something in them.
  const patterns = texts.filter(text => text.includes('{') && text.replaceAll(/\{\w+\}/g, '').trim().length > 3)
    .map(text => new RegExp(`^${escaped(text).replaceAll(/\\\{\w+\\\}/g, '.+')}$`))
  const isText = words => texts.some(text => text.includes(words)) || patterns.some(pattern => pattern.test(words))

  for (const guide of ['user', 'admin'])
    describe(`the ${guide} guide (${language})`, () => {
      test('calls things what the pages call them', () => {
        const markdown = fs.readFileSync(new URL(`../../docs/${guide}-guide.${language}.md`, import.meta.url), 'utf8')
        const sentences = markdown.replaceAll(/^(\s*(?:- |\d\. )?)\*\*[^*\n]+\*\*(?= \([^)]*\):|:)/gm, '$1')
        const emphasised = [...sentences.matchAll(/\*\*([^*\n]+)\*\*|(?<![*\w])\*([^*\s][^*\n]*)\*(?![*\w])/g)].map(([, bold, slanted]) => bold ?? slanted)
        assert.ok(emphasised.length > 10)
        const own = kOnlyEmphasis[language].map(plain)
        assert.deepEqual([...new Set(emphasised)].filter(words => !own.includes(plain(words)) && !isText(plain(words))), [])
      })
    })
}
