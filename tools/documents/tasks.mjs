// What the shop does by itself again and again, as a table: every runner.every(...) of the code.

import fs from 'node:fs'
import path from 'node:path'

const kEvery = /\bevery\(\s*"([^"]+)",\s*([\w']+),/g

export function tasks(root) {
  const folder = path.join(root, 'src')
  const rows = fs.readdirSync(folder, { recursive: true }).map(String).filter(file => file.endsWith('.cpp') && !file.endsWith('_test.cpp'))
    .flatMap(file => [...fs.readFileSync(path.join(folder, file), 'utf8').matchAll(kEvery)].map(([, name, interval]) => ({ name, interval, file })))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  if (rows.length === 0) throw new Error('src/ does nothing by itself any more, or says so in another way')
  return ['| task | every | |', '|---|---|---|', ...rows.map(({ name, interval, file }) => `| \`${name}\` | ${inWords(interval)} | \`src/${file}\` |`)].join('\n')
}

function inWords(interval) {
  const [, number, unit] = interval.match(/^([\d']+)(ms|s|min|h)$/) ?? []
  return number ? `${number.replaceAll('\'', '')} ${unit}` : `\`${interval}\``
}
