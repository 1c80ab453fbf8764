import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Prints which of the texts that are named as arguments stand in no class of Cassandra or of its parser: parts of the messages of its errors. */
public class Messages {
  public static void main(String[] wanted) throws Exception {
    Set<String> missing = new LinkedHashSet<>(List.of(wanted));
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = new File(path).getName();
      if (name.startsWith("cassandra-") || name.startsWith("antlr-runtime-")) search(path, missing);
    }
    for (String text : missing) System.out.println("missing\t" + text);
  }

  private static void search(String path, Set<String> missing) throws Exception {
    try (JarFile jar = new JarFile(path)) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream().filter(one -> one.getName().endsWith(".class"))::iterator) {
        try (InputStream in = jar.getInputStream(entry)) {
          String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          missing.removeIf(constants::contains);
        }
      }
    }
  }
}
