import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** Prints which of the classes and members that are named as arguments (Gossiper, unified/Controller, Hint.ttl) no class of Cassandra is or has. */
public class Members {
  public static void main(String[] wanted) throws Exception {
    List<String> classes = classes();
    for (String name : wanted) if (!isClass(name, classes) && !isMember(name, classes)) System.out.println("missing\t" + name);
  }

  private static List<String> classes() throws Exception {
    List<String> found = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(path).getName().startsWith("cassandra-")) continue;
      try (JarFile jar = new JarFile(path)) {
        jar.stream().map(JarEntry::getName).filter(entry -> entry.endsWith(".class")).forEach(entry -> found.add(entry.replace(".class", "")));
      }
    }
    return found;
  }

  private static List<String> matching(String name, List<String> classes) {
    String path = name.replace('.', '$');
    return classes.stream().filter(one -> one.equals(path) || one.endsWith("/" + path) || one.endsWith("$" + path)).collect(Collectors.toList());
  }

  private static boolean isClass(String name, List<String> classes) {
    return !matching(name, classes).isEmpty();
  }

  private static boolean isMember(String name, List<String> classes) throws Exception {
    int dot = name.lastIndexOf('.');
    if (dot < 0) return false;
    for (String path : matching(name.substring(0, dot), classes)) {
      Class<?> one = Class.forName(path.replace('/', '.'), false, Members.class.getClassLoader());
      for (Method method : one.getDeclaredMethods()) if (method.getName().equals(name.substring(dot + 1))) return true;
      for (Field field : one.getDeclaredFields()) if (field.getName().equals(name.substring(dot + 1))) return true;
    }
    return false;
  }
}
