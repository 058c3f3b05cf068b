package org.numakerbench.secret;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cleans values of any kind: every text and all bytes in a record, in its records, lists and maps. A new kind of record is
 * cleaned without a line of code; one that holds what is not known here fails loudly.
 *
 * <p>Left as they are: numbers, times, and constants, in which there is no text; and the values of {@link #NAMES}, as far as
 * they are names. Those find a run, a board, an image or a rule again, in directories, databases and links, so a pattern such
 * as {@code [0-9a-f]+} must not tear them; whoever writes the patterns has given the names. What is no name at all (it has a
 * space, a quote, an equals sign) is text wherever it stands, and a private key is hidden even where it looks like a name.
 */
public final class CleanRecords {
    private static final Set<String> NAMES = Set.of(
            "run",
            "bench",
            "board",
            "target",
            "image",
            "id",
            "sha256",
            "certificateId",
            "step",
            "stage",
            "owner",
            "outcome",
            "limit",
            "fault",
            "night",
            "item",
            "attempt",
            "plan",
            "place",
            "build",
            "phases",
            "agent",
            "before",
            "digest",
            "name");

    private static final Pattern NAME = Pattern.compile("(?:any )?[A-Za-z0-9_][A-Za-z0-9_.:@/+-]{0,199}");

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> kind) {
            return Shape.of(kind);
        }
    };

    private final UnaryOperator<String> text;
    private final UnaryOperator<Bytes> bytes;

    /** Hides what {@code secrets} hides. */
    public CleanRecords(SecretText secrets) {
        this(secrets::hide, secrets::hide);
    }

    CleanRecords(UnaryOperator<String> text, UnaryOperator<Bytes> bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** The same record without secrets. */
    public <T extends Record> T clean(T value) {
        return Objects.requireNonNull(cleaned(value, ""));
    }

    /** The same records without secrets. */
    public <T extends Record> List<T> clean(List<T> values) {
        return values.stream().map(this::clean).toList();
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable T cleaned(@Nullable T value, String component) {
        return (T) any(value, component);
    }

    private @Nullable Object any(@Nullable Object value, String component) {
        if (value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof Temporal
                || value instanceof Duration
                || value instanceof double[]) {
            return value;
        } else if (value instanceof String it) {
            return NAMES.contains(component) && NAME.matcher(it).matches()
                    ? SecretText.BUILT_IN.hide(it)
                    : text.apply(it);
        } else if (value instanceof Bytes it) {
            return bytes.apply(it);
        } else if (value instanceof List<?> it) {
            List<@Nullable Object> all = new ArrayList<>(it.size());
            it.forEach(each -> all.add(any(each, component)));
            return all;
        } else if (value instanceof Set<?> it) {
            Set<@Nullable Object> all = new LinkedHashSet<>();
            it.forEach(each -> all.add(any(each, component)));
            return all;
        } else if (value instanceof Map<?, ?> it) {
            Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
            it.forEach((key, each) -> all.put(any(key, ""), any(each, component)));
            return all;
        } else if (value instanceof Optional<?> it) {
            return it.map(each -> any(each, component));
        } else if (value instanceof JsonNode it) {
            return json(it);
        } else if (value instanceof Record it) {
            return record(it);
        }
        throw new IllegalStateException("it is not known how to hide secrets in a " + value.getClass());
    }

    private JsonNode json(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode clean = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(it -> clean.set(text.apply(it.getKey()), json(it.getValue())));
            return clean;
        } else if (value instanceof ArrayNode array) {
            ArrayNode clean = JsonNodeFactory.instance.arrayNode();
            array.forEach(it -> clean.add(json(it)));
            return clean;
        }
        return value.isString() ? JsonNodeFactory.instance.stringNode(text.apply(value.stringValue())) : value;
    }

    private Record record(Record value) {
        Shape shape = SHAPES.get(value.getClass());
        @Nullable Object[] parts = new Object[shape.names.length];
        boolean same = true;
        for (int i = 0; i < parts.length; i++) {
            Object part = shape.part(value, i);
            // What is secret is told to nobody, either.
            parts[i] = value instanceof RunContext && shape.names[i].equals("secrets")
                    ? List.of()
                    : any(part, shape.names[i]);
            same &= Objects.equals(part, parts[i]);
        }
        Record clean = same ? value : shape.make(parts);
        return value instanceof RunContext before && clean instanceof RunContext after ? told(before, after) : clean;
    }

    /** What a description says decides verdicts, so whoever judges by this one has to know where it is another. */
    private static RunContext told(RunContext before, RunContext after) {
        FirmwareDescription was = before.firmware();
        FirmwareDescription is = after.firmware();
        if (was == null || is == null || was.equals(is)) {
            return after;
        }
        return after.altered(Stream.concat(before.altered().stream(), AlteredKeys.of(was, is).stream())
                .distinct()
                .toList());
    }

    /** How a record is taken apart and put together. */
    private record Shape(String[] names, Method[] parts, Constructor<?> whole) {
        static Shape of(Class<?> kind) {
            RecordComponent[] components = kind.getRecordComponents();
            try {
                Constructor<?> whole = kind.getDeclaredConstructor(
                        Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                whole.setAccessible(true);
                Method[] parts =
                        Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
                Stream.of(parts).forEach(it -> it.setAccessible(true));
                return new Shape(
                        Stream.of(components).map(RecordComponent::getName).toArray(String[]::new), parts, whole);
            } catch (NoSuchMethodException unexpected) {
                throw new IllegalStateException(kind + " has no canonical constructor", unexpected);
            }
        }

        @Nullable
        Object part(Record value, int index) {
            try {
                return parts[index].invoke(value);
            } catch (IllegalAccessException | InvocationTargetException unexpected) {
                throw new IllegalStateException(parts[index] + " cannot be read", unexpected);
            }
        }

        Record make(@Nullable Object[] values) {
            try {
                return (Record) whole.newInstance(values);
            } catch (ReflectiveOperationException unexpected) {
                throw new IllegalStateException(
                        "a " + whole.getDeclaringClass() + " without secrets cannot be made", unexpected);
            }
        }
    }
}
