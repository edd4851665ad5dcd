// People in front of a browser. Each has a window of its own and complains about everything a page does wrong:
// errors in the console (the content security policy speaks there too), broken requests, answers 5xx.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { words, wordsPattern } from '../support/texts.mjs'

/** Chromium without what only a window on a screen needs. */
export const kChromium = process.env.CHROME_PATH ?? '/usr/bin/chromium-headless-shell'
/** A fresh Chromium asks the outside for updates, components and certificates; tests stay on this machine. */
export const kChromiumFlags = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-default-apps', '--disable-domain-reliability',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]
// Inside containers the tests run as root, where Chromium's own sandbox does not work.
if (process.getuid?.() === 0) kChromiumFlags.push('--no-sandbox')

export const kWindows = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1280, height: 900 },
}
const kPatienceMs = 10_000

/** @returns {Promise<import('playwright-core').Browser>} closed, and its profile removed, by close() */
export async function openBrowser() {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'hurtrock-chromium-'))
  const browser = await chromium.launch({
    executablePath: kChromium,
    args: kChromiumFlags,
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  })
  browser.on('disconnected', () => rmSync(profile, { recursive: true, force: true }))
  return browser
}

/**
 * @param {object} [manner]
 * @param {'phone'|'laptop'} [manner.window]
 * @param {'id'|'en'} [manner.language]
 * @param {'dark'|'light'} [manner.theme]
 * @param {boolean} [manner.javaScript]
 */
export async function openWindow(browser, shop, { window = 'laptop', language = 'id', theme = 'dark', javaScript = true } = {}) {
  const context = await browser.newContext({
    viewport: kWindows[window],
    isMobile: window === 'phone',
    hasTouch: window === 'phone',
    deviceScaleFactor: 1,
    locale: language === 'en' ? 'en-GB' : 'id-ID',
    timezoneId: 'Asia/Jakarta',
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    baseURL: shop.url,
  })
  context.setDefaultTimeout(kPatienceMs)
  await context.addCookies([
    { name: 'language', value: language, url: shop.url },
    { name: 'theme', value: theme, url: shop.url },
  ])
  return new Person(context, await context.newPage(), { window, language, theme, javaScript })
}

export class Person {
  #complaints = []
  #expected = []

  constructor(context, page, manner) {
    Object.assign(this, manner)
    this.context = context
    this.page = page
    this.phone = manner.window === 'phone'
    this.t = words(manner.language)
    this.pattern = wordsPattern(manner.language)
    this.#listen()
  }

  /** What would be a complaint otherwise: a test that asks for an error expects it. */
  expectComplaint(pattern) {
    this.#expected.push(pattern)
  }

  get complaints() {
    return this.#complaints.filter(complaint => !this.#expected.some(pattern => pattern.test(complaint)))
  }

  /** Those since the last time. */
  takeComplaints() {
    const taken = this.complaints
    this.#complaints.length = 0
    return taken
  }

  /** The page fits the window: nothing makes it scroll sideways. */
  async assertFits() {
    const { overflow, culprits } = await this.page.evaluate(() => {
      const width = document.documentElement.clientWidth
      const overflow = document.documentElement.scrollWidth - width
      const wide = overflow > 0 ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 0.5) : []
      return { overflow, culprits: wide.slice(0, 5).map(e => `${e.tagName.toLowerCase()}.${e.className}`) }
    })
    assert.ok(overflow <= 0, `${this.page.url()} is ${overflow} px too wide at ${this.window} size: ${culprits.join(', ')}`)
  }

  /** Ends the visit; throws when anything was wrong on the way. */
  async leave() {
    await this.context.close()
    assert.deepEqual(this.complaints, [])
  }

  #listen() {
    const complain = text => this.#complaints.push(text)
    const watch = page => {
      page.on('console', message => {
        if (message.type() === 'error') complain(`console at ${page.url()}: ${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', error => complain(`script at ${page.url()}: ${error.message}`))
      page.on('requestfailed', request => {
        // The browser gives requests up by itself when it leaves a page.
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') complain(`${request.url()}: ${request.failure()?.errorText}`)
      })
      page.on('response', response => {
        if (response.status() >= 500) complain(`${response.request().method()} ${response.url()}: ${response.status()}`)
      })
    }
    this.context.pages().forEach(watch)
    this.context.on('page', watch)
  }
}
