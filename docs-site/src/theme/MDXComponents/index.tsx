import MDXComponents from '@theme-original/MDXComponents';
import { LivePicture } from '@site/src/live/LivePicture';
import { Flow } from '@site/src/components/answer-picture/Flow';
import { Sequence } from '@site/src/components/answer-picture/Sequence';
import { ScrollTable } from '@site/src/components/scroll-table/ScrollTable';

export default { ...MDXComponents, table: ScrollTable, LivePicture, Flow, Sequence };
