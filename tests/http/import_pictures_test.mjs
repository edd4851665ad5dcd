// Pictures that files of products name: fetched after the import, from a server that only a shop in development can be told
// to find on this machine.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { photo } from '../support/photos.mjs'
import { pictureServer } from '../support/picture_server.mjs'
import { until } from '../support/poll.mjs'
import { onEachDatabase } from './errand.mjs'
import { begin, check, countsOf, kTitles, pageOf, productRow, uploaded } from './imports.mjs'
import { onceLoggedIn } from './people.mjs'

const kPatience = { withinMs: 120_000 }

const web = await pictureServer()
after(() => web.server.close())

const withPictures = (number, pictures) =>
  kTitles.replace('\n', ',pictures\n') + productRow(number).replace('\n', `,"${pictures.join('\n')}"\n`)

onEachDatabase('pictures of imported products', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  /** The import's path, once its pictures wait no more. */
  const imported = async file => {
    const import_ = await uploaded(await staff(), file)
    await check(await staff(), import_)
    await begin(await staff(), import_)
    await settled(import_)
    return import_
  }
  const settled = import_ => until(`${import_} waits for nothing`, async () => {
    const answer = await (await staff()).get(import_)
    assert.equal(answer.status, 200)
    return answer.headers.refresh === undefined
  }, kPatience)
  const picturesOf = number => shop().sql(
    `SELECT i.state, i.file FROM product_images i JOIN products p ON p.id = i.product_id WHERE p.slug = 'uji-pick-${number}' ORDER BY i.position`)

  test('they are fetched, made small and shown, and once only', async () => {
    web.files['/satu.jpg'] = await photo('jpg', 900, 700, 1)
    web.files['/dua.png'] = await photo('png', 300, 300, 2)
    web.files['/lama'] = '/dua.png'
    const file = withPictures('gambar', [web.url('/satu.jpg'), web.url('/lama')])
    const import_ = await imported(file)
    assert.match(await pageOf(await staff(), import_), /sudah diambil<\/dt><dd>2</)
    await until('both are shown', async () => (await picturesOf('gambar')).every(([state]) => state === 'ready'), kPatience)
    const shown = await picturesOf('gambar')
    assert.equal(shown.length, 2)
    assert.match(shown[0][1], /-900\.webp$/)
    assert.match(shown[1][1], /-300\.webp$/)

    const requests = web.asked.length
    const again = await uploaded(await staff(), file)
    await check(await staff(), again)
    assert.equal((await countsOf(shop(), again)).unchanged, 1)
    assert.equal(web.asked.length, requests)
  })

  test('what is private is not reached, by address or by redirect, and the page says so', async () => {
    const inside = await pictureServer()
    try {
      inside.files['/rahasia.jpg'] = await photo('jpg', 200, 200, 3)
      web.files['/pindah'] = inside.url('/rahasia.jpg')
      const import_ = await imported(withPictures('dalam', [inside.url('/rahasia.jpg'), web.url('/pindah'), 'http://169.254.169.254/latest/meta-data']))
      assert.deepEqual(inside.asked, [])
      assert.equal((await picturesOf('dalam')).length, 0)
      const page = await pageOf(await staff(), import_)
      assert.equal(page.match(/Alamat ini menuju jaringan pribadi/g).length, 3)
      assert.match(page, /Baris 2<\/strong>/)
      assert.match(await pageOf(await staff(), `${import_}?lang=en`), /This address leads to a private network/)
    } finally {
      inside.server.close()
    }
  })

  test('what failed can be tried again', async () => {
    delete web.files['/nanti.jpg']
    const import_ = await imported(withPictures('nanti', [web.url('/nanti.jpg')]))
    assert.match(await pageOf(await staff(), import_), /Server gambar menjawab dengan kode 404/)
    web.files['/nanti.jpg'] = await photo('jpg', 400, 300, 4)
    for (const click of [1, 2])
      assert.equal((await (await staff()).post(`${import_}/picture-retries`, { form: {} })).status, 303, `click ${click}`)
    await settled(import_)
    const page = await pageOf(await staff(), import_)
    assert.match(page, /sudah diambil<\/dt><dd>1</)
    assert.doesNotMatch(page, /picture-retries/)
    assert.equal((await picturesOf('nanti')).length, 1)
  })

  test('what is no picture is refused as an upload would be', async () => {
    web.files['/halaman.jpg'] = Buffer.from('<!doctype html><title>x</title>')
    const import_ = await imported(withPictures('halaman', [web.url('/halaman.jpg')]))
    assert.match(await pageOf(await staff(), import_), /Ini bukan gambar\./)
    assert.equal((await picturesOf('halaman')).length, 0)
  })

  test('the shop’s own are not fetched from anywhere', async () => {
    const [[file]] = await shop().sql("SELECT file FROM product_images WHERE state = 'ready' ORDER BY id LIMIT 1")
    await imported(withPictures('sendiri', [`${shop().url}/media/${file}`]))
    assert.deepEqual(await picturesOf('sendiri'), [['ready', file]])
  })

  test('an address that is none is refused by the check', async () => {
    const import_ = await uploaded(await staff(), withPictures('alamat', ['foto.jpg']))
    assert.match(await check(await staff(), import_), /Ini bukan alamat gambar: foto\.jpg/)
    assert.equal((await countsOf(shop(), import_)).refused, 1)
  })
}, { env: { PICTURE_TEST_PORT: String(web.port) } })
