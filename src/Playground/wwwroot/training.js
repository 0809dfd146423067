// A network that learns names before the reader's eyes: its buttons, its rate, its loss, and the names it makes.
// Rungs add what they show.
import { element, show, slider, numberOf, oncePerFrame, rateOf, seedOf } from 'elements';
import { lineChart } from 'chart';

const POINTS = 400; // in a curve, at most twice as many
const KEPT = [0, 100, 1000, 10000]; // steps whose names stay on the page
const COUNT = 10; // names at a time
const RECENT = 200; // steps whose mean is shown as the loss

/** The losses of any number of steps in bounded memory: means of as many steps as it takes. */
export class Losses {
  means = [];
  steps = 0;
  #width = 1; // steps in a mean
  #some = []; // losses that do not fill a mean yet

  add(losses) {
    for (const loss of losses) {
      this.steps++;
      this.#some.push(loss);
      if (this.#some.length < this.#width) continue;
      this.means.push(mean(this.#some));
      this.#some = [];
    }
    while (this.means.length > 2 * POINTS) this.#halve();
  }

  #halve() {
    if (this.means.length % 2 === 1) this.#some = [...Array(this.#width).fill(this.means.pop()), ...this.#some];
    const pairs = this.means.length / 2;
    this.means = Array.from({ length: pairs }, (_, i) => (this.means[2 * i] + this.means[2 * i + 1]) / 2);
    this.#width *= 2;
  }

  /** The mean of the last steps: one batch alone is noise. */
  recent(count) {
    const points = Math.max(1, Math.round(count / this.#width));
    return this.means.length === 0 ? NaN : mean(this.means.slice(-points));
  }

  get points() {
    return this.means.map((loss, i) => [i * this.#width, loss]);
  }

  /** Those of the first steps alone. */
  upTo(steps) {
    const before = new Losses();
    const whole = Math.floor(steps / this.#width);
    Object.assign(before, { means: this.means.slice(0, whole), steps });
    before.#width = this.#width;
    before.#some = Array(steps - whole * this.#width).fill(this.means[whole] ?? this.means.at(-1));
    return before;
  }
}

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Each point as the mean of those around it: a batch of 32 is noisy. The first stay as they are: the loss falls steeply there. */
export const smooth = (points) => points.map(([x], i) => {
  const around = Math.min(i, 8);
  return [x, mean(points.slice(i - around, i + around + 1).map(([, y]) => y))];
});

/**
 * A training with its controls, in `root`. `starts`: { id: { text, options, steps? } }, what the reader may begin with;
 * `says(training, loss)` gives a sentence on the loss; `onmoment(training)` is called whenever the network may have changed,
 * but not more often than it returns; `onheld(loss)` when the loss on what is held back is known.
 */
export class Training {
  root = element('section', { class: 'card training', 'aria-label': 'Training' });
  handle;
  isPlaying = false;
  losses = new Losses();

  #page; #given; #chart; #says; #names; #play; #step;
  #marks = []; // lines across the chart: what is known without a network
  #before = []; // a curve that was gone back from
  #kept = new Map(); // names by step
  #speed = { steps: 0, at: 0, text: '' };
  #isTold = false; // while a moment is shown
  #held = null; // the loss on what is held back; null while it trains
  #changedAt = Infinity; // the first step at which the reader changed a number
  #turn = Promise.resolve();
  #draw = oncePerFrame(() => this.#drawCurve());

  constructor(page, given) {
    this.#page = page;
    // A model that the page was given is the first of what one may begin with.
    const asTrained = given.model && { model: { text: `${given.model.file}, as it was trained` } };
    this.#given = { ...given, starts: { ...asTrained, ...given.starts } };
    this.#chart = element('div', { class: 'loss' });
    this.#says = element('p', { class: 'says', id: 'says', 'aria-live': 'off' });
    this.#names = element('dl', { class: 'made', 'aria-label': 'Names it makes' });
    this.root.append(this.#controls(), this.#says, this.#names, this.#chart);
  }

  #controls() {
    const restart = () => this.start().catch(this.#page.tell);
    this.#play = element('button', {
      type: 'button', class: 'main', onclick: () => this.isPlaying ? this.pause() : this.play(),
    }, 'Train');
    this.#step = element('button', { type: 'button', onclick: () => this.step() }, 'One step');
    const again = element('button', { type: 'button', onclick: restart }, 'Start again');
    const rates = slider({
      id: 'rate', label: 'Learning rate', min: -3, max: this.#fastest, step: 0.05, value: Math.log10(this.rate),
      write: (position) => show(rateOf(position)),
      oninput: (position) => {
        this.#page.keep({ rate: rateOf(position) });
        this.#ask('Names.SetRate', this.rate);
      },
    });
    const begin = element('select', {
      id: 'start',
      onchange: (event) => {
        this.#page.keep({ start: event.target.value });
        restart();
      },
    }, Object.entries(this.#given.starts).map(([id, { text }]) =>
      element('option', { value: id, selected: id === this.#startId }, text)));
    return element('div', { class: 'controls' },
      this.#play, this.#step, again, element('label', { for: 'start', class: 'quiet' }, 'begin'), begin, rates.root);
  }

  get rate() { return numberOf(this.#page.address.rate, this.#given.rate, 0.001, 10 ** this.#fastest); }
  get steps() { return this.losses.steps; }
  get isChanged() { return this.steps >= this.#changedAt; } // by hand
  get isGiven() { return this.#startId === 'model'; } // it began with the model that the page was given
  get #fastest() { return this.#given.fastest ?? 1; } // the highest rate, as a power of 10

  get #startId() {
    const { starts } = this.#given, { start } = this.#page.address;
    return Object.hasOwn(starts, start) ? start : Object.keys(starts)[0];
  }

  #ask(name, ...args) { return this.#page.engine.call(name, this.handle, ...args); }

  /** Asks the engine about this training. */
  ask(name, ...args) { return this.#ask(`Names.${name}`, ...args); }

  /** Begins, as often as asked, one after another. */
  start() {
    const begun = this.#turn.then(() => this.#begin());
    this.#turn = begun.catch(() => {});
    return begun;
  }

  async #begin() {
    await this.pause();
    const { engine, address } = this.#page;
    const { starts, kind, model, batch, precision = 'float32', text } = this.#given;
    const { options, steps = 0 } = starts[this.#startId];
    const seed = seedOf(address.seed);
    const before = this.handle;
    this.handle = options ? await engine.call('Names.Start', kind, text, options, batch, seed, precision)
      : await engine.call('Names.GoOn', model.bytes, text, batch, seed, precision);
    if (before) await engine.release(before);
    [this.losses, this.#before] = [new Losses(), []];
    this.#kept.clear();
    this.#changedAt = Infinity;
    if (this.#marks.length === 0) await this.#knowMarks();
    this.#says.textContent = steps > 0 ? `It takes ${steps} steps …` : '';
    this.first = await this.#ask('Names.Loss');
    // The steps that are taken first do not depend on where the slider stands.
    await this.#ask('Names.SetRate', this.#given.rate);
    for (let done = 0; done < steps; done += 50) this.losses.add(await this.#ask('Names.Train', 50));
    await this.#ask('Names.SetRate', this.rate);
    await this.moment();
  }

  /** What is known without a network: the loss of chance, and that of counting which letter follows which. */
  async #knowMarks() {
    const { length } = await this.#ask('Names.Letters');
    this.chance = Math.log(length);
    this.counting = await this.#ask('Names.CountingLoss');
    this.#marks = [
      { y: this.chance, name: `chance: every letter equally likely, ln ${length} = ${this.chance.toFixed(2)}` },
      { y: this.counting, name: 'counting pairs of letters' },
    ];
  }

  /** A number was changed by hand: at the beginning, the loss is another then. */
  async changed() {
    this.#changedAt = Math.min(this.#changedAt, this.steps);
    if (this.steps === 0) this.first = await this.#ask('Names.Loss');
    await this.moment();
  }

  async play() {
    if (this.isPlaying) return;
    this.#setPlaying(true);
    this.#before = [];
    this.#speed = { steps: this.steps, at: performance.now(), text: '' };
    await this.#goOn();
  }

  // It stops where names are kept, so that they are those of that step.
  async #goOn() {
    const next = KEPT.find((at) => at > this.steps);
    await this.#page.engine.play(this.handle, 'Names.Train', {
      most: next && next - this.steps,
      hear: async (losses, goesOn) => {
        this.losses.add(losses);
        this.#draw();
        if (goesOn) return this.moment();
        if (!Number.isFinite(losses.at(-1)) || this.steps !== next) this.#setPlaying(false);
        await this.#showNames();
        if (this.isPlaying) await this.#goOn();
        else await this.moment();
      },
      fail: (problem) => {
        this.#setPlaying(false);
        this.#page.tell(problem);
      },
    });
  }

  async pause() {
    if (!this.isPlaying) return;
    this.#setPlaying(false);
    await this.#page.engine.pause();
    await this.moment();
  }

  #setPlaying(isPlaying) {
    this.isPlaying = isPlaying;
    this.#play.textContent = isPlaying ? 'Pause' : 'Train';
    this.#step.disabled = isPlaying;
  }

  async step() {
    this.#before = [];
    this.losses.add(await this.#ask('Names.Train', 1));
    await this.moment();
  }

  /** Takes the network back to what it was after so many steps. */
  async goBackTo(steps) {
    await this.pause();
    const there = Math.max(0, Math.min(this.steps, Math.round(steps)));
    if (there === this.steps) return;
    if (this.#before.length === 0) this.#before = this.losses.points;
    await this.#ask('Names.GoBackTo', there);
    this.losses = this.losses.upTo(there);
    if (!this.isChanged) this.#changedAt = Infinity; // it has been taken back too
    await this.moment();
  }

  /** Shows the network as it is now. While that goes on, further calls do nothing. */
  async moment() {
    this.#draw();
    if (this.#isTold && this.isPlaying) return;
    this.#isTold = true;
    try {
      await this.#showNames();
      await this.#given.onmoment?.(this);
      this.#held = this.isPlaying || this.steps === 0 ? null : await this.#ask('Names.ValidationLoss');
      if (this.#held !== null) this.#given.onheld?.(this.#held);
      this.#draw();
      if (this.isPlaying) await new Promise((resolve) => setTimeout(resolve, 200));
    } catch (problem) {
      this.#page.tell(problem);
    } finally {
      this.#isTold = false;
    }
  }

  async #showNames() {
    const { steps } = this, kept = this.#kept;
    const made = await this.#ask('Names.Sample', '1', COUNT).catch(() => []);
    if (KEPT.includes(steps)) kept.set(steps, made);
    for (const at of kept.keys()) if (at > steps) kept.delete(at);
    const row = (heading, names) => [
      element('dt', {}, heading),
      element('dd', {}, names.map((name) => [element('span', {}, name), ' '])),
    ];
    const earlier = [...kept].filter(([at]) => at !== steps);
    this.#names.replaceChildren(
      ...earlier.flatMap(([at, names]) => row(`after ${at.toLocaleString('en')}`, names)),
      ...row(steps > 0 ? 'now' : this.isGiven ? 'as it was trained' : 'untrained', made));
  }

  #drawCurve() {
    this.#measureSpeed();
    const recent = this.losses.recent(RECENT), loss = this.steps === 0 ? this.first : recent;
    this.#says.replaceChildren(...this.#words(loss));
    this.#chart.replaceChildren(this.#curve(loss));
    if (recent < this.#given.target && this.steps >= RECENT) this.#page.reach();
  }

  #measureSpeed() {
    const { steps } = this, now = performance.now();
    if (!this.isPlaying || now - this.#speed.at <= 500) return;
    const speed = (steps - this.#speed.steps) / (now - this.#speed.at) * 1000;
    this.#speed = { steps, at: now, text: ` · ${Math.round(speed).toLocaleString('en')} steps a second` };
  }

  #words(loss) {
    const { steps } = this;
    const lossOf = steps === 0 ? 'loss on all examples '
      : steps === 1 ? 'loss '
      : `loss of the last ${Math.min(RECENT, steps)} steps `;
    const more = this.isPlaying ? this.#speed.text
      : this.#held === null ? ''
      : ` · ${this.#held.toFixed(3)} on names it never saw`;
    return [
      element('b', {}, 'Step ', element('output', { id: 'steps' }, `${steps}`)),
      ` · ${lossOf}`,
      element('b', { id: 'loss', class: 'number' }, Number.isFinite(loss) ? loss.toFixed(3) : show(loss)),
      more,
      element('br'),
      this.#given.says(this, loss),
    ];
  }

  #curve(loss) {
    const { steps, losses: { points } } = this;
    // A long training leaves its beginning, which is far above the rest, out of the picture.
    const first = steps > 500 ? Math.ceil(points.length / 20) : 0;
    const top = Math.max(3.6, ...points.slice(first).map(([, y]) => y));
    const last = Math.max(50, steps, this.#before.at(-1)?.[0] ?? 0);
    return lineChart({
      label: `The loss of the steps so far. It is ${show(loss)} after ${steps} steps.`,
      lines: [
        { kind: 'gone', points: this.#before },
        { kind: 'faint', points },
        { kind: 'accent', points: smooth(points) },
      ],
      marks: this.#marks,
      x: [0, last],
      y: [1.6, Math.min(top, 20)],
      xName: 'steps',
      yName: 'loss',
      onpick: (x) => this.goBackTo(x),
    });
  }

  async close() {
    await this.#turn;
    await this.pause();
    if (this.handle) await this.#page.engine.release(this.handle);
  }
}
