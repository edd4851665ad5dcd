// What tools/check_imports says of modules that import what is not there.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const kCheck = fileURLToPath(new URL('../../tools/check_imports/check_imports.mjs', import.meta.url))

describe('imports', () => {
  let folder
  before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'check-imports-')) })
  after(() => fs.rmSync(folder, { recursive: true }))

  /** Its lines about these files ("name": text), and nothing when it has no objection. */
  function said(files) {
    const place = fs.mkdtempSync(path.join(folder, 'case-'))
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(place, name)), { recursive: true })
      fs.writeFileSync(path.join(place, name), text)
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [kCheck, place], { encoding: 'utf8' })
    assert.equal(stderr, '')
    const lines = stdout.split('\n').filter(line => line).map(line => line.replace(`${place}/`, ''))
    assert.equal(status, lines.length > 0 ? 1 : 0)
    return lines
  }
  const kWays = `
export function plain() {}
export async function later() {}
export function* each() {}
export class Thing {}
export const one = [1, 2], two = f('a, three = 3', (b, c) => b)
export let four, five
export const { six, seven: eight, nine = 9 } = f()
const inner = 1
export { inner, inner as outer }
export default Thing
`

  test('of a name that the other module does not export are told with file and line', () => {
    assert.deepEqual(said({ 'a.mjs': "\nimport { here, gone } from './b.mjs'\n", 'b.mjs': 'export const here = 1\nconst gone = 2\n' }),
      ['a.mjs:2: ./b.mjs exports no "gone"'])
  })

  test('of a module that is not there are told', () => {
    assert.deepEqual(said({ 'a.mjs': "import './gone.mjs'\n" }), ['a.mjs:1: there is no ./gone.mjs'])
  })

  test('of what is exported in any way are fine', () => {
    const names = ['plain', 'later', 'each', 'Thing', 'one', 'two', 'four', 'five', 'six', 'eight', 'nine', 'inner', 'outer']
    assert.deepEqual(said({
      'a/a.mjs': `import whole, {\n  ${names.join(',\n  ')}, // all of them\n} from '../b.js'\nimport * as b from '../b.js'\nimport again from "../b.js"\n`,
      'b.js': kWays,
    }), [])
  })

  test('of names that only look exported are told', () => {
    for (const name of ['three', 'seven', 'c', 'f'])
      assert.deepEqual(said({ 'a.mjs': `import { ${name} } from './b.mjs'\n`, 'b.mjs': kWays }), [`a.mjs:1: ./b.mjs exports no "${name}"`])
  })

  test('are followed through what a module passes on', () => {
    const files = {
      'b.mjs': "export { one as two } from './c.mjs'\nexport * from './d.mjs'\nexport * as all from './d.mjs'\n",
      'c.mjs': 'export const one = 1\n',
      'd.mjs': "export const three = 3\nexport default 4\nexport * from './b.mjs'\n",
    }
    assert.deepEqual(said({ ...files, 'a.mjs': "import { two, three, all } from './b.mjs'\n" }), [])
    assert.deepEqual(said({ ...files, 'a.mjs': "import whole, { one } from './b.mjs'\n" }),
      ['a.mjs:1: ./b.mjs exports no "default"', 'a.mjs:1: ./b.mjs exports no "one"'])
    assert.deepEqual(said({ ...files, 'c.mjs': 'export const other = 1\n' }), ['b.mjs:1: ./c.mjs exports no "one"'])
  })

  test('that wait until they are needed are read, too', () => {
    // Not written out: this file is checked itself.
    const load = module => `import('${module}')`
    assert.deepEqual(said({
      'a.mjs': [
        `const { here, gone: other } = await ${load('./b.mjs')}`, `  (await ${load('./b.mjs')}).lost`, `${load('./b.mjs')}.then(({ left }) => left())`,
        load('./no.mjs'), `// ${load('./comment.mjs')}`].join('\n'),
      'b.mjs': 'export const here = 1\n',
    }), ['gone', 'lost', 'left'].map((name, i) => `a.mjs:${i + 1}: ./b.mjs exports no "${name}"`).concat(['a.mjs:4: there is no ./no.mjs']))
  })

  test("of packages, of Node's own and of other files are not looked into", () => {
    assert.deepEqual(said({
      'a.mjs': "import fs, { whatever } from 'node:fs'\nimport { some } from 'package'\nimport data from './data.json'\n", 'data.json': '{}',
      'node_modules/package/index.mjs': "import { gone } from './gone.mjs'\n",
    }), [])
  })

  test('without a module to read it fails', () => {
    assert.equal(spawnSync(process.execPath, [kCheck]).status, 1)
  })
})
