import { type Coordinates, type JarLock, parseCoordinates } from './jar-lock.ts';

/** Pinned, so that the same goals run everywhere; 3.8.1 works with every Maven from 3.6.3. */
export const DEPENDENCY_PLUGIN: Coordinates = parseCoordinates('org.apache.maven.plugins:maven-dependency-plugin:jar:3.8.1');

/**
 * The pom that makes the plug-in's goal `copy` fetch exactly the locked jars: each named outright, nothing that they in turn depend on,
 * several versions of one jar side by side.
 */
export function fetchPom(lock: JarLock): string {
  const items = lock.jars.map((jar) => `          <artifactItem>${elements(parseCoordinates(jar.coordinates))}</artifactItem>`);
  return pom(`  <build>
    <plugins>
      <plugin>
        ${elements(DEPENDENCY_PLUGIN)}
        <configuration>
          <artifactItems>
${items.join('\n')}
          </artifactItems>
        </configuration>
      </plugin>
    </plugins>
  </build>`);
}

/**
 * The pom that asks Maven which jars make a Cassandra version: `cassandra-all` with what it depends on (the `lib/` of its tarball is
 * made from the same coordinates).
 */
export function resolvePom(cassandraVersion: string): string {
  const cassandra = parseCoordinates(`org.apache.cassandra:cassandra-all:jar:${cassandraVersion}`);
  return pom(`  <dependencies>
    <dependency>${elements(cassandra)}</dependency>
  </dependencies>`);
}

function pom(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ringside</groupId>
  <artifactId>cassandra-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
${body}
</project>
`;
}

function elements({ groupId, artifactId, classifier, version }: Coordinates): string {
  const named = `<groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version>`;
  return classifier === undefined ? named : `${named}<classifier>${classifier}</classifier>`;
}
