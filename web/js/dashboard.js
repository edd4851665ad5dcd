// On the staff's pages with a chart.
import { register } from "./parts/behaviours.js"
import DayChart from "./behaviours/day_chart.js"

register({ "day-chart": DayChart })
