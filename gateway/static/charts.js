// Draws <div class="chart" data-chart='{"labels": [...], "series": [{"name": "...", "values": [...]}]}'> with ECharts.
// The same figures stand in a table beside every chart. ECharts weighs more than all the rest of a page, so it is fetched
// when the first chart is there.
"use strict";

(function () {
  const library = document.currentScript.dataset.library;
  let fetching = null;
  function charts() {
    fetching = fetching || new Promise(function (done) {
      const script = document.createElement("script");
      script.src = library;
      script.onload = done;
      document.head.append(script);
    });
    return fetching;
  }
  const drawn = new Map();
  const palette = ["#2f7fd1", "#e08a2c", "#3aa675", "#c05a86", "#7d6bc4", "#5f9ea8"];

  function color(name) {
    return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // A day without its year.
  function short(label) {
    return /^\d{4}-\d\d-\d\d$/.test(label) ? label.slice(5) : label;
  }

  function option(data) {
    const ink = color("--tblr-secondary") || "#667";
    const line = color("--tblr-border-color") || "#ddd";
    const names = { type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, formatter: short, interval: data.labels.length > 16 ? "auto" : 0, overflow: "truncate", width: 90 } };
    const amounts = { type: "value", splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink } };
    const many = data.series.length > 1;
    return {
      color: data.colors || palette,
      animation: false,
      textStyle: { fontFamily: window.getComputedStyle(document.body).fontFamily },
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      legend: many ? { top: 0, textStyle: { color: ink }, icon: "roundRect", itemWidth: 12, itemHeight: 8 } : { show: false },
      grid: { left: 8, right: data.flat ? 56 : 24, top: many ? 32 : 12, bottom: 4, containLabel: true },
      xAxis: data.flat ? amounts : names,
      yAxis: data.flat ? Object.assign({ inverse: true }, names) : amounts,
      series: data.series.map(function (series) {
        return { name: series.name, type: data.type || "bar", data: series.values, barMaxWidth: 28, smooth: false, symbolSize: 5,
          stack: data.stack ? "all" : undefined, colorBy: many || data.type === "line" ? "series" : "data",
          itemStyle: { borderRadius: 3 }, label: data.flat && !many ? { show: true, position: "right", color: ink } : undefined };
      })
    };
  }

  function draw(root) {
    root.querySelectorAll("[data-chart]").forEach(function (place) {
      if (drawn.has(place) || !place.isConnected) {
        return;
      }
      const chart = window.echarts.init(place, null, { renderer: "svg" });
      chart.setOption(option(JSON.parse(place.dataset.chart)));
      drawn.set(place, chart);
    });
    drawn.forEach(function (chart, place) {
      if (!place.isConnected) {
        chart.dispose();
        drawn.delete(place);
      }
    });
  }
  window.guanxiCharts = function (root) {
    if (root.querySelector("[data-chart]")) {
      charts().then(function () { draw(root); });
    }
  };
  window.addEventListener("resize", function () {
    drawn.forEach(function (chart) { chart.resize(); });
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    drawn.forEach(function (chart, place) { chart.setOption(option(JSON.parse(place.dataset.chart)), true); });
  });
})();
