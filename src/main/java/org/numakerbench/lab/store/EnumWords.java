package org.numakerbench.lab.store;

import java.lang.reflect.Type;
import java.sql.Types;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** Enums whose words in tables are those of the reports, not their names in Java. */
final class EnumWords {
    private EnumWords() {}

    static void register(Jdbi jdbi) {
        register(jdbi, Owner.class, Owner::word);
        register(jdbi, Stage.class, Stage::word);
        register(jdbi, FailureCode.class, FailureCode::word);
    }

    private static <T extends Enum<T>> void register(Jdbi jdbi, Class<T> type, Function<T, String> word) {
        jdbi.registerArgument(new ArgumentFactory() {
            @Override
            public Optional<Argument> build(Type wanted, Object value, ConfigRegistry config) {
                if (!type.equals(wanted)) {
                    return Optional.empty();
                }
                String text = value == null ? null : word.apply(type.cast(value));
                return Optional.of((position, statement, context) -> {
                    if (text == null) {
                        statement.setNull(position, Types.VARCHAR);
                    } else {
                        statement.setString(position, text);
                    }
                });
            }
        });
        jdbi.registerColumnMapper(type, (row, column, context) -> {
            String text = row.getString(column);
            for (T each : type.getEnumConstants()) {
                if (word.apply(each).equals(text)) {
                    return each;
                }
            }
            return null;
        });
    }
}
