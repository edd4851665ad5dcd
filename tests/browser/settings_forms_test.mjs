// Synonyms and the shop's profile: written down, changed, refused, overtaken by a colleague, done away with.

import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { assertInOrder, errandsAtBothWidths } from './both_widths.mjs'
import { assertHolds, assertOvertaken, assertRefusedAt, fillIn } from './forms.mjs'
import { withShopAndBrowser } from './shop_and_browser.mjs'
import { noticed, press, save, unfold } from './staff.mjs'

describe('forms of the settings', () => {
  let shop, browser
  withShopAndBrowser(opened => ({ shop, browser } = opened))

  describe('synonyms', () => {
    const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }))
    let made = 0
    /** A set of this test: {id, terms}. Its page is open. */
    async function openSet({ page }) {
      const terms = `ujikata${++made}, ujiistilah${made}`
      const [[id]] = await shop.sql(`INSERT INTO search_synonyms (terms) VALUES ('${terms}') RETURNING id`)
      await page.goto(`/admin/synonyms/${id}`)
      return { id, terms }
    }
    const stored = async ({ id }) => (await shop.sql(`SELECT terms FROM search_synonyms WHERE id = ${id}`)).flat()
    const overtake = ({ id }, terms) => shop.sql(`UPDATE search_synonyms SET terms = '${terms}' WHERE id = ${id}`)

    atBothWidths('synonyms are written down and stand in the list', async person => {
      const { page, t, window } = person
      await page.goto('/admin/synonyms')
      await page.getByRole('link', { name: t('admin.synonyms.new'), exact: true }).click()
      await fillIn(person, { terms: `Ujigitar ${window}, ujiukulele` })
      await assertInOrder(person)
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.locator('.crumb a').click()
      await page.locator('#field-q').fill(`ujigitar ${window}`)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: `ujigitar ${window}, ujiukulele`, exact: true }).waitFor()
    })

    atBothWidths('changed synonyms show who has changed what', async person => {
      const set = await openSet(person)
      await fillIn(person, { terms: `${set.terms}, ujilagi` })
      await save(person.page)
      await noticed(person, 'admin.edit.notice.saved')
      await person.page.locator('.history ins', { hasText: `${set.terms}, ujilagi` }).waitFor()
      assert.deepEqual(await stored(set), [`${set.terms}, ujilagi`])
    })

    atBothWidths('a word without a second one, or a set that is there already, is refused at its field', async person => {
      const { page, t } = person
      const other = await openSet(person), set = await openSet(person)
      await fillIn(person, { terms: 'sendirian' })
      await save(page)
      await page.locator('.error-summary', { hasText: t('admin.synonyms.error.terms') }).waitFor()
      await assertRefusedAt(person, 'terms')
      await assertHolds(person, { terms: 'sendirian' })
      await fillIn(person, { terms: other.terms })
      await save(page)
      await page.locator('.error-summary', { hasText: t('admin.synonyms.error.taken') }).waitFor()
      await assertRefusedAt(person, 'terms')
      assert.deepEqual(await stored(set), [set.terms])
    }, { refusals: [422] })

    atBothWidths('who is overtaken by a colleague keeps what was typed, sees what is stored, and decides', async person => {
      const set = await openSet(person)
      await overtake(set, `${set.terms}, darirekan`)
      await fillIn(person, { terms: `${set.terms}, darisaya` })
      await save(person.page)
      await assertOvertaken(person, 'admin.synonyms.error.changed', `${set.terms}, darirekan`)
      await assertHolds(person, { terms: `${set.terms}, darisaya` })
      await fillIn(person, { terms: `${set.terms}, darisaya, darirekan` })
      await save(person.page)
      await noticed(person, 'admin.edit.notice.saved')
      assert.deepEqual(await stored(set), [`${set.terms}, darisaya, darirekan`])
    }, { refusals: [409] })

    atBothWidths('synonyms are deleted after a second question', async person => {
      const { page } = person
      const set = await openSet(person)
      await unfold(person, 'admin.synonyms.remove')
      await assertInOrder(person)
      await press(person, 'admin.synonyms.remove_confirm')
      await noticed(person, 'admin.synonyms.notice.deleted')
      assert.equal(await page.getByRole('link', { name: set.terms, exact: true }).count(), 0)
      assert.deepEqual(await stored(set), [])
    })

    atBothWidths('what a colleague has changed meanwhile is not deleted unseen', async person => {
      const set = await openSet(person)
      await unfold(person, 'admin.synonyms.remove')
      await overtake(set, `${set.terms}, darirekan`)
      await press(person, 'admin.synonyms.remove_confirm')
      await person.page.locator('.confirm-box', { hasText: person.t('admin.synonyms.error.changed') }).waitFor()
      assert.equal(await person.page.getByText(person.t('admin.edit.conflict_text')).count(), 0, 'nothing was typed')
      await assertHolds(person, { terms: `${set.terms}, darirekan` })
      assert.deepEqual(await stored(set), [`${set.terms}, darirekan`])
    }, { refusals: [409] })
  })

  describe("the shop's profile", () => {
    const atBothWidths = errandsAtBothWidths(() => ({ shop, browser }), 'admin')
    const stored = async () => (await shop.sql('SELECT name, street, city, tax_number FROM store_profile'))[0]

    atBothWidths('a new street is seen on the papers first, and saved then', async person => {
      const { page, window } = person
      const before = await stored()
      const street = `Jl Uji ${window} 7`
      await page.goto('/admin/store-profile')
      await fillIn(person, { street })
      await press(person, 'admin.profile.show_preview')
      for (const paper of [0, 1, 2]) await page.locator('.paper').nth(paper).getByText(street).waitFor()
      await assertHolds(person, { street })
      assert.deepEqual(await stored(), before)
      await assertInOrder(person)
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      await page.locator('.history ins', { hasText: street }).first().waitFor()
      assert.equal((await stored())[1], street)
    })

    atBothWidths('a tax number and an hour that cannot be are refused at their fields', async person => {
      const { page } = person
      const before = await stored()
      const typed = { name: '', tax_number: '123', open_1: '09:30', close_1: '09:00' }
      await page.goto('/admin/store-profile')
      await fillIn(person, typed)
      await save(page)
      await assertRefusedAt(person, 'name', 'tax_number', 'close_1')
      await assertHolds(person, typed)
      assert.deepEqual(await stored(), before)
    }, { refusals: [422] })

    atBothWidths('who is overtaken by a colleague keeps what was typed, sees what is stored, and decides', async person => {
      const { page, window } = person
      const [, , city] = await stored()
      const theirs = `Jl Dari Rekan ${window}`
      await page.goto('/admin/store-profile')
      await shop.sql(`UPDATE store_profile SET street = '${theirs}', version = version + 1`)
      await fillIn(person, { city: `Kota ${window}` })
      await save(page)
      await assertOvertaken(person, 'admin.profile.error.changed', theirs)
      await assertHolds(person, { city: `Kota ${window}` })
      await fillIn(person, { city, street: theirs })
      await save(page)
      await noticed(person, 'admin.edit.notice.saved')
      assert.deepEqual((await stored()).slice(1, 3), [theirs, city])
    }, { refusals: [409] })
  })
})
