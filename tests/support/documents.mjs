// Reads documents back with the programs that others read them with: poppler's and zbar's.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Does something with the bytes as a file. */
function withFile(bytes, action) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hurtrock-document-'))
  const file = path.join(folder, 'document.pdf')
  try {
    writeFileSync(file, bytes)
    return action(file, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The text of every page of a PDF; with `layout`, what stands in one line there stands in one line here. */
export function pagesOf(bytes, { layout = false } = {}) {
  const manner = layout ? ['-layout'] : []
  return withFile(bytes, file => execFileSync('pdftotext', [...manner, file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1))
}

/** The size of its first page in millimetres, rounded. */
export function sizeOf(bytes) {
  return withFile(bytes, file => {
    const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))
    return [width, height].map(points => Math.round((Number(points) * 25.4) / 72))
  })
}

/** What a scanner reads from a page, printed at so many dots an inch: [["QR-Code", "https://…"], …]. */
export function codesOn(bytes, page = 1, dpi = 203) {
  return withFile(bytes, (file, folder) => {
    const picture = path.join(folder, 'page')
    execFileSync('pdftoppm', ['-r', dpi, '-gray', '-f', page, '-l', page, '-singlefile', file, picture])
    const read = execFileSync('zbarimg', ['--quiet', '--nodbus', `${picture}.pgm`], { encoding: 'utf8' })
    return read.trim().split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
  })
}

/** A picture of a page, as a PNG's bytes. */
export function pictureOf(bytes, page = 1, dpi = 110) {
  return withFile(bytes, (file, folder) => {
    const picture = path.join(folder, 'page')
    execFileSync('pdftoppm', ['-r', dpi, '-png', '-f', page, '-l', page, '-singlefile', file, picture])
    return readFileSync(`${picture}.png`)
  })
}
