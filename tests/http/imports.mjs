// Files of products as the staff send and fetch them.

import assert from 'node:assert/strict'
import { until } from '../support/poll.mjs'

const kPatience = { withinMs: 120_000 }

export const kTitles = 'slug,name,model,brand,category,state,description_id,description_en,sku,price,stock,weight_g,length_mm,width_mm,height_mm\n'
export const productRow = (number, price = 250_000) =>
  `uji-pick-${number},Uji Pick ${number},P1,Dunlop,Gitar,active,Pick.,A pick.,UJI-PICK-${number},${price},7,10,30,30,2\n`

/** The answer to a form with one file in it. */
function sendFile(staff, path, field, bytes, name, type) {
  const boundary = 'hurtrock-test-boundary'
  return staff.post(path, {
    body: Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`),
      Buffer.from(bytes), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  })
}

/** The answer to an upload as the form sends it. */
export const upload = (staff, bytes, name = 'produk.csv') => sendFile(staff, '/admin/imports', 'file', bytes, name, 'text/csv')

/** The answer to a ZIP of pictures, sent on an import's page. */
export const sendZip = (staff, import_, bytes, name = 'foto.zip') =>
  sendFile(staff, `${import_}/archive`, 'archive', bytes, name, 'application/zip')

/** The path of a new import's page. */
export async function uploaded(staff, bytes) {
  const answer = await upload(staff, bytes)
  assert.equal(answer.status, 303, answer.text().slice(0, 3000))
  assert.match(answer.headers.location, /^\/admin\/imports\/\d+$/)
  return answer.headers.location
}

export async function pageOf(staff, path) {
  const answer = await staff.get(path)
  assert.equal(answer.status, 200)
  return answer.text()
}

/** The fields of the form that ends in `action`, as a browser would send them. */
export function formOn(page, action) {
  const form = page.match(new RegExp(`<form[^>]*action="[^"]*/${action}"[\\s\\S]*?</form>`))?.[0]
  assert.ok(form, `no form for ${action}`)
  const fields = {}
  for (const [tag, name] of form.matchAll(/<input[^>]* name="([^"]+)"[^>]*>/g))
    if (!/type="checkbox"/.test(tag) || tag.includes(' checked')) fields[name] = tag.match(/ value="([^"]*)"/)?.[1] ?? ''
  for (const [, name, content] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = content.match(/value="([^"]*)" selected/)?.[1] ?? ''
  delete fields._csrf
  return fields
}

export const stateOf = page => page.match(/badge--import-(\w+)/)[1]

/** The page once the import is at rest. */
export function resting(staff, path) {
  return until(`${path} is at rest`, async () => {
    const answer = await staff.get(path)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.refresh !== undefined, /badge--import-(checking|running)/.test(answer.text()))
    return answer.headers.refresh === undefined ? answer.text() : false
  }, kPatience)
}

export async function check(staff, path, changes = {}) {
  const form = { ...formOn(await pageOf(staff, path), 'check'), ...changes }
  const answer = await staff.post(`${path}/check`, { form })
  assert.equal(answer.status, 303, answer.text().slice(0, 3000))
  return resting(staff, path)
}

export async function begin(staff, path) {
  const answer = await staff.post(`${path}/run`, { form: formOn(await pageOf(staff, path), 'run') })
  assert.equal(answer.status, 303, answer.text().slice(0, 3000))
}

/** {created: 3, …} as the table of imports has it. */
export async function countsOf(shop, path) {
  const [[state, created, changed, unchanged, refused, done]] = await shop.sql(
    `SELECT state, created, changed, unchanged, refused, done FROM product_imports WHERE id = ${path.split('/').pop()}`)
  return { state, created: Number(created), changed: Number(changed), unchanged: Number(unchanged), refused: Number(refused), done: Number(done) }
}
