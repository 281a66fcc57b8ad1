// A line over days, drawn as SVG. Points can be read with the pointer; the
// figures stand in a table beside it for those who cannot see the line.
import { svg } from "./dom.js";
import { fixed, shortDay } from "./format.js";
import { t } from "./words.js";

const HEIGHT = 220;
const EDGE = { left: 34, right: 12, top: 12, bottom: 26 };

const across = (index, count, width) => EDGE.left +
  (count < 2 ? 0.5 : index / (count - 1)) * (width - EDGE.left - EDGE.right);
const up = (value, low, high) => HEIGHT - EDGE.bottom -
  ((value - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);

// As many days are named below the line as have room.
function dayNames(days, width) {
  const every = Math.max(1, Math.ceil(days.length / (width / 110)));
  return days.map((day, index) => index % every ? null : svg("text", {
    x: across(index, days.length, width), y: HEIGHT - 8, "text-anchor":
      index === 0 ? "start" : index === days.length - 1 ? "end" : "middle",
  }, shortDay(day))).filter(Boolean);
}

function grid(low, high, width) {
  const lines = [];
  for (let value = low; value <= high; ++value) {
    const y = up(value, low, high);
    lines.push(svg("line", {
      class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: y, y2: y,
    }), svg("text", { x: EDGE.left - 8, y: y + 4, "text-anchor": "end" },
            String(value)));
  }
  return lines;
}

// The line is interrupted where a day has no value.
function path(points) {
  let pen = "M";
  return points.map((point) => {
    if (!point) {
      pen = "M";
      return "";
    }
    const part = `${pen}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    pen = "L";
    return part;
  }).join("");
}

// `rows`: {day, mean, count}; mean is null when nobody rated. `width` is that
// of the place where it will stand, so that its letters keep their size.
export function ratingChart(rows, width) {
  const points = rows.map((row, index) => row.count > 0 && row.mean !== null
    ? { x: across(index, rows.length, width), y: up(row.mean, 1, 5), row } : null);
  const dots = points.filter(Boolean);
  const means = dots.map(({ row }) => row.mean);
  const text = t("chart_text", means.length, fixed(Math.min(...means), 2),
                 fixed(Math.max(...means), 2), fixed(means.at(-1), 2));
  return svg("svg", {
    class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img",
    "aria-label": text,
  },
  ...grid(1, 5, width), ...dayNames(rows.map((row) => row.day), width),
  svg("path", { class: "line", d: path(points) }),
  ...dots.map(({ x, y, row }) => svg("g", { class: "dot" },
    svg("circle", { class: "reach", cx: x, cy: y, r: 11 }),
    svg("circle", { cx: x, cy: y, r: dots.length > 45 ? 2 : 3.5 }),
    svg("title", null, `${shortDay(row.day)}: ${fixed(row.mean, 2)} · ${
      t("ratings_count", row.count)}`))));
}
