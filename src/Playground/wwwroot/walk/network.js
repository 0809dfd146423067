// A step of a network that is in training, walked through beside it.
import { element } from 'elements';
import { WalkView } from 'walk/view';

/** The walk of one step, in `root`. */
export class NetworkWalk {
  root = element('div');

  #page; #step; #view;
  #walks = [];

  constructor(page) {
    this.#page = page;
  }

  /**
   * Walks through a step that the engine made. `given` is what its numbers stand for. The step is let go when another is
   * walked.
   */
  async open(step, given) {
    await this.close();
    const { engine } = this.#page;
    this.#step = step;
    this.#view = new WalkView(besideTraining(this.#page), {
      given,
      take: async (rate, mistake) => {
        this.#walks.push(await engine.call('Walks.Take', step, rate, mistake));
        if (this.#walks.length > 2) await engine.release(this.#walks.shift());
        return this.#walks.at(-1);
      },
    });
    this.root.replaceChildren(this.#view.root);
    globalThis.page.walk = this.#view; // for a curious reader's console, and the tests
    await this.#view.open();
  }

  async close() {
    this.#view?.close();
    for (const one of [...this.#walks, this.#step]) if (one) await this.#page.engine.release(one);
    [this.#view, this.#step, this.#walks] = [null, null, []];
    this.root.replaceChildren();
  }
}

/** The same page, whose address keeps what is walked apart from what is trained. */
function besideTraining(page) {
  const own = 'walk-';
  const mine = Object.entries(page.address).filter(([name]) => name.startsWith(own));
  return {
    ...page,
    address: Object.fromEntries(mine.map(([name, value]) => [name.slice(own.length), value])),
    keep: (changes) => page.keep(Object.fromEntries(Object.entries(changes).map(([name, value]) => [own + name, value]))),
  };
}
