/**
 * A process beside this one that answers questions, and is started again when a fault of the machine ends it.
 *
 * A process and not a thread: what ends one thread (a fault of the JavaScript engine, too little memory) ends every
 * thread of its process with the training in it. What is asked must be answerable twice with the same answer, because
 * a question whose process was ended is asked again. Knows nothing of what is asked; the inside is `answer-parent.ts`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import { StudyError } from '../errors.ts';

/** How a question is sent: plain data and typed arrays. */
export interface Numbered<Question> {
  readonly id: number;
  readonly question: Question;
}

/** How an answer comes back; a message when there is none. */
export type Reply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly message: string };

/** A process that answers. Closed with `await using`. */
export interface WorkerProcess<Question, Answer> extends AsyncDisposable {
  /**
   * Questions may wait beside each other; they are answered in order.
   *
   * @throws Error with what the process said when it could not answer; StudyError `run/worker-ended` when it was ended
   *   twice in a row by the same question.
   */
  ask(question: Question): Promise<Answer>;
}

/** What a process is started with. */
export interface WorkerProcessOptions {
  /** What it does, for messages: `makes batches`. */
  readonly does: string;
  /** Plain data that the inside starts from. */
  readonly data: unknown;
  /** Told when the process was ended and is started again. Default: nobody. */
  readonly onRestart?: (text: string) => void;
}

/** A question is given up when it has ended this many processes. */
const MOST_ENDS = 2;

interface Open<Question, Answer> {
  readonly message: Numbered<Question>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (cause: Error) => void;
  /** Processes that ended while they worked at it. */
  ends: number;
}

function start(file: URL, data: unknown): ChildProcess {
  const cache = getCompileCacheDir();
  const child = fork(fileURLToPath(file), [], {
    // Options of this program are not handed on: `node -e TEXT` would run the text again, and start a process each time.
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  child.send({ data });
  return child;
}

function wordsFor(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit code ${code}` : `the signal ${signal}`;
}

function givenUp(does: string, how: string): StudyError {
  return new StudyError('run/worker-ended', {
    found: `A process that ${does} was ended twice by the same work, the last time by ${how}.`,
    needed: 'The process has to live until its work is done.',
    remedy:
      how === 'the signal SIGKILL'
        ? 'Free memory, for SIGKILL mostly means that there was none, then run again: finished units are kept.'
        : 'Run again: finished units are kept. If it happens again, look whether another version of Node is installed.',
  });
}

/**
 * Prepares a process; it starts with the first question.
 *
 * @param file The module that the process runs; it calls `answerParent`.
 * @example
 * await using worker = openWorkerProcess<number, Batch>(new URL('./batches.ts', import.meta.url), {
 *   does: 'makes batches',
 *   data: settings,
 * });
 * await worker.ask(7);
 */
export function openWorkerProcess<Question, Answer>(
  file: URL,
  options: WorkerProcessOptions,
): WorkerProcess<Question, Answer> {
  return new RestartingProcess(file, options);
}

/** Keeps the questions that wait, and a process for as long as there are any. */
class RestartingProcess<Question, Answer> implements WorkerProcess<Question, Answer> {
  readonly #file: URL;
  readonly #options: WorkerProcessOptions;
  /** In the order in which they were asked, so the first is the one that is worked at. */
  readonly #open = new Map<number, Open<Question, Answer>>();
  #child: ChildProcess | undefined;
  #next = 0;

  constructor(file: URL, options: WorkerProcessOptions) {
    this.#file = file;
    this.#options = options;
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const message = { id: this.#next++, question };
      this.#open.set(message.id, { message, resolve, reject, ends: 0 });
      this.#living().send(message);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { reject } of this.#open.values()) reject(new Error('The process was closed.'));
    this.#open.clear();
    await end(this.#child);
  }

  #living(): ChildProcess {
    const child = this.#child ?? this.#start();
    hold(child);
    return child;
  }

  #start(): ChildProcess {
    const child = start(this.#file, this.#options.data);
    const gone = (how: string): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#startAgain(how);
    };
    child.on('message', (reply: Reply<Answer>) => this.#settle(reply, child));
    child.on('exit', (code, signal) => gone(wordsFor(code, signal)));
    child.on('error', (cause) => gone(cause.message));
    this.#child = child;
    return child;
  }

  #settle(reply: Reply<Answer>, child: ChildProcess): void {
    const one = this.#open.get(reply.id);
    this.#open.delete(reply.id);
    if (this.#open.size === 0) release(child);
    if ('answer' in reply) one?.resolve(reply.answer);
    else one?.reject(new Error(reply.message));
  }

  #startAgain(how: string): void {
    const { does, onRestart } = this.#options;
    const [first] = this.#open.values();
    if (first === undefined) return;
    first.ends += 1;
    if (first.ends >= MOST_ENDS) {
      this.#open.delete(first.message.id);
      first.reject(givenUp(does, how));
    }
    if (this.#open.size === 0) return;
    onRestart?.(`A process that ${does} was ended by ${how} and is started again; no result changes.`);
    const child = this.#living();
    for (const { message } of this.#open.values()) child.send(message);
  }
}

/** Keeps this program running while a question waits, and no longer: a forgotten process holds nobody up. */
function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

function release(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

async function end(child: ChildProcess | undefined): Promise<void> {
  const neverStarted = child?.pid === undefined;
  if (neverStarted || child.exitCode !== null || child.signalCode !== null) return;
  hold(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.disconnect();
  await ended;
}
