import MDXComponents from '@theme-original/MDXComponents';
import { ScrollTable } from '@site/src/components/scroll-table/ScrollTable';

export default { ...MDXComponents, table: ScrollTable };
