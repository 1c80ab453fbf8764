import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.dht.Murmur3Partitioner;
import org.apache.cassandra.dht.Murmur3Partitioner.LongToken;
import org.apache.cassandra.dht.Range;
import org.apache.cassandra.dht.Token;
import org.apache.cassandra.utils.Hex;
import org.apache.cassandra.utils.MerkleTree;
import org.apache.cassandra.utils.MerkleTree.TreeRange;

/**
 * Asks Cassandra's own MerkleTree for leaves, differences and depths. No node is started.
 *
 * Reads one JSON document a line from standard input and writes one a line to standard output:
 * - {"op":"compare","start","end","left":TREE,"right":TREE} → {"ranges":[[start,end]…],"leaves":[[start,end,hash]… of left]}
 * - {"op":"depth","bytes":n} → {"depth":n}
 * TREE is {"depth","partitions":[[token,hash]…]}. Tokens are decimal text, hashes 64 hexadecimal digits.
 */
public class MerkleOracle
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Murmur3Partitioner PARTITIONER = Murmur3Partitioner.instance;

    public static void main(String[] args) throws Exception
    {
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        DatabaseDescriptor.clientInitialization();
        DatabaseDescriptor.setPartitionerUnsafe(PARTITIONER);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine())
        {
            answers.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
            answers.flush();
        }
    }

    private static Object answer(JsonNode question) throws Exception
    {
        if (question.get("op").asText().equals("depth"))
            return Map.of("depth", MerkleTree.estimatedMaxDepthForBytes(PARTITIONER, question.get("bytes").asLong(), 32));
        Range<Token> range = new Range<>(token(question.get("start")), token(question.get("end")));
        MerkleTree left = tree(range, question.get("left"));
        MerkleTree right = tree(range, question.get("right"));
        List<Object> ranges = new ArrayList<>();
        for (TreeRange differs : MerkleTree.difference(left, right))
            ranges.add(List.of(differs.left.toString(), differs.right.toString()));
        return Map.of("ranges", ranges, "leaves", leaves(left));
    }

    private static MerkleTree tree(Range<Token> range, JsonNode node) throws Exception
    {
        int depth = node.get("depth").asInt();
        MerkleTree tree = new MerkleTree(PARTITIONER, range, MerkleTree.RECOMMENDED_DEPTH, (long) Math.pow(2, depth));
        tree.init();
        for (JsonNode partition : node.get("partitions"))
            for (TreeRange leaf : leafRanges(tree))
                if (leaf.contains(token(partition.get(0))))
                {
                    leaf.addAll(List.of(new MerkleTree.RowHash(token(partition.get(0)), Hex.hexToBytes(partition.get(1).asText()), 1)).iterator());
                    break;
                }
        return tree;
    }

    private static List<Object> leaves(MerkleTree tree) throws Exception
    {
        Method hash = MerkleTree.class.getDeclaredMethod("hash", Range.class);
        hash.setAccessible(true);
        List<Object> leaves = new ArrayList<>();
        for (TreeRange leaf : leafRanges(tree))
            leaves.add(List.of(leaf.left.toString(), leaf.right.toString(), Hex.bytesToHex((byte[]) hash.invoke(tree, leaf))));
        return leaves;
    }

    private static Iterable<TreeRange> leafRanges(MerkleTree tree) throws Exception
    {
        Method iterator = MerkleTree.class.getDeclaredMethod("rangeIterator");
        iterator.setAccessible(true);
        return (MerkleTree.TreeRangeIterator) iterator.invoke(tree);
    }

    private static Token token(JsonNode text)
    {
        return new LongToken(Long.parseLong(text.asText()));
    }
}
