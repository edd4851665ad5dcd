// What the staff's forms have in common: they are filled in, refused at their fields, and met by a colleague's change.

import assert from 'node:assert/strict'
import { untilEqual } from '../support/poll.mjs'
import { assertInOrder } from './both_widths.mjs'

export const field = ({ page }, name) => page.locator(`#field-${name}`)

/** `values`: what is typed, by field. */
export async function fillIn(person, values) {
  for (const [name, value] of Object.entries(values)) await field(person, name).fill(value)
}

/** The same, read: what is in the form's fields is what was typed. */
export async function assertHolds(person, values) {
  for (const [name, value] of Object.entries(values)) assert.equal(await field(person, name).inputValue(), value, name)
}

const hasFocus = element => untilEqual(() => element.evaluate(each => each === document.activeElement), true)

/** What was sent is refused: the list of what is wrong has the focus, and leads to `fields`, which are marked. */
export async function assertRefusedAt(person, ...fields) {
  const summary = person.page.locator('.error-summary')
  await summary.waitFor()
  await hasFocus(summary)
  assert.equal(await summary.locator('li').count(), fields.length)
  for (const name of fields) {
    assert.equal(await summary.locator(`a[href="#field-${name}"]`).count(), 1, name)
    assert.equal(await field(person, name).getAttribute('aria-invalid'), 'true', name)
  }
}

/** A colleague was faster: `heading` says so and has the focus, `theirs` stands beside what was typed, and all is in order. */
export async function assertOvertaken(person, heading, theirs) {
  const { page, t } = person
  const box = page.locator('.confirm-box', { hasText: t(heading) })
  await box.waitFor()
  await hasFocus(box)
  await page.locator('.stored-note', { hasText: theirs }).first().waitFor()
  await assertInOrder(person)
}
