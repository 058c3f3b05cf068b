package org.numakerbench.text;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads the bench's own records from files that anybody may have written. What a record says of itself is what is asked of
 * the JSON: a component that is neither {@link Nullable} nor {@link Optional} must be there, no value is bent into another type, and nothing is said
 * twice.
 */
public final class RecordJson {
    private static final int DEEPEST = 64;
    /** Bytes of a whole capture may be one text. */
    private static final int LONGEST_TEXT = 1 << 28;

    /** Components it does not know are left out: a newer bench may have more. */
    public static final JsonMapper MAPPER = mapper();

    private RecordJson() {}

    private static JsonMapper mapper() {
        JsonFactory factory = ((JsonFactory) JsonText.MAPPER.tokenStreamFactory())
                .rebuild()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_TEXT)
                        .maxNumberLength(40)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        it -> Stream.of(
                                        CoercionInputShape.Integer,
                                        CoercionInputShape.Float,
                                        CoercionInputShape.Boolean)
                                .forEach(shape -> it.setCoercion(shape, CoercionAction.Fail)))
                .annotationIntrospector(
                        new AnnotationIntrospectorPair(new JacksonAnnotationIntrospector(), new Nullness()))
                .build();
    }

    /** @throws JacksonException when it is no such record; {@code null} is none either */
    public static <T extends Record> T read(byte[] json, Class<T> type) {
        T read = MAPPER.readValue(json, type);
        if (read == null) {
            throw MismatchedInputException.from((JsonParser) null, type, "null");
        }
        return read;
    }

    /** As {@link #read(byte[], Class)}. */
    public static <T extends Record> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** What is wrong, in a few words for a person; no name of a Java class among them. */
    public static String wrong(JacksonException failure) {
        String where = failure.getPath().stream()
                .map(it -> it.getPropertyName() == null ? "[" + it.getIndex() + "]" : it.getPropertyName())
                .collect(Collectors.joining("."));
        String field = where.isEmpty() ? "it" : "\"" + where + "\"";
        if (failure instanceof InvalidTypeIdException it) {
            return it.getTypeId() == null
                    ? "\"type\" is missing"
                    : "\"" + it.getTypeId() + "\" is no type this bench knows; a newer bench may have written it";
        } else if (failure instanceof InvalidNullException) {
            return field + " is null";
        } else if (failure instanceof StreamConstraintsException || failure instanceof StreamReadException) {
            return "not JSON that is read here: "
                    + failure.getOriginalMessage().lines().findFirst().orElse("");
        } else if (failure instanceof MismatchedInputException it
                && it.getOriginalMessage().startsWith("Missing required creator property")) {
            return field + " is missing";
        } else if (failure instanceof MismatchedInputException it && it.getTargetType() != null) {
            return field + " is not " + words(it.getTargetType());
        } else if (failure instanceof DatabindException && failure.getCause() != null) {
            return field + ": " + failure.getCause().getMessage();
        }
        return field + " cannot be read: "
                + failure.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static String words(Class<?> type) {
        if (type == String.class || type.isEnum()) {
            return type.isEnum()
                    ? "one of "
                            + Stream.of(type.getEnumConstants())
                                    .map(RecordJson::word)
                                    .toList()
                    : "text";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number of its size";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "an object of its kind";
    }

    private static String word(Object constant) {
        return MAPPER.convertValue(constant, String.class);
    }

    /** What JSpecify's annotations say of a record's components, where the package is null-marked, as all of the bench's are. */
    private static final class Nullness extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            AnnotatedType type = type(member);
            return type == null
                    ? null
                    : Boolean.valueOf(!type.isAnnotationPresent(Nullable.class) && !isOptional(member));
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
            AnnotatedType type = type(member);
            if (type == null || isOptional(member)) {
                return JsonSetter.Value.empty();
            }
            JsonSetter.Value nulls = JsonSetter.Value.empty();
            if (!type.isAnnotationPresent(Nullable.class)) {
                nulls = nulls.withValueNulls(Nulls.FAIL);
            }
            if (type instanceof AnnotatedParameterizedType generic) {
                AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
                if (!arguments[arguments.length - 1].isAnnotationPresent(Nullable.class)) {
                    nulls = nulls.withContentNulls(Nulls.FAIL);
                }
            }
            return nulls;
        }

        private static boolean isOptional(Annotated member) {
            return member.getRawType() == Optional.class;
        }

        private static @Nullable AnnotatedType type(Annotated member) {
            if (member instanceof AnnotatedParameter parameter
                    && parameter.getOwner().getAnnotated() instanceof Executable constructor
                    && constructor.getDeclaringClass().isRecord()) {
                return constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
            }
            return null;
        }
    }
}
