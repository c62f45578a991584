// The table of rooms in docs/architecture.md, checked: a room may import only what its row allows.
const test = '\\.(test|fixture)\\.tsx?$|(^|/)testing/';

/** A rule that forbids a room to import anything of ours but the named paths. */
const room = (name, from, allowed) => ({
  name: `room-${name}`,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: '^(electron|renderer|shared|build)/', pathNot: [from, ...allowed] },
});

/** A rule that forbids a room to import packages but the named ones. */
const packages = (name, from, allowed) => ({
  name: `packages-${name}`,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: allowed.length ? allowed : ['^$'] },
});

const domain = '^shared/domain/';
const contract = '^shared/contract/';
const transfer = '^shared/transfer/';
const csv = '^shared/transfer/csv\\.ts$';
const raft = '^electron/raft/';
const raftTypes = '^electron/raft/types\\.ts$';
const storage = '^electron/storage/';
const links = '^electron/links/';
const replica = '^electron/replica/';
const membership = '^electron/membership/';
const roster = '^electron/membership/(roster/|asides\\.ts$)';
const discovery = '^electron/discovery/';
const files = '^electron/storage/files\\.ts$';
const viewer = '^electron/viewer/';
const address = '^electron/links/(address|types)\\.ts$';
const flags = '^electron/flags\\.ts$';
const beside = '^electron/write-beside\\.ts$';
const api = '^electron/workstation-interface\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(electron|renderer|shared)/', pathNot: ['\\.d\\.ts$', test] },
      to: {},
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { pathNot: test },
      to: { path: '(^|/)testing/|\\.test\\.tsx?$' },
    },
    {
      name: 'electron-only-on-the-desk',
      severity: 'error',
      from: { pathNot: '^electron/desktop/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    room('domain', domain, []),
    packages('domain', domain, ['node_modules/zod/']),
    room('contract', contract, [domain]),
    packages('contract', contract, ['node_modules/zod/']),
    room('transfer', transfer, [domain, contract]),
    packages('transfer', transfer, ['node_modules/zod/']),
    room('raft', raft, []),
    packages('raft', raft, []),
    room('storage', storage, [raftTypes]),
    room('links', links, [raftTypes]),
    room('discovery', discovery, []),
    packages('discovery', discovery, [
      'node_modules/(mdns-js|dns-js|zod)/',
      '^(node:)?(crypto|dgram|events|os)$',
    ]),
    room('membership', membership, [raftTypes, links, domain, files]),
    room('replica', replica, [raft, storage, links, domain, roster]),
    room('viewer', viewer, [contract, domain, transfer, api]),
    room('http', '^electron/http/', [contract, domain, transfer, viewer, api, files]),
    room('desktop', '^electron/desktop/', [contract, domain, viewer, api, beside]),
    room('cli', '^electron/cli/', [domain, contract, flags, address, beside]),
    packages('cli', '^electron/cli/', [
      'node_modules/(zod|uqr)/',
      '^(node:)?(crypto|fs|http|readline|timers|util)(/promises)?$',
    ]),
    room('renderer', '^renderer/', [contract, domain, csv]),
    {
      name: 'renderer-runs-in-a-browser',
      severity: 'error',
      from: { path: '^renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
