"use strict";
(() => {
  const { settings, themed, config } = report;
  const data = settings.comparison;
  const words = data.words;
  const names = data.names;
  const HOURS_PER_DAY = 24;
  const QUIET = "#c3c9cf";
  const ACCENT = "#1f4e79";
  const INK = "#1c2127";
  const RISE = "#b4693a";
  const FALL = "#2c6a4b";
  const PAPER_SHARE = 0.72;
  const MOST_COLOURED = 8;
  const MOST_LABELLED = 14;
  const MOST_TOGETHER = 4;
  /** Of the names beside points, pixels: half a point, a letter's width, a line's height, how near is one place. */
  const DOT = 8;
  const LETTER = 6.2;
  const LINE = 15;
  const SAME_PLACE = 9;
  const MARGIN = { l: 64, r: 40, t: 26, b: 52 };
  const escaped = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const shown = names.map((name, i) => (i === 0 ? words.base.replace("{name}", () => name) : name));
  const labels = shown.map(escaped);

  const text = (value, digits, signed = false) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return "–";
    const size = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const nothing = Number(size.replace(/,/g, "")) === 0;
    return (value < 0 && !nothing ? "\u2212" : signed && !nothing ? "+" : "") + size;
  };

  /** A long name broken into lines of about `width` letters; a Chinese character is two wide. */
  const wrapped = (name, width = 22) => {
    const lines = [""];
    let used = 0;
    for (const part of String(name).match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || [""]) {
      const size = [...part].reduce((sum, letter) => sum + (letter >= "\u2e80" ? 2 : 1), 0);
      if (used + size > width && lines[lines.length - 1]) { lines.push(""); used = 0; }
      lines[lines.length - 1] += part;
      used += size;
    }
    return lines.map((line) => escaped(line.trim())).join("<br>");
  };

  class Figure {
    constructor(root) {
      this.root = root;
      this.controls = root.querySelector("[data-controls]");
      this.panels = root.querySelector("[data-panels]");
      this.legendList = root.querySelector("[data-legend]");
      this.unitText = root.querySelector("[data-unit]");
      const areas = this.areas();
      this.areaChoice = areas.length > 1 ? this.select(words.area, areas.map((area) => area.name)) : null;
      this.build();
      this.draw();
    }

    areas() { return data.areas; }

    get area() { return this.areas()[this.areaChoice ? Number(this.areaChoice.value) : 0]; }

    select(label, entries, chosen = 0, listen = () => this.draw()) {
      const holder = document.createElement("label");
      const select = document.createElement("select");
      entries.forEach((entry, i) => select.add(new Option(entry, i, false, i === chosen)));
      select.addEventListener("change", listen);
      holder.append(label + " ", select);
      this.controls.append(holder);
      return select;
    }

    plot(height) {
      const plot = document.createElement("div");
      plot.className = "plot";
      plot.setAttribute("role", "img");
      plot.setAttribute("aria-label", this.root.querySelector("figcaption").textContent.trim());
      this.panels.append(plot);
      this.resize(plot, height);
      return plot;
    }

    /** Height on the screen, and on paper, where charts stand closer. */
    resize(plot, height, onPaper = Math.round(PAPER_SHARE * height)) {
      plot.style.height = `${height}px`;
      plot.style.setProperty("--on-paper", `${onPaper}px`);
      plot.dataset.onPaper = onPaper;
    }

    legend(entries) {
      this.legendList.replaceChildren(...entries.map(([name, colour, pattern]) => {
        const item = document.createElement("li");
        const swatch = document.createElement("span");
        swatch.className = `swatch ${pattern || ""}`;
        swatch.style.setProperty("--colour", colour);
        item.append(swatch, name);
        return item;
      }));
    }
  }

  // ---- cost from the base to a scenario -----------------------------------------------------------

  class Waterfall extends Figure {
    build() {
      this.choice = this.select(words.scenario, names.slice(1));
      this.figure = this.plot(360);
    }

    draw() {
      const at = Number(this.choice.value) + 1;
      const area = this.area;
      const unit = data.units.money;
      this.unitText.textContent = unit.name;
      // A scenario without a result for the area has no cost that terms could lead to.
      const isThere = area.total[at] !== null;
      const changes = !isThere ? [] : area.costs.lines.map((line) => [line.name, (line.values[at] || 0) - (line.values[0] || 0)]);
      const seen = 0.5 * 10 ** -unit.digits;
      const told = changes.filter(([, change]) => Math.abs(change) >= seen).sort((a, b) => b[1] - a[1]);
      const rows = [[shown[0], area.total[0], 0, INK]];
      let level = area.total[0];
      for (const [name, change] of told) {
        rows.push([name, change, level, change > 0 ? RISE : FALL]);
        level += change;
      }
      if (isThere) rows.push([shown[at], area.total[at], 0, ACCENT]);
      // Two scenarios may carry the name of a cost term: the axis counts rows, and shows names.
      const y = rows.map((_, i) => i);
      const ends = rows.flatMap(([, value, begin], i) => (i === 0 || i === rows.length - 1 ? [value] : [begin, begin + value]));
      const low = Math.min(...ends);
      const high = Math.max(...ends);
      const room = (high - low) * 0.35 || Math.abs(high) * 0.05 || 1;
      const isTotal = (i) => i === 0 || i === rows.length - 1;
      const trace = {
        type: "bar", orientation: "h", y, base: rows.map(([, , begin]) => begin), x: rows.map(([, value]) => value),
        marker: { color: rows.map((row) => row[3]) }, cliponaxis: false, textposition: "outside",
        text: rows.map(([, value], i) => text(value, unit.digits, !isTotal(i))),
        hovertemplate: rows.map(([name, value], i) => `${escaped(name)}<br>${text(value, unit.digits, !isTotal(i))} ${unit.name}<extra></extra>`),
      };
      this.resize(this.figure, 80 + 32 * rows.length);
      Plotly.react(this.figure, [trace], themed({
        xaxis: { range: [low - room, high + room], tickformat: ",~r" },
        yaxis: { tickvals: y, ticktext: rows.map(([name]) => wrapped(name)), autorange: "reversed", showgrid: false, ticksuffix: "  " },
        bargap: 0.35, margin: { l: 20, r: 20, t: 6, b: 36 },
        annotations: isThere ? [] : [{ text: words.no_area, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.1 }],
      }), config);
      const summed = area.total[0] + changes.reduce((sum, [, change]) => sum + change, 0);
      this.figure.dataset.closes = String(!isThere || Math.abs(summed - area.total[at]) < 1e-3 * Math.max(1, Math.abs(area.total[at])));
    }
  }

  // ---- stacked bars, one for each scenario ---------------------------------------------------------

  class Stack extends Figure {
    constructor(root, part, unit) {
      Stack.wanted = [part, unit];
      super(root);
    }

    build() {
      [this.part, this.unit] = Stack.wanted;
      this.mode = this.select(words.show, [words.values, words.differences]);
      this.figure = this.plot(320);
    }

    draw() {
      const unit = data.units[this.unit];
      const isChange = this.mode.value === "1";
      const which = names.map((_, i) => i).slice(isChange ? 1 : 0);
      this.unitText.textContent = unit.name;
      const seen = 0.5 * 10 ** -unit.digits;
      const lines = this.area[this.part].lines.map((line) => ({
        ...line,
        drawn: which.map((i) => (line.values[i] === null ? null : line.values[i] - (isChange ? line.values[0] || 0 : 0))),
      })).filter((line) => line.drawn.some((value) => Math.abs(value) >= seen));
      const y = which.map((i) => i);
      const traces = lines.map((line) => ({
        type: "bar", orientation: "h", name: escaped(line.name), y, x: line.drawn, marker: { color: line.colour },
        hovertemplate: line.drawn.map((value, k) =>
          `${labels[which[k]]} · ${escaped(line.name)}<br>${text(value, unit.digits, isChange)} ${unit.name}<extra></extra>`),
      }));
      this.resize(this.figure, 70 + Math.max(26, Math.min(44, 900 / which.length)) * which.length);
      Plotly.react(this.figure, traces, themed({
        barmode: "relative", bargap: 0.25, margin: { l: 20, r: 20, t: 6, b: 36 },
        xaxis: { zeroline: true, zerolinecolor: INK, tickformat: ",~r" },
        yaxis: { tickvals: y, ticktext: which.map((i) => wrapped(shown[i])), autorange: "reversed", showgrid: false, ticksuffix: "  " },
        annotations: lines.length ? [] : [{ text: words.no_change, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.5 }],
      }), config);
      this.legend(lines.map((line) => [line.name, line.colour]));
    }
  }

  // ---- cost against what it brings ------------------------------------------------------------------

  class TradeOff extends Figure {
    build() {
      this.axes = [...new Set(data.areas.flatMap((area) => area.axes.map((axis) => axis.name)))];
      this.choice = this.select(words.against, this.axes);
      this.figure = this.plot(390);
      // Where names go depends on the room there is.
      const again = (width) => () => {
        this.width = width;
        this.height = width && Number(this.figure.dataset.onPaper);
        this.draw();
      };
      window.addEventListener("beforeprint", again(report.PRINT_WIDTH_PX));
      window.addEventListener("afterprint", again(undefined));
      window.addEventListener("resize", () => requestAnimationFrame(again(undefined)));
    }

    draw() {
      // Shares and rates are of a region, never of the sum of several.
      const name = this.axes[Number(this.choice.value)];
      const axis = this.area.axes.find((one) => one.name === name) || { name, unit: "", values: names.map(() => null) };
      const money = data.units.money;
      this.unitText.textContent = money.name;
      const few = names.length <= MOST_LABELLED;
      const cost = this.area.cost_paid;
      const there = names.map((_, i) => i).filter((i) => Number.isFinite(axis.values[i]) && Number.isFinite(cost[i]));
      const ranges = [axis.values, cost].map((values, k) => this.range(there.map((i) => values[i]), k ? 0.14 : 0.1));
      // The base lies over the others: it is what they are held against.
      const order = [...there].reverse();
      const trace = {
        type: "scatter", mode: "markers", x: order.map((i) => axis.values[i]), y: order.map((i) => cost[i]), cliponaxis: false,
        marker: {
          size: 11, color: order.map((i) => (i === 0 ? INK : ACCENT)), opacity: 1,
          line: { width: 2, color: order.map((i) => (i === 0 ? INK : ACCENT)) },
          symbol: order.map((i) => (data.missed[i] ? "circle-open" : "circle")),
        },
        hovertemplate: order.map((i) => `${labels[i]}<br>${escaped(axis.name)} ${text(axis.values[i], 2)} ${axis.unit}<br>` +
          `${words.total} ${text(cost[i], money.digits)} ${money.name}<extra></extra>`),
      };
      Plotly.react(this.figure, [trace], themed({
        xaxis: { title: { text: escaped(axis.unit ? `${axis.name} (${axis.unit})` : axis.name) }, tickformat: ",~r", range: ranges[0] },
        yaxis: { title: { text: `${words.total} (${money.name})` }, tickformat: ",~r", range: ranges[1] },
        margin: MARGIN, width: this.width, height: this.height, annotations: few ? this.namesBeside(there, axis.values, cost, ranges) : [],
      }), config);
    }

    /** From the least to the most of some values, with room for the names beyond them. */
    range(values, room) {
      if (!values.length) return [0, 1];
      const low = Math.min(...values);
      const high = Math.max(...values);
      const margin = room * (high - low) || Math.abs(high) * 0.05 || 1;
      return [low - margin, high + margin];
    }

    /** Each point's name where it covers neither a point nor another name; points in one place share a label. */
    namesBeside(there, x, y, [across, up]) {
      const wide = Math.max(200, (this.width || this.figure.clientWidth) - MARGIN.l - MARGIN.r);
      const tall = (this.height || this.figure.clientHeight) - MARGIN.t - MARGIN.b;
      const at = (i) => [(x[i] - across[0]) / (across[1] - across[0]) * wide, (up[1] - y[i]) / (up[1] - up[0]) * tall];
      const groups = [];
      for (const i of there) {
        const [left, top] = at(i);
        const near = groups.find((group) => Math.hypot(group.left - left, group.top - top) < SAME_PLACE);
        if (near) near.members.push(i); else groups.push({ left, top, members: [i] });
      }
      const taken = there.map((i) => { const [left, top] = at(i); return [left - DOT, top - DOT, left + DOT, top + DOT]; });
      const covers = (box) => taken.some((one) => box[0] < one[2] && one[0] < box[2] && box[1] < one[3] && one[1] < box[3]);
      return groups.map(({ left, top, members }) => {
        const lines = members.slice(0, MOST_TOGETHER).map((i) => shown[i]);
        if (members.length > MOST_TOGETHER) lines.push(`+${members.length - MOST_TOGETHER}`);
        const letters = (line) => [...line].reduce((sum, letter) => sum + (letter >= "\u2e80" ? 2 : 1), 0);
        const halfWide = Math.max(...lines.map(letters)) * LETTER / 2 + 3;
        const halfTall = lines.length * LINE / 2;
        for (const gap of [6, 14, 26, 40, 58, 80, 104]) {
          for (const [right, down] of [[0, -1], [0, 1], [1, 0], [-1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1]]) {
            const middle = [left + right * (DOT + gap + halfWide), top + down * (DOT + gap / 2 + halfTall)];
            const box = [middle[0] - halfWide, middle[1] - halfTall, middle[0] + halfWide, middle[1] + halfTall];
            if (box[0] < 0 || box[2] > wide + MARGIN.r - 4 || box[1] < -MARGIN.t || box[3] > tall || covers(box)) continue;
            taken.push(box);
            return { x: x[members[0]], y: y[members[0]], ax: middle[0] - left, ay: middle[1] - top, text: lines.map(escaped).join("<br>"),
              showarrow: true, arrowhead: 0, arrowwidth: 0.8, arrowcolor: gap > 14 ? "#8b949c" : "rgba(0,0,0,0)", standoff: DOT, borderpad: 1 };
          }
        }
        return null;
      }).filter(Boolean);
    }
  }

  // ---- prices in falling order -----------------------------------------------------------------------

  class Prices extends Figure {
    areas() { return data.areas.filter((area) => area.curves.length); }

    build() {
      this.choice = this.select(words.highlight, names.slice(1));
      this.figure = this.plot(350);
    }

    draw() {
      const unit = data.units.price;
      const chosen = Number(this.choice.value) + 1;
      const many = names.length > MOST_COLOURED;
      this.unitText.textContent = unit.name;
      const colour = (i) => (i === 0 || !many ? data.colours[i] : i === chosen ? ACCENT : QUIET);
      const order = names.map((_, i) => i).filter((i) => this.area.curves[i]).sort((a, b) => (a === chosen) - (b === chosen) || (a === 0) - (b === 0));
      const traces = order.map((i) => ({
        type: "scatter", mode: "lines", name: labels[i], x: data.curve_pct, y: this.area.curves[i],
        line: { color: colour(i), width: i === chosen ? 3 : i === 0 ? 2.4 : many ? 1 : 1.6, shape: "linear" },
        hovertemplate: `${labels[i]}<br>%{x}%: %{y:,.${unit.digits}f} ${unit.name}<extra></extra>`,
      }));
      // The few scarce hours run off the axis, so that the rest of the year can be told apart.
      const at = data.curve_pct.indexOf(3);
      const tops = order.map((i) => this.area.curves[i][at]);
      const lows = order.map((i) => Math.min(0, ...this.area.curves[i]));
      Plotly.react(this.figure, traces, themed({
        xaxis: { title: { text: words.hours_axis }, range: [0, 100] },
        yaxis: { range: [Math.min(...lows), 1.25 * Math.max(...tops, 1e-3)] },
        margin: { l: 64, r: 16, t: 10, b: 48 },
      }), config);
      this.legend(many ? [[shown[0], data.colours[0], "line"], [names[chosen], ACCENT, "line"], [words.others, QUIET, "line"]]
        : names.map((_, i) => [shown[i], data.colours[i], "line"]));
    }
  }

  // ---- two scenarios hour by hour ----------------------------------------------------------------------

  const unpacked = new Map();

  /** A series of the pool as numbers; each is unpacked once, when first looked at. */
  function series(place) {
    if (place < 0) return null;
    if (!unpacked.has(place)) {
      const entry = data.hours.pool[place];
      const bytes = Uint8Array.from(atob(entry.packed), (c) => c.charCodeAt(0));
      const counts = entry.bytes === 2 ? new Uint16Array(bytes.buffer) : bytes;
      unpacked.set(place, Float32Array.from(counts, (count) => entry.low + count * entry.step));
    }
    return unpacked.get(place);
  }

  const LENGTHS = [1, 3, 7, 14, 28];

  class Pair extends Figure {
    areas() { return data.areas.filter((area) => data.hours.areas[area.key]); }

    get hours() { return data.hours.areas[this.area.key]; }

    build() {
      this.choices = [this.select(words.left, shown, 0), this.select(words.right, shown, 1)];
      this.length = this.select(words.window, words.window_lengths.split("|"), window.innerWidth < 640 ? 1 : 2, () => this.draw());
      this.jump = this.select(words.jump, this.hours.jumps.map((jump) => jump.name), 0, () => this.go(this.placeOf(this.jumpDay(this.jump.selectedOptions[0].text))));
      const moves = document.createElement("span");
      moves.className = "moves";
      this.controls.append(moves);
      for (const [label, days] of [[words.week_back, -7], [words.day_back, -1], [words.day_on, 1], [words.week_on, 7]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.move = days;
        button.textContent = label;
        button.addEventListener("click", () => this.go(this.place + days));
        moves.append(button);
      }
      this.slider = document.createElement("input");
      this.slider.type = "range";
      this.slider.className = "year";
      this.slider.setAttribute("aria-label", words.slider);
      this.slider.addEventListener("input", () => this.schedule(Number(this.slider.value)));
      this.span = document.createElement("p");
      this.span.className = "readout-title span";
      this.grid = document.createElement("div");
      this.grid.className = "pair";
      this.panels.append(this.slider, this.span, this.grid);
      this.sides = [0, 1].map(() => {
        const holder = document.createElement("div");
        const head = document.createElement("h3");
        const plot = document.createElement("div");
        plot.className = "plot";
        this.resize(plot, 370, 250);
        plot.setAttribute("role", "img");
        holder.append(head, plot);
        this.grid.append(holder);
        return { head, plot };
      });
      this.table = document.createElement("div");
      this.table.className = "table-frame";
      this.panels.append(this.legendList, this.table);
      this.days = this.solvedDays();
      this.place = this.placeOf(this.hours.jumps[0].day);
    }

    /** Day a jump leads to in the area shown; areas need not have the same ones. */
    jumpDay(name) { return (this.hours.jumps.find((jump) => jump.name === name) || this.hours.jumps[0]).day; }

    schedule(place) {
      this.wanted = place;
      if (this.pending) return;
      this.pending = requestAnimationFrame(() => { this.pending = null; this.go(this.wanted); });
    }

    go(place) { this.place = place; this.draw(); }

    /** First hour of each block of a scenario. */
    clock(scenario) {
      const clock = this.hours.clocks[scenario.clock];
      if (!clock.expanded) {
        clock.expanded = clock.hours || Array.from({ length: clock.count }, (_, i) => clock.first + i);
      }
      return clock.expanded;
    }

    moment(hour) { return new Date(Date.UTC(2001, 0, 1) + (hour % 8760) * 3600e3); }

    dateText(hour, pattern) {
      const at = this.moment(hour);
      const weekday = (this.hours.weekday + Math.floor(hour / HOURS_PER_DAY)) % 7;
      return pattern.replace("{month}", words.months.split(" ")[at.getUTCMonth()]).replace("{day}", at.getUTCDate())
        .replace("{weekday}", words.weekdays.split(" ")[weekday]);
    }

    /** Days that some scenario was solved for, in order; a shortened year leaves gaps between them. */
    solvedDays() {
      const days = new Set();
      for (const scenario of this.hours.scenarios) {
        if (scenario) for (const hour of this.clock(scenario)) days.add(Math.floor(hour / HOURS_PER_DAY));
      }
      return [...days].sort((a, b) => a - b);
    }

    /** Place of the first solved day that is not before a day of the year. */
    placeOf(day) {
      const place = this.days.findIndex((solved) => solved >= day);
      return place < 0 ? this.days.length - 1 : place;
    }

    draw() {
      this.days = this.solvedDays();
      const count = Math.min(this.days.length, LENGTHS[Number(this.length.value)]);
      this.slider.min = 0;
      this.slider.max = this.days.length - count;
      this.place = Math.min(Math.max(0, this.place), this.days.length - count);
      this.slider.value = this.place;
      this.shownDays = this.days.slice(this.place, this.place + count);
      const first = this.shownDays[0] * HOURS_PER_DAY;
      const last = this.shownDays[count - 1] * HOURS_PER_DAY;
      this.span.textContent = `${this.dateText(first, words.date)} – ${this.dateText(last, words.date)}`;
      this.slider.setAttribute("aria-valuetext", this.span.textContent);
      this.unitText.textContent = data.units.power.name;
      const means = this.sides.map((side, i) => this.drawSide(side, Number(this.choices[i].value)));
      this.tell(means);
      this.legend([[words.demand, INK, "line"], ...this.hours.groups.map((group) => [group.name, group.colour]), [words.price, "#8c3b2e", "line"]]);
    }

    drawSide({ head, plot }, at) {
      head.textContent = shown[at];
      plot.setAttribute("aria-label", shown[at]);
      const scenario = this.hours.scenarios[at];
      const clock = scenario ? this.clock(scenario) : [];
      const offset = new Map(this.shownDays.map((day, i) => [day, (i - day) * HOURS_PER_DAY]));
      const inside = clock.map((hour, i) => [hour, i]).filter(([hour]) => offset.has(Math.floor(hour / HOURS_PER_DAY))).map(([, i]) => i);
      const x = inside.map((i) => clock[i] + offset.get(Math.floor(clock[i] / HOURS_PER_DAY)));
      const cut = (values) => inside.map((i) => values[i]);
      const stacks = inside.length ? this.hours.groups.map((group, g) => [group, series(scenario.groups[g])]).filter(([, values]) => values) : [];
      const areas = stacks.map(([group, values]) => ({
        x, y: cut(values), name: escaped(group.name), mode: "lines", line: { width: 0, shape: "hv" }, fillcolor: group.colour,
        stackgroup: group.side > 0 ? "supply" : "use", hovertemplate: `${escaped(group.name)} %{y:,.${data.units.power.digits}f}<extra></extra>`,
      }));
      const line = (name, values, axis, colour, width, digits, unit) => ({
        x, y: cut(values), yaxis: axis, name: escaped(name), mode: "lines", line: { width, color: colour, shape: "hv" },
        hovertemplate: `${escaped(name)} %{y:,.${digits}f} ${unit}<extra></extra>`,
      });
      const lines = inside.length ? [
        line(words.demand, series(scenario.demand), "y", INK, 1.8, data.units.power.digits, data.units.power.name),
        line(words.price, series(scenario.price), "y2", "#8c3b2e", 1.3, data.units.price.digits, data.units.price.name),
      ] : [];
      const step = Math.max(1, Math.ceil(this.shownDays.length / Math.max(2, Math.floor(plot.clientWidth / 70))));
      const ticks = this.shownDays.map((_, i) => i).filter((i) => i % step === 0);
      const cuts = this.shownDays.map((_, i) => i).filter((i) => i && this.shownDays[i] - this.shownDays[i - 1] > 1);
      const annotation = (label, y) => ({ text: escaped(label), showarrow: false, xref: "paper", yref: "paper", x: 0, y, xanchor: "left", yanchor: "bottom" });
      Plotly.react(plot, [...areas, ...lines], themed({
        hovermode: "x unified", margin: { l: 60, r: 10, t: 24, b: 42 },
        annotations: inside.length ? [annotation(data.units.power.name, 1), annotation(`${words.price} ${data.units.price.name}`, 0.19)]
          : [{ text: words.not_solved, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.6 }],
        shapes: cuts.map((i) => ({ type: "line", x0: i * HOURS_PER_DAY, x1: i * HOURS_PER_DAY, yref: "paper", y0: 0, y1: 1, line: { color: "#fff", width: 3 } })),
        xaxis: { range: [0, this.shownDays.length * HOURS_PER_DAY], tickvals: ticks.map((i) => i * HOURS_PER_DAY), tickangle: 0, anchor: "y2", showgrid: false,
          ticktext: ticks.map((i) => this.dateText(this.shownDays[i] * HOURS_PER_DAY, words.tick)), hoverformat: ",d" },
        yaxis: { domain: [0.27, 1], range: [this.hours.bottom, this.hours.top], zeroline: true, zerolinecolor: INK, tickformat: ",~r" },
        yaxis2: { domain: [0, 0.18], range: [this.hours.price_bottom, this.hours.price_top], tickformat: ",~r", nticks: 4 },
      }), config);
      const mean = (values) => (inside.length ? cut(values).reduce((sum, value) => sum + value, 0) / inside.length : null);
      if (!inside.length) return null;
      return [mean(series(scenario.demand)), ...this.hours.groups.map((group, g) => (scenario.groups[g] < 0 ? 0 : group.side * mean(series(scenario.groups[g])))),
        mean(series(scenario.price))];
    }

    /** Means of the span shown, left, right and what differs. */
    tell([left, right]) {
      const table = document.createElement("table");
      const power = data.units.power;
      const price = data.units.price;
      const rows = [[words.demand, power], ...this.hours.groups.map((group) => [group.name, power]), [words.price, price]];
      const head = table.createTHead().insertRow();
      for (const [i, name] of [words.group, ...this.choices.map((choice) => shown[Number(choice.value)]), words.change].entries()) {
        const cell = document.createElement("th");
        cell.scope = "col";
        cell.className = i ? "number" : "";
        cell.textContent = name;
        head.append(cell);
      }
      const body = table.createTBody();
      rows.forEach(([name, unit], i) => {
        const row = body.insertRow();
        const first = document.createElement("th");
        first.scope = "row";
        first.textContent = `${name} `;
        const small = document.createElement("span");
        small.className = "unit";
        small.textContent = unit.name;
        first.append(small);
        row.append(first);
        const pair = [left ? left[i] : null, right ? right[i] : null];
        const change = left && right ? pair[1] - pair[0] : null;
        for (const [value, signed] of [[pair[0], false], [pair[1], false], [change, true]]) {
          const cell = row.insertCell();
          cell.className = "number";
          cell.textContent = text(value, unit.digits, signed);
        }
      });
      this.table.replaceChildren(table);
    }
  }

  const makers = {
    waterfall: (root) => new Waterfall(root),
    capacity: (root) => new Stack(root, "capacity", "power"),
    energy: (root) => new Stack(root, "energy", "energy"),
    trade_off: (root) => new TradeOff(root),
    prices: (root) => new Prices(root),
    dispatch: (root) => new Pair(root),
  };
  for (const root of document.querySelectorAll("[data-chart]")) makers[root.dataset.chart](root);
  document.documentElement.dataset.drawn = String(document.querySelectorAll(".plot.js-plotly-plot").length);
})();
