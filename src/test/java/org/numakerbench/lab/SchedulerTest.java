package org.numakerbench.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scheduler's table is its own affair: see docs/decisions/007. */
@AnalyzeClasses(packages = "org.numakerbench", importOptions = ImportOption.DoNotIncludeTests.class)
class SchedulerTest {
    private static final String SCHEDULER = "com.github.kagkarlsson.scheduler..";

    @ArchTest
    static final ArchRule IT_RUNS_THE_BOARDS_OF_AN_AGENT_AND_NOTHING_ELSE = noClasses()
            .that()
            .resideOutsideOfPackage("org.numakerbench.lab.agent..")
            .and()
            // Its clock is the lab's.
            .doNotHaveFullyQualifiedName("org.numakerbench.lab.store.LabClock")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SCHEDULER);

    @ArchTest
    static final ArchRule ITS_SQL_IS_NOT_CHANGED =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.github.kagkarlsson.scheduler.jdbc..");

    @Test
    void noCodeNamesItsTable() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(it -> it.toString().endsWith(".java")))
                    .noneMatch(it -> read(it).contains("scheduled_tasks"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
