// A line chart.
import { picture, show } from 'elements';

const LEFT = 40, TOP = 8;

/**
 * lines: [{ points: [[x, y], …], kind }]; kind is a class of the style sheet.
 * marks: [{ y, name }] are dashed lines across, or [{ x, name }] upright ones; dots: [{ x, y, kind }].
 * width and height are in units in which its letters are 11 high: about as wide as it looks, so that its words can be read.
 * x, y: [from, to]; without them the chart holds all its points. xText writes the numbers below it.
 * onpick(x, y) is told where the reader clicks or drags.
 */
export function lineChart({
  label, lines, marks = [], dots = [], x, y, xName = '', yName = '', xText = show, height = 220,
  width = widthOfPage(), onpick,
}) {
  const right = width - 8, bottom = height - 28;
  const all = lines.flatMap((line) => line.points).concat(dots.map((dot) => [dot.x, dot.y])).filter(isDrawable);
  const heights = marks.filter((mark) => mark.y != null).map((mark) => mark.y);
  const [x0, x1] = widened(x ?? extent(all.map(([a]) => a)));
  const [y0, y1] = widened(y ?? extent(all.map(([, b]) => b).concat(heights)));
  const px = (a) => LEFT + (a - x0) / (x1 - x0) * (right - LEFT);
  const py = (b) => bottom - held((b - y0) / (y1 - y0)) * (bottom - TOP);
  const upright = (kind, at) => picture('line', { class: kind, x1: px(at), x2: px(at), y1: TOP, y2: bottom });
  const across = (kind, at) => picture('line', { class: kind, x1: LEFT, x2: right, y1: py(at), y2: py(at) });
  const words = (text, x, y, anchor, kind) => picture('text', { class: kind, x, y, 'text-anchor': anchor }, text);
  const markOf = ({ kind = '', x, y }) => y != null ? across(`mark ${kind}`, y) : upright(`mark ${kind}`, x);
  const markName = ({ x, y, name }) => y != null
    ? words(name, right - 4, py(y) - 4, 'end', 'mark-name')
    : words(name, px(x) + 4, TOP + 24, null, 'mark-name');
  const curveOf = ({ kind, points }) => picture('polyline', {
    class: `curve ${kind}`,
    points: points.filter(isDrawable).map(([a, b]) => `${px(a).toFixed(1)},${py(b).toFixed(1)}`).join(' '),
  });
  const plot = { x: LEFT, y: TOP, width: right - LEFT, height: bottom - TOP }; // what reaches further is cut off
  const svg = picture('svg', { viewBox: `0 0 ${width} ${height}`, class: 'chart', role: 'img', 'aria-label': label },
    ticks(x0, x1, width / 80).map((at) => [upright('grid', at), words(xText(at), px(at), bottom + 16, 'middle')]),
    ticks(y0, y1, 5).map((at) => [across('grid', at), words(show(at), LEFT - 6, py(at) + 4, 'end')]),
    marks.map(markOf),
    picture('svg', { role: 'none', ...plot, viewBox: Object.values(plot).join(' ') }, lines.map(curveOf)),
    words(xName, right, height - 2, 'end', 'axis-name'),
    words(yName, LEFT + 4, TOP + 10, null, 'axis-name'),
    marks.map(markName), // over the curves, so that they can be read
    dots.map((dot) => picture('circle', { class: `dot ${dot.kind ?? ''}`, cx: px(dot.x), cy: py(dot.y), r: dot.size ?? 6 })));
  if (onpick)
    listen(svg, (across, down) => {
      const a = x0 + (across * width - LEFT) / (right - LEFT) * (x1 - x0);
      const b = y0 + (bottom - down * height) / (bottom - TOP) * (y1 - y0);
      onpick(a, b);
    });
  return svg;
}

/** In units of a picture whose letters are 11 high. */
export const widthOfPage = () => innerWidth < 600 ? 380 : innerWidth < 1100 ? 640 : 900;
const isDrawable = ([x, y]) => Number.isFinite(x + y);

/** Tells where the reader clicks or drags, as parts of the picture's width and height. */
function listen(svg, tell) {
  const pick = (event) => {
    const box = svg.getBoundingClientRect();
    tell((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  svg.classList.add('pickable');
  svg.addEventListener('pointerdown', (event) => {
    event.preventDefault(); // dragging selects no words
    pick(event);
  });
  svg.addEventListener('pointermove', (event) => { if (event.buttons === 1) pick(event); });
}

/** Far outside is far enough: browsers do not draw numbers that are too large. */
const held = (part) => Math.max(-1000, Math.min(1000, part));

const extent = (numbers) => numbers.length === 0 ? [0, 1] : [Math.min(...numbers), Math.max(...numbers)];
const widened = ([from, to]) => from < to ? [from, to] : [from - 0.5, to + 0.5];

/** Round numbers in a range, about as many as wanted. */
function ticks(from, to, wanted) {
  const rough = (to - from) / wanted, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * power).find((step) => step >= rough);
  const first = Math.ceil(from / step - 1e-9), last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
