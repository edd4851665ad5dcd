// Holds every answer of the API against its description, whichever test asked for it.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { program } from '../support/shop.mjs'

const kBase = '/api/v1'
const kMedia = ['application/json', 'application/problem+json']

/** The document that was built into the program under test. */
export const description = JSON.parse(fs.readFileSync(path.join(path.dirname(program), 'openapi.json'), 'utf8'))

// The document is no JSON Schema itself, but holds many.
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addSchema(description, 'description')

const operations = Object.entries(description.paths).map(([template, item]) => ({
  template, item, pattern: new RegExp(`^${kBase}${template.replace(/\{\w+\}/g, '[^/]+')}$`),
}))

/** Throws when the answer is not what the description says of it. Addresses that are not described are none of the API's. */
export function assertDescribed(method, url, answer) {
  const { pathname } = new URL(url)
  const operation = operations.find(({ pattern, item }) => pattern.test(pathname) && method.toLowerCase() in item)
  if (!operation) return
  const where = `${method} ${operation.template}: ${answer.status}`
  const { responses } = operation.item[method.toLowerCase()]
  const status = answer.status in responses ? answer.status : 'default'
  assert.ok(status !== 'default' || answer.status >= 400, `${where} is not described`)
  const content = resolved(responses[status]).content
  if (!content) return assert.equal(answer.body.length, 0, `${where} has a body, which is not described`)
  const media = answer.headers['content-type']?.split(';')[0]
  assert.ok(kMedia.includes(media) && media in content, `${where} is of the type ${media}`)
  const validate = ajv.getSchema(`description#${pointerTo(operation.template, method, status)}/content/${escaped(media)}/schema`)
    ?? ajv.getSchema(`description#/components/responses/Problem/content/${escaped(media)}/schema`)
  assert.ok(validate(answer.json()), `${where} is not as described: ${ajv.errorsText(validate.errors)}\n${answer.text().slice(0, 500)}`)
}

const escaped = part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
const pointerTo = (template, method, status) => `/paths/${escaped(template)}/${method.toLowerCase()}/responses/${status}`
const resolved = ({ $ref, ...response }) => ($ref ? description.components.responses[$ref.split('/').at(-1)] : response)
