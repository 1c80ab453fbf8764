import type { ReactNode } from 'react';
import Link from '@docusaurus/Link';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import Layout from '@theme/Layout';
import { Clone } from '@site/src/components/clone/Clone';
import { Recorded } from '@site/src/components/recorded/Recorded';
import { HomeRing } from '@site/src/components/ring-picture/HomeRing';
import styles from './index.module.css';

interface Entry {
  readonly title: string;
  readonly text: string;
  readonly to: string;
}

const parts: readonly Entry[] = [
  {
    title: 'A real ring',
    text: 'Real Cassandra on your machine, as many nodes, racks and datacenters as you like. Stop it, kill it, freeze it, cut it in two.',
    to: '/quick-start',
  },
  {
    title: 'A sidecar for each node',
    text: 'One HTTP contract for health, ring, schema, snapshots and availability, with metrics beside it. Many routes of Apache Cassandra Sidecar are served as they are.',
    to: '/reference/http',
  },
  {
    title: 'One command line',
    text: 'Status as you know it, plus the question that matters: can my application read and write its data at its consistency level?',
    to: '/operate/status',
  },
  {
    title: 'How it works, shown',
    text: 'From a key’s token to Merkle trees: each page answers one question on a real ring, with pictures that you can change.',
    to: '/learn',
  },
  {
    title: 'The rules, as libraries',
    text: 'Tokens, placement, quorums, gossip and suspicion as pure functions, compared with a real node key by key. They run in a browser too.',
    to: '/reference/api',
  },
];

/** What people ask who have just heard of Cassandra; each leads to a page that answers first and explains then. */
const questions: readonly Entry[] = [
  {
    title: 'Where is my row?',
    text: 'Its key is hashed, the hash is a place on the ring, and the nodes from there on keep it.',
    to: '/learn/token-ring',
  },
  {
    title: 'What happens when a node dies?',
    text: 'The others answer, if enough copies are left for your level. What still works, how long you have, what to do.',
    to: '/operate/when-a-node-dies',
  },
  {
    title: 'How do I model this?',
    text: 'Write down the queries, make a table for each, and keep partitions small. With three worked examples.',
    to: '/learn/data-modeling',
  },
];

const next: readonly Entry[] = [
  { title: 'I want to see it run', text: 'Quick start: what happens, what is printed, what to try.', to: '/quick-start' },
  { title: 'I want to understand Cassandra', text: 'Learn: how it works and when not to use it, every example run.', to: '/learn' },
  { title: 'I look after a cluster', text: 'Operate: what to watch, when a node dies, and who may reach a sidecar.', to: '/operate' },
  { title: 'I write a program', text: 'Reference: HTTP routes, TypeScript API, errors.', to: '/reference' },
  { title: 'I want to change it', text: 'Develop: the architecture, and how a change is made.', to: '/develop' },
];

function Card({ title, text, to }: Entry): ReactNode {
  return (
    <li>
      <Link className={styles['card']} to={to}>
        <strong>{title}</strong>
        <span>{text}</span>
      </Link>
    </li>
  );
}

function Hero({ tagline }: { readonly tagline: string }): ReactNode {
  return (
    <header className={styles['hero']}>
      <div>
        <h1>{tagline}</h1>
        <p className={styles['lead']}>
          Ringside runs real Cassandra rings on your machine, puts a small HTTP server beside each node, and tells whether your data can be
          read and written now.
        </p>
        <Clone then={['npm start']} />
        <p className={styles['needs']}>
          You need Node and git; everything else is fetched. This is an early version: made for trying, testing and learning today, and not
          yet proved on production clusters. <Link to="/compare">Compared with ccm, Docker and Apache Cassandra Sidecar</Link>
        </p>
        <Link className={styles['button']} to="/quick-start">
          Quick start
        </Link>
        <Link className={styles['second']} to="/learn">
          How Cassandra works
        </Link>
      </div>
      <HomeRing />
    </header>
  );
}

export default function Home(): ReactNode {
  const { siteConfig } = useDocusaurusContext();
  return (
    <Layout title="Home" description={siteConfig.tagline}>
      <main className={`${styles['home']} rs-page`}>
        <Hero tagline={siteConfig.tagline} />
        <section aria-labelledby="questions">
          <h2 id="questions">Three questions first</h2>
          <ul className={styles['cards']}>
            {questions.map((entry) => (
              <Card key={entry.title} {...entry} />
            ))}
          </ul>
        </section>
        <section aria-labelledby="see">
          <h2 id="see">What you will see</h2>
          <p>This is what the command printed on a real run, recorded for this page.</p>
          <Recorded step="start" />
        </section>
        <section aria-labelledby="inside">
          <h2 id="inside">What is in it</h2>
          <ul className={styles['cards']}>
            {parts.map((entry) => (
              <Card key={entry.title} {...entry} />
            ))}
          </ul>
        </section>
        <section aria-labelledby="next">
          <h2 id="next">Where to go next</h2>
          <ul className={styles['cards']}>
            {next.map((entry) => (
              <Card key={entry.title} {...entry} />
            ))}
          </ul>
        </section>
      </main>
    </Layout>
  );
}
