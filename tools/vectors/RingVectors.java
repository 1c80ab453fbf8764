package org.apache.cassandra.locator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.Multimap;
import java.io.File;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.db.marshal.*;
import org.apache.cassandra.dht.Murmur3Partitioner;
import org.apache.cassandra.dht.Token;
import org.apache.cassandra.exceptions.UnavailableException;
import org.apache.cassandra.utils.ByteBufferUtil;

/**
 * Writes what Cassandra's own classes compute, as the reference of packages/ring: tokens, composite keys, serialized key values,
 * replica placement, and which ranges are unavailable at each consistency level. It stands in Cassandra's package to reach
 * {@code ReplicaPlans.assureSufficientLiveReplicasForRead}. Seeded: the same jars write the same file.
 *
 * <p>With {@code $JARS} a folder of cassandra-all 5.0.9 and its runtime dependencies, and Java 17, in this folder:
 *
 * <pre>
 * javac -cp "$JARS/*" -d out RingVectors.java
 * java $(cat jvm-options.txt) -cp "out:$JARS/*" org.apache.cassandra.locator.RingVectors 60 6 ../../packages/ring/src/vectors/cassandra-5.0.9.json
 * npx oxfmt ../../packages/ring/src/vectors
 * </pre>
 *
 * The two numbers are how many random keys and how many random topologies; thousands of either for a deeper check.
 */
public final class RingVectors
{
    private static final Random random = new Random(20260711);
    private static final Set<ConsistencyLevel> READ_LEVELS = EnumSet.complementOf(EnumSet.of(
        ConsistencyLevel.ANY, ConsistencyLevel.SERIAL, ConsistencyLevel.LOCAL_SERIAL, ConsistencyLevel.NODE_LOCAL));

    public static void main(String[] args) throws Exception
    {
        DatabaseDescriptor.clientInitialization(false);
        DatabaseDescriptor.setPartitionerUnsafe(Murmur3Partitioner.instance);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("madeBy", "tools/vectors/RingVectors.java from cassandra-all 5.0.9; do not edit");
        all.put("tokens", tokens(Integer.parseInt(args[0])));
        all.put("compositeKeys", compositeKeys());
        all.put("keyValues", keyValues());
        List<Object> topologies = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++)
            topologies.add(topology());
        all.put("topologies", topologies);
        new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true).writeValue(new File(args[2]), all);
    }

    private static String hex(byte[] bytes)
    {
        return ByteBufferUtil.bytesToHex(ByteBuffer.wrap(bytes));
    }

    private static String token(byte[] key)
    {
        return Murmur3Partitioner.instance.getToken(ByteBuffer.wrap(key)).toString();
    }

    private static byte[] randomBytes(int length)
    {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Pairs of a key and its token: the empty key, single bytes, every tail length with and without high bits, random keys. */
    private static List<Object> tokens(int randomKeys)
    {
        List<byte[]> keys = new ArrayList<>();
        keys.add(new byte[0]);
        for (int value : new int[]{ 0, 1, 0x7f, 0x80, 0x81, 0xff })
            keys.add(new byte[]{ (byte) value });
        for (int length = 1; length <= 33; length++)
        {
            byte[] ones = new byte[length];
            Arrays.fill(ones, (byte) 0xff);
            keys.addAll(List.of(ones, new byte[length], randomBytes(length)));
        }
        for (int i = 0; i < randomKeys; i++)
            keys.add(randomBytes(random.nextInt(64)));
        byte[] large = new byte[10_000];
        for (int i = 0; i < large.length; i++)
            large[i] = (byte) (i * 131);
        List<Object> pairs = new ArrayList<>();
        for (byte[] key : keys)
            pairs.add(List.of(hex(key), token(key)));
        pairs.add(List.of("10000 bytes: byte i is i * 131", token(large)));
        return pairs;
    }

    private static List<Object> compositeKeys()
    {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            byte[] text = "käse".repeat(i).getBytes(StandardCharsets.UTF_8);
            byte[] number = randomBytes(4);
            byte[] blob = randomBytes(i * 37);
            byte[] key = ByteBufferUtil.getArray(CompositeType.build(
                ByteBufferAccessor.instance, ByteBuffer.wrap(text), ByteBuffer.wrap(number), ByteBuffer.wrap(blob)));
            keys.add(Map.of("components", List.of(hex(text), hex(number), hex(blob)), "key", hex(key), "token", token(key)));
        }
        return keys;
    }

    /** Triples of a CQL type, a literal without quotes, and the bytes that the type's own {@code fromString} makes of it. */
    private static List<Object> keyValues()
    {
        List<Object> values = new ArrayList<>();
        add(values, "ascii", AsciiType.instance, "hello");
        add(values, "text", UTF8Type.instance, "grüße 🎈");
        add(values, "tinyint", ByteType.instance, "-128", "127", "0");
        add(values, "smallint", ShortType.instance, "-32768", "32767", "-1");
        add(values, "int", Int32Type.instance, "-2147483648", "2147483647", "42", "7");
        add(values, "bigint", LongType.instance, "-9223372036854775808", "9223372036854775807", "-1");
        add(values, "varint", IntegerType.instance, "0", "127", "128", "-128", "-129", "255", "256", "-1",
            "170141183460469231731687303715884105727", "-99999999999999999999999");
        add(values, "decimal", DecimalType.instance, "0", "1.0", "1.00", "-12.345", "1e3", "1.5E-10", "-0.001", "0.5", "5.");
        add(values, "float", FloatType.instance, "0", "-0.0", "1.5", "3.4028235e38", "NaN", "Infinity", "-Infinity", "1e-45", "0.1");
        add(values, "double", DoubleType.instance, "0", "-0.0", "0.1", "1e308", "NaN", "-Infinity", "4.9E-324");
        add(values, "boolean", BooleanType.instance, "true", "false", "TRUE");
        add(values, "uuid", UUIDType.instance, "00112233-4455-6677-8899-aabbccddeeff", "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF");
        add(values, "timeuuid", TimeUUIDType.instance, "8a5d2c60-c8a1-11ef-9cd2-0242ac120002");
        add(values, "inet", InetAddressType.instance, "127.0.0.1", "255.255.255.255", "::1", "::", "2001:db8::ff00:42:8329",
            "::ffff:10.0.0.1", "fe80:0:0:0:1:2:3:4", "64:ff9b::192.0.2.33");
        add(values, "timestamp", TimestampType.instance, "0", "-1", "1763856000000", "2026-11-23T10:11:12.345Z",
            "2026-11-23 10:11:12+0100", "2026-11-23T10:11+01:00", "2026-11-23 10:11:12.345-0530", "1969-12-31T23:59:59Z",
            "2026-11-23T10:11:12.3Z", "2026-11-23+0000");
        add(values, "date", SimpleDateType.instance, "1970-01-01", "2026-11-23", "1969-12-31", "0", "2147483648", "4294967295",
            "-0001-01-01", "2024-02-29");
        add(values, "time", TimeType.instance, "00:00:00", "23:59:59.999999999", "10:11:12.5", "86399999999999");
        return values;
    }

    private static void add(List<Object> values, String name, AbstractType<?> type, String... texts)
    {
        for (String text : texts)
            values.add(List.of(name, text, hex(ByteBufferUtil.getArray(type.fromString(text)))));
    }

    /** A snitch that knows places from a map. */
    private static final class MapSnitch extends AbstractNetworkTopologySnitch
    {
        final Map<InetAddressAndPort, List<String>> places = new HashMap<>();
        String local = "dc0";

        public String getDatacenter(InetAddressAndPort endpoint)
        {
            return places.containsKey(endpoint) ? places.get(endpoint).get(0) : local;
        }

        public String getRack(InetAddressAndPort endpoint)
        {
            return places.get(endpoint).get(1);
        }

        public String getLocalDatacenter()
        {
            return local;
        }
    }

    /** A random ring, some of its nodes dead, the coordinator in one of its datacenters or in one without nodes. */
    private static Map<String, Object> topology() throws UnknownHostException
    {
        MapSnitch snitch = new MapSnitch();
        DatabaseDescriptor.setEndpointSnitch(snitch);
        TokenMetadata metadata = new TokenMetadata(snitch);
        int datacenters = 1 + random.nextInt(3);
        List<Object> endpoints = join(metadata, snitch, datacenters);
        Set<InetAddressAndPort> dead = new HashSet<>();
        for (InetAddressAndPort endpoint : new TreeMap<>(snitch.places).keySet())
            if (random.nextInt(4) == 0)
                dead.add(endpoint);
        snitch.local = "dc" + random.nextInt(datacenters + 1);
        DatabaseDescriptor.setLocalDataCenter(snitch.local);
        List<Object> strategies = new ArrayList<>();
        Map<String, String> simple = new TreeMap<>(Map.of("replication_factor", "" + (1 + random.nextInt(5))));
        strategies.add(answers(metadata, dead, "SimpleStrategy", simple, new SimpleStrategy("ks", metadata, snitch, simple)));
        for (int i = 0; i < 2; i++)
        {
            Map<String, String> factors = new TreeMap<>(Map.of("dc0", "" + (1 + random.nextInt(5))));
            for (int dc = 1; dc < datacenters; dc++)
                if (random.nextInt(5) > 0)
                    factors.put("dc" + dc, "" + (1 + random.nextInt(5)));
            strategies.add(answers(metadata, dead, "NetworkTopologyStrategy", factors,
                                   new NetworkTopologyStrategy("ks", metadata, snitch, factors)));
        }
        return Map.of("endpoints", endpoints, "dead", dead.stream().map(RingVectors::name).sorted().toArray(),
                      "localDatacenter", snitch.local, "strategies", strategies);
    }

    private static List<Object> join(TokenMetadata metadata, MapSnitch snitch, int datacenters) throws UnknownHostException
    {
        List<Object> endpoints = new ArrayList<>();
        Multimap<InetAddressAndPort, Token> owned = HashMultimap.create();
        int numTokens = random.nextBoolean() ? 1 : 1 + random.nextInt(8);
        for (int dc = 0; dc < datacenters; dc++)
        {
            int nodes = 1 + random.nextInt(8), racks = 1 + random.nextInt(4);
            for (int node = 1; node <= nodes; node++)
            {
                InetAddressAndPort endpoint = InetAddressAndPort.getByAddress(new byte[]{ 10, 0, (byte) dc, (byte) node });
                snitch.places.put(endpoint, List.of("dc" + dc, "r" + random.nextInt(racks)));
                List<String> tokens = new ArrayList<>();
                for (int i = 0; i < numTokens; i++)
                {
                    long token = random.nextLong();
                    owned.put(endpoint, new Murmur3Partitioner.LongToken(token));
                    tokens.add("" + token);
                }
                endpoints.add(List.of(name(endpoint), "dc" + dc, snitch.getRack(endpoint), tokens));
            }
        }
        metadata.updateNormalTokens(owned);
        return endpoints;
    }

    /** Where each range's replicas are, in order; how many each level blocks for, and the indexes of the ranges where reads at it fail. */
    private static Map<String, Object> answers(TokenMetadata metadata, Set<InetAddressAndPort> dead, String name,
                                               Map<String, String> options, AbstractReplicationStrategy strategy)
    {
        Map<String, String> replication = new LinkedHashMap<>(Map.of("class", name));
        replication.putAll(options);
        List<Object> ranges = new ArrayList<>();
        Map<String, List<Integer>> unavailable = new TreeMap<>();
        Map<String, Integer> blockFor = new TreeMap<>();
        for (ConsistencyLevel level : READ_LEVELS)
        {
            blockFor.put(level.name(), level.blockFor(strategy));
            unavailable.put(level.name(), new ArrayList<>());
        }
        for (Token token : metadata.sortedTokens())
        {
            EndpointsForRange replicas = strategy.calculateNaturalReplicas(token, metadata);
            EndpointsForRange live = replicas.filter(replica -> !dead.contains(replica.endpoint()));
            for (ConsistencyLevel level : READ_LEVELS)
                if (!suffices(strategy, level, live))
                    unavailable.get(level.name()).add(ranges.size());
            ranges.add(List.of(replicas.range().left.toString(), replicas.range().right.toString(),
                               replicas.stream().map(replica -> name(replica.endpoint())).toArray()));
        }
        return Map.of("replication", replication, "ranges", ranges, "blockFor", blockFor, "unavailable", unavailable);
    }

    private static boolean suffices(AbstractReplicationStrategy strategy, ConsistencyLevel level, EndpointsForRange live)
    {
        try
        {
            ReplicaPlans.assureSufficientLiveReplicasForRead(strategy, level, live);
            return true;
        }
        catch (UnavailableException e)
        {
            return false;
        }
    }

    private static String name(InetAddressAndPort endpoint)
    {
        return endpoint.getHostAddress(false);
    }
}
