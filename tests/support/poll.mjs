// Waiting in tests: ask again until the answer is there, never for a guessed time.

import assert from 'node:assert/strict'

const kBetween = 25

/**
 * The first truthy value `probe` gives, asked every few milliseconds. An exception counts as "not yet" and is told when
 * the time is over. Throws after `withinMs`.
 */
export async function until(what, probe, { withinMs = 10_000 } = {}) {
  const deadline = performance.now() + withinMs
  let last
  do {
    try {
      const value = await probe()
      if (value) return value
      last = undefined
    } catch (error) {
      if (error.final) throw error
      last = error
    }
    await new Promise(resume => setTimeout(resume, kBetween))
  } while (performance.now() < deadline)
  throw new Error(`waited ${withinMs} ms in vain: ${what}${last ? `\nlast answer: ${last.message}` : ''}`)
}

/**
 * Until `probe` answers `expected`, deeply: for what a page shows only some time after the click that brings it. Whoever
 * expects that something is not there waits for what comes in its place first.
 */
export function untilEqual(probe, expected, options) {
  return until(`it is ${JSON.stringify(expected)}`, async () => {
    assert.deepEqual(await probe(), expected)
    return true
  }, options)
}
