import MDXComponents from '@theme-original/MDXComponents';
import { LivePicture } from '@site/src/live/LivePicture';
import { ScrollTable } from '@site/src/components/scroll-table/ScrollTable';

export default { ...MDXComponents, table: ScrollTable, LivePicture };
