// Staff arrange the tree of categories: with the mouse, a finger and the keyboard, at a phone and a laptop, and without scripts.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertAccessible } from './accessibility.mjs'
import { openWindow } from './browser.mjs'
import { logIn } from './errand.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'

describe('the tree of categories', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  /** The page in front of a staff member, with three departments of this test above all others: Uji A, Uji B, Uji C. */
  async function treePage(manner) {
    await shop.sql(`DELETE FROM categories WHERE slug LIKE 'uji-%'; DELETE FROM category_slugs WHERE slug LIKE 'uji-%'; INSERT INTO categories (slug, name_id, name_en, position)
      VALUES ('uji-a', 'Uji A', 'Uji A', -3), ('uji-b', 'Uji B', 'Uji B', -2), ('uji-c', 'Uji C', 'Uji C', -1)`)
    const person = await openWindow(browser, shop, manner)
    await logIn(person, 'staf@hurtrock.com', 'staf12345')
    await person.page.goto('/admin/categories')
    const moves = []
    person.page.on('request', request => request.method() === 'POST' && moves.push(request.url()))
    return { ...person, person, moves }
  }
  const fill = (text, ...values) => text.replace(/%(\d)/g, (_, number) => values[number - 1])
  const handle = ({ page, t }, name) => page.getByRole('button', { name: t('admin.categories.drag', { name }), exact: true })
  const row = ({ page }, name) => page.locator('.tree__row', { hasText: name })
  const says = ({ page }, text) => page.locator('[data-status]', { hasText: text }).waitFor()
  const departments = ({ page }) => page.locator('.tree__row[data-depth="0"]').count()
  /** The three and what is between them, with a dot for each level. */
  const tree = ({ page }) => page.locator('.tree__row').evaluateAll(rows => rows.slice(0, 3).map(
    each => '.'.repeat(Number(each.dataset.depth)) + each.querySelector('.tree__name a').textContent))
  const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })

  for (const manner of [{ window: 'phone', theme: 'dark', language: 'id' }, { window: 'laptop', theme: 'light', language: 'en' }]) {
    test(`the arrow keys move a category that is picked up, and every step is announced (${manner.window})`, async () => {
      const view = await treePage(manner)
      const { page, t, person } = view
      const all = await departments(view)
      await handle(view, 'Uji C').focus()
      await page.keyboard.press('Enter')
      await says(view, fill(t('admin.categories.drag.taken'), 'Uji C'))
      await page.keyboard.press('ArrowUp')
      await says(view, fill(t('admin.categories.drag.at_top'), 'Uji C', 2, all))
      await page.keyboard.press('ArrowRight')
      await says(view, fill(t('admin.categories.drag.below'), 'Uji C', 1, 1, 'Uji A'))
      await page.keyboard.press('ArrowRight')
      await says(view, t('admin.categories.drag.no_further'))
      await page.keyboard.press('ArrowLeft')
      await says(view, fill(t('admin.categories.drag.at_top'), 'Uji C', 2, all))
      await page.keyboard.press('ArrowDown')
      await says(view, fill(t('admin.categories.drag.at_top'), 'Uji C', 3, all))
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowRight')
      assert.deepEqual(view.moves, [])
      await page.keyboard.press('Enter')
      await says(view, t('admin.categories.drag.done'))
      assert.equal(view.moves.length, 1)
      assert.deepEqual(await tree(view), ['Uji A', '.Uji C', 'Uji B'])
      assert.equal(await handle(view, 'Uji C').evaluate(button => button === document.activeElement), true)
      await page.reload()
      assert.deepEqual(await tree(view), ['Uji A', '.Uji C', 'Uji B'])
      await person.assertFits()
      await assertAccessible(person)
      await person.leave()
    })
  }

  test('Escape puts back what the keyboard has picked up', async () => {
    const view = await treePage({ window: 'laptop' })
    const { page, t, person } = view
    await handle(view, 'Uji B').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Escape')
    await says(view, t('admin.categories.drag.cancelled'))
    assert.equal(await handle(view, 'Uji B').getAttribute('aria-pressed'), 'false')
    assert.equal(await page.locator('.tree__line').count(), 0)
    await page.keyboard.press('ArrowUp')
    assert.deepEqual(await tree(view), ['Uji A', 'Uji B', 'Uji C'])
    assert.deepEqual(view.moves, [])
    await person.leave()
  })

  test('leaving the handle puts back what was picked up', async () => {
    const view = await treePage({ window: 'laptop' })
    const { page, t, person } = view
    await handle(view, 'Uji B').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    await says(view, t('admin.categories.drag.cancelled'))
    assert.deepEqual(view.moves, [])
    await person.leave()
  })

  test('the mouse drags a category up, and to the right into the one above', async () => {
    const view = await treePage({ window: 'laptop' })
    const { page, t, person } = view
    const from = middle(await handle(view, 'Uji C').boundingBox())
    const first = await row(view, 'Uji A').boundingBox()
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x, first.y + 4, { steps: 8 })
    await page.locator('.tree__line').waitFor({ state: 'attached' })
    await page.mouse.up()
    await says(view, t('admin.categories.drag.done'))
    assert.deepEqual(await tree(view), ['Uji C', 'Uji A', 'Uji B'])

    const second = middle(await handle(view, 'Uji B').boundingBox())
    await page.mouse.move(second.x, second.y)
    await page.mouse.down()
    await page.mouse.move(second.x + 30, second.y, { steps: 6 })
    await page.mouse.up()
    await says(view, t('admin.categories.drag.done'))
    assert.deepEqual(await tree(view), ['Uji C', 'Uji A', '.Uji B'])
    assert.equal(view.moves.length, 2)
    await person.leave()
  })

  test('Escape ends a drag of the mouse without a move', async () => {
    const view = await treePage({ window: 'laptop' })
    const { page, t, person } = view
    const from = middle(await handle(view, 'Uji C').boundingBox())
    const first = await row(view, 'Uji A').boundingBox()
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x, first.y + 4, { steps: 8 })
    await page.keyboard.press('Escape')
    await says(view, t('admin.categories.drag.cancelled'))
    await page.mouse.up()
    assert.equal(await page.locator('.tree__row--moving').count(), 0)
    assert.deepEqual(view.moves, [])
    await person.leave()
  })

  test('a finger drags a category by its handle, and the page does not scroll along', async () => {
    const view = await treePage({ window: 'phone' })
    const { page, t, person } = view
    const from = middle(await handle(view, 'Uji C').boundingBox())
    const first = await row(view, 'Uji A').boundingBox()
    const fingers = await person.context.newCDPSession(page)
    const touch = (type, y) => fingers.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: from.x, y }] })
    const scrolled = await page.evaluate(() => window.scrollY)
    await touch('touchStart', from.y)
    for (let step = 1; step <= 8; ++step) await touch('touchMove', from.y + ((first.y + 4 - from.y) * step) / 8)
    assert.equal(await page.evaluate(() => window.scrollY), scrolled)
    await touch('touchEnd')
    await says(view, t('admin.categories.drag.done'))
    assert.deepEqual(await tree(view), ['Uji C', 'Uji A', 'Uji B'])
    await person.leave()
  })

  test('whoever moves in a tree that somebody else has changed is told, and sees that tree', async () => {
    const view = await treePage({ window: 'laptop' })
    const { page, t, person } = view
    person.expectComplaint(/status of 409/)
    await shop.sql("UPDATE categories SET position = -9 WHERE slug = 'uji-b'")
    const moveUp = async () => {
      await handle(view, 'Uji C').focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
    }
    await moveUp()
    await says(view, t('admin.categories.error.tree_changed'))
    assert.deepEqual(await tree(view), ['Uji B', 'Uji A', 'Uji C'])
    await moveUp()
    await says(view, t('admin.categories.drag.done'))
    assert.deepEqual(await tree(view), ['Uji B', 'Uji C', 'Uji A'])
    await person.leave()
  })

  test('without JavaScript there are no handles, and the arrows move', async () => {
    const view = await treePage({ window: 'phone', javaScript: false })
    const { page, t, person } = view
    assert.equal(await page.locator('[data-handle]').first().isVisible(), false)
    await page.getByRole('button', { name: t('admin.categories.up', { name: 'Uji B' }), exact: true }).click()
    await page.waitForURL(/#category-\d+$/)
    assert.deepEqual(await tree(view), ['Uji B', 'Uji A', 'Uji C'])
    await person.assertFits()
    await person.leave()
  })
})
