"use strict";
/** What the scripts of a report share: settings, the look of its charts, printing. */
const report = (() => {
  const settings = JSON.parse(document.getElementById("report-settings").textContent);
  const PRINT_WIDTH_PX = 680;
  const PRINT_HEIGHTS_PX = { stack: 400, overview: 180 };
  const config = {
    displaylogo: false,
    // Where nothing hovers (a phone) the button would stand over the labels for good.
    displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false,
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

  // In a narrow window names of lying bars are broken again, so that they leave room for the bars.
  const NARROW_PX = 640;
  const NARROW_LETTERS = 16;
  function shortened(name) {
    const lines = [""];
    let used = 0;
    for (const part of name.replace(/<br>/g, " ").match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || [""]) {
      const size = [...part.trimEnd()].reduce((sum, letter) => sum + (letter >= "\u2e80" ? 2 : 1), 0);
      if (used + size > NARROW_LETTERS && lines[lines.length - 1]) { lines.push(""); used = 0; }
      lines[lines.length - 1] += part;
      used += size + part.length - part.trimEnd().length;
    }
    return lines.map((line) => line.trim()).join("<br>");
  }
  function narrowed({ data, layout }, plot) {
    const bars = data.filter((trace) => trace.orientation === "h");
    if (!bars.length || window.innerWidth >= NARROW_PX) return layout;
    const names = [...new Set(bars.flatMap((trace) => trace.y))];
    const labels = names.map(shortened);
    const lines = Math.max(...labels.map((label) => label.split("<br>").length));
    plot.style.height = `${Math.max(plot.clientHeight, names.length * (14 * lines + 6) + 70)}px`;
    return {
      ...layout,
      xaxis: { ...layout.xaxis, nticks: 4, tickangle: 0 },
      yaxis: { ...layout.yaxis, tickmode: "array", tickvals: names, ticktext: labels },
    };
  }

  // ---- the plain charts -------------------------------------------------------------------------

  for (const source of document.querySelectorAll("script[data-plot]")) {
    const spec = JSON.parse(source.textContent);
    const plot = document.getElementById(source.dataset.plot);
    Plotly.newPlot(plot, spec.data, themed(narrowed(spec, plot)), config);
  }

  // ---- printing: charts take the width of the paper, folded tables open ---------------------------

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const item of unfolded) item.open = true;
    for (const plot of document.querySelectorAll(".plot")) {
      Plotly.relayout(plot, { width: PRINT_WIDTH_PX, height: PRINT_HEIGHTS_PX[plot.dataset.part] || Number(plot.dataset.onPaper) || undefined });
    }
  });
  window.addEventListener("afterprint", () => {
    for (const item of unfolded) item.open = false;
    for (const plot of document.querySelectorAll(".plot")) Plotly.relayout(plot, { width: null, height: null, autosize: true });
  });

  return { settings, config, themed, PRINT_WIDTH_PX, PRINT_HEIGHTS_PX };
})();
