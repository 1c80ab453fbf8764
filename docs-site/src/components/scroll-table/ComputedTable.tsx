import type { ComponentProps, ReactNode } from 'react';
import { ScrollTable } from '@site/src/components/scroll-table/ScrollTable';

/**
 * A table made from the code or from recorded figures. It changes with them, so `data-computed` leaves it out of the stored picture of its page:
 * whoever changes code need not record pictures (decision 0016).
 */
export function ComputedTable(props: ComponentProps<'table'>): ReactNode {
  return (
    <div data-computed>
      <ScrollTable {...props} />
    </div>
  );
}
