/** What a systemd unit for a sidecar needs to know. */
export interface UnitFacts {
  readonly name: string;
  /** The name or number of the user, and of the group. */
  readonly user: string;
  readonly group: string;
  /** The absolute path of Node. */
  readonly node: string;
  /** The absolute path of the sidecar's program. */
  readonly program: string;
  readonly configuration: string;
}

/** The text of the unit. Pure. Nothing secret is in it: every user of the machine may read it. */
export function unitText({ name, user, group, node, program, configuration }: UnitFacts): string {
  return `# Written by "ringside sidecar init"; "ringside sidecar remove" takes it away.
[Unit]
Description=Ringside sidecar of the Cassandra node at ${name}
After=network.target

[Service]
User=${user}
Group=${group}
ExecStart=${[node, program, '--config', configuration].map(unitWord).join(' ')}
Restart=on-failure
RestartSec=2
# A Cassandra that this sidecar has started goes on when the sidecar ends.
KillMode=process
UMask=0077
NoNewPrivileges=yes
ProtectSystem=full
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes

[Install]
WantedBy=multi-user.target
`;
}

/** A word of `ExecStart`: systemd expands percent signs and dollars, and splits at blanks. */
function unitWord(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /[\s"';]/.test(word) ? `"${escaped}"` : escaped;
}
