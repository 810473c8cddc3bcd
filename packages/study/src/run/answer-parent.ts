/**
 * The inside of a worker process: answers its parent's questions one after the other, and ends when the parent does.
 */
import type { Numbered, Reply } from './worker-process.ts';

/** The first message, before any question. */
interface First {
  readonly data: unknown;
}

/** Signals that a terminal or a scheduler sends to every process of a run. The parent alone decides when to stop. */
const PARENTS_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/**
 * Answers until the parent closes the channel or is gone.
 *
 * @param begin Makes the answering function from the data that the parent gave; called once.
 */
export function answerParent<Data, Question, Answer>(
  begin: (data: Data) => Promise<(question: Question) => Answer | Promise<Answer>>,
): void {
  for (const signal of PARENTS_SIGNALS) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit());
  let answer: Promise<(question: Question) => Answer | Promise<Answer>> | undefined;
  let queue: Promise<void> = Promise.resolve();
  const reply = async ({ id, question }: Numbered<Question>): Promise<void> => {
    let said: Reply<Answer>;
    try {
      said = { id, answer: await (await answer!)(question) };
    } catch (cause) {
      said = { id, message: describe(cause) };
    }
    if (process.connected) process.send?.(said);
  };
  process.on('message', (message: First | Numbered<Question>) => {
    if ('data' in message) {
      answer = begin(message.data as Data);
      // Whoever asks is told what went wrong; nobody has asked yet.
      answer.catch(() => undefined);
    } else queue = queue.then(() => reply(message));
  });
}
