import { spawn } from 'node:child_process'
import fs from 'node:fs'

const running = new Set()

/** Nobody outlives the test that started it, not even when the test is interrupted. */
function killAll() {
  for (const child of running) child.kill9Now()
}
process.once('exit', killAll)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

/** One server process whose output goes to a log file. */
export class Child {
  #process
  #ended

  constructor(name, program, args, { env, cwd, logPath }) {
    this.name = name
    this.logPath = logPath
    const log = fs.openSync(logPath, 'a')
    this.#process = spawn(program, args, { env, cwd, stdio: ['ignore', log, log] })
    fs.closeSync(log)
    running.add(this)
    this.#ended = new Promise(tell => {
      this.#process.once('error', error => tell({ error }))
      this.#process.once('exit', (status, signal) => tell({ status, signal }))
    }).then(end => {
      running.delete(this)
      this.end = end
      return end
    })
  }

  get pid() {
    return this.#process.pid
  }

  /** Throws, and `until` gives up at once, when the process is gone. */
  assertRunning() {
    if (!this.end) return
    throw Object.assign(new Error(`${this.name} ended: ${describe(this.end)}\n${this.logTail()}`), { final: true })
  }

  /** Throws when the process does not end with status 0 in time. */
  async stop({ withinMs = 30_000, signal = 'SIGTERM' } = {}) {
    this.#process.kill(signal)
    const end = await this.#endWithin(withinMs)
    if (!end) {
      await this.kill9()
      throw new Error(`${this.name} did not stop within ${withinMs} ms of ${signal}\n${this.logTail()}`)
    }
    if (end.status !== 0) throw new Error(`${this.name} stopped badly: ${describe(end)}\n${this.logTail()}`)
  }

  /** As a power cut does it. */
  async kill9() {
    this.kill9Now()
    await this.#ended
  }

  kill9Now() {
    this.#process.kill('SIGKILL')
  }

  logTail(lines = 40) {
    return fs.readFileSync(this.logPath, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }

  #endWithin(ms) {
    let timer
    const late = new Promise(tell => (timer = setTimeout(tell, ms, undefined)))
    return Promise.race([this.#ended, late]).finally(() => clearTimeout(timer))
  }
}

function describe({ error, status, signal }) {
  return error ? error.message : signal ? `signal ${signal}` : `status ${status}`
}
