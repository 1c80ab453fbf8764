/**
 * The sidecar's configuration: every key, and how a file, the environment and flags become {@link SidecarSettings}. Light: it
 * loads neither the server nor the driver, so that `ringside config explain` can show it.
 *
 * @packageDocumentation
 */
export { loadSidecarSettings, type SettingsSources } from './config/load.ts';
export type { ControlledBy, InstanceSettings, SidecarSettings, TlsSettings } from './config/settings.ts';
export { instanceConfig, sidecarConfig } from './config/table.ts';
