import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'

/** The small one: each page has to read it anew. */
const kAxe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * axe finds nothing to object to in the page once it is at rest: WCAG 2.2 A and AA, and its best practices.
 * What is being fetched anew stands dimmed, and what fades in has not its colour yet.
 */
export async function assertAccessible(person) {
  await person.page.waitForFunction(() => !document.querySelector('main [aria-busy=true]')
    && document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect.getComputedTiming().endTime === Infinity))
  // Through the debugger's own channel: the page's content security policy forbids such scripts, as it should.
  // What is scrolled below the header that stays counts as too small to touch.
  await person.page.evaluate(() => window.scrollTo(0, 0))
  await person.page.evaluate(kAxe)
  // Naming every element, and fetching what no rule here looks at, takes longer than looking.
  const found = await violationsOf(person, { selectors: false, preload: false })
  if (found.length === 0) return
  const named = await violationsOf(person)
  const where = `${person.page.url()} (${person.window}, ${person.theme}, ${person.language})`
  assert.fail(`axe objects to ${where}:\n${(named.length ? named : found).map(describe).join('\n')}`)
}

async function violationsOf(person, options = {}) {
  const { violations } = await person.page.evaluate(how =>
    window.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } }, ...how }), options)
  return violations
}

function describe({ id, help, nodes }) {
  return `${id}: ${help}: ` + nodes.slice(0, 4).map(node => `${node.target?.join(' ')} [${node.any[0]?.message ?? node.all[0]?.message ?? ''}]`).join(' | ')
}
