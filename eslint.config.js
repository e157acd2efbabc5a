import js from "@eslint/js";
import globals from "globals";

// A browser takes an address as it stands; that the file and the name exist is checked by tsc.
const IMPORTS = ":matches(ImportDeclaration, ImportExpression, ExportNamedDeclaration, ExportAllDeclaration)";

export default [
  { ignores: [".*/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-len": ["error", { code: 120, ignoreUrls: true }],
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["playground/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: `${IMPORTS} > Literal.source[value!=/^\\.\\.?\\/.*\\.js$/]`,
          message: 'The browser needs the whole relative path: "./name.js".',
        },
      ],
    },
  },
  {
    files: ["*.js", "tests/**/*.js"],
    languageOptions: { globals: globals.nodeBuiltin },
  },
];
