// Tables for people, on the terminal and in bench/results/.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'

/** Prints the table and writes results/NAME.md. `rows` are arrays of finished texts. */
export function report(name, { title, method, head, rows }) {
  const table = asTable(head, rows)
  const gigabytes = Math.round(os.totalmem() / 2 ** 30)
  const text = `# ${title}

${method}

${table}

Measured ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} cores, ${gigabytes} GB, Linux ${os.release()}, ${compiler()}, release build.
`
  fs.mkdirSync(new URL('../results/', import.meta.url), { recursive: true })
  fs.writeFileSync(new URL(`../results/${name}.md`, import.meta.url), text)
  console.log(`\n${table}\n\nwritten to bench/results/${name}.md`)
}

function asTable(head, rows) {
  const widths = head.map((cell, column) => Math.max(...[head, ...rows].map(row => row[column].length)))
  const line = row => `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

function compiler() {
  try {
    return execFileSync('clang++-19', ['--version'], { encoding: 'utf8' }).split('\n')[0]
  } catch {
    return 'compiler unknown'
  }
}

export const whole = number => Math.round(number).toString()
export const ratio = (ours, theirs) => (ours / theirs).toFixed(2)
export const milliseconds = ms => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`
