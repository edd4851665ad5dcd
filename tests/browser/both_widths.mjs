// Errands of the staff at both widths, each ending on a page that is in order.

import { test } from 'node:test'
import { onceLoggedIn } from '../http/people.mjs'
import { long } from '../race/run_size.mjs'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'

/** Both windows, themes and languages are seen in either. */
const kManners = [
  { window: 'phone', theme: 'dark', language: 'id' },
  { window: 'laptop', theme: 'light', language: 'en' },
]

/** What may be asked of every page: it fits its window, and axe finds nothing. */
export async function assertInOrder(person) {
  await person.assertFits()
  await assertAccessible(person)
}

/**
 * Answers a function that defines a test of `errand` per width. `opened()`: {shop, browser}; `role`: whose screens they are.
 * The errand gets the person in front of a new window, and a visitor of the same role who acts meanwhile, by HTTP. At its
 * end the page is looked at, and nothing may have gone wrong on the way but the `refusals`, statuses that are asked for.
 * axe takes as long as the errand: it looks at both widths in turns, and in a long run at each.
 */
export function errandsAtBothWidths(opened, role = 'staff') {
  const colleague = onceLoggedIn(() => opened().shop, role)
  let errands = 0
  return (name, errand, { refusals = [] } = {}) => {
    const turn = errands++ % kManners.length
    for (const [seen, manner] of kManners.entries())
      test(`${name}, ${manner.window}`, async () => {
        const { shop, browser } = opened()
        const visitor = await colleague()
        const person = await openWindow(browser, shop, manner)
        // One login for all: what it costs is not what is tested here.
        await person.context.addCookies([{ name: 'hurtrock_session', value: visitor.cookies.get('hurtrock_session'), url: shop.url }])
        for (const status of refusals) person.expectComplaint(new RegExp(`status of ${status}`))
        await errand(person, visitor)
        await person.assertFits()
        if (long || seen === turn) await assertAccessible(person)
        await person.leave()
      })
  }
}
