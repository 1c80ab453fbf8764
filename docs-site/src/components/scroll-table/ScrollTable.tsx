import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';

/** A table that scrolls by itself where the page is too narrow for it; only then does it take part in the order of the Tab key. */
export function ScrollTable(props: ComponentProps<'table'>): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = (): void => setScrolls(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={frame} className="table-frame" {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': 'Wide table' } : {})}>
      <table {...props} />
    </div>
  );
}
