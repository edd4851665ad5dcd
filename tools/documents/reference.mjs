// The API's description (tools/openapi/join.mjs) as Markdown for people.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const kMethods = ['get', 'post', 'put', 'patch', 'delete']

export function apiReference(root) {
  const api = described(root)
  const base = api.servers[0].url
  const operations = Object.entries(api.paths).flatMap(([route, item]) =>
    kMethods.filter(method => item[method]).map(method => ({ ...item[method], name: `${method.toUpperCase()} ${route}`, shared: item.parameters ?? [] })))
  const tags = api.tags.map(({ name }) => name)
  const strays = operations.filter(({ tags: [tag] }) => !tags.includes(tag)).map(({ name }) => name)
  if (strays.length > 0) throw new Error(`src/app/api.json has no tag for ${strays.join(', ')}`)
  const byTag = tags.map(tag => ({ tag, own: operations.filter(({ tags: [first] }) => first === tag) })).filter(({ own }) => own.length > 0)
  return [
    api.info.description,
    `All paths are below \`${base}\` of the shop. The same for programs: \`GET ${base}/openapi.json\` (OpenAPI ${api.openapi}).`,
    table(['', 'does'], operations.map(({ name, summary }) => [`[\`${name}\`](#${anchor(name)})`, summary])),
    ...byTag.flatMap(({ tag, own }) => [`## ${titled(tag)}`, ...own.flatMap(operation => written(operation, api))]),
    '## Objects',
    'A field is always there unless its type says that it may be left out. Amounts are whole rupiah, times are UTC.',
    ...Object.entries(api.components.schemas).flatMap(([name, schema]) => object(name, schema)),
  ].join('\n\n')
}

function described(root) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-api-'))
  try {
    const file = path.join(folder, 'openapi.json')
    execFileSync(process.execPath, [path.join(root, 'tools/openapi/join.mjs'), path.join(root, 'src'), file], { stdio: ['ignore', 'ignore', 'inherit'] })
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

function written(operation, api) {
  const parameters = [...operation.shared, ...(operation.parameters ?? [])].map(one => (one.$ref ? named(one.$ref, api) : one))
  const body = operation.requestBody?.content
  return [
    `### ${operation.name}`,
    [`${operation.summary}.`, operation.description, operation.security?.length > 0 && 'Needs a login.'].filter(text => text).join(' '),
    parameters.length > 0 && table(['parameter', 'in', 'type', ''], parameters.map(({ name, in: place, required, schema, description }) =>
      [`\`${name}\``, place, typed(schema, required), worded(description, schema)])),
    ...Object.entries(body ?? {}).flatMap(([media, { schema }]) => content(media, schema)),
    table(['answer', ''], answersOf(operation.responses)),
  ].filter(text => text)
}

function content(media, schema) {
  const kind = media === 'application/json' ? 'JSON' : `\`${media}\``
  return schema.$ref ? [`Body (${kind}): ${typed(schema)}.`] : [`Body (${kind}):`, fieldTable(schema)]
}

/** Those that are a Problem together, in one line. */
function answersOf(responses) {
  const problems = Object.entries(responses).filter(([, { $ref }]) => $ref).map(([status]) => (status === 'default' ? 'others' : status))
  const rows = Object.entries(responses).filter(([, { $ref }]) => !$ref).map(([status, { description, content: media, headers }]) => {
    const schema = Object.values(media ?? {})[0]?.schema
    const more = [schema && typed(schema), headers && Object.keys(headers).map(name => `header \`${name}\``).join(', ')]
    return [status, [description, ...more].filter(text => text).join(' ')]
  })
  return problems.length > 0 ? [...rows, [problems.join(', '), linked('Problem')]] : rows
}

function object(name, schema) {
  const fields = fieldsOf((schema.anyOf ?? []).find(one => one.properties) ?? schema)
  const about = [schema.description, fields.length === 0 && `${typed({ ...schema, description: undefined })}.`].filter(text => text).join(' ')
  return [`### ${name} (object)`, about, fields.length > 0 && rowsAsTable(fields)].filter(text => text)
}

/** [[name, type, words]]; fields of fields are written with a dot, those of a list's items with []. */
function fieldsOf(schema, prefix = '') {
  if (schema.allOf) return schema.allOf.flatMap(part => (part.$ref ? [[`${prefix}…`, `all of ${typed(part)}`, '']] : fieldsOf(part, prefix)))
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = prefix + key
    const optional = !(schema.required ?? []).includes(key)
    const inner = [field, ...(field.anyOf ?? [])].map(one => (one.type === 'array' || one.items ? { one: one.items, mark: '[].' } : { one, mark: '.' }))
      .find(({ one }) => one?.properties)
    const row = [`\`${name}\``, typed(field, !optional), worded(field.description, field)]
    return inner ? [row, ...fieldsOf(inner.one, name + inner.mark)] : [row]
  })
}

const fieldTable = schema => rowsAsTable(fieldsOf(schema))
const rowsAsTable = rows => table(['field', 'type', ''], rows.map(([name, type, words]) => [name.startsWith('`') ? name : `\`${name}\``, type, words]))

function typed(schema, required = true) {
  return typeOf(schema ?? {}) + (required ? '' : ', optional')
}

function typeOf(schema) {
  if (schema.$ref) return linked(schema.$ref)
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(', ')
  if (schema.const !== undefined) return `\`${schema.const}\``
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(typeOf).join(' or ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ')
  const kinds = [schema.type ?? 'anything'].flat()
  return kinds.map(kind => (kind === 'array' ? `list of ${typeOf(schema.items ?? {})}` : kind === 'object' && schema.additionalProperties?.type ? `object of ${typeOf(schema.additionalProperties)}` : kind)).join(' or ')
}

/** What a type's limits say besides its description. */
function worded(description, schema = {}) {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, format } = schema
  const limits = [
    range(minimum, maximum, ''), range(minLength, maxLength, ' characters'), range(minItems, maxItems, ' items'),
    pattern && `\`${pattern}\``, format && format,
  ].filter(text => text)
  return [description, limits.length > 0 && `(${limits.join(', ')})`].filter(text => text).join(' ')
}

function range(low, high, unit) {
  if (low === undefined && high === undefined) return ''
  if (high === undefined) return `at least ${low}${unit}`
  return low === undefined ? `at most ${high}${unit}` : `${low} to ${high}${unit}`
}

/** Parts of the API are called as some objects are: hence the word behind an object's name. */
const linked = ref => `[${nameIn(ref)}](#${anchor(`${nameIn(ref)} (object)`)})`
const nameIn = ref => ref.split('/').at(-1)
const named = (ref, api) => ref.split('/').slice(1).reduce((at, key) => at[key], api)
const titled = text => text[0].toUpperCase() + text.slice(1)
/** As GitHub names a heading. */
const anchor = heading => heading.toLowerCase().replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-')
const cell = text => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
const row = cells => `| ${cells.map(cell).join(' | ')} |`
const table = (head, rows) => [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n')
