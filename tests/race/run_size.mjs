// How much a race runs: small by default, full with HURTROCK_LONG=1; and chance that can be had again.

export const long = process.env.HURTROCK_LONG === '1'

/** `small` by default, `full` in a long run. */
export function size(small, full) {
  return long ? full : small
}

/** HURTROCK_SEED repeats a run; the seed of every run is printed. */
export function seededRandom() {
  const seed = Number(process.env.HURTROCK_SEED ?? Date.now() % 1_000_000_007)
  console.log(`seed ${seed} (HURTROCK_SEED=${seed} repeats it)`)
  let state = seed >>> 0
  // Mulberry32: small, and good enough to pick moments.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { between: (low, high) => low + Math.floor(next() * (high - low + 1)), oneOf: list => list[Math.floor(next() * list.length)] }
}

/** `count` results of `make(index)`, at most `atOnce` under way. */
export async function inParallel(count, make, atOnce = count) {
  const results = new Array(count)
  let next = 0
  const work = async () => {
    while (next < count) {
      const index = next++
      results[index] = await make(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work))
  return results
}

export function countBy(list, key) {
  const counts = {}
  for (const element of list) counts[key(element)] = (counts[key(element)] ?? 0) + 1
  return counts
}
