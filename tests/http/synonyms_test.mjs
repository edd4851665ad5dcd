// Words that mean the same to the shop's search, as staff keep them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'
import { onEachDatabase } from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

onEachDatabase('synonyms', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const post = async (path, form) => (await staff()).post(path, { form })
  const found = async text => (await send('GET', `${shop().url}/api/v1/products?q=${encodeURIComponent(text)}`)).json().total
  const idOf = async terms => (await shop().sql(`SELECT id FROM search_synonyms WHERE terms = '${terms}'`))[0]?.[0]

  test('a new word finds what its synonym finds, within seconds', async () => {
    assert.equal(await found('gitarwagombel'), 0)
    const answer = await post('/admin/synonyms', { terms: 'Gitarwagombel, ukulele' })
    assert.equal(answer.status, 303)
    const id = await idOf('gitarwagombel, ukulele')
    assert.equal(answer.headers.location, `/admin/synonyms/${id}?notice=saved`)
    await until('the search knows it', async () => await found('gitarwagombel') > 0, { withinMs: 5_000 })
    const page = await (await staff()).get(`/admin/synonyms/${id}`)
    assert.match(page.text(), /menambah sinonim ini/)
    assert.match((await (await staff()).get('/admin/synonyms')).text(), /gitarwagombel, ukulele/)
  })

  test('what is no set is refused at its field', async () => {
    for (const terms of ['', 'sendiri', 'sama, SAMA', `a, ${'b'.repeat(61)}`, 'CAFÉ, kafe', Array.from({ length: 31 }, (_, i) => `kata${i}`).join(', ')]) {
      const answer = await post('/admin/synonyms', { terms })
      assert.equal(answer.status, 422, terms)
      assert.match(answer.text(), /href="#field-terms"/)
    }
    assert.equal((await post('/admin/synonyms', { terms: 'gitarwagombel, ukulele' })).status, 422, 'there is such a set')
  })

  test('the second of two editors is told, and nothing is overwritten or deleted unseen', async () => {
    const id = await idOf('gitarwagombel, ukulele')
    const seen = 'gitarwagombel, ukulele'
    assert.equal((await post(`/admin/synonyms/${id}`, { seen, terms: 'gitarwagombel, ukulele, uke kecil' })).status, 303)
    const second = await post(`/admin/synonyms/${id}`, { seen, terms: 'gitarwagombel, ukulele, kentrung besar' })
    assert.equal(second.status, 409)
    assert.match(second.text(), /uke kecil/)
    assert.equal((await post(`/admin/synonyms/${id}/removal`, { seen })).status, 409)
    assert.ok(await idOf('gitarwagombel, ukulele, uke kecil'))
  })

  test('deleted synonyms are forgotten by the search', async () => {
    const seen = 'gitarwagombel, ukulele, uke kecil'
    const answer = await post(`/admin/synonyms/${await idOf(seen)}/removal`, { seen })
    assert.equal(answer.headers.location, '/admin/synonyms?notice=deleted')
    await until('the search has forgotten it', async () => await found('gitarwagombel') === 0, { withinMs: 5_000 })
    assert.deepEqual(await shop().sql("SELECT action FROM audit_log WHERE subject_kind = 'synonyms' ORDER BY id"),
                     [['synonyms.created'], ['synonyms.changed'], ['synonyms.deleted']])
  })

  test('a set that is not there is answered as a page', async () => {
    for (const id of ['999999', 'x']) assert.equal((await (await staff()).get(`/admin/synonyms/${id}`)).status, 404)
  })
})
