// Pictures from the staff's upload to the shop's pages.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { size } from '../race/run_size.mjs'
import { photo, pngClaiming } from '../support/photos.mjs'
import { until } from '../support/poll.mjs'
import { kMemoryFactor } from '../support/shop.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, assertProblem, onEachDatabase, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kWidths = [160, 320, 480, 800, 1200, 1600]
const kPatience = { withinMs: 120_000 }
const kPhotos = size(6, 20)

/** {name: bytes} as the upload form sends them. */
function multipart(files, fields = {}) {
  const boundary = 'hurtrock-test-boundary'
  const parts = []
  for (const [name, value] of Object.entries(fields))
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  for (const [name, bytes] of Object.entries(files))
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="pictures"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n'), bytes, Buffer.from('\r\n'))
  return { body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } }
}

/** The staff's pages stand in a frame of their own. */
function assertStaffPage(answer, status) {
  assert.equal(answer.status, status)
  const page = answer.text()
  assert.match(page, /<body class="admin">/)
  return page
}

/** Most memory a process has had at once, in megabytes. */
function peakMb(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024)
}

onEachDatabase('pictures', shop => {
  const member = onceLoggedIn(shop, 'staff')
  /** A product without pictures. */
  const bareProduct = async () => {
    const variant = await takeVariant(shop())
    await shop().sql(`DELETE FROM product_images WHERE product_id = ${variant.product};
                      UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
    return { id: variant.product, slug: variant.slug, url: `/admin/products/${variant.product}/images` }
  }
  const upload = async (product, files, headers = { Accept: 'application/json' }) => {
    const content = multipart(files)
    return (await member()).post(product.url, { body: content.body, headers: { ...content.headers, ...headers } })
  }
  const rows = product => shop().sql(
    `SELECT id, state, file, widths, failure, alt_id, alt_en, is_thumbnail FROM product_images WHERE product_id = ${product.id} ORDER BY position, id`)
  const settled = product => until('no picture is waited for', async () => {
    const all = await rows(product)
    return all.every(([, state]) => state !== 'processing') && all
  }, kPatience)
  const arrange = async (product, form) => (await member()).post(`${product.url}/arrangement`, { form })
  const galleryVersion = async product => (await shop().sql(`SELECT gallery_version FROM products WHERE id = ${product.id}`))[0][0]

  test('a photo is shown in every width, under names that never change', async () => {
    const product = await bareProduct()
    const answer = await upload(product, { 'IMG_0001.JPG': await photo('jpg', 2400, 1800) })
    assert.equal(answer.status, 200)
    const [file] = answer.json().files
    assert.equal(file.ok, true)
    assert.equal(file.name, 'IMG_0001.JPG')
    assert.equal(file.image.state, 'processing')

    const [[, state, largest, widths]] = await settled(product)
    assert.equal(state, 'ready')
    assert.equal(widths, kWidths.join(' '))
    const page = await until('the page shows it', async () => {
      const text = assertPage(await send('GET', `${shop().url}/product/${product.slug}`), 200)
      return text.includes(largest) && text
    })
    for (const width of kWidths) {
      const name = largest.replace('-1600', `-${width}`)
      assert.match(page, new RegExp(`/media/${name} ${width}w`))
      const picture = await send('GET', `${shop().url}/media/${name}`)
      assert.equal(picture.status, 200)
      assert.equal(picture.headers['content-type'], 'image/webp')
      assert.match(picture.headers['cache-control'], /immutable/)
      assert.equal(picture.body.subarray(8, 12).toString('latin1'), 'WEBP')
    }
  })

  test('what is in a file counts, not what it is called', async () => {
    const product = await bareProduct()
    const answer = await upload(product, { 'really-a.jpg': await photo('png', 300, 200), 'page.jpg': Buffer.from('<!doctype html><title>x</title>') })
    const [png, page] = answer.json().files
    assert.equal(png.ok, true)
    assert.equal(page.ok, false)
    assert.equal(page.error.code, 'not_a_picture')
    assert.ok(page.error.message.length > 5)
    assert.deepEqual((await settled(product)).map(([, state]) => state), ['ready'])
  })

  test('every kind is made into the same', async () => {
    const product = await bareProduct()
    for (const kind of ['jpg', 'png', 'webp', 'avif'])
      assert.equal((await upload(product, { [`a.${kind}`]: await photo(kind, 400, 300, kind.length) })).status, 200, kind)
    assert.ok((await settled(product)).every(([, state, file]) => state === 'ready' && file.endsWith('.webp')))
  })

  test('bad files are refused with their reasons, the others are stored', async () => {
    const product = await bareProduct()
    const good = await photo('jpg', 800, 600, 5)
    const answer = await upload(product, {
      'good.jpg': good,
      'drawing.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'moving.gif': Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
      'bomb.png': pngClaiming(30_000, 30_000),
      'large.png': pngClaiming(10_000, 10_000),
      'heavy.jpg': Buffer.concat([good, Buffer.alloc(21 * 1024 * 1024)]),
      'garbled.jpg': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5_000, 'x')]),
      'empty.jpg': Buffer.alloc(0),
      'also-good.png': await photo('png', 200, 200, 6),
    })
    assert.equal(answer.status, 200)
    const codes = Object.fromEntries(answer.json().files.map(({ name, ok, error }) => [name, ok ? 'ok' : error.code]))
    assert.deepEqual(codes, {
      'good.jpg': 'ok', 'drawing.svg': 'kind_not_accepted', 'moving.gif': 'kind_not_accepted', 'bomb.png': 'too_many_pixels',
      'large.png': 'too_many_pixels', 'heavy.jpg': 'too_large', 'garbled.jpg': 'damaged', 'empty.jpg': 'not_a_picture', 'also-good.png': 'ok',
    })
    assert.deepEqual((await settled(product)).map(([, state]) => state), ['ready', 'ready'])
    assert.deepEqual(fs.readdirSync(path.join(shop().dataDir, 'tmp')).filter(name => name.startsWith('upload-')), [])
  })

  test('a photo that breaks off fails, says why, and can be tried again', async () => {
    const product = await bareProduct()
    const whole = await photo('jpg', 1200, 900, 7)
    assert.equal((await upload(product, { 'half.jpg': whole.subarray(0, whole.length / 2) })).status, 200)
    const [[id, state, , , failure]] = await settled(product)
    assert.equal(state, 'failed')
    assert.equal(failure, 'damaged')
    assert.match(assertStaffPage(await (await member()).get(product.url), 200), /rusak/)
    const again = await arrange(product, { version: await galleryVersion(product), image: id, do: `retry:${id}` })
    assert.equal(again.status, 303)
    assert.deepEqual((await settled(product)).map(([, state]) => state), ['failed'])
  })

  test('a form without script gets a page back', async () => {
    const product = await bareProduct()
    const html = { Accept: 'text/html' }
    const stored = await upload(product, { 'a.jpg': await photo('jpg', 300, 300, 8) }, html)
    assert.equal(stored.status, 303)
    const refused = assertStaffPage(await upload(product, { 'b.jpg': Buffer.from('hello there') }, html), 422)
    assert.match(refused, /b\.jpg/)
    assert.match(refused, /Ini bukan gambar/)
    assertStaffPage(await upload(product, {}, html), 422)
  })

  test('the same picture sent twice is one', async () => {
    const product = await bareProduct()
    const bytes = await photo('jpg', 300, 300, 9)
    const [first, second] = await Promise.all([upload(product, { 'a.jpg': bytes }), upload(product, { 'again.jpg': bytes })])
    const images = [first, second].map(answer => answer.json().files[0].image)
    assert.equal(images[0].id, images[1].id)
    assert.deepEqual(images.map(({ is_new }) => is_new).sort(), [false, true])
    assert.equal((await settled(product)).length, 1)
  })

  test('order, main picture and texts are kept, and a late colleague is told', async () => {
    const product = await bareProduct()
    for (const seed of [11, 12, 13]) await upload(product, { 'a.jpg': await photo('jpg', 200, 200, seed) })
    const [a, b, c] = (await settled(product)).map(([id]) => id)
    const version = await galleryVersion(product)
    const body = (order, changes) => new URLSearchParams([...order.map(id => ['image', id]), ...Object.entries({ version, do: 'save', ...changes })])
    const first = await arrange(product, body([c, a, b], { thumbnail: a, [`alt_id_${a}`]: 'Tampak depan', [`alt_en_${a}`]: 'Front view' }))
    assert.equal(first.status, 303)
    const after = await rows(product)
    assert.deepEqual(after.map(([id]) => id), [c, a, b])
    assert.deepEqual(after.map(row => row[7]), ['0', '1', '0'])
    assert.equal(after[1][5], 'Tampak depan')
    assert.match(assertPage(await send('GET', `${shop().url}/product/${product.slug}`, { headers: { Cookie: 'language=en' } }), 200), /alt="Front view"/)

    const late = await arrange(product, body([b, c, a], { [`alt_id_${a}`]: 'Kalimat yang baru diketik' }))
    const told = assertStaffPage(late, 409)
    assert.match(told, /value="Kalimat yang baru diketik"/)
    assert.match(told, /class="stored-note">[^]*?Tampak depan<\/p>/, 'what the colleague has written')
    assert.deepEqual((await rows(product)).map(([id]) => id), [c, a, b])
    const moved = await arrange(product, body([c, a, b], { version: await galleryVersion(product), do: `up:${b}` }))
    assert.equal(moved.status, 303)
    assert.deepEqual((await rows(product)).map(([id]) => id), [c, b, a])
    const removed = await arrange(product, body([c, b, a], { version: await galleryVersion(product), do: `remove:${c}` }))
    assert.equal(removed.status, 303)
    assert.deepEqual((await rows(product)).map(([id]) => id), [b, a])
    const [[entries]] = await shop().sql(`SELECT COUNT(*) FROM audit_log WHERE subject_kind = 'product' AND subject_id = '${product.id}'`)
    assert.equal(entries, '6')
  })

  test('whoever chooses a variant sees the picture that shows it', async () => {
    const slug = 'fender-player-ii-stratocaster'
    const variants = await shop().sql(
      `SELECT v.id, v.product_id FROM variants v JOIN products p ON p.id = v.product_id WHERE p.slug = '${slug}' ORDER BY v.position, v.id`)
    const product = { id: variants[0][1], slug, url: `/admin/products/${variants[0][1]}/images` }
    await shop().sql(`DELETE FROM product_images WHERE product_id = ${product.id}`)
    for (const seed of [71, 72]) await upload(product, { 'a.jpg': await photo('jpg', 300, 300, seed) })
    const [[all, , fileOfAll], [own, , fileOfOwn]] = await settled(product)
    const done = await arrange(product, new URLSearchParams([['image', all], ['image', own], ['do', 'save'],
      ['version', await galleryVersion(product)], [`variant_${all}`, ''], [`variant_${own}`, variants[1][0]]]))
    assert.equal(done.status, 303)
    const form = assertStaffPage(await (await member()).get(product.url), 200)
    assert.match(form, new RegExp(`value="${variants[1][0]}" selected`))
    const late = await arrange(product, new URLSearchParams([['image', own], ['do', 'save'], ['version', '1'], [`variant_${own}`, '']]))
    assert.match(assertStaffPage(late, 409), /class="stored-note">/, 'what the colleague has chosen stands beside it')

    const page = async variant => (await send('GET', `${shop().url}/product/${slug}?variant=${variant}`)).text()
    const gallery = text => text.slice(text.indexOf('gallery__frame'))
    await until('the picture of the second is its first', async () => {
      const shown = gallery(await page(variants[1][0]))
      return shown.includes(fileOfOwn) && shown.indexOf(fileOfOwn) < shown.indexOf(fileOfAll)
    })
    const first = await page(variants[0][0])
    assert.ok(first.includes(fileOfAll))
    assert.ok(!gallery(first).split('id="related-title"')[0].includes(fileOfOwn), 'the first has only what shows all')
  })

  test('staff arranging at once leave a gallery in order', async () => {
    const product = await bareProduct()
    for (const seed of [21, 22, 23, 24]) await upload(product, { 'a.jpg': await photo('jpg', 100, 100, seed) })
    const ids = (await settled(product)).map(([id]) => id)
    const version = await galleryVersion(product)
    const answers = await Promise.all(Array.from({ length: 8 }, (_, shift) =>
      arrange(product, new URLSearchParams([...ids.map((_, i) => ['image', ids[(i + shift) % 4]]), ['version', version], ['do', 'save']]))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409, 409, 409, 409, 409, 409])
    const positions = await shop().sql(`SELECT position FROM product_images WHERE product_id = ${product.id} ORDER BY position`)
    assert.deepEqual(positions.flat(), ['1', '2', '3', '4'])
  })

  test('nobody else may upload', async () => {
    const product = await bareProduct()
    const content = multipart({ 'a.jpg': await photo('jpg', 100, 100, 31) })
    const json = { ...content.headers, Accept: 'application/json' }
    assertProblem(await new Visitor(shop()).post(product.url, { body: content.body, headers: json }), 401)
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.post(product.url, { body: content.body, headers: json })).status, 403)
    assert.equal((await rows(product)).length, 0)
  })

  test('originals are never served', async () => {
    const [name] = fs.readdirSync(path.join(shop().dataDir, 'originals'))
    for (const address of [`/media/${name}`, `/originals/${name}`, `/media/../originals/${name}`, `/media/%2e%2e/originals/${name}`])
      assert.notEqual((await send('GET', shop().url + address)).status, 200, address)
  })

  test('a product that does not exist has no pictures', async () => {
    assertStaffPage(await (await member()).get('/admin/products/999999999/images', { headers: { Accept: 'text/html' } }), 404)
    assertProblem(await upload({ url: '/admin/products/999999999/images' }, { 'a.jpg': await photo('jpg', 100, 100) }), 404)
  })

  test(`${kPhotos} photos of twelve megapixels at once take bounded memory`, async t => {
    const product = await bareProduct()
    const photos = await Promise.all(Array.from({ length: kPhotos }, (_, seed) => photo('jpg', 4000, 3000, 100 + seed)))
    const begin = performance.now()
    const answer = await upload(product, Object.fromEntries(photos.map((bytes, i) => [`${i}.jpg`, bytes])))
    const uploadedMs = Math.round(performance.now() - begin)
    assert.equal(answer.status, 200)
    assert.ok(answer.json().files.every(({ ok }) => ok))
    const all = await settled(product)
    const doneMs = Math.round(performance.now() - begin)
    assert.equal(all.length, kPhotos)
    for (const [, state, file] of all) {
      assert.equal(state, 'ready')
      for (const width of kWidths) assert.ok(fs.existsSync(path.join(shop().dataDir, 'media', file.replace('-1600', `-${width}`))))
    }
    const peaks = [...shop().logs().matchAll(/make_variants\.done.*peak_kb=(\d+)/g)].map(([, kb]) => Math.round(kb / 1024))
    const helper = Math.max(...peaks)
    t.diagnostic(`${shop().database}: uploaded in ${uploadedMs} ms, all variants after ${doneMs} ms; ` +
      `peak memory: helper ${helper} MB, shop ${peakMb(shop().pid)} MB`)
    assert.ok(helper < 150 * kMemoryFactor, `the helper takes ${helper} MB`)
    assert.ok(peakMb(shop().pid) < 300 * kMemoryFactor, `the shop takes ${peakMb(shop().pid)} MB`)
  })

  test('a shop that dies in the middle goes on where it was', async () => {
    const product = await bareProduct()
    await upload(product, Object.fromEntries(await Promise.all([1, 2, 3].map(async i => [`${i}.jpg`, await photo('jpg', 3000, 2000, 200 + i)]))))
    await shop().kill9()
    // As when the lease of the dead process has run out.
    await shop().sql(`UPDATE jobs SET lease_until = NULL, lease_owner = NULL WHERE state = 'waiting' AND kind = 'catalog.make_variants'`)
    await shop().start()
    assert.deepEqual((await settled(product)).map(([, state]) => state), ['ready', 'ready', 'ready'])
  })

  test('nothing was logged as an error', () => {
    assert.deepEqual(shop().logs().split('\n').filter(line => /\bERROR\b/.test(line)).slice(0, 10), [])
  })
}, { env: { LOG_LEVEL: 'info' } })
