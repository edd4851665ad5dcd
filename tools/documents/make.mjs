// node make.mjs [--check]: writes what the documents in docs/ say of the code, out of the code. With --check it writes
// nothing, and names what differs from what it would write; exits with 1 when something does.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataModel } from './entities.mjs'
import { apiReference } from './reference.mjs'
import { orderStates, paymentStates } from './states.mjs'
import { tasks } from './tasks.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const kMark = '<!-- Made by bin/docs; what you write here is overwritten. -->'

const [option] = process.argv.slice(2)
if (option !== undefined && option !== '--check') {
  console.error('usage: make.mjs [--check]')
  process.exit(2)
}
let differs = false
for (const [file, text] of [
  ['docs/data-model.md', whole('The tables', dataModel(root))],
  ['docs/api.md', whole('API reference', apiReference(root))],
  ['docs/processes.md', filledIn('docs/processes.md', {
    'order states': orderStates(root), 'payment states': paymentStates(root), tasks: tasks(root),
  })],
]) {
  const place = path.join(root, file)
  const kept = fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : ''
  if (kept === text) continue
  differs = true
  if (option) console.log(`${file} is not what the code says: run bin/docs`)
  else fs.writeFileSync(place, text)
}
process.exit(option && differs ? 1 : 0)

function whole(title, text) {
  return `${kMark}\n\n# ${title}\n\n${text}\n`
}

/** A document by hand, with what is made between `<!-- made: NAME -->` and `<!-- end -->`. */
function filledIn(file, parts) {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  return Object.entries(parts).reduce((result, [name, part]) => {
    const [begin, end] = [`<!-- made: ${name} -->\n`, '\n<!-- end -->']
    const from = result.indexOf(begin)
    const to = result.indexOf(end, from)
    if (from < 0 || to < 0) throw new Error(`${file} has no place for ${name}`)
    return result.slice(0, from + begin.length) + part + result.slice(to)
  }, text)
}
