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
  test('every metric that is asked for is exported', async () => {
    const exported = new Set((await send('GET', `${shop().chatUrl}/metrics`)).text().split('\n').map(line => line.split(/[ {]/)[0]))
    const asked = new Set([...(dashboard + alerts).matchAll(/\bhurtrock_\w+/g)].map(([name]) => name))
    assert.ok(asked.size > 10)
    for (const name of asked) assert.ok(exported.has(name), `${name} is not exported`)
  })

  test('every metric of the chat is on the dashboard', async () => {
    const names = [...(await send('GET', `${shop().chatUrl}/metrics`)).text().matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    for (const name of names) assert.ok(dashboard.includes(name), `${name} is not shown`)
  })
}, { chat: true })

test('the dashboard is JSON with a panel for each place', () => {
  const { panels } = JSON.parse(dashboard)
  assert.equal(new Set(panels.map(({ gridPos }) => `${gridPos.x},${gridPos.y}`)).size, panels.length)
})

test('every runbook an alert leads to exists', () => {
  const headings = read('docs/maintainer-guide.md').match(/^#+ .*$/gm).map(line => line.replace(/^#+ /, '').toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-'))
  for (const [, anchor] of alerts.matchAll(/runbook: docs\/maintainer-guide\.md#(\S+)/g)) assert.ok(headings.includes(anchor), anchor)
})
