import { JOLOKIA_ORIGIN } from './agent-properties.ts';
import { metricMBeans } from './metric-mbeans.ts';
import { type MBeanUse, mbeans } from './mbeans.ts';

/**
 * The agent's policy file: POST only, from this machine only, from no web page, no command as such, and then exactly the attributes and operations that Ringside uses. Everything else is denied: `list`, `search`, `write`, other MBeans, and other
 * operations of the same MBeans, `stopDaemon` for one.
 *
 * Jolokia grants what `<commands>` names everywhere and treats `<allow>` as the exceptions to it, so the list of commands is
 * empty (Jolokia's manual, *Security › Policy based security*). Strict checking holds every request
 * to the list of origins, also those that a browser sends without asking first; without an origin it lets nobody in.
 */
export function jolokiaPolicy(): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<restrict>',
    '  <remote>',
    '    <host>127.0.0.0/8</host>',
    '    <host>::1</host>',
    '  </remote>',
    '  <http>',
    '    <method>post</method>',
    '  </http>',
    '  <cors>',
    `    <allow-origin>${JOLOKIA_ORIGIN}</allow-origin>`,
    '    <strict-checking/>',
    '  </cors>',
    '  <commands></commands>',
    '  <allow>',
    ...[...Object.values(mbeans), ...metricMBeans].flatMap((use) => allowed(use)),
    '  </allow>',
    '</restrict>',
    '',
  ].join('\n');
}

function allowed(use: MBeanUse): readonly string[] {
  return [
    '    <mbean>',
    `      <name>${use.name}</name>`,
    ...use.attributes.map((attribute) => `      <attribute mode="read">${attribute}</attribute>`),
    ...use.operations.map((operation) => `      <operation>${operation}</operation>`),
    '    </mbean>',
  ];
}
