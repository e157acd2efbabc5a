// What the tests use of node. The types of all of node would take the place of the browser's, of setTimeout for one.

declare module "node:test" {
  export default function test(name: string, run: () => void | Promise<void>): Promise<void>;
}

declare module "node:assert/strict" {
  const assert: {
    ok(value: unknown, message?: string): asserts value;
    equal<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
    deepEqual<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
    match(value: string, pattern: RegExp, message?: string): void;
    throws(run: () => unknown, expected?: RegExp | (new (...args: never[]) => Error) | object, message?: string): void;
    rejects(
      run: Promise<unknown> | (() => Promise<unknown>),
      expected?: RegExp | object,
      message?: string,
    ): Promise<void>;
  };
  export default assert;
}
