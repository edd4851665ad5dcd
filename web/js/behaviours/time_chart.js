// Draws the table below it: a place for every row, in it what the columns named by data-drawn hold in their <data>. Those
// that say "bar" stand on one another, a "line" goes across. The table stays for those who rather read it; a bar leads where
// its cell does.
import uPlot from "uplot"

const kHeight = 220
const kBarColours = ["--color-accent", "--color-edge"]
const kRowsBetweenNames = [1, 2, 5, 7, 10, 15, 30, 60, 90, 180, 365, 730]
// Rupiah and orders come whole: 1, 2, 5, 10, 20, 50 …
const kRoundNumbers = Array.from({ length: 15 }, (_, zeros) => [1, 2, 5].map(first => first * 10 ** zeros)).flat()

export default class TimeChart {
  #ending = new AbortController()
  #observers = []
  #note = Object.assign(document.createElement("p"), { className: "chart__note" })
  #touchedAfter
  #plot
  #drawing
  #currency
  #columns
  #rows

  constructor(element) {
    this.#drawing = element.querySelector(".chart__drawing")
    this.#currency = element.dataset.currency ?? ""
    this.#columns = [...element.querySelectorAll("thead [data-drawn]")].map(title =>
      ({ place: title.cellIndex, name: title.textContent, isBar: title.dataset.drawn === "bar" }))
    this.#rows = [...element.querySelectorAll("tbody tr")].map(row => this.#read(row))
    const details = element.querySelector("details")
    if (details) details.open = false
    this.#draw()
    // Colours belong to the theme, which may be switched at any time.
    this.#observe(new MutationObserver(() => this.#draw()), document.documentElement, { attributeFilter: ["data-theme"] })
    this.#observe(new ResizeObserver(() => this.#plot.setSize(this.#size())), this.#drawing)
    const { signal } = this.#ending
    this.#drawing.addEventListener("pointerdown", event => this.#touch(event), { signal })
    this.#drawing.addEventListener("click", () => this.#follow(), { signal })
  }

  disconnect() {
    this.#ending.abort()
    for (const observer of this.#observers) observer.disconnect()
    this.#plot.destroy()
  }

  #read(row) {
    let top = 0
    const parts = this.#columns.map(({ place, isBar, name }) => {
      const data = row.cells[place].querySelector("data")
      const value = Number(data.value)
      if (isBar) top += value
      return { isBar, name, height: isBar ? top : value, text: data.textContent, url: data.closest("a")?.href }
    })
    return { name: row.cells[0].textContent, parts }
  }

  #observe(observer, target, options) {
    observer.observe(target, options)
    this.#observers.push(observer)
  }

  #size() {
    return { width: Math.max(240, Math.floor(this.#drawing.clientWidth)), height: kHeight }
  }

  #draw() {
    this.#plot?.destroy()
    const style = getComputedStyle(this.#drawing)
    const colour = name => style.getPropertyValue(name).trim()
    const axis = { stroke: colour("--color-muted"), font: `12px ${style.fontFamily}`, ticks: { show: false } }
    const line = { stroke: colour("--color-line"), width: 1 }
    const drawn = this.#series(colour)
    this.#plot = new uPlot({
      ...this.#size(),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      // Days have names, not numbers: the axis counts rows and takes the names from there.
      scales: { x: { time: false, range: () => [-0.6, this.#rows.length - 0.4] }, y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.05)] } },
      axes: [
        { ...axis, grid: { show: false }, space: 64, incrs: kRowsBetweenNames, values: (_, places) => places.map(at => this.#nameAt(at)) },
        { ...axis, grid: line, size: this.#currency ? 80 : 56, incrs: kRoundNumbers, values: (_, values) => values.map(this.#short) },
      ],
      series: [{}, ...drawn.map(({ options }) => options)],
      hooks: { setCursor: [() => this.#tell()] },
    }, [this.#rows.map((_, at) => at), ...drawn.map(({ values }) => values)], this.#drawing)
    this.#drawing.append(this.#note)
    this.#tell()
  }

  // What stands on another is drawn first, so that the other hides its foot, with a seam of the ground between them. A line
  // goes over all of it, with the ground on both of its sides: it has to be seen on every colour.
  #series(colour) {
    const ground = colour("--color-ground")
    const bars = this.#columns.flatMap(({ isBar }, at) => isBar ? [at] : [])
    const heights = at => this.#rows.map(({ parts }) => parts[at].height)
    const seam = Math.max(...bars.flatMap(heights)) / 90
    const bar = (values, fill) => ({ values, options: {
      fill, stroke: fill, width: 0, paths: uPlot.paths.bars({ size: [0.7, 48] }), points: { show: false },
    } })
    const line = (values, stroke, width) => ({ values, options: { stroke, width, points: { show: false } } })
    const standing = bars.map((at, place) => [
      ...place < bars.length - 1 ? [bar(heights(at).map(height => height && height + seam), ground)] : [],
      bar(heights(at), colour(kBarColours[place])),
    ])
    const lines = this.#columns.flatMap(({ isBar }, at) =>
      isBar ? [] : [line(heights(at), ground, 5), line(heights(at), colour("--color-text"), 2)])
    return [...standing.reverse().flat(), ...lines]
  }

  #short = value => {
    const number = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" }).format(Math.abs(value))
    return `${value < 0 ? "-" : ""}${this.#currency && `${this.#currency}\u00a0`}${number}`
  }

  // Where it begins, and of a day without the year: there is room for little.
  #nameAt(at) {
    return this.#rows[at]?.name.split(" ").slice(0, 2).join(" ") ?? ""
  }

  #tell() {
    const row = this.#rows[this.#plot?.cursor.idx]
    const told = row?.parts.map(({ name, text }) => this.#columns.length > 1 ? `${name} ${text}` : text)
    this.#note.textContent = row ? `${row.name}: ${told.join(" · ")}` : "\u00a0"
  }

  // Fingers cannot point without touching: the first touch of a place tells of it, the next one follows.
  #touch({ pointerType }) {
    this.#touchedAfter = pointerType === "touch" ? { idx: this.#plot.cursor.idx } : undefined
  }

  #follow() {
    const { idx, top } = this.#plot.cursor
    if (this.#touchedAfter && this.#touchedAfter.idx !== idx) return
    const bars = this.#rows[idx]?.parts.filter(({ isBar }) => isBar) ?? []
    const height = this.#plot.posToVal(top, "y")
    const url = (bars.find(bar => height <= bar.height) ?? bars.at(-1))?.url
    if (url) location.assign(url)
  }
}
