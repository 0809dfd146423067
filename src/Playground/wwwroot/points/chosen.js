// What the network says of the point that the reader chose.
import { element, show } from 'elements';
import { mark } from 'points/marks';

/** `onwalk(point)` is called when the reader wants to walk through a step on the point. */
export class ChosenPoint {
  root = element('div', { class: 'about', role: 'status' });
  #onwalk;

  constructor(onwalk) { this.#onwalk = onwalk; }

  draw({ samples, chosen, seen: { answer } }) {
    const point = samples[chosen];
    if (point && answer) this.#tell(point, chosen, answer);
    else if (this.root.dataset.shown !== 'none') this.#tellNone();
    this.root.dataset.shown = point && answer ? `${chosen}` : 'none';
  }

  #tellNone() {
    this.root.replaceChildren(element('p', { class: 'small quiet' },
      mark(1), ' class 1, ', mark(0), ' class 0, with a thick edge if on the wrong side. '
      + 'Click a point, or choose one with the arrow keys.'));
  }

  #tell(point, number, [logit, probability, loss]) {
    const { x, y, ofClass } = point;
    const given = ofClass === 1 ? probability : 1 - probability;
    this.root.replaceChildren(
      element('p', {},
        mark(ofClass), ` Point ${number + 1}, class ${ofClass}, at (${show(x, false, 2)}, ${show(y, false, 2)})`),
      element('p', { class: 'bar', 'aria-hidden': 'true' }, element('span', { style: `width: ${100 * given}%` })),
      element('p', { class: 'small number' },
        `The network gives its class ${show(given)}, so its loss is −ln ${show(given)} = ${show(loss, false, 3)}. `,
        `The output's sum is ${show(logit, true, 3)}: the ${given > 0.5 ? 'right' : 'wrong'} side. `,
        'Under each neuron: what it says of this point.'),
      element('p', {}, element('button', {
        type: 'button', id: 'walk-point', onclick: () => this.#onwalk(point),
      }, 'Walk through a step on this point')));
  }
}
