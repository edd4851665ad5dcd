// The texts that came with the panel, in the page's language, and how times are written there.
const kZone = "Asia/Jakarta"

export class Words {
  #texts
  #time
  #day
  #date

  constructor(root, place = "[data-texts]") {
    this.#texts = JSON.parse(root.querySelector(place).textContent)
    const locale = document.documentElement.lang === "en" ? "en-GB" : "id-ID"
    this.#time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: kZone })
    this.#date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: kZone })
    this.#day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: kZone })
  }

  /** `say("by", { name })` fills in the gaps of "by". */
  say(key, gaps = {}) {
    return (this.#texts[key] ?? key).replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap)
  }

  time(at) {
    return `${this.#time.format(new Date(at))} WIB`
  }

  /** The time of today, the date of any other day. */
  moment(at) {
    const day = this.#date.format(new Date(at))
    return day === this.#date.format(new Date()) ? this.#time.format(new Date(at)) : day
  }

  day(at) {
    const day = this.#day.format(new Date(at))
    return day === this.#day.format(new Date()) ? this.say("today") : day
  }
}
