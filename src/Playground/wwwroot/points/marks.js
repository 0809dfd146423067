// Points and their classes as pictures: class 1 is a circle, class 0 a diamond.
import { picture } from 'elements';

/** The engine gives points as x, y, class, x, y, class, … */
export const grouped = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => {
  const [x, y, ofClass] = flat.slice(3 * i, 3 * i + 3);
  return { x, y, ofClass };
});

/** The sign of a class, as small as a letter. */
export function mark(ofClass) {
  const isCircle = ofClass === 1;
  return picture('svg', {
    viewBox: '-6 -6 12 12', class: `mark ${isCircle ? 'positive' : 'negative'}`,
    role: 'img', 'aria-label': isCircle ? 'circle' : 'diamond',
  }, isCircle ? picture('circle', { r: 4 }) : picture('path', { d: 'M0,-5L5,0L0,5L-5,0Z' }));
}

/** A set of points, as small as a letter. */
export function setPicture(flat) {
  const attributes = { viewBox: '-1.1 -1.1 2.2 2.2', class: 'set', 'aria-hidden': 'true' };
  return picture('svg', attributes, grouped(flat).map(({ x, y, ofClass }) =>
    picture('circle', { class: ofClass === 1 ? 'positive' : 'negative', cx: x, cy: -y, r: 0.09 })));
}
