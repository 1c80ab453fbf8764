import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.dht.Murmur3Partitioner;
import org.apache.cassandra.gms.ApplicationState;
import org.apache.cassandra.gms.EndpointState;
import org.apache.cassandra.gms.FailureDetector;
import org.apache.cassandra.gms.GossipDigest;
import org.apache.cassandra.gms.Gossiper;
import org.apache.cassandra.gms.HeartBeatState;
import org.apache.cassandra.gms.VersionedValue;
import org.apache.cassandra.locator.InetAddressAndPort;
import org.apache.cassandra.utils.FBUtilities;

/**
 * Asks Cassandra's own gossip classes what they make of digests, states and heartbeats. No node is started and nothing is sent.
 *
 * Reads one JSON document a line from standard input and writes one a line to standard output:
 * - {"op":"window","arrivals":[ns…],"looks":[ns…]} → {"means":[after each arrival],"phis":[raw, at each look]}
 * - {"op":"examine","self":id,"states":{id:STATE},"digests":[[id,generation,version]…]} → {"requests":[…],"states":{…}}
 * - {"op":"merge","endpoint":id,"local":STATE|null,"remote":STATE} → STATE
 * - {"op":"print","states":{id:STATE}} → what nodetool gossipinfo prints of them, as text
 * STATE is {"generation","version","states":{NAME:[version,value]}}. Ids are IPv4 addresses.
 */
public class GossipOracle
{
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception
    {
        System.setProperty("cassandra.gossip.disable_thread_validation", "true");
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        DatabaseDescriptor.clientInitialization();
        DatabaseDescriptor.setPartitionerUnsafe(Murmur3Partitioner.instance);
        DatabaseDescriptor.setDefaultFailureDetector();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine())
        {
            answers.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
            answers.flush();
        }
        System.exit(0); // gossip's executors would keep the process alive
    }

    private static Object answer(JsonNode question) throws Exception
    {
        switch (question.get("op").asText())
        {
            case "window": return window(question);
            case "examine": return examine(question);
            case "merge": return merge(question);
            case "print": return print(question);
            default: throw new IllegalArgumentException("unknown op: " + question);
        }
    }

    private static Object window(JsonNode question) throws Exception
    {
        Class<?> type = Class.forName("org.apache.cassandra.gms.ArrivalWindow");
        Constructor<?> constructor = type.getDeclaredConstructor(int.class);
        Method add = type.getDeclaredMethod("add", long.class, InetAddressAndPort.class);
        Method mean = type.getDeclaredMethod("mean");
        Method phi = type.getDeclaredMethod("phi", long.class);
        constructor.setAccessible(true);
        for (Method method : new Method[]{ add, mean, phi })
            method.setAccessible(true);
        Object window = constructor.newInstance(1000);
        List<Object> means = new ArrayList<>();
        for (JsonNode arrival : question.get("arrivals"))
        {
            add.invoke(window, arrival.asLong(), null);
            means.add(mean.invoke(window));
        }
        List<Object> phis = new ArrayList<>();
        for (JsonNode look : question.get("looks"))
            phis.add(phi.invoke(window, look.asLong()));
        return Map.of("means", means, "phis", phis);
    }

    private static Object examine(JsonNode question) throws Exception
    {
        Gossiper gossiper = new Gossiper(false);
        FBUtilities.setBroadcastInetAddress(address(question.get("self").asText()).getAddress());
        question.get("states").fields().forEachRemaining(field -> gossiper.endpointStateMap.put(address(field.getKey()), state(field.getValue())));
        Constructor<GossipDigest> constructor = GossipDigest.class.getDeclaredConstructor(InetAddressAndPort.class, int.class, int.class);
        constructor.setAccessible(true);
        List<GossipDigest> digests = new ArrayList<>();
        for (JsonNode digest : question.get("digests"))
            digests.add(constructor.newInstance(address(digest.get(0).asText()), digest.get(1).asInt(), digest.get(2).asInt()));
        List<GossipDigest> requests = new ArrayList<>();
        Map<InetAddressAndPort, EndpointState> states = new HashMap<>();
        Method examine = Gossiper.class.getDeclaredMethod("examineGossiper", List.class, List.class, Map.class);
        examine.setAccessible(true);
        examine.invoke(gossiper, digests, requests, states);

        List<Object> requested = new ArrayList<>();
        for (GossipDigest request : requests)
            requested.add(List.of(((InetAddressAndPort) field(request, "endpoint")).getHostAddress(false),
                                  field(request, "generation"), field(request, "maxVersion")));
        Map<String, Object> sent = new TreeMap<>();
        states.forEach((endpoint, state) -> sent.put(endpoint.getHostAddress(false), json(state)));
        return Map.of("requests", requested, "states", sent);
    }

    /** Through Gossiper.applyStateLocally; the echo that it would send to the endpoint is marked as sent already. */
    @SuppressWarnings("unchecked")
    private static Object merge(JsonNode question) throws Exception
    {
        Gossiper gossiper = new Gossiper(false);
        InetAddressAndPort endpoint = address(question.get("endpoint").asText());
        if (!question.get("local").isNull())
            gossiper.endpointStateMap.put(endpoint, state(question.get("local")));
        EndpointState remote = state(question.get("remote"));
        ((Map<InetAddressAndPort, EndpointState>) field(gossiper, "inflightEcho")).put(endpoint, remote);
        gossiper.applyStateLocally(new HashMap<>(Map.of(endpoint, remote)));
        return json(gossiper.endpointStateMap.get(endpoint));
    }

    private static Object print(JsonNode question)
    {
        Gossiper.instance.endpointStateMap.clear();
        question.get("states").fields().forEachRemaining(field -> Gossiper.instance.endpointStateMap.put(address(field.getKey()), state(field.getValue())));
        return ((FailureDetector) FailureDetector.instance).getAllEndpointStates(true);
    }

    private static Object field(Object owner, String name) throws Exception
    {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static InetAddressAndPort address(String id)
    {
        try
        {
            return InetAddressAndPort.getByName(id);
        }
        catch (Exception e)
        {
            throw new IllegalArgumentException(id, e);
        }
    }

    private static EndpointState state(JsonNode node)
    {
        EndpointState state = new EndpointState(new HeartBeatState(node.get("generation").asInt(), node.get("version").asInt()));
        node.get("states").fields().forEachRemaining(field -> state.addApplicationState(
            ApplicationState.valueOf(field.getKey()),
            VersionedValue.unsafeMakeVersionedValue(field.getValue().get(1).asText(), field.getValue().get(0).asInt())));
        return state;
    }

    private static Object json(EndpointState state)
    {
        Map<String, Object> states = new TreeMap<>();
        for (Map.Entry<ApplicationState, VersionedValue> entry : state.states())
            states.put(entry.getKey().name(), List.of(entry.getValue().version, entry.getValue().value));
        HeartBeatState heartBeat = state.getHeartBeatState();
        return Map.of("generation", heartBeat.getGeneration(), "version", heartBeat.getHeartBeatVersion(), "states", states);
    }
}
