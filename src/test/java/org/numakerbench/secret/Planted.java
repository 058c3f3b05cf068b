package org.numakerbench.secret;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.numakerbench.evidence.Bytes;

/**
 * A text with a secret of each sort in it, and what of it must not be found anywhere again.
 *
 * @param text to be put where text may stand
 * @param needles what must not be found, each in any form
 */
public record Planted(String text, List<String> needles) {
    /** What a profile would call secret to have the first of them hidden. */
    public static final String EXPRESSION = "token=[0-9a-f]+";

    private static final KeyPairGenerator KEYS = generator();

    private static KeyPairGenerator generator() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(256);
            return keys;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A new one; no two are alike. */
    public static Planted number(int number) {
        String hex = String.format("%08x", 0x5ec2e7a1 + number * 7919);
        String armoured = Base64.getEncoder()
                .encodeToString(KEYS.generateKeyPair().getPrivate().getEncoded());
        String bare = Base64.getEncoder()
                .encodeToString(KEYS.generateKeyPair().getPrivate().getEncoded());
        // It is in all of those that are on one line.
        List<String> needles = new ArrayList<>(List.of(hex));
        for (String key : List.of(armoured, bare)) {
            // The first 48 digits say that it is a key, and of which kind; it goes on over two lines.
            needles.addAll(List.of(key.substring(48, 64), key.substring(64, 80)));
        }
        String text = "token=" + hex + "\nAT+CWJAP_CUR=\"la\\\"b\",\"a\\\"b\\\\Pw" + hex + "\"\npostgresql://u:Db" + hex
                + "@h/d\n" + "-----BEGIN PRIVATE KEY-----\n" + wrapped(armoured) + "-----END PRIVATE KEY-----\n"
                + wrapped(bare) + "end";
        return new Planted(text, needles);
    }

    private static String wrapped(String key) {
        return key.replaceAll("(.{1,64})", "$1\n");
    }

    /** The needles that are in {@code output}, in whatever form. */
    public List<String> foundIn(String output) {
        return needles.stream()
                .filter(it -> forms(it).anyMatch(output::contains))
                .toList();
    }

    private static Stream<String> forms(String needle) {
        Stream<String> plain = Stream.of(
                needle,
                URLEncoder.encode(needle, StandardCharsets.UTF_8),
                needle.replace("+", "&#43;"),
                needle.replace("/", "\\/"),
                needle.replace("+", "\\u002b"));
        // In base64 three bytes become four digits, so that there are three ways to meet it.
        Stream<String> encoded = Stream.of(0, 1, 2).map(shift -> {
            byte[] from = ("x".repeat(shift) + needle).getBytes(StandardCharsets.UTF_8);
            String all = Base64.getEncoder().withoutPadding().encodeToString(from);
            int first = (shift * 8 + 5) / 6;
            return all.substring(first, from.length * 8 / 6);
        });
        return Stream.concat(plain, encoded).distinct();
    }

    /** A plain value of a record, with {@code "x"} wherever there is text. */
    public static Record plain(Class<?> kind) {
        return (Record) value(kind);
    }

    private static Object value(Type type) {
        if (type instanceof ParameterizedType it) {
            Type[] of = it.getActualTypeArguments();
            return it.getRawType() == Map.class ? Map.of(value(of[0]), value(of[1])) : List.of(value(of[0]));
        }
        Class<?> kind = (Class<?>) type;
        if (kind == String.class) {
            return "x";
        } else if (kind == Bytes.class) {
            return Bytes.utf8("x");
        } else if (kind == int.class || kind == Integer.class) {
            return 1;
        } else if (kind == long.class || kind == Long.class) {
            return 1L;
        } else if (kind == boolean.class) {
            return true;
        } else if (kind == Duration.class) {
            return Duration.ofSeconds(1);
        } else if (kind.isEnum()) {
            return kind.getEnumConstants()[0];
        }
        return changed(kind, Stream.of(kind.getRecordComponents()).map(each -> value(each.getGenericType())));
    }

    private static Object changed(Class<?> kind, Stream<Object> values) {
        try {
            var constructor = kind.getDeclaredConstructor(Stream.of(kind.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException unexpected) {
            throw new IllegalStateException("cannot make a " + kind, unexpected);
        }
    }

    /** How many texts are in a record, in its records, lists and maps. */
    public static int texts(Record record) {
        int[] count = {0};
        walk(record, text -> {
            count[0]++;
            return text;
        });
        return count[0];
    }

    /** The same record with another text in that place. */
    public static Record with(Record record, int place, String text) {
        int[] at = {0};
        return (Record) walk(record, old -> at[0]++ == place ? text : old);
    }

    private static Object walk(Object value, UnaryOperator<String> change) {
        if (value instanceof String it) {
            return change.apply(it);
        } else if (value instanceof Bytes it) {
            return Bytes.utf8(change.apply(it.utf8()));
        } else if (value instanceof List<?> it) {
            return it.stream().map(each -> walk(each, change)).toList();
        } else if (value instanceof Map<?, ?> it) {
            Map<Object, Object> all = new java.util.TreeMap<>();
            it.forEach((key, each) -> all.put(walk(key, change), walk(each, change)));
            return all;
        } else if (value instanceof Record it) {
            return changed(
                    it.getClass(),
                    Stream.of(it.getClass().getRecordComponents()).map(each -> {
                        try {
                            each.getAccessor().setAccessible(true);
                            return walk(each.getAccessor().invoke(it), change);
                        } catch (ReflectiveOperationException unexpected) {
                            throw new IllegalStateException(unexpected);
                        }
                    }));
        }
        return value;
    }
}
