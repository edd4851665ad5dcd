// Pictures of imported products out of a ZIP that staff send on the import's page.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { photo } from '../support/photos.mjs'
import { until } from '../support/poll.mjs'
import { kBzip2, kDeflated, kLink, kWithPassword, zipOf } from '../support/zips.mjs'
import { onEachDatabase } from './errand.mjs'
import { begin, check, countsOf, kTitles, pageOf, productRow, sendZip, uploaded } from './imports.mjs'
import { onceLoggedIn } from './people.mjs'

const kPatience = { withinMs: 120_000 }

const withPictures = (number, pictures) =>
  kTitles.replace('\n', ',pictures\n') + productRow(number).replace('\n', `,"${pictures.join('\n')}"\n`)

onEachDatabase('pictures of imported products out of a ZIP', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  /** The path of an import that has taken the ZIP. */
  const sent = async (file, entries) => {
    const import_ = await uploaded(await staff(), file)
    const answer = await sendZip(await staff(), import_, zipOf(entries))
    assert.equal(answer.status, 303, answer.text().slice(0, 3000))
    assert.equal(answer.headers.location, import_)
    return import_
  }
  const picturesOf = number => shop().sql(
    `SELECT i.state, i.file FROM product_images i JOIN products p ON p.id = i.product_id WHERE p.slug = 'uji-pick-${number}' ORDER BY i.position`)
  const zips = () => fs.readdirSync(path.join(shop().dataDir, 'imports')).filter(name => name.endsWith('.zip'))

  test('they are taken over in the order of the row and made small, and the ZIP is removed', async () => {
    const import_ = await sent(withPictures('zip', ['DUA.png', 'foto/satu.jpg']), [
      { name: 'gitar/satu.jpg', bytes: await photo('jpg', 900, 700, 11), method: kDeflated },
      { name: 'gitar/dua.png', bytes: await photo('png', 300, 300, 12) },
      { name: '__MACOSX/gitar/._satu.jpg', bytes: Buffer.from('x') }])
    assert.match(await pageOf(await staff(), import_), /foto\.zip · 2 gambar/)
    const page = await check(await staff(), import_)
    assert.doesNotMatch(page, /Tidak disebut di baris mana pun/)
    await begin(await staff(), import_)
    await until('both are shown', async () => {
      const pictures = await picturesOf('zip')
      return pictures.length === 2 && pictures.every(([state]) => state === 'ready')
    }, kPatience)
    const files = (await picturesOf('zip')).map(([, file]) => file)
    assert.match(files[0], /-300\.webp$/)
    assert.match(files[1], /-900\.webp$/)
    await until('the ZIP is removed', () => zips().length === 0, kPatience)
    assert.match(await pageOf(await staff(), import_), /file ZIP sudah dihapus/)
  })

  test('the check names what is missing by row, and what no row names', async () => {
    const import_ = await sent(withPictures('hilang', ['ada.jpg', 'hilang.jpg']), [{ name: 'ada.jpg' }, { name: 'lebih.jpg' }])
    const page = await check(await staff(), import_)
    assert.equal((await countsOf(shop(), import_)).refused, 1)
    assert.match(page, /Baris 2<\/strong> · <code class="rows__code">pictures<\/code>: Tidak ada gambar hilang\.jpg di dalam ZIP\./)
    assert.match(page, /Tidak disebut di baris mana pun: 1<[\s\S]*lebih\.jpg/)
    const english = await pageOf(await staff(), `${import_}?lang=en`)
    assert.match(english, /There is no picture hilang\.jpg in the ZIP\./)
    assert.match(english, /Named in no row: 1</)
  })

  test('what cannot be used is told with the reason, and nothing is written outside', async () => {
    const before = fs.readdirSync(shop().dataDir).sort()
    const import_ = await sent(withPictures('aneh', ['ada.jpg', 'passwd']), [
      { name: 'ada.jpg' }, { name: '../../keluar.jpg' }, { name: '/etc/passwd' }, { name: 'C:\\a.jpg' },
      { name: 'tautan.jpg', bytes: Buffer.from('/etc/passwd'), mode: kLink }, { name: 'rahasia.jpg', flags: kWithPassword },
      { name: 'lama.jpg', method: kBzip2 }, { name: 'besar.jpg', size: 20 * 1024 * 1024 + 1 }, { name: 'lagi.zip' },
      { name: 'merah/kembar.jpg' }, { name: 'biru/Kembar.JPG' }])
    const page = await check(await staff(), import_)
    assert.match(page, /Tidak bisa dipakai: 10</)
    for (const [name, reason] of [['../../keluar.jpg', 'Namanya tidak diterima'], ['/etc/passwd', 'Namanya tidak diterima'],
      ['tautan.jpg', 'Ini tautan'], ['rahasia.jpg', 'File ini memakai kata sandi'], ['lama.jpg', 'Cara kompresinya'],
      ['besar.jpg', 'Lebih besar dari 20 MB'], ['lagi.zip', 'Ini arsip di dalam ZIP'], ['kembar.jpg', 'Nama ini ada lebih dari sekali']])
      assert.ok(page.includes(`<code class="rows__code">${name}</code>: ${reason}`), name)
    assert.match(page, /Gambar passwd di dalam ZIP tidak bisa dipakai\. Namanya tidak diterima/)
    assert.deepEqual(fs.readdirSync(shop().dataDir).sort(), before)
    assert.match(await pageOf(await staff(), `${import_}?lang=en`), /Cannot be used: 10</)
  })

  test('a file that is no ZIP, a broken one and a bomb are refused, and nothing changes', async () => {
    const import_ = await uploaded(await staff(), withPictures('tolak', ['a.jpg']))
    const kept = zips()
    const bomb = Array.from({ length: 60 }, (_, i) => ({ name: `${i}.jpg`, bytes: Buffer.from('x'), size: 20 * 1024 * 1024 }))
    for (const [bytes, reason] of [[Buffer.from('sku,price\nA,1\n'), 'Ini bukan file ZIP'],
      [zipOf([{ name: 'a.jpg', bytes: Buffer.alloc(1000) }]).subarray(0, 500), 'ZIP ini rusak atau terpotong'],
      [zipOf(Array.from({ length: 2001 }, (_, i) => ({ name: `${i}.jpg` }))), 'ZIP ini berisi terlalu banyak file'],
      [zipOf(bomb), 'Isi ZIP ini lebih dari 1 GB'], [zipOf([{ name: 'foto/' }]), 'Tidak ada file di dalam ZIP ini']]) {
      const answer = await sendZip(await staff(), import_, bytes)
      assert.equal(answer.status, 422, reason)
      assert.ok(answer.text().includes(reason), reason)
    }
    assert.deepEqual(zips(), kept)
    assert.doesNotMatch(await pageOf(await staff(), import_), /foto\.zip/)
  })

  test('a picture that unpacks to more than it says, and one that is none, fail alone', async () => {
    const import_ = await sent(withPictures('palsu', ['bohong.jpg', 'catatan.jpg', 'baik.jpg']), [
      { name: 'bohong.jpg', bytes: Buffer.alloc(30 * 1024 * 1024), method: kDeflated, size: 1000 },
      { name: 'catatan.jpg', bytes: Buffer.from('<!doctype html><title>x</title>') },
      { name: 'baik.jpg', bytes: await photo('jpg', 400, 300, 13) }])
    await check(await staff(), import_)
    await begin(await staff(), import_)
    await until('nothing waits', async () => (await (await staff()).get(import_)).headers.refresh === undefined, kPatience)
    const page = await pageOf(await staff(), import_)
    assert.match(page, /Gambar ini rusak di dalam ZIP\.[\s\S]*bohong\.jpg/)
    assert.match(page, /Ini bukan gambar\.[\s\S]*catatan\.jpg/)
    assert.equal((await picturesOf('palsu')).length, 1)
  })

  test('another ZIP takes the place of the first, and the file has to be checked again', async () => {
    const import_ = await sent(withPictures('ganti', ['baru.jpg']), [{ name: 'lama.jpg' }])
    await check(await staff(), import_)
    const kept = zips().length
    assert.equal((await sendZip(await staff(), import_, zipOf([{ name: 'baru.jpg' }]))).status, 303)
    assert.equal(zips().length, kept)
    assert.equal((await countsOf(shop(), import_)).state, 'columns')
    assert.equal((await (await staff()).post(`${import_}/run`, { form: { run: '1' } })).status, 409)
    await check(await staff(), import_)
    assert.equal((await countsOf(shop(), import_)).created, 1)
  })

  test('a cancelled import leaves no ZIP behind', async () => {
    const before = zips().length
    const import_ = await sent(withPictures('batal', ['a.jpg']), [{ name: 'a.jpg' }])
    assert.equal(zips().length, before + 1)
    assert.equal((await (await staff()).post(`${import_}/cancellation`, { form: {} })).status, 303)
    assert.equal(zips().length, before)
    assert.match(await pageOf(await staff(), import_), /file ZIP sudah dihapus/)
  })
})
