// Waiting in tests: ask again until the answer is there, never for a guessed time.

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
