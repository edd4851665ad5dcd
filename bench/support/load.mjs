// Load by wrk, and the statistics of a few rounds.

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export const seconds = Number(process.env.BENCH_SECONDS ?? 5)
export const rounds = Number(process.env.BENCH_ROUNDS ?? 3)

/** {perSecond, p50, p99} with times in milliseconds. Throws when any answer was not 2xx or 3xx. The script's init() gets `args`. */
export async function load(url, { headers = {}, threads = 2, connections = 64, duration = seconds, script, args = [] } = {}) {
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const { stdout } = await execute('wrk', [`-t${threads}`, `-c${connections}`, `-d${duration}s`, '--latency', '--timeout', '10s', ...(script ? ['-s', script] : []), ...lines, url, ...(args.length > 0 ? ['--', ...args] : [])],
                                   { timeout: (duration + 30) * 1000 })
  const wrong = /Non-2xx or 3xx responses: (\d+)/.exec(stdout) ?? /Socket errors: (.*)/.exec(stdout)
  if (wrong) throw new Error(`${url}: ${wrong[0]}`)
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    p50: percentile(stdout, '50'),
    p99: percentile(stdout, '99'),
  }
}

/** As load(), each request for the next of `paths`, from the first again after the last. */
export async function loadPaths(url, paths, options) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-bench-paths-'))
  const script = path.join(folder, 'paths.lua')
  fs.writeFileSync(script, `local paths = {\n${paths.map(each => `  ${JSON.stringify(each)},\n`).join('')}}
local next_one = 0
request = function()
  next_one = next_one % #paths + 1
  return wrk.format("GET", paths[next_one])
end
`)
  try {
    return await load(url, { ...options, script })
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function percentile(text, wanted) {
  const [, number, unit] = new RegExp(`^\\s+${wanted}%\\s+([\\d.]+)(us|ms|s|m)`, 'm').exec(text)
  return Number(number) * { us: 0.001, ms: 1, s: 1_000, m: 60_000 }[unit]
}

/** Alternates between the two, so that both meet the same disturbances; the median of each. */
export async function sideBySide(first, second) {
  const results = [[], []]
  for (let round = 0; round < rounds; ++round) {
    results[0].push(await first())
    results[1].push(await second())
  }
  return results.map(medianOf)
}

function medianOf(results) {
  return Object.fromEntries(Object.keys(results[0]).map(name => [name, median(results.map(result => result[name]))]))
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
