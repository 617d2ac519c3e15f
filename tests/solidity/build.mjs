// Compiles each Solidity source alone, so that no artifact depends on which other files exist,
// and writes the artifacts, or with --check compares them with the files on disk.
// The tokens are written a second time, into the harness, which embeds them.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const SRC = "tests/solidity/src";
const LAYOUT = "tests/solidity/layout";
const OUT = "tests/solidity/out";
const ABI_SRC = "contracts-abi/sol";
const ABI_OUT = "contracts-abi/json";
const TOKEN_SRC = [`${SRC}/Token.sol`, `${SRC}/zoo/`];
const TOKEN_OUT = "crates/harness/artifacts";

class BuildError extends Error {}

/// Paths are relative to the repository and use "/", in one order on every machine.
function list(dir, extension, recursive) {
  if (!existsSync(join(ROOT, dir))) return [];
  return readdirSync(join(ROOT, dir), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${dir}/${entry.name}`;
      if (entry.isDirectory()) return recursive ? list(path, extension, true) : [];
      return path.endsWith(extension) ? [path] : [];
    })
    .sort();
}

function read(path) {
  return readFileSync(join(ROOT, path), "utf8");
}

function assertPinnedCompiler() {
  const wanted = JSON.parse(read("tests/solidity/package.json")).devDependencies.solc;
  if (!solc.version().startsWith(`${wanted}+commit.`)) {
    throw new BuildError(`solc ${wanted} is pinned, ${solc.version()} is installed: delete node_modules and run again`);
  }
}

function compile(source, outputs, diagnostics) {
  const input = {
    language: "Solidity",
    sources: { [source]: { content: read(source) } },
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: "cancun",
      metadata: { bytecodeHash: "none", appendCBOR: false },
      outputSelection: { [source]: { "*": outputs } },
    },
  };
  const resolveImport = (path) =>
    existsSync(join(ROOT, path)) ? { contents: read(path) } : { error: `${path} not found` };
  const result = JSON.parse(solc.compile(JSON.stringify(input), { import: resolveImport }));
  for (const { severity, formattedMessage } of result.errors ?? []) diagnostics.set(formattedMessage, severity);
  return result.contracts?.[source] ?? {};
}

/// Removes AST ids, which change with unrelated edits, from a type id.
function stableType(id) {
  return id.replace(/t_(struct|enum|contract|userDefinedValueType)\(([^()]*)\)\d+/g, "t_$1($2)");
}

function stableVariable({ label, offset, slot, type }) {
  return { label, offset, slot, type: stableType(type) };
}

function stableLayout({ storage, types }) {
  const stable = {};
  for (const [id, type] of Object.entries(types ?? {})) {
    const { encoding, label, numberOfBytes, base, key, value, members } = type;
    if (stable[stableType(id)]) throw new BuildError(`two types in one layout share the name ${label}: rename one`);
    stable[stableType(id)] = {
      encoding,
      label,
      numberOfBytes,
      ...(base && { base: stableType(base) }),
      ...(key && { key: stableType(key) }),
      ...(value && { value: stableType(value) }),
      ...(members && { members: members.map(stableVariable) }),
    };
  }
  const sorted = Object.fromEntries(Object.entries(stable).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { storage: storage.map(stableVariable), types: sorted };
}

function artifact(contract) {
  return {
    abi: contract.abi,
    bytecode: { object: `0x${contract.evm.bytecode.object}` },
    deployedBytecode: { object: `0x${contract.evm.deployedBytecode.object}` },
    ...(contract.storageLayout && { storageLayout: stableLayout(contract.storageLayout) }),
  };
}

/// A token that can be deployed: an abstract contract has no bytecode.
function isToken(source, contract) {
  return TOKEN_SRC.some((prefix) => source.startsWith(prefix)) && contract.evm.bytecode.object !== "";
}

/// Every generated file as path → text.
function build(diagnostics) {
  const files = new Map();
  const add = (path, value) => {
    if (files.has(path)) throw new BuildError(`two contracts would be written to ${path}`);
    files.set(path, `${JSON.stringify(value, null, 2)}\n`);
  };
  const code = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"];
  const groups = [
    { sources: list(SRC, ".sol", true), outputs: code },
    { sources: list(LAYOUT, ".sol", false), outputs: [...code, "storageLayout"] },
  ];
  for (const { sources, outputs } of groups) {
    for (const source of sources) {
      for (const [name, contract] of Object.entries(compile(source, outputs, diagnostics))) {
        const full = artifact(contract);
        add(`${OUT}/${basename(source)}/${name}.json`, full);
        if (isToken(source, contract)) add(`${TOKEN_OUT}/${name}.json`, { abi: full.abi, bytecode: full.bytecode });
      }
    }
  }
  for (const source of list(ABI_SRC, ".sol", false)) {
    for (const [name, contract] of Object.entries(compile(source, ["abi"], diagnostics))) {
      add(`${ABI_OUT}/${name}.json`, contract.abi);
    }
  }
  return files;
}

function report(diagnostics) {
  for (const message of diagnostics.keys()) console.error(message.trimEnd());
  if ([...diagnostics.values()].includes("error")) throw new BuildError("compilation failed");
}

function check(files, stale) {
  const differing = [...files].flatMap(([path, text]) => {
    if (!existsSync(join(ROOT, path))) return [`missing: ${path}`];
    return read(path) === text ? [] : [`differs: ${path}`];
  });
  differing.push(...stale.map((path) => `stale:   ${path}`));
  if (differing.length > 0) {
    throw new BuildError(`artifacts are not up to date, run scripts/solidity.sh\n${differing.join("\n")}`);
  }
  console.log(`solidity: ${files.size} artifacts are up to date`);
}

function write(files, stale) {
  for (const path of stale) rmSync(join(ROOT, path));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  console.log(`solidity: ${files.size} artifacts written, ${stale.length} stale ones removed`);
}

function main() {
  assertPinnedCompiler();
  const diagnostics = new Map();
  const files = build(diagnostics);
  report(diagnostics);
  const stale = [...list(OUT, ".json", true), ...list(TOKEN_OUT, ".json", false)].filter((path) => !files.has(path));
  (process.argv.includes("--check") ? check : write)(files, stale);
}

try {
  main();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`solidity: ${error.message}`);
  process.exit(1);
}
