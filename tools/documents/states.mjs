// The ways of orders and payments as Mermaid diagrams: those that may_become allows (src/orders/state.cpp), by asking it
// about every two states. What moves an order along a way stands below.

import fs from 'node:fs'
import path from 'node:path'

const kOrderWays = {
  'pending paid': 'the money is there',
  'pending cancelled': 'cancelled, or not paid in time',
  'paid processing': 'staff begin to pack',
  'paid cancelled': 'cancelled, money goes back',
  'processing partially_shipped': 'a first parcel',
  'processing shipped': 'everything in one parcel',
  'processing cancelled': 'cancelled, money goes back',
  'partially_shipped partially_shipped': 'another parcel',
  'partially_shipped shipped': 'the last parcel',
  'shipped delivered': 'staff or buyer say so',
  'cancelled paid': 'the money came after the hold had ended, and the goods are there',
}

/** The ways of an order, from its beginning to where none leads on. */
export function orderStates(root) {
  const code = read(root, 'src/orders/state.cpp')
  const { words, mayBecome } = machine(code, 'State')
  const [, cash, others] = read(root, 'src/checkout/place_order.cpp').match(/order\.state = cash \? orders::State::(k\w+) : orders::State::(k\w+);/) ??
    fail('src/checkout/place_order.cpp does not say any more in which state an order begins')
  const ways = waysOf(words, mayBecome)
  return diagram([
    `[*] --> ${words.get(others)} : placed, to be paid`,
    `[*] --> ${words.get(cash)} : placed, cash on delivery`,
    ...ways.map(([from, to]) => [`${from} --> ${to}`, kOrderWays[`${from} ${to}`]].filter(text => text).join(' : ')),
    ...ends(words, ways).map(end => `${end} --> [*]`),
  ])
}

/** The ways of an order's payment. */
export function paymentStates(root) {
  const { words, mayBecome } = machine(read(root, 'src/orders/state.cpp'), 'PaymentState')
  return diagram([`[*] --> ${words.get('kUnpaid')}`, ...waysOf(words, mayBecome).map(([from, to]) => `${from} --> ${to}`)])
}

/**
 * The enum's words and the function over it, out of the C++. The function is a switch of comparisons, which JavaScript
 * reads the same once the names of states are texts.
 */
function machine(code, type) {
  const words = new Map([...code.matchAll(new RegExp(`\\{${type}::(k\\w+), "(\\w+)"\\}`, 'g'))].map(([, name, word]) => [name, word]))
  const [, body] = code.match(new RegExp(`bool may_become\\(${type} from, ${type} to\\) \\{\\n([^]*?)\\n\\}`)) ??
    fail(`src/orders/state.cpp has no may_become for ${type}`)
  const script = body.replace(/using enum \w+;/, '').replaceAll(/\bk[A-Z]\w*/g, name => JSON.stringify(words.get(name) ?? fail(`no word for ${name}`)))
    .replaceAll('==', '===').replaceAll('!=', '!==')
  return { words, mayBecome: new Function('from', 'to', script) }
}

function waysOf(words, mayBecome) {
  const all = [...words.values()]
  return all.flatMap(from => all.filter(to => mayBecome(from, to)).map(to => [from, to]))
}

const ends = (words, ways) => [...words.values()].filter(word => !ways.some(([from]) => from === word))
const diagram = lines => ['```mermaid', 'stateDiagram-v2', ...lines.map(line => `  ${line}`), '```'].join('\n')
const read = (root, file) => fs.readFileSync(path.join(root, file), 'utf8')

function fail(what) {
  throw new Error(what)
}
