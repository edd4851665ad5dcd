// The dashboard and the alert rules ask for what the program exports, and lead to runbooks that exist.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { withShop } from '../http/errand.mjs'
import { send } from '../http/client.mjs'

const read = name => fs.readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8')
const dashboard = read('packaging/monitoring/grafana-dashboard.json')
const alerts = read('packaging/monitoring/alerts.yml')

withShop('monitoring', shop => {
  const told = async () => (await Promise.all([shop().url, shop().chatUrl].map(url => send('GET', `${url}/metrics`)))).map(answer => answer.text()).join('')
  const declared = text => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)

  test('every metric that is asked for is exported', async () => {
    const text = await told()
    const exported = new Set([...declared(text), ...text.split('\n').map(line => line.split(/[ {]/)[0])])
    const asked = new Set([...(dashboard + alerts).matchAll(/\b(?:hurtrock|process)_\w+/g)].map(([name]) => name))
    assert.ok(asked.size > 40)
    for (const name of asked) assert.ok(exported.has(name), `${name} is not exported`)
  })

  test('every metric of shop and chat is on the dashboard', async () => {
    for (const name of declared(await told())) assert.ok(dashboard.includes(name), `${name} is not shown`)
  })
// Whether a Redis answers is told where one is configured.
}, { chat: true, env: { REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMITS: 'on' } })

test('the dashboard is JSON with a panel for each place', () => {
  const { panels } = JSON.parse(dashboard)
  assert.equal(new Set(panels.map(({ gridPos }) => `${gridPos.x},${gridPos.y}`)).size, panels.length)
})

test('every runbook an alert leads to exists', () => {
  const headings = read('docs/maintainer-guide.md').match(/^#+ .*$/gm).map(line => line.replace(/^#+ /, '').toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-'))
  for (const [, anchor] of alerts.matchAll(/runbook: docs\/maintainer-guide\.md#(\S+)/g)) assert.ok(headings.includes(anchor), anchor)
})
