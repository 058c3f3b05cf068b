package org.numakerbench.evidence;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A random fact of any kind, made from the records themselves, so that a new kind is tested without a change here. */
final class AnyFact {
    private static final List<String> TEXTS = List.of(
            "", "ok", "\"quoted\" \\ and \t tab", "line\nbreak\r\n", "\u0000\u001f\u007f", "é ü \u2028", "😀", "{}");
    private static final Class<?>[] KINDS = Fact.class.getPermittedSubclasses();

    private AnyFact() {}

    static Fact of(Random random) {
        return (Fact) value(KINDS[random.nextInt(KINDS.length)], random);
    }

    private static Object value(Type type, Random random) {
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            Map<Object, Object> entries = new TreeMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                entries.put(
                        value(map.getActualTypeArguments()[0], random), value(map.getActualTypeArguments()[1], random));
            }
            return entries;
        }
        if (type instanceof ParameterizedType list) {
            return IntStream.range(0, random.nextInt(4))
                    .mapToObj(i -> value(list.getActualTypeArguments()[0], random))
                    .toList();
        }
        Class<?> kind = (Class<?>) type;
        if (kind == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (kind == int.class || kind == Integer.class) {
            return random.nextInt();
        } else if (kind == long.class || kind == Long.class) {
            return random.nextLong();
        } else if (kind == boolean.class) {
            return random.nextBoolean();
        } else if (kind == Bytes.class) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return Bytes.of(bytes);
        } else if (kind.isEnum()) {
            return kind.getEnumConstants()[random.nextInt(kind.getEnumConstants().length)];
        }
        return made(kind, random);
    }

    private static Object made(Class<?> kind, Random random) {
        RecordComponent[] components = kind.getRecordComponents();
        try {
            var constructor = kind.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(Stream.of(components)
                    .map(it -> value(it.getGenericType(), random))
                    .toArray());
        } catch (ReflectiveOperationException unexpected) {
            throw new IllegalStateException("cannot make a " + kind, unexpected);
        }
    }
}
