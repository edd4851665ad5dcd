import { randomUUID } from 'node:crypto'

/** A form with files as browsers send it, {body, headers} for send(). `files`: [[field, name, bytes], …]. */
export function multipart(fields, files) {
  const boundary = `batas-${randomUUID()}`
  const part = (disposition, bytes) =>
    [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n')]
  const parts = [
    ...Object.entries(fields).flatMap(([name, value]) => part(`name="${name}"`, value)),
    ...files.flatMap(([field, name, bytes]) => part(`name="${field}"; filename="${name}"`, bytes)),
  ]
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  }
}
