"use strict";
/**
 * The picture of a window of dispatch, drawn on a canvas: supply stacked above the axis, use below it, the load as a
 * line, the price in a panel of its own.  Drawn anew for every step of the slider, which a library's chart of twenty
 * areas is too slow for.
 */
class DispatchPicture {
  /**
   * `series`: [{values, colour, side}] in stacking order; `demand`, `price`: {values, colour};
   * `ranges`: {top, bottom, price_top, price_bottom}; `titles`: {power, price} of the axes.
   */
  constructor(canvas, series, demand, price, ranges, titles) {
    Object.assign(this, { canvas, series, demand, price, ranges, titles });
    this.context = canvas.getContext("2d");
    this.family = getComputedStyle(document.body).fontFamily;
    this.margin = { left: 58, right: 12, top: 24, bottom: 40, between: 26 };
    this.scale = 0;
  }

  /** Draw blocks `from` to `to` (exclusive); `ticks`: [[block, [lines of text]]]; `cuts`: blocks a line stands before. */
  draw(from, to, ticks, cuts, marked = null) {
    Object.assign(this, { from, to, ticks, cuts });
    this.fit();
    this.context.clearRect(0, 0, this.width, this.height);
    this.axis(this.power, this.ranges.bottom, this.ranges.top, this.titles.power, 8);
    this.axis(this.cost, this.ranges.price_bottom, this.ranges.price_top, this.titles.price, 4);
    this.areas();
    this.line(this.power, this.demand, this.ranges.bottom, this.ranges.top, 1.8);
    this.line(this.cost, this.price, this.ranges.price_bottom, this.ranges.price_top, 1.3);
    this.days();
    if (marked !== null) this.rule(this.x(marked + 0.5), "#1c2127", 1);
  }

  /** As many pixels as the screen (or the paper) has for the size the canvas stands at. */
  fit() {
    const scale = this.printScale || window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width !== this.width || height !== this.height || scale !== this.scale) {
      Object.assign(this, { width, height, scale });
      this.canvas.width = Math.round(width * scale);
      this.canvas.height = Math.round(height * scale);
      this.context.setTransform(scale, 0, 0, scale, 0, 0);
    }
    const { top, bottom, between } = this.margin;
    const room = height - top - bottom - between;
    this.power = { top, height: 0.78 * room };
    this.cost = { top: top + 0.78 * room + between, height: 0.22 * room };
  }

  x(block) {
    const { left, right } = this.margin;
    return left + ((block - this.from) * (this.width - left - right)) / (this.to - this.from);
  }

  y(panel, value, low, high) {
    return panel.top + panel.height * (1 - (value - low) / (high - low));
  }

  text(text, x, y, align, colour = "#1c2127") {
    Object.assign(this.context, { font: `12px ${this.family}`, textAlign: align, textBaseline: "middle", fillStyle: colour });
    this.context.fillText(text, x, y);
  }

  rule(x, colour, width) {
    Object.assign(this.context, { strokeStyle: colour, lineWidth: width });
    this.context.beginPath();
    this.context.moveTo(x, this.power.top);
    this.context.lineTo(x, this.cost.top + this.cost.height);
    this.context.stroke();
  }

  /** Round steps of an axis: 1, 2 or 5 times a power of ten. */
  steps(low, high, most) {
    const rough = (high - low) / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((size) => size * power).find((size) => size >= rough);
    const found = [];
    for (let value = Math.ceil(low / step) * step; value <= high + 1e-9 * step; value += step) found.push(value);
    return { found, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
  }

  axis(panel, low, high, title, most) {
    const { found, digits } = this.steps(low, high, most);
    const end = this.width - this.margin.right;
    for (const value of found) {
      const y = Math.round(this.y(panel, value, low, high)) + 0.5;
      const zero = Math.abs(value) < 1e-9;
      Object.assign(this.context, { strokeStyle: zero ? "#1c2127" : "#e7eaec", lineWidth: 1 });
      this.context.beginPath();
      this.context.moveTo(this.margin.left, y);
      this.context.lineTo(end, y);
      this.context.stroke();
      const text = Math.abs(value).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
      this.text(`${value < 0 && !zero ? "\u2212" : ""}${text}`, this.margin.left - 8, y, "right");
    }
    this.text(title, this.margin.left, panel.top - 12, "left", "#5d6670");
  }

  /** Every series as one filled step shape on what is stacked below it; supply upwards, use downwards. */
  areas() {
    const count = this.to - this.from;
    const edges = Array.from({ length: count + 1 }, (_, i) => this.x(this.from + i));
    const piles = { up: new Float64Array(count), down: new Float64Array(count) };
    const { bottom, top } = this.ranges;
    for (const item of this.series) {
      const pile = item.side > 0 ? piles.up : piles.down;
      const base = pile.slice();
      let seen = false;
      for (let i = 0; i < count; i++) {
        pile[i] += item.values[this.from + i];
        seen ||= pile[i] !== base[i];
      }
      if (!seen) continue;
      this.context.beginPath();
      for (let i = 0; i < count; i++) {
        const y = this.y(this.power, pile[i], bottom, top);
        this.context.lineTo(edges[i], y);
        this.context.lineTo(edges[i + 1], y);
      }
      for (let i = count - 1; i >= 0; i--) {
        const y = this.y(this.power, base[i], bottom, top);
        this.context.lineTo(edges[i + 1], y);
        this.context.lineTo(edges[i], y);
      }
      this.context.fillStyle = item.colour;
      this.context.fill();
    }
  }

  /** A series as a step line, cut off at its panel. */
  line(panel, series, low, high, width) {
    const context = this.context;
    context.save();
    context.beginPath();
    context.rect(this.margin.left, panel.top, this.width - this.margin.left - this.margin.right, panel.height + 1);
    context.clip();
    context.beginPath();
    for (let i = this.from; i < this.to; i++) {
      const y = this.y(panel, series.values[i], low, high);
      context.lineTo(this.x(i), y);
      context.lineTo(this.x(i + 1), y);
    }
    Object.assign(context, { strokeStyle: series.colour, lineWidth: width, lineJoin: "round" });
    context.stroke();
    context.restore();
  }

  days() {
    for (const at of this.cuts) this.rule(this.x(at), "#ffffff", 3);
    const below = this.cost.top + this.cost.height;
    for (const [at, lines] of this.ticks) {
      const [first] = lines;
      const middle = this.context.measureText(first).width / 2;
      const x = Math.min(Math.max(this.x(at), middle), this.width - middle);
      lines.forEach((text, i) => this.text(text, x, below + 12 + 15 * i, "center"));
    }
  }

  /** Block under a place on the screen; null beside the panels. */
  blockAt(clientX) {
    const box = this.canvas.getBoundingClientRect();
    const { left, right } = this.margin;
    const share = (clientX - box.left - left) / (box.width - left - right);
    return share < 0 || share >= 1 ? null : this.from + Math.floor(share * (this.to - this.from));
  }
}
