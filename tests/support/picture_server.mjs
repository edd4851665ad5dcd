// A server of pictures on this machine. A shop asks it only when PICTURE_TEST_PORT names its port.

import http from 'node:http'

/** Answers what `files` has of a path: bytes, or a path or address to go on to. */
export async function pictureServer() {
  const files = {}, asked = []
  const server = http.createServer((request, response) => {
    asked.push(request.url)
    const file = files[request.url]
    if (file === undefined) response.writeHead(404).end()
    else if (typeof file === 'string') response.writeHead(302, { Location: file }).end()
    else response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(file)
  })
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  return { server, files, asked, port, url: path => `http://127.0.0.1:${port}${path}` }
}
