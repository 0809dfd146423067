// The curves of a training: the loss, and the share of the points on their side, of those it learns from and of fresh ones.
import { element } from 'elements';
import { lineChart } from 'chart';

const MOST = 400; // points of a curve
const BETWEEN = 150; // milliseconds: charts are slow to build, so a few times in a second is enough

export class Curves {
  root;
  #loss = element('div');
  #share = element('div');
  #history = []; // { at: steps, test: [loss, share, fresh loss, fresh share] }
  #drawn = 0; // when
  #waits = 0; // the timer for the next time

  constructor() {
    this.root = element('section', { class: 'card charts', 'aria-label': 'Curves' },
      element('div', {}, element('h2', {}, 'Loss, step by step'), this.#loss),
      element('div', {}, element('h2', {}, 'Share of the points on their side'), this.#share),
      element('p', { class: 'legend small' },
        element('span', { class: 'key known' }, 'points it learns from'),
        element('span', { class: 'key fresh' }, 'fresh points')));
  }

  /** Another training begins. */
  forget() { this.#history = []; }

  remember(at, test) {
    if (this.#history.length > 0 && this.#history.at(-1).at >= at) return;
    this.#history.push({ at, test });
    if (this.#history.length > MOST) this.#history = this.#history.filter((_, i, { length }) => i % 2 === 0 || i === length - 1);
  }

  /** Draws them, with a line at the share that is the goal, if there is one. */
  draw(goal) {
    clearTimeout(this.#waits);
    const wait = BETWEEN - (performance.now() - this.#drawn);
    if (wait > 0) {
      this.#waits = setTimeout(() => this.draw(goal), wait);
      return;
    }
    const history = this.#history;
    const lines = (known) => [
      { kind: 'fresh', points: history.map(({ at, test }) => [at, test[known + 2]]) },
      { kind: 'known', points: history.map(({ at, test }) => [at, test[known]]) },
    ];
    const x = [0, Math.max(100, history.at(-1)?.at ?? 0)];
    const most = Math.max(0.8, ...history.slice(0, 1).map(({ test }) => Math.max(test[0], test[2])).filter(Number.isFinite));
    this.#loss.replaceChildren(lineChart({
      label: 'The loss after each number of steps', lines: lines(0), x, y: [0, Math.min(3, most)],
      marks: [{ y: Math.LN2, name: 'ln 2: a coin' }],
    }));
    this.#share.replaceChildren(lineChart({
      label: 'The part of the points that is on its side, after each number of steps', lines: lines(1), x, y: [0.4, 1],
      marks: goal ? [{ y: goal, name: 'the goal' }] : [],
    }));
    this.#drawn = performance.now();
  }

  close() { clearTimeout(this.#waits); }
}
