import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { untilEqual } from '../support/poll.mjs'
import { assertAccessible } from './accessibility.mjs'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, photoFile, picturesReady, staffMember } from './staff.mjs'

const kWaitMs = 60_000

describe('staff put pictures into the shop', () => {
  let shop, browser, product
  const photos = []
  withShopAndBrowser(opened => ({ shop, browser } = opened))
  before(async () => {
    for (const seed of [1, 2, 3]) photos.push(await photoFile(`foto-${seed}.jpg`, 1800, 1400, seed))
  })

  const notAPicture = { name: 'catatan.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('beli senar') }

  /** The pictures page of a product that has none, in front of a staff member. */
  async function picturesPage(manner) {
    const [[id, slug]] = await shop.sql(
      `SELECT id, slug FROM products WHERE state = 'active' AND id > ${product?.id ?? 0} ORDER BY id LIMIT 1`)
    product = { id: Number(id), slug }
    await shop.sql(`DELETE FROM product_images WHERE product_id = ${id}`)
    const person = await staffMember(browser, shop, manner)
    await person.page.goto(`/admin/products/${id}/images`)
    return person
  }
  const states = page => page.locator('.shot').evaluateAll(rows => rows.map(row => row.dataset.state))

  for (const manner of [{ window: 'phone', theme: 'dark', language: 'id' }, { window: 'laptop', theme: 'light', language: 'en' }]) {
    test(`chosen files show their progress and outcome, then the pictures (${manner.window})`, async () => {
      const person = await picturesPage(manner)
      const { page, t } = person
      await page.getByLabel(t('admin.pictures.choose')).setInputFiles([photos[0], notAPicture, photos[1]])
      await page.locator('.upload--stored').nth(1).waitFor({ timeout: kWaitMs })
      const refused = page.locator('.upload--refused')
      await refused.waitFor({ timeout: kWaitMs })
      assert.match(await refused.textContent(), /catatan\.jpg/)
      assert.ok((await refused.textContent()).includes(t('admin.pictures.failure.not_a_picture')))
      await picturesReady(page, 2)
      await page.waitForFunction(ready => [...document.querySelectorAll('.upload--stored .upload__state')]
        .every(({ textContent }) => textContent === ready), t('admin.pictures.state.ready'))
      assert.equal(await page.getByRole('radio', { checked: true }).count(), 1, 'the main picture is marked')
      await page.locator('.shot img').first().evaluate(image => image.decode())
      await person.assertFits()
      await assertAccessible(person)

      // What was typed survives the button of another row.
      const texts = page.getByLabel(t('admin.pictures.alt_id'))
      await texts.nth(0).fill('Tampak depan')
      await page.locator('.shot__buttons').nth(1).getByRole('button').first().click()
      await page.getByText(t('admin.pictures.notice.saved')).waitFor()
      await untilEqual(() => texts.evaluateAll(fields => fields.map(field => field.value === 'Tampak depan')), [false, true])

      await page.getByRole('radio', { name: t('admin.pictures.thumbnail') }).nth(1).check()
      await page.getByRole('button', { name: t('admin.pictures.save'), exact: true }).last().click()
      await page.getByText(t('admin.pictures.notice.saved')).waitFor()
      await untilEqual(() => page.getByRole('radio').nth(1).isChecked(), true)
      const removal = page.locator('.shot').nth(0).locator('.shot__removal')
      await removal.locator('summary').click()
      await person.assertFits()
      await assertAccessible(person)
      await removal.getByRole('button', { name: t('admin.pictures.remove_confirm') }).click()
      await page.getByText(t('admin.pictures.notice.removed')).waitFor()
      await untilEqual(() => states(page), ['ready'])

      await page.goto(`/product/${product.slug}`)
      const picture = page.locator('.gallery__frame img')
      assert.match(await picture.getAttribute('srcset'), /-160\.webp 160w, .*-1600\.webp 1600w/)
      await picture.evaluate(image => image.decode())
      await person.assertFits()
      await person.leave()
    })
  }

  test('what the connection has lost is sent again by its button', async () => {
    const person = await picturesPage({ window: 'phone' })
    const { page, t } = person
    person.expectComplaint(/images|ERR_/)
    await page.route('**/admin/products/*/images', route => route.request().method() === 'POST' ? route.abort('connectionreset') : route.continue())
    await page.getByLabel(t('admin.pictures.choose')).setInputFiles([photos[0]])
    const again = page.getByRole('button', { name: `${t('admin.pictures.upload.retry')}: ${photos[0].name}` })
    await again.waitFor()
    await person.assertFits()
    await assertAccessible(person)
    await page.unroute('**/admin/products/*/images')
    await again.click()
    await page.locator('.upload--stored').waitFor({ timeout: kWaitMs })
    assert.equal(await page.locator('.upload--refused').count(), 0)
    assert.equal(await again.count(), 0)
    await picturesReady(page, 1)
    await page.locator('.shot').nth(0).waitFor()
    await person.leave()
  })

  const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))
  atBothWidths('who is overtaken by a colleague keeps what was typed, and sees what the colleague has written', async person => {
    const { page, t, window } = person
    const theirs = `Kata dari rekan di ${window}`
    // The last ones: the other tests begin with the first.
    const [[id]] = await shop.sql("SELECT p.id FROM products p JOIN product_images i ON i.product_id = p.id WHERE i.state = 'ready' ORDER BY p.id DESC LIMIT 1")
    await page.goto(`/admin/products/${id}/images`)
    const image = (await page.locator('.shot').first().getAttribute('id')).replace('picture-', '')
    await shop.sql(`UPDATE product_images SET alt_id = '${theirs}' WHERE id = ${image};
      UPDATE products SET gallery_version = gallery_version + 1 WHERE id = ${id}`)
    const words = language => page.locator(`#alt-${language}-${image}`)
    const before = await words('id').inputValue()
    await words('en').fill('Words of mine')
    const save = () => page.locator('[data-save]').click()
    await save()
    await noticed(person, 'admin.pictures.changed')
    await page.locator(`#picture-${image} .stored-note`, { hasText: `${t('admin.edit.stored')} ${theirs}` }).waitFor()
    assert.deepEqual([await words('id').inputValue(), await words('en').inputValue()], [before, 'Words of mine'])
    await assertInOrder(person)
    await words('id').fill(theirs)
    await save()
    await noticed(person, 'admin.pictures.notice.saved')
    assert.deepEqual(await shop.sql(`SELECT alt_id, alt_en FROM product_images WHERE id = ${image}`), [[theirs, 'Words of mine']])
  }, { refusals: [409] })

  test('a picture that is dropped or pasted anywhere is uploaded', async () => {
    const person = await picturesPage({ window: 'laptop' })
    const { page } = person
    for (const [kind, source] of [['drop', photos[0]], ['paste', photos[2]]]) {
      await page.evaluate(async ([type, name, base64]) => {
        const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
        const transfer = new DataTransfer()
        transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }))
        document.body.dispatchEvent(type === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }))
      }, [kind, source.name, source.buffer.toString('base64')])
    }
    await picturesReady(page, 2)
    await person.leave()
  })

  test('the mouse changes the order', async () => {
    const person = await picturesPage({ window: 'laptop' })
    const { page, t } = person
    await page.getByLabel(t('admin.pictures.choose')).setInputFiles(photos)
    await picturesReady(page, 3)
    const ids = () => page.locator('.shot').evaluateAll(rows => rows.map(row => row.id))
    const before = await ids()
    await page.locator('[data-handle]').nth(2).dragTo(page.locator('.shot').nth(0), { targetPosition: { x: 60, y: 10 } })
    await page.getByText(t('admin.pictures.notice.saved')).waitFor()
    await untilEqual(ids, [before[2], before[0], before[1]])
    await person.leave()
  })

  test('without JavaScript it is a form with a button', async () => {
    const person = await picturesPage({ window: 'phone', javaScript: false })
    const { page, t } = person
    await page.getByLabel(t('admin.pictures.choose')).setInputFiles([photos[0], notAPicture])
    person.expectComplaint(/status of 422/)
    await page.getByRole('button', { name: t('admin.pictures.upload'), exact: true }).click()
    await page.getByText('catatan.jpg').waitFor()
    await page.getByLabel(t('admin.pictures.choose')).setInputFiles([photos[1]])
    await page.getByRole('button', { name: t('admin.pictures.upload'), exact: true }).click()
    await page.getByText(t('admin.pictures.notice.uploaded')).waitFor()
    await untilEqual(() => page.locator('.shot').count(), 2)
    await person.leave()
  })

  test('the way there leads over the list of products', async () => {
    const person = await staffMember(browser, shop)
    const { page, t } = person
    await page.goto('/admin')
    await page.getByRole('link', { name: t('admin.nav.products') }).click()
    await page.getByLabel(t('admin.products.search')).fill('RG550')
    await page.keyboard.press('Enter')
    await page.waitForURL('**q=RG550**')
    await page.locator('.product-rows a').first().click()
    await page.getByRole('heading', { level: 1 }).getByText('RG550').waitFor()
    await person.leave()
  })
})
