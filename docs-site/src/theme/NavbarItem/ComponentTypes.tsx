import ComponentTypes from '@theme-original/NavbarItem/ComponentTypes';
import { VersionPicker } from '../../components/version-picker/VersionPicker';

/** The navigation bar's parts, with the version picker. */
export default { ...ComponentTypes, 'custom-versionPicker': VersionPicker };
