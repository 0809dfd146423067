// The engine, as the page sees it: it lives in a worker, and answers.
//
//   const engine = await Engine.open();
//   const training = await engine.call('Names.Start', 'emma\nolivia', …);
//   const losses = await engine.call('Names.Train', training, 100);

// In one file the parts stand in the page, compressed. In a site they are beside it.
const packed = document.getElementById('packed');
const parts = packed ? JSON.parse(packed.textContent) : null;

async function unpack(base64) {
  const bytes = Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/** The text of a file of the site. */
export async function text(name) {
  return parts ? new TextDecoder().decode(await unpack(parts[name])) : (await fetch(name)).text();
}

export class Engine {
  #worker;
  #asked = new Map();
  #last = 0;
  #player; // what a slice of training is told to

  static async open() {
    const engine = new Engine();
    const script = 'engine.worker.js';
    // A classic worker: one of type "module" does not start from a file.
    engine.#worker = new Worker(parts ? URL.createObjectURL(new Blob([await unpack(parts[script])])) : script);
    engine.#worker.onmessage = ({ data }) => engine.#hear(data);
    const files = {};
    for (const name of Object.keys(parts ?? {}).filter((name) => name.startsWith('_framework/')))
      files[name.slice('_framework/'.length)] = await unpack(parts[name]);
    await engine.#ask('open', parts && files);
    return engine;
  }

  /** Calls what C# exports: 'Names.Train'. What the engine made is passed back to it as it came. */
  call(name, ...args) {
    return this.#ask('call', { name, args });
  }

  /**
   * The same engine for who may leave: what was asked about is let go of then, and an answer may be an error that is of no use
   * to anyone. Nobody waits for such an answer any more.
   */
  while(isThere) {
    return {
      call: (...all) => this.call(...all).catch((problem) => isThere() ? Promise.reject(problem) : new Promise(() => {})),
      release: (object) => this.release(object),
      play: (...all) => this.play(...all),
      pause: () => this.pause(),
    };
  }

  /** Lets go of something that the engine made. */
  release(object) {
    return this.#ask('release', object);
  }

  /**
   * Calls name(object, steps) again and again until `pause`, or until there were `most` steps, each time with as many as fit
   * between two looks at the page. Each result, the numbers of those steps, goes to `hear`, with whether it goes on; an error
   * goes to `fail`.
   */
  play(object, name, { hear, fail, most }) {
    this.#player = { hear, fail };
    return this.#ask('play', { object, name, most });
  }

  async pause() {
    await this.#ask('pause');
    this.#player = null;
  }

  #ask(call, argument) {
    return new Promise((resolve, reject) => {
      this.#asked.set(++this.#last, { resolve, reject });
      this.#worker.postMessage({ id: this.#last, call, argument });
    });
  }

  #hear({ id, result, error, slice, isPlaying }) {
    if (slice) return this.#player?.hear(slice, isPlaying);
    if (id === undefined) return this.#player?.fail(new Error(error));
    const { resolve, reject } = this.#asked.get(id);
    this.#asked.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  }
}
