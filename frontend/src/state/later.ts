/** Work that is long enough to be felt waits until what is quick stands on the screen. */

/** Begins work after the next picture; what it returns ends it, whether it has begun or not. */
export function afterPaint(begin: () => () => void): () => void {
  let end: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(() => {
      end = begin();
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    end?.();
  };
}
