// Draws the table below it as a bar for every day: first column the day, second its amount as the link of that day. The
// table stays for those who rather read it; a bar leads where its row does.
import uPlot from "uplot"

const kHeight = 220

export default class DayChart {
  #ending = new AbortController()
  #observers = []
  #plot
  #drawing
  #rows

  constructor(element) {
    this.#drawing = element.querySelector(".chart__drawing")
    this.#rows = [...element.querySelectorAll("tbody tr")].map(row => ({
      day: row.cells[0].textContent,
      amount: Number(row.querySelector("data").value),
      text: row.querySelector("data").textContent,
      url: row.querySelector("a").href,
    }))
    element.querySelector("details").open = false
    this.#drawing.hidden = false
    this.#draw()
    // Colours belong to the theme, which may be switched at any time.
    this.#observe(new MutationObserver(() => this.#draw()), document.documentElement, { attributeFilter: ["data-theme"] })
    this.#observe(new ResizeObserver(() => this.#plot.setSize(this.#size())), this.#drawing)
    this.#drawing.addEventListener("click", () => this.#follow(), { signal: this.#ending.signal })
  }

  disconnect() {
    this.#ending.abort()
    for (const observer of this.#observers) observer.disconnect()
    this.#plot.destroy()
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
    const language = document.documentElement.lang
    const short = new Intl.NumberFormat(language, { notation: "compact" })
    const axis = { stroke: colour("--color-muted"), font: `12px ${style.fontFamily}`, ticks: { show: false } }
    const line = { stroke: colour("--color-line"), width: 1 }
    this.#plot = new uPlot({
      ...this.#size(),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      // Days have names, not numbers: the axis counts rows and takes the names from there.
      scales: { x: { time: false, range: () => [-0.6, this.#rows.length - 0.4] }, y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.05)] } },
      axes: [
        { ...axis, grid: { show: false }, space: 64, incrs: [1, 2, 5, 7, 10, 15, 30], values: (_, places) => places.map(at => this.#dayAt(at)) },
        { ...axis, grid: line, size: 56, values: (_, amounts) => amounts.map(amount => short.format(amount)) },
      ],
      series: [{}, { fill: colour("--color-accent"), stroke: colour("--color-accent"), width: 0, paths: uPlot.paths.bars({ size: [0.7, 48] }), points: { show: false } }],
      hooks: { setCursor: [() => this.#tell()] },
    }, [this.#rows.map((_, at) => at), this.#rows.map(({ amount }) => amount)], this.#drawing)
    this.#drawing.append(this.#note)
  }

  // Without the year: thirty days have room for little.
  #dayAt(at) {
    return this.#rows[at]?.day.split(" ").slice(0, 2).join(" ") ?? ""
  }

  #note = Object.assign(document.createElement("p"), { className: "chart__note" })

  #tell() {
    const row = this.#rows[this.#plot?.cursor.idx]
    this.#note.textContent = row ? `${row.day}: ${row.text}` : "\u00a0"
  }

  #follow() {
    const row = this.#rows[this.#plot.cursor.idx]
    if (row) location.assign(row.url)
  }
}
