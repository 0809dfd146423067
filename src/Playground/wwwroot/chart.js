// A line chart.
import { picture, show } from 'elements';

const LEFT = 40, TOP = 8;

/**
 * lines: [{ points: [[x, y], …], kind, name }]; kind is a class of the style sheet.
 * marks: [{ y, name }] are dashed lines across, or [{ x, name }] upright ones; dots: [{ x, y, kind }].
 * width and height are in units in which its letters are 11 high: about as wide as it looks, so that its words can be read. x, y: [from, to]; without them the chart holds all its points. onpick(x, y) is told where the reader clicks or drags.
 */
export function lineChart({ label, lines, marks = [], dots = [], x, y, xName = '', yName = '', height = 220, width = innerWidth < 600 ? 380 : innerWidth < 1100 ? 640 : 900, onpick }) {
  const right = width - 8, bottom = height - 28;
  const all = lines.flatMap((line) => line.points).concat(dots.map((dot) => [dot.x, dot.y])).filter(([a, b]) => Number.isFinite(a + b));
  const [x0, x1] = widened(x ?? extent(all.map(([a]) => a)));
  const [y0, y1] = widened(y ?? extent(all.map(([, b]) => b).concat(marks.filter((mark) => mark.y != null).map((mark) => mark.y))));
  const px = (a) => LEFT + (a - x0) / (x1 - x0) * (right - LEFT);
  const py = (b) => bottom - held((b - y0) / (y1 - y0)) * (bottom - TOP);
  const svg = picture('svg', { viewBox: `0 0 ${width} ${height}`, class: 'chart', role: 'img', 'aria-label': label },
    ticks(x0, x1, width / 80).map((at) => [
      picture('line', { class: 'grid', x1: px(at), x2: px(at), y1: TOP, y2: bottom }),
      picture('text', { x: px(at), y: bottom + 16, 'text-anchor': 'middle' }, show(at))]),
    ticks(y0, y1, 5).map((at) => [
      picture('line', { class: 'grid', x1: LEFT, x2: right, y1: py(at), y2: py(at) }),
      picture('text', { x: LEFT - 6, y: py(at) + 4, 'text-anchor': 'end' }, show(at))]),
    picture('text', { class: 'axis-name', x: right, y: height - 2, 'text-anchor': 'end' }, xName),
    picture('text', { class: 'axis-name', x: LEFT + 4, y: TOP + 10 }, yName),
    marks.map((mark) => mark.y != null
      ? [picture('line', { class: `mark ${mark.kind ?? ''}`, x1: LEFT, x2: right, y1: py(mark.y), y2: py(mark.y) }),
        picture('text', { class: 'mark-name', x: right - 4, y: py(mark.y) - 4, 'text-anchor': 'end' }, mark.name)]
      : [picture('line', { class: `mark ${mark.kind ?? ''}`, x1: px(mark.x), x2: px(mark.x), y1: TOP, y2: bottom }),
        picture('text', { class: 'mark-name', x: px(mark.x) + 4, y: TOP + 24 }, mark.name)]),
    picture('svg', { role: 'none', x: LEFT, y: TOP, width: right - LEFT, height: bottom - TOP, viewBox: `${LEFT} ${TOP} ${right - LEFT} ${bottom - TOP}` },
      lines.map((line) => picture('polyline', { // cut off at the edge of the plot
        class: `curve ${line.kind}`,
        points: line.points.filter(([a, b]) => Number.isFinite(a + b)).map(([a, b]) => `${px(a).toFixed(1)},${py(b).toFixed(1)}`).join(' '),
      }))),
    dots.map((dot) => picture('circle', { class: `dot ${dot.kind ?? ''}`, cx: px(dot.x), cy: py(dot.y), r: dot.size ?? 6 })));
  if (onpick) {
    const pick = (event) => {
      const box = svg.getBoundingClientRect();
      const at = (event.clientX - box.left) / box.width * width, up = (event.clientY - box.top) / box.height * height;
      onpick(x0 + (at - LEFT) / (right - LEFT) * (x1 - x0), y0 + (bottom - up) / (bottom - TOP) * (y1 - y0));
    };
    svg.classList.add('pickable');
    svg.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      pick(event);
    });
    svg.addEventListener('pointermove', (event) => { if (event.buttons === 1) pick(event); });
  }
  return svg;
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
