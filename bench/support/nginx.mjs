// The yardstick: nginx serving files, on loopback, with a configuration of its own.

import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Child } from '../../tests/support/child.mjs'
import { until } from '../../tests/support/poll.mjs'
import { freePort } from '../../tests/support/ports.mjs'

const kSuffix = { identity: 'html', gzip: 'html.gz', br: 'html.br' }

/** Answers {url(name, encoding), put(name, encoding, bytes), stop()}. */
export async function startNginx() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-bench-nginx-'))
  fs.chmodSync(folder, 0o755)
  const port = await freePort()
  const config = path.join(folder, 'nginx.conf')
  fs.writeFileSync(config, configuration(folder, port))
  const child = new Child('nginx', 'nginx', ['-p', folder, '-c', config, '-e', path.join(folder, 'error.log')],
                          { env: { PATH: `${process.env.PATH}:/usr/sbin` }, cwd: folder, logPath: path.join(folder, 'nginx.log') })
  const stopAtExit = () => stopWithWorkers(path.join(folder, 'nginx.pid'))
  process.prependOnceListener('exit', stopAtExit)
  const base = `http://127.0.0.1:${port}`
  await until('nginx answers', async () => (child.assertRunning(), (await fetch(`${base}/none`)).status === 404))
  return {
    url: (name, encoding) => `${base}/${name}.${kSuffix[encoding]}`,
    put: (name, encoding, bytes) => fs.writeFileSync(path.join(folder, `${name}.${kSuffix[encoding]}`), bytes),
    stop: async () => {
      await child.stop()
      process.off('exit', stopAtExit)
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** For an interrupted run: killed at once, the master would leave its workers behind. */
function stopWithWorkers(pidFile) {
  spawnSync('sh', ['-c', 'kill "$(cat "$0")" && for i in $(seq 40); do [ -e "$0" ] || exit 0; sleep 0.05; done', pidFile])
}

function configuration(folder, port) {
  const user = process.getuid() === 0 ? 'user root;' : ''
  return `
${user}
worker_processes 2;
daemon off;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  default_type "text/html; charset=utf-8";
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} reuseport;
    root ${folder};
    location ~ \\.gz$ { add_header Content-Encoding gzip; add_header Vary Accept-Encoding; }
    location ~ \\.br$ { add_header Content-Encoding br; add_header Vary Accept-Encoding; }
  }
}
`
}
