package org.numakerbench.evidence;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A random fact of any kind, made from the records themselves, so that a new kind is tested without a change here. */
public final class AnyFact {
    private static final List<String> TEXTS = List.of(
            "", "ok", "\"quoted\" \\ and \t tab", "line\nbreak\r\n", "\u0000\u001f\u007f", "é ü \u2028", "😀", "{}");
    private static final Class<?>[] KINDS = Fact.class.getPermittedSubclasses();

    private final Random random;
    private final @Nullable String planted;

    private AnyFact(Random random, @Nullable String planted) {
        this.random = random;
        this.planted = planted;
    }

    static Fact of(Random random) {
        return (Fact) new AnyFact(random, null).value(KINDS[random.nextInt(KINDS.length)], "");
    }

    /** One of each kind, this text being all its texts and bytes. */
    public static List<Fact> ofEachKind(String text) {
        AnyFact facts = new AnyFact(new Random(1), text);
        return Stream.of(KINDS).map(it -> (Fact) facts.value(it, "")).toList();
    }

    /** How many texts and bytes such facts have between them. */
    public static long texts() {
        return Stream.of(KINDS).mapToLong(AnyFact::texts).sum();
    }

    private static long texts(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments())
                    .mapToLong(AnyFact::texts)
                    .sum();
        }
        Class<?> kind = (Class<?>) type;
        if (kind == String.class || kind == Bytes.class || kind == JsonNode.class) {
            return 1;
        }
        return kind.isRecord()
                ? Stream.of(kind.getRecordComponents())
                        .mapToLong(it -> texts(it.getGenericType()))
                        .sum()
                : 0;
    }

    private int size() {
        return planted == null ? random.nextInt(4) : 1;
    }

    private Object value(Type type, String name) {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            Map<Object, Object> entries = new TreeMap<>();
            for (int i = size(); i > 0; i--) {
                entries.put(value(map.getActualTypeArguments()[0], name), value(map.getActualTypeArguments()[1], name));
            }
            return entries;
        }
        if (type instanceof ParameterizedType list) {
            return IntStream.range(0, size())
                    .mapToObj(i -> value(list.getActualTypeArguments()[0], name))
                    .toList();
        }
        Class<?> kind = (Class<?>) type;
        if (kind == String.class) {
            return planted == null ? TEXTS.get(random.nextInt(TEXTS.size())) : planted;
        } else if (kind == int.class || kind == Integer.class) {
            return name.equals("schema") ? RunContext.SCHEMA : random.nextInt(65536);
        } else if (kind == long.class || kind == Long.class) {
            return random.nextLong() >>> 11;
        } else if (kind == double.class || kind == Double.class) {
            return random.nextInt(2_000_000) / 8.0;
        } else if (kind == boolean.class) {
            return random.nextBoolean();
        } else if (kind == Duration.class) {
            return Duration.ofMillis(1 + random.nextInt(10_000_000));
        } else if (kind == Bytes.class) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return planted == null ? Bytes.of(bytes) : Bytes.utf8(planted);
        } else if (kind == JsonNode.class) {
            String text = (String) value(String.class, name);
            return JsonNodeFactory.instance.objectNode().put("text", text);
        } else if (kind.isEnum()) {
            return kind.getEnumConstants()[random.nextInt(kind.getEnumConstants().length)];
        }
        return made(kind);
    }

    private Object made(Class<?> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        try {
            var constructor = kind.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(Stream.of(components)
                    .map(it -> value(it.getGenericType(), it.getName()))
                    .toArray());
        } catch (ReflectiveOperationException unexpected) {
            throw new IllegalStateException("cannot make a " + kind, unexpected);
        }
    }
}
