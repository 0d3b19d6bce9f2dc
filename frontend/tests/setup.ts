import { vi } from "vitest";

// What a browser has and jsdom lacks, as far as the charts ask for it when they are loaded.
vi.stubGlobal("matchMedia", (media: string) => ({ media, matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
