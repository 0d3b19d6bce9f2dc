import { defineConfig } from "vite";

// One script and one style, no chunks: the report carries both inside, the server gives both out.
export default defineConfig({
  build: {
    outDir: process.env.OPENAIRLIFT_APP_OUT ?? "dist",
    emptyOutDir: true,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 4000,
    cssCodeSplit: false,
    modulePreload: false,
    target: "es2022",
    rollupOptions: {
      input: "src/main.tsx",
      output: {
        format: "iife",
        entryFileNames: "app.js",
        assetFileNames: "app[extname]",
      },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    include: ["tests/**/*.test.{ts,tsx}"],
  },
} as Parameters<typeof defineConfig>[0]);
