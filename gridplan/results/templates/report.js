"use strict";
(() => {
  const settings = JSON.parse(document.getElementById("report-settings").textContent);
  const PRINT_WIDTH_PX = 680;
  const PRINT_HEIGHTS_PX = { stack: 400, overview: 180 };
  const HOURS_PER_DAY = 24;
  const config = {
    displaylogo: false,
    displayModeBar: "hover",
    modeBarButtons: [["toImage"]],
    responsive: true,
    locale: settings.lang,
    toImageButtonOptions: { scale: 2 },
  };
  Plotly.register({
    moduleType: "locale",
    name: "zh",
    dictionary: { "Download plot as a PNG": "保存为图片", "Download plot as a png": "保存为图片" },
    format: {},
  });
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12, color: "#1c2127" };

  function themed(layout) {
    const common = {
      font,
      paper_bgcolor: "#fff",
      plot_bgcolor: "#fff",
      showlegend: false,
      dragmode: false,
      hoverlabel: { bgcolor: "#fff", bordercolor: "#9aa3ab", font },
      margin: { l: 60, r: 16, t: 10, b: 40 },
    };
    const result = Object.assign(common, layout);
    for (const key of Object.keys(result)) {
      if (/^[xy]axis\d*$/.test(key)) {
        result[key] = Object.assign(
          { zeroline: false, gridcolor: "#e7eaec", linecolor: "#9aa3ab", ticks: "", fixedrange: true, automargin: true },
          result[key]
        );
      }
    }
    return result;
  }

  // ---- the plain charts -------------------------------------------------------------------------

  for (const source of document.querySelectorAll("script[data-plot]")) {
    const spec = JSON.parse(source.textContent);
    Plotly.newPlot(source.dataset.plot, spec.data, themed(spec.layout), config);
  }

  // ---- the year of dispatch ---------------------------------------------------------------------

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

    /** Calendar moment of an hour of the planning year, which has no 29 February. */
    moment(hour) {
      return new Date(Date.UTC(2001, 0, 1) + hour * 3600e3);
    }

    dateText(hour, pattern = this.words.date) {
      const at = this.moment(hour);
      const weekday = (this.data.first_weekday + Math.floor(hour / HOURS_PER_DAY)) % 7;
      return pattern
        .replace("{month}", this.words.months.split(" ")[at.getUTCMonth()])
        .replace("{day}", at.getUTCDate())
        .replace("{weekday}", this.words.weekdays.split(" ")[weekday]);
    }

    timeText(hour) {
      return `${this.dateText(hour)} ${two(this.moment(hour).getUTCHours())}:00`;
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
      this.root.addEventListener("keydown", (event) => {
        const days = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[event.key];
        if (days === undefined || event.target.matches("select")) return;
        event.preventDefault();
        this.moveDays(days);
      });
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
      this.drawStack();
      this.frameOverview();
      this.readWindow();
    }

    drawStack() {
      const from = this.start;
      const to = this.end;
      const x = Array.from({ length: to - from }, (_, i) => from + i);
      const areas = this.series.map((item) => ({
        x,
        y: item.values.subarray(from, to),
        name: item.name,
        mode: "lines",
        line: { width: 0, shape: "hv" },
        fillcolor: item.colour,
        stackgroup: item.side > 0 ? "supply" : "use",
        hoverinfo: "none",
      }));
      const line = (series, values, axis, width) => ({
        x,
        y: values.subarray(from, to),
        yaxis: axis,
        name: series.name,
        mode: "lines",
        line: { width, color: series.colour, shape: "hv" },
        hoverinfo: "none",
      });
      const traces = [...areas, line(this.data.demand, this.demand, "y", 1.8), line(this.data.price, this.price, "y2", 1.3)];
      Plotly.react(this.stack, traces, this.stackLayout(), config);
      if (!this.hovering) {
        this.stack.on("plotly_hover", (event) => this.readHour(event.points[0].x));
        this.stack.on("plotly_unhover", () => this.readWindow());
        this.hovering = true;
      }
    }

    stackLayout() {
      const shown = this.days.filter((start) => start >= this.start && start < this.end);
      const room = Math.max(2, Math.floor(this.stack.clientWidth / 70));
      const step = Math.max(1, Math.ceil(shown.length / room));
      const ticks = shown.filter((_, i) => i % step === 0);
      const cuts = shown.filter((start) => start > this.start && this.hour[start] - this.hour[start - 1] > HOURS_PER_DAY);
      return themed({
        hovermode: "x",
        margin: { l: 64, r: 12, t: 24, b: 42 },
        shapes: cuts.map((at) => ({
          type: "line", x0: at, x1: at, yref: "paper", y0: 0, y1: 1, line: { color: "#fff", width: 3 },
        })),
        annotations: [
          this.axisTitle(this.data.unit, 1),
          this.axisTitle(`${this.data.price.name} ${this.data.price_unit}`, 0.185),
        ],
        xaxis: {
          range: [this.start, this.end - 1],
          tickvals: ticks,
          ticktext: ticks.map((at) => this.dateText(this.hour[at], this.words.tick)),
          tickangle: 0,
          anchor: "y2",
          showspikes: true,
          spikemode: "across",
          spikethickness: 1,
          spikedash: "solid",
          spikecolor: "#1c2127",
        },
        yaxis: { range: [this.data.bottom, this.data.top], domain: [0.27, 1], zeroline: true, zerolinecolor: "#1c2127", tickformat: "~r" },
        yaxis2: { range: [this.data.price_bottom, this.data.price_top], domain: [0, 0.18], nticks: 4, tickformat: "~r" },
      });
    }

    axisTitle(text, y) {
      return { text, xref: "paper", yref: "paper", x: 0, y, xanchor: "left", yanchor: "bottom", showarrow: false,
        font: { ...font, color: "#5d6670" } };
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
        this.cells[i].textContent = number.toLocaleString(settings.lang === "zh" ? "zh-CN" : "en", {
          minimumFractionDigits: digits, maximumFractionDigits: digits,
        }).replace("-", "\u2212");
      });
    }

    drawOverview() {
      const item = this.overviewChoices()[this.root.querySelector("[data-overview]").value];
      const first = Math.floor(this.hour[0] / HOURS_PER_DAY);
      const last = Math.floor(this.hour[this.count - 1] / HOURS_PER_DAY);
      const grid = Array.from({ length: HOURS_PER_DAY }, () => new Array(last - first + 1).fill(null));
      for (let i = 0; i < this.count; i++) {
        for (let k = 0; k < this.data.duration_h[i]; k++) {
          const hour = this.hour[i] + k;
          const column = Math.floor(hour / HOURS_PER_DAY) - first;
          if (column <= last - first) grid[hour % HOURS_PER_DAY][column] = item.values[i];
        }
      }
      const days = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const months = days.filter((day) => this.moment(day * HOURS_PER_DAY).getUTCDate() === 1);
      const ticks = months.length > 1 ? months : days.filter((_, i) => i % Math.ceil(days.length / 6) === 0);
      const trace = {
        type: "heatmap", z: grid, x: days, zmax: item.top, zmin: item.top === undefined ? undefined : this.data.price_bottom,
        zauto: item.top === undefined,
        colorscale: [[0, "#eef3f7"], [0.5, "#7fa3c0"], [1, "#16324d"]],
        colorbar: { thickness: 10, outlinewidth: 0, title: { text: item.unit, side: "right" } },
        hovertemplate: `%{customdata}<br>%{z:.4~r} ${item.unit}<extra></extra>`,
        customdata: grid.map((_, hour) => days.map((day) => this.timeText(day * HOURS_PER_DAY + hour))),
      };
      const layout = themed({
        margin: { l: 64, r: 12, t: 8, b: 30 },
        xaxis: {
          tickvals: ticks,
          ticktext: ticks.map((day) => this.monthText(day, months.length > 1)),
          showgrid: false,
        },
        yaxis: { tickvals: [0, 6, 12, 18, 23], ticktext: ["0:00", "6:00", "12:00", "18:00", "23:00"], autorange: "reversed", showgrid: false },
        shapes: this.frame(),
      });
      Plotly.react(this.overview, [trace], layout, config);
      if (!this.clicking) {
        this.overview.on("plotly_click", (event) => {
          const hour = event.points[0].x * HOURS_PER_DAY;
          const at = this.hour.findIndex((value) => value >= hour);
          this.go(at < 0 ? this.count : at);
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
      const day = (index) => this.hour[index] / HOURS_PER_DAY;
      return [{ type: "rect", x0: day(this.start) - 0.5, x1: day(this.end - 1) - 0.5, yref: "paper", y0: 0, y1: 1,
        line: { color: "#b3261e", width: 1.5 } }];
    }

    frameOverview() {
      Plotly.relayout(this.overview, { shapes: this.frame() });
    }
  }

  for (const root of document.querySelectorAll("[data-dispatch]")) new Dispatch(root);

  // ---- printing: charts take the width of the paper, folded tables open ---------------------------

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const item of unfolded) item.open = true;
    for (const plot of document.querySelectorAll(".plot")) {
      Plotly.relayout(plot, { width: PRINT_WIDTH_PX, height: PRINT_HEIGHTS_PX[plot.dataset.part] });
    }
  });
  window.addEventListener("afterprint", () => {
    for (const item of unfolded) item.open = false;
    for (const plot of document.querySelectorAll(".plot")) Plotly.relayout(plot, { width: null, height: null, autosize: true });
  });
  // What a page with charts of its own (a comparison) draws them with.
  window.gridplan = { settings, themed, config };
  document.documentElement.dataset.drawn = String(document.querySelectorAll(".plot.js-plotly-plot").length);
})();
