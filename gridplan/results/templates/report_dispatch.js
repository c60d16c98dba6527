"use strict";
/** The year of dispatch to scroll through: controls, picture, readout of every technology, and the year at a glance. */
const HOURS_PER_DAY = 24;
const HOURS_PER_YEAR = 8760;
const PRINT_SCALE = 3;
const TICK_WIDTH_PX = 70;

/** Packed 16-bit integers times a scale: a tenth of the size of the same numbers as text. */
function unpack(series) {
  const bytes = Uint8Array.from(atob(series.packed), (c) => c.charCodeAt(0));
  const counts = new Int16Array(bytes.buffer);
  return Float32Array.from(counts, (count) => count * series.scale);
}

const two = (number) => String(number).padStart(2, "0");

class Dispatch {
  constructor(root) {
    this.root = root;
    const part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.data = JSON.parse(part("data").textContent);
    this.words = JSON.parse(part("words").textContent);
    this.stack = part("stack");
    this.overview = part("overview");
    this.when = part("when");
    this.values = part("values");
    this.slider = root.querySelector("input.year");
    this.span = root.querySelector(".span");
    this.series = this.data.series.map((item) => ({ ...item, values: unpack(item) }));
    this.demand = unpack(this.data.demand);
    this.price = unpack(this.data.price);
    this.hour = this.data.hour_of_year;
    this.count = this.hour.length;
    const title = `${this.data.price.name} ${this.data.price_unit}`;
    this.picture = new DispatchPicture(this.stack, this.series, { ...this.data.demand, values: this.demand },
      { ...this.data.price, values: this.price }, this.data, { power: this.data.unit, price: title });
    this.windowDays = window.innerWidth < 640 ? 3 : 7;
    this.start = 0;
    this.days = this.dayStarts();
    this.fillControls();
    this.fillReadout();
    this.listen();
    this.drawOverview();
    this.go(this.data.jumps[0].index);
  }

  /** Blocks at which a new day begins, with the length of each block as the axis has it. */
  dayStarts() {
    const starts = [];
    for (let i = 0; i < this.count; i++) {
      const day = Math.floor(this.hour[i] / HOURS_PER_DAY);
      if (i === 0 || day !== Math.floor(this.hour[i - 1] / HOURS_PER_DAY)) starts.push(i);
    }
    return starts;
  }

  /** Calendar moment of an hour of the planning year, which has no 29 February; weather years are counted on. */
  moment(hour) {
    return new Date(Date.UTC(2001, 0, 1) + (hour % HOURS_PER_YEAR) * 3600e3);
  }

  dateText(hour, pattern = this.words.date) {
    const at = this.moment(hour);
    const weekday = (this.data.first_weekday + Math.floor((hour % HOURS_PER_YEAR) / HOURS_PER_DAY)) % 7;
    return pattern
      .replace("{month}", this.words.months.split(" ")[at.getUTCMonth()])
      .replace("{day}", at.getUTCDate())
      .replace("{weekday}", this.words.weekdays.split(" ")[weekday]);
  }

  timeText(hour) {
    const weather = this.data.weather[Math.floor(hour / HOURS_PER_YEAR)];
    return `${weather ? `${weather} · ` : ""}${this.dateText(hour)} ${two(this.moment(hour).getUTCHours())}:00`;
  }

  fillControls() {
    const choose = (select, entries, chosen) => {
      for (const [value, text] of entries) select.add(new Option(text, value, false, value === chosen));
    };
    const lengths = this.words.window_lengths.split("|").map((text, i) => [[1, 3, 7, 14, 28][i], text]);
    choose(this.root.querySelector("[data-window]"), lengths, this.windowDays);
    choose(this.root.querySelector("[data-jump]"), this.data.jumps.map((jump) => [jump.index, jump.name]));
    choose(this.root.querySelector("[data-overview]"), this.overviewChoices().map((item, i) => [i, item.name]));
  }

  overviewChoices() {
    return [
      { name: this.data.residual.name, values: unpack(this.data.residual), unit: this.data.unit },
      { name: this.data.price.name, values: this.price, unit: this.data.price_unit, top: this.data.price_top },
      { name: this.data.demand.name, values: this.demand, unit: this.data.unit },
      ...this.series.map((item) => ({ name: item.name, values: item.values, unit: this.data.unit })),
    ];
  }

  fillReadout() {
    const entry = (name, colour, pattern) => {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = `swatch ${pattern}`;
      swatch.style.setProperty("--colour", colour);
      const value = document.createElement("span");
      value.className = "number";
      item.append(swatch, name, value);
      this.values.append(item);
      return value;
    };
    this.cells = [
      entry(this.data.demand.name, this.data.demand.colour, "line"),
      ...this.series.map((item) => entry(item.name, item.colour, "")),
      entry(this.data.price.name, this.data.price.colour, "line"),
    ];
  }

  listen() {
    this.slider.addEventListener("input", () => this.schedule(Number(this.slider.value)));
    for (const button of this.root.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => this.moveDays(Number(button.dataset.move)));
    }
    this.root.querySelector("[data-window]").addEventListener("change", (event) => {
      this.windowDays = Number(event.target.value);
      this.go(this.start);
    });
    this.root.querySelector("[data-jump]").addEventListener("change", (event) => this.go(Number(event.target.value)));
    this.root.querySelector("[data-overview]").addEventListener("change", () => this.drawOverview());
    this.stack.addEventListener("pointermove", (event) => this.point(this.picture.blockAt(event.clientX)));
    this.stack.addEventListener("pointerdown", (event) => this.point(this.picture.blockAt(event.clientX)));
    this.stack.addEventListener("pointerleave", () => this.point(null));
    new ResizeObserver(() => this.redraw(this.picture.printScale)).observe(this.stack);
    window.addEventListener("beforeprint", () => this.redraw(PRINT_SCALE));
    window.addEventListener("afterprint", () => this.redraw(0));
    this.root.addEventListener("keydown", (event) => {
      const days = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[event.key];
      if (days === undefined || event.target.matches("select")) return;
      event.preventDefault();
      this.moveDays(days);
    });
  }

  /** Read out the block pointed at; null for the mean of the window. */
  point(block) {
    this.drawStack(block);
    if (block === null) this.readWindow();
    else this.readHour(block);
  }

  /** Draw at the size the canvas stands at; for paper at the paper's own and with its finer grain. */
  redraw(printScale = 0) {
    if (this.end === undefined) return;
    this.picture.printScale = printScale;
    this.stack.style.width = printScale ? `${report.PRINT_WIDTH_PX}px` : "";
    this.stack.style.height = printScale ? `${report.PRINT_HEIGHTS_PX.stack}px` : "";
    this.measureDays();
    this.drawStack();
  }

  moveDays(days) {
    let place = this.days.findIndex((start, i) => start <= this.start && !(this.days[i + 1] <= this.start));
    place = Math.min(Math.max(place + days, 0), this.days.length - 1);
    this.go(this.days[place]);
  }

  blocksInWindow() {
    return Math.min(this.count, Math.max(2, Math.round((this.windowDays * HOURS_PER_DAY) / this.data.mean_duration_h)));
  }

  /** Sliding asks for more pictures than a screen shows: draw at most one per frame. */
  schedule(start) {
    this.wanted = start;
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = null;
      this.go(this.wanted);
    });
  }

  go(start) {
    const blocks = this.blocksInWindow();
    this.start = Math.min(Math.max(0, start), this.count - blocks);
    this.end = this.start + blocks;
    this.slider.max = this.count - blocks;
    this.slider.value = this.start;
    this.span.textContent = `${this.dateText(this.hour[this.start])} – ${this.dateText(this.hour[this.end - 1])}`;
    this.slider.setAttribute("aria-valuetext", this.span.textContent);
    this.measureDays();
    this.drawStack();
    this.frameOverview();
    this.readWindow();
  }

  drawStack(marked = null) {
    this.picture.draw(this.start, this.end, this.ticks, this.cuts, marked);
  }

  /** Days named under the picture, as many as have room, and where days that follow each other are not neighbours. */
  measureDays() {
    const shown = this.days.filter((start) => start >= this.start && start < this.end);
    const room = Math.max(2, Math.floor(this.stack.clientWidth / TICK_WIDTH_PX));
    const step = Math.max(1, Math.ceil(shown.length / room));
    this.ticks = shown
      .filter((_, i) => i % step === 0)
      .map((at) => [at, this.dateText(this.hour[at], this.words.tick).split("<br>")]);
    this.cuts = shown.filter((start) => start > this.start && this.hour[start] - this.hour[start - 1] > HOURS_PER_DAY);
  }

  readHour(index) {
    this.when.textContent = `${this.timeText(this.hour[index])} · ${this.data.unit}`;
    this.fill((values) => values[index]);
  }

  readWindow() {
    this.when.textContent = this.words.window_mean.replace("{unit}", this.data.unit);
    const blocks = this.end - this.start;
    this.fill((values) => values.subarray(this.start, this.end).reduce((sum, value) => sum + value, 0) / blocks);
  }

  fill(pick) {
    const all = [this.demand, ...this.series.map((item) => item.values), this.price];
    all.forEach((values, i) => {
      const price = i === all.length - 1;
      const number = Math.abs(pick(values)) < 1e-9 ? 0 : pick(values);
      const digits = price ? this.data.price_digits : this.data.digits;
      this.cells[i].textContent = number.toLocaleString(report.settings.lang === "zh" ? "zh-CN" : "en", {
        minimumFractionDigits: digits, maximumFractionDigits: digits,
      }).replace("-", "\u2212");
    });
  }

  drawOverview() {
    const item = this.overviewChoices()[this.root.querySelector("[data-overview]").value];
    const days = this.days.map((start) => Math.floor(this.hour[start] / HOURS_PER_DAY));
    const column = new Map(days.map((day, i) => [day, i]));
    const grid = Array.from({ length: HOURS_PER_DAY }, () => new Array(days.length).fill(null));
    for (let i = 0; i < this.count; i++) {
      for (let k = 0; k < this.data.duration_h[i]; k++) {
        const hour = this.hour[i] + k;
        const place = column.get(Math.floor(hour / HOURS_PER_DAY));
        if (place !== undefined) grid[hour % HOURS_PER_DAY][place] = item.values[i];
      }
    }
    const months = days.map((_, i) => i).filter((i) => this.moment(days[i] * HOURS_PER_DAY).getUTCDate() === 1);
    const ticks = months.length > 1 ? months : days.map((_, i) => i).filter((i) => i % Math.ceil(days.length / 6) === 0);
    const trace = {
      type: "heatmap", z: grid, x: days.map((_, i) => i), zmax: item.top, zmin: item.top === undefined ? undefined : this.data.price_bottom,
      zauto: item.top === undefined,
      colorscale: [[0, "#eef3f7"], [0.5, "#7fa3c0"], [1, "#16324d"]],
      colorbar: { thickness: 10, outlinewidth: 0, tickformat: ",~r", title: { text: item.unit, side: "right" } },
      hovertemplate: `%{customdata}<br>%{z:,.4~r} ${item.unit}<extra></extra>`,
      customdata: grid.map((_, hour) => days.map((day) => this.timeText(day * HOURS_PER_DAY + hour))),
    };
    const layout = report.themed({
      margin: { l: 64, r: 12, t: 8, b: 30 },
      xaxis: {
        tickvals: ticks,
        ticktext: ticks.map((i) => this.monthText(days[i], months.length > 1)),
        showgrid: false,
      },
      yaxis: { tickvals: [0, 6, 12, 18, 23], ticktext: ["0:00", "6:00", "12:00", "18:00", "23:00"], autorange: "reversed", showgrid: false },
      shapes: this.frame(),
    });
    Plotly.react(this.overview, [trace], layout, report.config);
    if (!this.clicking) {
      this.overview.on("plotly_click", (event) => {
        this.go(this.days[event.points[0].x]);
      });
      this.clicking = true;
    }
  }

  monthText(day, months) {
    const at = this.moment(day * HOURS_PER_DAY);
    return months ? this.words.months.split(" ")[at.getUTCMonth()] : this.dateText(day * HOURS_PER_DAY);
  }

  frame() {
    if (this.end === undefined) return [];
    // Days before a block, and the share of its own day that has passed.
    const place = (index) => {
      const day = this.days.findLastIndex((start) => start <= index);
      return day + (this.hour[index] % HOURS_PER_DAY) / HOURS_PER_DAY;
    };
    return [{ type: "rect", x0: place(this.start) - 0.5, x1: place(this.end - 1) - 0.5, yref: "paper", y0: 0, y1: 1,
      line: { color: "#b3261e", width: 1.5 } }];
  }

  frameOverview() {
    Plotly.relayout(this.overview, { shapes: this.frame() });
  }
}

for (const root of document.querySelectorAll("[data-dispatch]")) new Dispatch(root);
