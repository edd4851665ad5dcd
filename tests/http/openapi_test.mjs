// The description of the API: CONTRACT section 5. Whether answers are as it says is checked wherever tests get them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { send } from './client.mjs'
import { assertDescribed, description } from './described.mjs'
import { withShop } from './errand.mjs'

withShop('the description of the API', shop => {
  test('it is answered, and is OpenAPI 3.1', async () => {
    const answer = await send('GET', `${shop().url}/api/v1/openapi.json`)
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.json(), description)
    const { valid, errors } = await new Validator().validate(structuredClone(description))
    assert.ok(valid, JSON.stringify(errors, null, 2))
    assert.equal(description.openapi, '3.1.0')
  })

  test('every operation has a name of its own, a summary and a tag that is listed', () => {
    const operations = Object.values(description.paths).flatMap(item => Object.values(item))
    const tags = description.tags.map(({ name }) => name)
    assert.ok(operations.length > 20)
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length)
    for (const { operationId, summary, tags: [tag] } of operations) assert.ok(summary && tags.includes(tag), operationId)
  })

  test('an answer that is not as described would be noticed', async () => {
    const url = `${shop().url}/api/v1/cart`
    const answer = await send('GET', url)
    const other = changed => Object.assign(Object.create(answer), { json: () => ({ ...answer.json(), ...changed }) })
    assertDescribed('GET', url, answer)
    assert.throws(() => assertDescribed('GET', url, other({ subtotal: '0' })), /is not as described/)
    assert.throws(() => assertDescribed('GET', url, other({ more: 1 })), /is not as described/)
    assert.throws(() => assertDescribed('GET', url, Object.assign(other({}), { status: 204 })), /is not described/)
  })
})
