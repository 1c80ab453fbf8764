import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.dht.Murmur3Partitioner;
import org.apache.cassandra.dht.Token;
import org.apache.cassandra.exceptions.UnavailableException;
import org.apache.cassandra.locator.AbstractEndpointSnitch;
import org.apache.cassandra.locator.AbstractReplicationStrategy;
import org.apache.cassandra.locator.Endpoints;
import org.apache.cassandra.locator.EndpointsForRange;
import org.apache.cassandra.locator.IEndpointSnitch;
import org.apache.cassandra.locator.InetAddressAndPort;
import org.apache.cassandra.locator.NetworkTopologyStrategy;
import org.apache.cassandra.locator.Replica;
import org.apache.cassandra.locator.ReplicaPlans;
import org.apache.cassandra.locator.SimpleStrategy;
import org.apache.cassandra.locator.TokenMetadata;

/**
 * Asks Cassandra's own classes where replicas lie and whether a consistency level can be met. No node is started.
 *
 * Reads one JSON document a line from standard input and writes one a line to standard output:
 * in  {"endpoints":[{"id","datacenter","rack","tokens":[…]}],"strategy":{"class",…options},"localDatacenter","down":[ids],"levels":[…]}
 * out {"ranges":[{"end","replicas":[ids]}],"available":{"QUORUM":[true,…],…}}
 * Ids are IPv4 addresses. Ranges are in the order of their ends.
 */
public class ReplicaOracle
{
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception
    {
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        DatabaseDescriptor.clientInitialization();
        DatabaseDescriptor.setPartitionerUnsafe(Murmur3Partitioner.instance);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine())
        {
            answers.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
            answers.flush();
        }
    }

    private static Map<String, Object> answer(JsonNode question) throws Exception
    {
        TableSnitch snitch = new TableSnitch(question);
        DatabaseDescriptor.setEndpointSnitch(snitch);
        DatabaseDescriptor.setLocalDataCenter(snitch.getLocalDatacenter());
        TokenMetadata ring = ring(question, snitch);
        AbstractReplicationStrategy strategy = strategy(question.get("strategy"), ring, snitch);
        Set<InetAddressAndPort> down = new HashSet<>();
        for (JsonNode id : question.path("down"))
            down.add(InetAddressAndPort.getByName(id.asText()));

        List<Object> ranges = new ArrayList<>();
        Map<String, List<Boolean>> available = new LinkedHashMap<>();
        for (Token end : ring.sortedTokens())
        {
            EndpointsForRange replicas = strategy.calculateNaturalReplicas(end, ring);
            ranges.add(Map.of("end", end.toString(), "replicas", ids(replicas)));
            EndpointsForRange live = replicas.filter(replica -> !down.contains(replica.endpoint()));
            for (JsonNode level : question.path("levels"))
                available.computeIfAbsent(level.asText(), any -> new ArrayList<>())
                         .add(isAvailable(strategy, ConsistencyLevel.valueOf(level.asText()), live));
        }
        return Map.of("ranges", ranges, "available", available);
    }

    private static TokenMetadata ring(JsonNode question, IEndpointSnitch snitch) throws Exception
    {
        TokenMetadata ring = new TokenMetadata(snitch);
        for (JsonNode endpoint : question.get("endpoints"))
        {
            List<Token> tokens = new ArrayList<>();
            for (JsonNode token : endpoint.get("tokens"))
                tokens.add(Murmur3Partitioner.instance.getTokenFactory().fromString(token.asText()));
            ring.updateNormalTokens(tokens, InetAddressAndPort.getByName(endpoint.get("id").asText()));
        }
        return ring;
    }

    private static AbstractReplicationStrategy strategy(JsonNode node, TokenMetadata ring, IEndpointSnitch snitch)
    {
        Map<String, String> options = new LinkedHashMap<>();
        node.fields().forEachRemaining(field -> options.put(field.getKey(), field.getValue().asText()));
        String className = options.remove("class");
        return className.equals("SimpleStrategy") ? new SimpleStrategy("k", ring, snitch, options)
                                                  : new NetworkTopologyStrategy("k", ring, snitch, options);
    }

    /** The very check that a coordinator makes before a read. It is not public, hence the reflection. */
    private static boolean isAvailable(AbstractReplicationStrategy strategy, ConsistencyLevel level, EndpointsForRange live) throws Exception
    {
        Method check = ReplicaPlans.class.getDeclaredMethod("assureSufficientLiveReplicasForRead",
                                                            AbstractReplicationStrategy.class, ConsistencyLevel.class, Endpoints.class);
        check.setAccessible(true);
        try
        {
            check.invoke(null, strategy, level, live);
            return true;
        }
        catch (InvocationTargetException e)
        {
            if (e.getCause() instanceof UnavailableException)
                return false;
            throw e;
        }
    }

    private static List<String> ids(EndpointsForRange replicas)
    {
        List<String> ids = new ArrayList<>();
        for (Replica replica : replicas)
            ids.add(replica.endpoint().getHostAddress(false));
        return ids;
    }

    /** Datacenter and rack of an endpoint, as the question says. */
    private static class TableSnitch extends AbstractEndpointSnitch
    {
        private final Map<InetAddressAndPort, JsonNode> endpoints = new LinkedHashMap<>();
        private final String localDatacenter;

        TableSnitch(JsonNode question) throws Exception
        {
            localDatacenter = question.path("localDatacenter").asText("");
            for (JsonNode endpoint : question.get("endpoints"))
                endpoints.put(InetAddressAndPort.getByName(endpoint.get("id").asText()), endpoint);
        }

        @Override
        public String getLocalDatacenter()
        {
            return localDatacenter;
        }

        @Override
        public String getRack(InetAddressAndPort endpoint)
        {
            return endpoints.get(endpoint).get("rack").asText();
        }

        @Override
        public String getDatacenter(InetAddressAndPort endpoint)
        {
            return endpoints.get(endpoint).get("datacenter").asText();
        }

        @Override
        public int compareEndpoints(InetAddressAndPort target, Replica left, Replica right)
        {
            return 0;
        }
    }
}
