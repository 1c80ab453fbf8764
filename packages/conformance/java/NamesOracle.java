import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.ColumnIdentifier;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.cql3.statements.UseStatement;
import org.apache.cassandra.schema.SchemaConstants;

/**
 * Asks Cassandra's own parser about names. No node is started.
 *
 * Reads one text a line, as JSON, from standard input and writes one JSON document a line to standard output:
 * {"quoted": the text as a name in CQL, "read": the keyspace that it names in USE, or null, "system": whether Cassandra makes a keyspace of that name}
 */
public class NamesOracle
{
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception
    {
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        DatabaseDescriptor.clientInitialization();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine())
        {
            String text = JSON.readValue(line, String.class);
            Map<String, Object> answer = new HashMap<>();
            answer.put("quoted", ColumnIdentifier.maybeQuote(text));
            answer.put("read", keyspaceOf(text));
            answer.put("system", SchemaConstants.isSystemKeyspace(text));
            answers.println(JSON.writeValueAsString(answer));
            answers.flush();
        }
        System.exit(0);
    }

    private static String keyspaceOf(String text) throws ReflectiveOperationException
    {
        try
        {
            CQLStatement.Raw statement = QueryProcessor.parseStatement("USE " + text);
            if (!(statement instanceof UseStatement))
                return null;
            Field keyspace = UseStatement.class.getDeclaredField("keyspace");
            keyspace.setAccessible(true);
            return (String) keyspace.get(statement);
        }
        catch (RuntimeException refused)
        {
            return null;
        }
    }
}
