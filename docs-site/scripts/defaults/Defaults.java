import java.io.FileReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * Prints, one a line with tabs between: what each setting of cassandra.yaml is when no file sets it (default), the names that it had
 * before (former), and what each file that is named as an argument sets (set, with the number of the argument).
 */
public class Defaults {
  public static void main(String[] files) throws Exception {
    Class<?> config = Class.forName("org.apache.cassandra.config.Config");
    printFields("", config.getDeclaredConstructor().newInstance());
    for (Field field : config.getFields()) for (Annotation annotation : field.getAnnotations()) printFormerNames(field, annotation);
    for (int at = 0; at < files.length; at++) printSet("set\t" + at + "\t", "", new Yaml().load(new FileReader(files[at])));
  }

  private static void printFields(String prefix, Object holder) throws Exception {
    for (Field field : holder.getClass().getFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.isAnnotationPresent(Deprecated.class)) continue;
      Object value = field.get(holder);
      if (isGroup(value)) printFields(prefix + field.getName() + ".", value);
      else System.out.println("default\t" + prefix + field.getName() + "\t" + text(value));
    }
  }

  /** An object that has no text of its own holds further settings. */
  private static boolean isGroup(Object value) throws Exception {
    return value != null && !value.getClass().isArray() && !(value instanceof Enum)
      && value.getClass().getMethod("toString").getDeclaringClass() == Object.class;
  }

  private static String text(Object value) {
    if (value instanceof Enum) return ((Enum<?>) value).name();
    return value instanceof Object[] ? Arrays.toString((Object[]) value) : String.valueOf(value);
  }

  private static void printFormerNames(Field field, Annotation annotation) throws Exception {
    String name = annotation.annotationType().getSimpleName();
    if (name.equals("Replaces")) System.out.println("former\t" + call(annotation, "oldName") + "\t" + field.getName());
    if (name.equals("ReplacesList")) for (Object one : (Object[]) call(annotation, "value")) printFormerNames(field, (Annotation) one);
  }

  private static Object call(Annotation annotation, String method) throws Exception {
    return annotation.annotationType().getMethod(method).invoke(annotation);
  }

  private static void printSet(String before, String prefix, Object value) {
    if (!(value instanceof Map)) System.out.println(before + prefix + "\t" + value);
    else for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet())
      printSet(before, prefix.isEmpty() ? String.valueOf(entry.getKey()) : prefix + "." + entry.getKey(), entry.getValue());
  }
}
