// The network of points while it is trained: the engine has it, and this asks for steps and for what is to be drawn.
import { grouped } from 'points/marks';
import { REACH, SIZE } from 'points/field';

/** What there is to be seen, for all that draws. The training writes it. */
export const viewOf = (settings) => ({
  settings, // what the reader has set
  trained: { ...settings }, // what the network was begun with: the reader may have set something else since
  samples: [], fresh: [], // the points that it learns from, and those it never sees: { x, y, ofClass }
  steps: 0,
  isPlaying: false,
  isSingle: false, // the last step was taken by its button
  batchLoss: null, // of the last step
  seen: null, // what the engine said last: { test, logits, parameters, field, batch, answer }
  chosen: null, // the index of a point
  looked: null, // the neuron that the reader looks at: { layer, neuron }
});

export class PointTraining {
  #page; #view; #onbegin; #onmoment;
  #network = null; // the engine's object
  #epoch = 0; // counts networks: what an earlier one says is not shown
  #runs = 0;
  #isOpen = true; // until the reader leaves the rung
  #asking = null;
  #asksAgain = false;

  /** `onbegin()` is called when another network begins, `onmoment()` whenever there is something new to be seen. */
  constructor(page, view, { onbegin, onmoment }) {
    [this.#page, this.#view, this.#onbegin, this.#onmoment] = [page, view, onbegin, onmoment];
  }

  #call(what, ...args) { return this.#page.engine.call(`Points.${what}`, ...args); }

  /** Waits for the engine; tells the reader what went wrong, unless the rung was closed meanwhile. */
  async #asked(promise) {
    try {
      return await promise;
    } catch (problem) {
      if (this.#isOpen) this.#page.tell(problem);
      return null;
    }
  }

  /** Begins a network as the reader has set it. */
  async begin() {
    const { engine, tell } = this.#page, view = this.#view;
    const mine = ++this.#epoch, old = this.#network;
    const begun = { ...view.settings };
    const { set, noise, hidden, activation, rate, batch, seed } = begun;
    await engine.pause();
    if (mine !== this.#epoch) return;
    const made = await this.#asked(this.#call('Start', set, noise, hidden, activation, batch, seed, 'float32'));
    if (!made) return;
    if (mine !== this.#epoch) return engine.release(made);
    const [, known, fresh] = await Promise.all([
      this.#call('SetRate', made, rate),
      this.#call('Known', made),
      this.#call('Fresh', made),
    ]);
    if (mine !== this.#epoch) return engine.release(made);
    this.#network = made;
    if (view.settings.rate !== rate) this.#call('SetRate', made, view.settings.rate);
    if (old) engine.release(old);
    Object.assign(view, {
      trained: begun, samples: grouped(known), fresh: grouped(fresh),
      steps: 0, isSingle: false, batchLoss: null, seen: null, chosen: null,
    });
    tell(null);
    this.#onbegin();
    await this.refresh();
    this.run();
  }

  setRate(rate) { return this.#asked(this.#call('SetRate', this.#network, rate)); }

  async step() {
    const mine = this.#epoch;
    const losses = await this.#asked(this.#call('Train', this.#network, 1));
    if (mine !== this.#epoch || !losses) return;
    this.#view.isSingle = true;
    this.#hear(losses);
  }

  /** Goes on as long as the view says that it plays, at the speed that the reader has set. */
  async run() {
    const { engine, tell } = this.#page, view = this.#view;
    const mine = ++this.#runs, from = this.#epoch, network = this.#network;
    await engine.pause();
    const goesOn = () => this.#isOpen && view.isPlaying && mine === this.#runs && from === this.#epoch;
    if (!goesOn()) return;
    if (view.settings.speed === 'full') {
      await this.#asked(engine.play(network, 'Points.Train', {
        hear: (losses) => { if (goesOn()) this.#hear(losses); },
        fail: (problem) => { if (this.#isOpen) tell(problem); },
      }));
      return;
    }
    while (goesOn()) {
      const [losses] = await Promise.all([
        this.#asked(this.#call('Train', network, view.settings.speed === 'ten' ? 10 : 1)),
        new Promise(requestAnimationFrame),
      ]);
      if (!losses || !goesOn()) return;
      this.#hear(losses);
    }
  }

  #hear(losses) {
    this.#view.steps += losses.length;
    this.#view.batchLoss = losses.at(-1);
    this.refresh();
  }

  /** Asks the engine for everything that is drawn. One question waits at most. */
  refresh() {
    this.#asksAgain = true;
    return this.#asking ??= this.#ask();
  }

  async #ask() {
    const view = this.#view;
    while (this.#asksAgain && this.#isOpen) {
      this.#asksAgain = false;
      const mine = this.#epoch, network = this.#network, point = view.samples[view.chosen], at = view.steps;
      const parts = await this.#asked(Promise.all([
        this.#call('Test', network),
        this.#call('Logits', network),
        this.#call('Parameters', network),
        this.#call('Field', network, SIZE, REACH),
        this.#call('LastBatch', network),
        point && this.#call('Answer', network, point.x, point.y, point.ofClass),
      ]));
      if (!parts || mine !== this.#epoch || network !== this.#network) continue;
      const [test, logits, parameters, bytes, batch, answer] = parts;
      view.seen = { test, logits, parameters, field: new Float32Array(bytes.slice().buffer), batch, answer };
      this.#onmoment(at);
      await new Promise(requestAnimationFrame);
    }
    this.#asking = null;
  }

  /** A step on one point, with the network as it is now: to be walked through. */
  stepOn({ x, y, ofClass }) { return this.#asked(this.#call('StepOn', this.#network, x, y, ofClass)); }

  async close() {
    [this.#isOpen, this.#view.isPlaying] = [false, false];
    this.#epoch++;
    await this.#page.engine.pause();
    if (this.#network) await this.#page.engine.release(this.#network);
  }
}
