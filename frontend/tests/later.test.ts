import { describe, expect, it, vi } from "vitest";
import { afterPaint } from "../src/state/later";

const picture = () => new Promise((done) => setTimeout(done, 60));

describe("work after the next picture", () => {
  it("begins once, later, and is ended", async () => {
    const end = vi.fn();
    const begin = vi.fn(() => end);
    const stop = afterPaint(begin);
    expect(begin).not.toHaveBeenCalled();
    await picture();
    expect(begin).toHaveBeenCalledOnce();
    stop();
    expect(end).toHaveBeenCalledOnce();
  });

  it("never begins once it was stopped", async () => {
    const begin = vi.fn(() => () => undefined);
    afterPaint(begin)();
    await picture();
    expect(begin).not.toHaveBeenCalled();
  });
});
