// A whole shop for one test file: its own folder, database, ports, payment sandbox, and chat service if wanted.
//
//   const shop = await startShop({ database: 'sqlite' })
//   after(() => shop.stop())

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child } from './child.mjs'
import { createDatabase } from './databases.mjs'
import { until } from './poll.mjs'
import { freePort } from './ports.mjs'
import { copyFolder, shopTemplate } from './shop_template.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const program = process.env.HURTROCK_PROGRAM ?? path.join(root, 'build/release/src/app/hurtrock')

/** Sanitizers keep what was freed, room around every piece, and who touched it: how much more memory a process may have. */
export const kMemoryFactor = /\/build\/[at]san\//.test(program) ? 5 : 1

/** Taken over from outside; everything else a developer has set stays out of the tests. */
const kInherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS', 'LSAN_OPTIONS']
const kStartMs = 60_000
/** A million products take a good quarter of an hour to make on a slow machine, and their first reading takes its time. */
const kSampleDataMs = 2_400_000
const kLargeStartMs = 300_000

/**
 * @param {object} [wanted]
 * @param {'sqlite'|'postgres'} [wanted.database] PostgreSQL: a fresh one on the server HURTROCK_TEST_POSTGRES names
 * @param {boolean} [wanted.chat] with the chat service, on a database of its own of the same kind
 * @param {boolean} [wanted.serve] everything as children of one `hurtrock serve`, the chat too
 * @param {number} [wanted.products] sample data filled up to this number of products; default: the seeds
 * @param {Record<string, string>|function({sandboxUrl: string}): Record<string, string>} [wanted.env] more variables for the
 *   program, CONTRACT names
 */
export async function startShop({ database = 'sqlite', serve = false, chat = serve, products, env = {} } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hurtrock-test-'))
  const dataDir = path.join(folder, 'data')
  fs.mkdirSync(dataDir)
  const inherited = Object.fromEntries(kInherited.filter(name => process.env[name]).map(name => [name, process.env[name]]))
  const template = products === undefined ? await shopTemplate(database, program, inherited) : undefined
  if (template) copyFolder(template.dataDir, dataDir)
  const db = await createDatabase(database, dataDir, { original: template?.database })
  const chatDb = chat ? await createDatabase(database, dataDir, { file: 'chat.db' }) : undefined
  const [port, sandboxPort, chatPort] = [await freePort(), await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  const shop = new Shop({
    large: products > 200_000,
    serve,
    folder, dataDir, url, db, chatDb, sandboxUrl,
    chatUrl: `http://127.0.0.1:${chatPort}`,
    env: {
      ...inherited,
      HOST: '127.0.0.1',
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      CHAT_PORT: String(chatPort),
      CHAT_PUBLIC_URL: `http://127.0.0.1:${chatPort}`,
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      DATABASE_URL: db.url,
      ...(chatDb && { CHAT_DATABASE_URL: chatDb.url }),
      ...(typeof env === 'function' ? env({ sandboxUrl }) : env),
    },
  })
  try {
    if (!template || chat) await shop.runWell(['migrate'])
    if (!template) await shop.runWell(['sample-data', ...(products === undefined ? [] : ['--products', String(products)])], { withinMs: kSampleDataMs })
    if (!serve) await shop.startSandbox()
    // While it is closed the chat answers by itself, which depends on the hour: a test that wants it closes the shop.
    if (chat) await shop.sql(`DELETE FROM opening_hours; INSERT INTO opening_hours (weekday, opens_minute, closes_minute) VALUES ${[0, 1, 2, 3, 4, 5, 6].map(day => `(${day}, 0, 1440)`).join(', ')}`)
    await shop.start()
    if (chat && !serve) await shop.startChat()
  } catch (error) {
    await shop.discard()
    throw error
  }
  return shop
}

class Shop {
  #server
  #sandbox
  #chat
  #more = [] // processes beside those

  constructor({ folder, dataDir, url, sandboxUrl, chatUrl, db, chatDb, env, large, serve }) {
    Object.assign(this, { folder, dataDir, url, sandboxUrl, chatUrl, env, large, chatDb, serve })
    this.db = db
    this.database = db.kind
    this.databaseUrl = db.url
  }

  /** Rows as arrays of text, by the database's own command line program. */
  sql(text) {
    return this.db.sql(text)
  }

  /** `hurtrock ARGS`, to its end: {status, stdout, stderr}; `env` over the shop's own, of another `program` than usual. */
  async run(args, { input, withinMs = 120_000, env = {}, of = program } = {}) {
    await this.#releaseDatabases()
    return new Promise((answer, refuse) => {
      const child = execFile(
        of, args,
        { env: { ...this.env, ...env }, cwd: this.folder, timeout: withinMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error && typeof error.code !== 'number') refuse(new Error(`hurtrock ${args.join(' ')}: ${error.message}\n${stderr}`))
          else answer({ status: error ? error.code : 0, stdout, stderr })
        })
      // Whoever ends without reading says why by its status.
      child.stdin.on('error', () => {})
      child.stdin.end(input ?? '')
    })
  }

  /** As run(); throws unless the status is 0. */
  async runWell(args, options) {
    const result = await this.run(args, options)
    if (result.status !== 0) throw new Error(`hurtrock ${args.join(' ')}: status ${result.status}\n${result.stderr}${result.stdout}`)
    return result
  }

  /** Stops every process by SIGTERM, checks that they ended well, and removes everything. */
  async stop() {
    try {
      await this.#releaseDatabases()
      for (const child of this.#more) if (!child.end) await child.stop()
      if (!this.#chat?.end) await this.#chat?.stop()
      await this.#server?.stop()
      await this.#sandbox?.stop()
    } finally {
      await this.discard()
    }
  }

  /** The shop's process dies without notice; the sandbox stays. With `serve` it is the launcher that dies. */
  async kill9() {
    await this.#releaseDatabases()
    await this.#server.kill9()
  }

  /** Stops the shop properly, unless it is dead already, and starts it again on the same port and database. */
  async restart() {
    if (!this.#server.end) await this.end()
    await this.start()
  }

  async start() {
    this.#server = this.#spawn(this.serve ? 'serve' : 'shop')
    await this.#ready(this.#server, `${this.url}/readyz`, this.large ? kLargeStartMs : kStartMs)
    if (!this.serve) return
    await this.#ready(this.#server, `${this.chatUrl}/readyz`)
    await this.#ready(this.#server, `${this.sandboxUrl}/healthz`)
  }

  /** SIGTERM to the shop, or to the launcher; throws unless it ends well. */
  async end() {
    await this.#releaseDatabases()
    await this.#server.stop()
  }

  /** With `serve`: the launcher's children as they are now, by the name of their command: {shop, chat, sandbox} -> pid. */
  parts() {
    const pids = fs.readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return Object.fromEntries(pids.map(pid => [fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1], Number(pid)]))
  }

  async startSandbox() {
    this.#sandbox = this.#spawn('sandbox')
    await this.#ready(this.#sandbox, `${this.sandboxUrl}/_sandbox/orders`)
  }

  async startChat() {
    this.#chat = this.#spawn('chat')
    await this.#ready(this.#chat, `${this.chatUrl}/readyz`)
  }

  async killChat() {
    await this.#chat.kill9()
  }

  /** Another process on the same database: {chatUrl, kill9(), start()}. */
  async startChatBeside() {
    const { url, ...beside } = await this.#startBeside('chat', 'CHAT_PORT')
    return { chatUrl: url, ...beside }
  }

  /** Another process on the same database and data folder, as another machine of the shop's: {url, logs(), kill9(), stop(), start()}. */
  startShopBeside(env = {}) {
    return this.#startBeside('shop', 'PORT', env)
  }

  async #startBeside(command, variable, env = {}) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    let child
    const start = async () => {
      child = this.#spawn(command, { ...env, [variable]: String(port) })
      this.#more.push(child)
      await this.#ready(child, `${url}/readyz`)
    }
    await start()
    return { url, start, logs: () => fs.readFileSync(child.logPath, 'utf8'), stop: () => child.stop(), kill9: () => child.kill9() }
  }

  async killSandbox() {
    await this.#sandbox.kill9()
  }

  /** Everything the shop's process has written so far. */
  logs() {
    return fs.readFileSync(this.#server.logPath, 'utf8')
  }

  get pid() {
    return this.#server.pid
  }

  get chatPid() {
    return this.#chat.pid
  }

  async discard() {
    await this.#server?.kill9()
    await this.#sandbox?.kill9()
    await this.#chat?.kill9()
    for (const child of this.#more) await child.kill9()
    await this.db.drop()
    await this.chatDb?.drop()
    if (process.env.HURTROCK_KEEP) console.error(`kept: ${this.folder}`)
    else fs.rmSync(this.folder, { recursive: true, force: true })
  }

  /** Whoever closes a SQLite database last takes its log into the file: that is to be the shop. */
  async #releaseDatabases() {
    await this.db.release()
    await this.chatDb?.release()
  }

  #spawn(command, env = {}) {
    const logPath = path.join(this.folder, `${command}.log`)
    return new Child(`hurtrock ${command}`, program, [command], { env: { ...this.env, ...env }, cwd: this.folder, logPath })
  }

  #ready(child, url, withinMs = kStartMs) {
    return until(`${url} answers 200`, async () => {
      child.assertRunning()
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      await response.arrayBuffer()
      return response.status === 200
    }, { withinMs })
  }
}
