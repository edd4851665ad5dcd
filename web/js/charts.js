// On the staff's pages with a chart.
import { register } from "./parts/behaviours.js"
import TimeChart from "./behaviours/time_chart.js"

register({ "time-chart": TimeChart })
